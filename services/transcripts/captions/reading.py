"""Reads captions in the forms that sites give them, and takes out what only belongs to a screen."""

import html
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

import pysubs2
import webvtt
from pysubs2.exceptions import Pysubs2Error
from webvtt.errors import MalformedFileError

from services.errors import FileUnreadable
from services.transcripts.assembling import passages
from services.transcripts.captions.published import (
    as_told,
    html_segments,
    json_segments,
    read_along_segments,
    text_segments,
)
from services.transcripts.cues import Cue
from services.transcripts.transcript import Segment, Word, joined

_TAG: Final = re.compile(
    r"</?(?:b|i|u|s|c|v|lang|ruby|rt|font|span|br)\b[^<>]*>|</?\d[\d:.]*>", re.IGNORECASE
)
"""Marks of a screen; what else stands between such brackets was written by somebody."""
_OVERRIDE: Final = re.compile(r"\{\\[^{}]*\}")
_BREAK: Final = re.compile(r"\\[Nn]|[\r\n]+")
_NOTE: Final = re.compile(r"^[\[(♪#].*[\])♪#]$|^[♪♫ ]+$")
"""“[Music]” and the like: not a word that was said."""
_THOUSAND: Final = 1000.0
_BROKEN: Final = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    SyntaxError,  # of XML
    RuntimeError,  # nested too deep, or times that nobody reads
    Pysubs2Error,
    MalformedFileError,
)
"""What the readers raise at texts that are something else."""
_MOST_ROLLED: Final = 8
"""Lines on a screen at a time."""
_LAST_WORD_SECONDS: Final = 0.5


def read_captions(text: str, *, ext: str, seconds: float = 0.0) -> tuple[Segment, ...]:
    """Return what the captions say, each line once, in the order in which it is said.

    Where the times of all words are told, these are put together as sentences.

    Args:
        text: The whole file.
        ext: Its form.
        seconds: The length of the medium, which a text without times is shared out over.

    Raises:
        FileUnreadable: it is not in this form, or says nothing.
    """
    try:
        found = list(_segments(text, as_told(text, ext), seconds))
    except _BROKEN as error:
        raise FileUnreadable(name=f"captions.{ext}") from error
    found = [segment for segment in _in_order(found) if segment.text]
    if found and all(segment.words for segment in found) and not any(one.speaker for one in found):
        found = list(passages(list(_ascending(found))))
    if not found:
        raise FileUnreadable(name=f"captions.{ext}")
    return tuple(found)


def _segments(text: str, ext: str, seconds: float) -> Iterable[Segment]:
    match ext:
        case "json3":
            return _json3(text)
        case "json":
            return json_segments(text)
        case "read-along":
            return read_along_segments(text)
        case "html":
            return html_segments(text, seconds=seconds)
        case "txt":
            return text_segments(text, seconds=seconds)
        case _:
            return _lines(text, ext)


def _ascending(segments: Iterable[Segment]) -> Iterator[Word]:
    """Yield all words, none before the one ahead has ended; some scripts need no space between lines."""
    at, last = 0.0, ""
    for segment in segments:
        for number, word in enumerate(segment.words):
            start = max(word.start, at)
            glued = word.glued or (not number and _is_unspaced(last) and _is_unspaced(word.text))
            at, last = max(start, word.end), word.text[-1:]
            yield replace(word, start=start, end=at, glued=glued)


def _is_unspaced(text: str) -> bool:
    """Return whether it begins with a letter of a script that puts no spaces between words."""
    return text[:1] != "" and unicodedata.east_asian_width(text[0]) in "WF" and not _is_hangul(text)


def _is_hangul(text: str) -> bool:
    return "\uac00" <= text[0] <= "\ud7a3"


