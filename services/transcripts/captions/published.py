"""Reads what publishers give beside an episode, and Spotify's Read Along.

Podcasting 2.0 knows five forms; this reads the three that are no subtitles (JSON, HTML, plain text). The
last two need not tell times: the text is then shared out over the length of the episode, letter by letter.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from itertools import groupby
from typing import Final

from typing_extensions import override

from services.transcripts.assembling import passages
from services.transcripts.transcript import Segment, Word

_THOUSAND: Final = 1000.0
_LAST_SECONDS: Final = 5.0
_FEW: Final = 10
_CLOCK: Final = re.compile(r"^[\[(]?((?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d+)?)[\])]?\s*(?:[-–—]\s*)?")
_SPEAKER: Final = re.compile(r"^([^\W\d_][^:\n]{0,40}):\s+(?=\S)")
_BLOCKS: Final = frozenset({"p", "div", "li", "br", "h1", "h2", "h3", "h4", "tr"})
_HIDDEN: Final = frozenset({"script", "style", "head", "nav", "header", "footer"})


@dataclass(slots=True)
class _Line:
    text: str
    start: float | None = None
    speaker: str = ""


def json_segments(text: str) -> list[Segment]:
    """Return the segments of the JSON of Podcasting 2.0; single words become passages."""
    rows = json.loads(text)["segments"]
    found = [
        Segment(
            float(row["startTime"]),
            float(row.get("endTime") or row["startTime"]),
            " ".join(str(row.get("body") or "").split()),
            speaker=str(row.get("speaker") or ""),
        )
        for row in rows
    ]
    found = [segment for segment in found if segment.text]
    singly = sum(1 for segment in found if " " not in segment.text)
    if len(found) > _FEW and singly > len(found) * 0.8:
        return list(_of_words(_spoken_by(found)))
    return found


def read_along_segments(text: str) -> list[Segment]:
    """Return the sentences that Spotify shows; titles between them name who speaks."""
    lines: list[_Line] = []
    speaker = ""
    for row in json.loads(text)["section"]:
        title = (row.get("title") or {}).get("title")
        if title:
            speaker = str(title)
        sentence = ((row.get("text") or row.get("fallback") or {}).get("sentence") or {}).get(
            "text"
        )
        if sentence:
            start = float(row.get("startMs") or 0) / _THOUSAND
            lines.append(_Line(str(sentence), start, speaker))
    return list(_timed(lines, seconds=0.0))


def html_segments(text: str, *, seconds: float) -> list[Segment]:
    """Return the paragraphs of a page as Podcasting 2.0 describes it: `cite`, `time` and `p`.

    Raises:
        ValueError: it tells no times: it may be any page.
    """
    page = _Page()
    page.feed(text)
    page.close()
    lines = page.lines()
    if all(line.start is None for line in lines):
        raise ValueError("a page without times")
    return list(_timed(lines, seconds=seconds))


def text_segments(text: str, *, seconds: float) -> list[Segment]:
    """Return the paragraphs of a plain text; those without times share the length out.

    Raises:
        ValueError: there is no length to share out.
    """
    lines = [line for row in text.splitlines() if (line := _line(row)).text]
    if all(line.start is None for line in lines):
        return list(_shared_out(lines, seconds=seconds))
    return list(_timed(lines, seconds=seconds))


class _Page(HTMLParser):
    """Gathers paragraphs, and what stands before them: who speaks, and when."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[_Line] = [_Line("")]
        self._said: list[str] = []
        self._inside: list[str] = []
        self._hidden = 0

    def lines(self) -> list[_Line]:
        """Return those that say something."""
        self._end_line()
        return [line for line in self._lines if line.text]

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag in {"cite", "time"}:
            self._end_line()
            self._inside.append(tag)
        elif tag in _BLOCKS:
            self._end_line(speaker=self._lines[-1].speaker)

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif self._inside and self._inside[-1] == tag:
            self._inside.pop()

    @override
    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        line = self._lines[-1]
        match self._inside[-1:]:
            case ["cite"]:
                line.speaker = data.strip().rstrip(":")
            case ["time"]:
                line.start = _seconds(data)
            case _:
                self._said.append(data)

    def _end_line(self, *, speaker: str = "") -> None:
        """Begin a new line, unless nothing has been said in this one."""
        text = " ".join("".join(self._said).split())
        self._said.clear()
        if text:
            self._lines[-1].text = text
            self._lines.append(_Line("", speaker=speaker))


def as_told(text: str, ext: str) -> str:
    """Return the form that a text really has: hosts call subtitles JSON, and plain text what is none."""
    head = text.lstrip("\ufeff \t\r\n")[:400]
    if head.startswith("WEBVTT"):
        return "vtt"
    if re.match(r"\d+\s*\r?\n\d{1,2}:\d{2}:\d{2}[,.]\d{1,3} --> ", head):
        return "srt"
    return ext


def _line(row: str) -> _Line:
    text = " ".join(row.split())
    clock = _CLOCK.match(text)
    if clock is None:
        return _Line(text)
    text = text[clock.end() :]
    said_by = _SPEAKER.match(text)
    speaker = said_by[1] if said_by else ""
    return _Line(text[said_by.end() :] if said_by else text, _seconds(clock[1]), speaker)


def _seconds(clock: str) -> float | None:
    parts = re.findall(r"\d+(?:[.,]\d+)?", clock)
    if not 2 <= len(parts) <= 3:  # noqa: PLR2004 - minutes, or hours and minutes, before the seconds
        return None
    whole = 0.0
    for part in parts:
        whole = whole * 60 + float(part.replace(",", "."))
    return whole


def _timed(lines: Sequence[_Line], *, seconds: float) -> Iterator[Segment]:
    """Yield lines as segments that end where the next one begins; a line without a time goes on."""
    parts: list[list[_Line]] = []
    for line in lines:
        if line.start is None and parts:
            parts[-1].append(line)
        else:
            parts.append([line])
    starts = [part[0].start or 0.0 for part in parts]
    for part, start, end in zip(parts, starts, _ends(starts, seconds), strict=True):
        text = " ".join(line.text for line in part)
        yield Segment(start, end, text, speaker=part[0].speaker)


def _ends(starts: Sequence[float], seconds: float) -> list[float]:
    """Return for each moment the next later one; the length of all, or a little more, for the last."""
    found: list[float] = []
    for number in range(len(starts) - 1, -1, -1):
        start = starts[number]
        after = starts[number + 1] if number + 1 < len(starts) else 0.0
        end = after if after > start else found[-1] if found else 0.0
        found.append(end if end > start else max(seconds, start + _LAST_SECONDS))
    return found[::-1]


def _shared_out(lines: Sequence[_Line], *, seconds: float) -> Iterator[Segment]:
    letters = sum(len(line.text) for line in lines)
    if not letters or seconds <= 0:
        raise ValueError("no times, and no length")
    at = 0.0
    for line in lines:
        end = at + seconds * len(line.text) / letters
        yield Segment(at, min(end, seconds), line.text)
        at = end


def _spoken_by(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Yield segments that all tell who speaks: it is told once, and holds until somebody else does."""
    speaker = ""
    for segment in segments:
        speaker = segment.speaker or speaker
        yield replace(segment, speaker=speaker)


def _of_words(segments: Iterable[Segment]) -> Iterator[Segment]:
    for speaker, said in groupby(segments, key=lambda segment: segment.speaker):
        words = [Word(one.start, max(one.start, one.end), one.text) for one in said]
        for passage in passages(words):
            yield replace(passage, speaker=speaker)