def _json3(text: str) -> Iterator[Segment]:
    """Yield the events of YouTube's own form; those of its recogniser tell when each word begins."""
    events: Sequence[dict[str, Any]] = [
        event
        for event in json.loads(text)["events"]
        if event.get("segs") and not event.get("aAppend")
    ]
    for number, event in enumerate(events):
        start = event["tStartMs"] / _THOUSAND
        end = start + event.get("dDurationMs", 0) / _THOUSAND
        if number + 1 < len(events):
            # A line stays on the screen while the next one is spoken already.
            end = min(end, max(start, events[number + 1]["tStartMs"] / _THOUSAND))
        yield _event(event["segs"], start, end)


def _event(parts: Sequence[dict[str, Any]], start: float, end: float) -> Segment:
    whole = "".join(str(part.get("utf8", "")) for part in parts)
    if not any("tOffsetMs" in part for part in parts):
        return Segment(start, end, _said(whole))
    words: list[Word] = []
    for part, after in zip(parts, _next_offsets(parts), strict=True):
        spelled = str(part.get("utf8", ""))
        if not _said(spelled):
            continue
        begins = start + part.get("tOffsetMs", 0) / _THOUSAND
        until = end if after is None else start + after / _THOUSAND
        ends = max(begins, min(until, end)) or begins + _LAST_WORD_SECONDS
        glued = bool(words) and not spelled[:1].isspace()
        words.append(Word(begins, ends, _said(spelled), glued=glued))
    if not words:
        return Segment(start, end, "")
    return Segment(words[0].start, words[-1].end, joined(words), tuple(words))


def _next_offsets(parts: Sequence[dict[str, Any]]) -> list[float | None]:
    """Return for each part when the next one that tells it begins."""
    found: list[float | None] = []
    after: float | None = None
    for part in reversed(parts):
        found.append(after)
        after = part.get("tOffsetMs") or after
    return found[::-1]


def _lines(text: str, ext: str) -> Iterator[Segment]:
    """Yield the cues; a line that only stays on the screen from the cue before is left out."""
    shown: list[str] = []
    for cue in sorted(_cues(text, ext), key=lambda cue: (cue.start, cue.end)):
        lines = [said for line in cue.lines if (said := _said(line))]
        fresh = lines[_rolled(shown, lines) :]
        shown = lines or shown
        yield Segment(cue.start, max(cue.start, cue.end), " ".join(fresh), speaker=cue.speaker)


def _cues(text: str, ext: str) -> Iterator[Cue]:
    if ext == "vtt":
        for caption in webvtt.from_string(text).captions:
            voice = html.unescape(caption.voice or "")
            yield Cue(_moment(caption.start), _moment(caption.end), tuple(caption.lines), voice)
        return
    for event in pysubs2.SSAFile.from_string(text, format_=ext, keep_unknown_html_tags=True):
        if not (event.is_comment or event.is_drawing):
            lines = tuple(_BREAK.split(event.text))
            yield Cue(event.start / _THOUSAND, event.end / _THOUSAND, lines)


def _moment(clock: str) -> float:
    hours, minutes, seconds = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def _rolled(shown: Sequence[str], lines: Sequence[str]) -> int:
    """Return how many lines at the top stood there before."""
    for count in range(min(len(shown), len(lines), _MOST_ROLLED), 0, -1):
        if list(shown[-count:]) == list(lines[:count]):
            return count
    return 0


def _in_order(segments: Sequence[Segment]) -> Iterator[Segment]:
    """Yield them ascending, none before the one ahead has begun, none past the beginning of the next."""
    ordered = sorted(segments, key=lambda segment: segment.start)
    for number, segment in enumerate(ordered):
        end = max(segment.start, segment.end)
        if number + 1 < len(ordered):
            end = min(end, max(segment.start, ordered[number + 1].start))
        yield replace(segment, end=end)


def _said(text: str) -> str:
    plain = html.unescape(_TAG.sub("", _OVERRIDE.sub("", text))).replace("\u200b", "")
    plain = " ".join(plain.split())
    return "" if _NOTE.match(plain) else plain
