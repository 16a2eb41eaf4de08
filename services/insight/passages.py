"""Cuts a transcript into passages that a language model can take in at once, each made of short lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from services.transcripts.sentences import ends_part, ends_sentence
from services.transcripts.transcript import Segment, Transcript, Word, joined, words_of

_LONGEST_LINE: Final = 300
_LONGEST_PASSAGE: Final = 1200
"""Letters; with what is said about them and the answer, they fit the 2048 tokens that small servers give."""
_ENOUGH: Final = 800
"""From here on a pause ends a passage."""
_PAUSE_SECONDS: Final = 1.0
_BEFORE: Final = 200


@dataclass(frozen=True, slots=True)
class Passage:
    """Some lines in a row."""

    lines: tuple[Segment, ...]
    """Each says something, as it was written down."""
    before: str
    """The end of what was said before them."""
    language: str

    @property
    def texts(self) -> list[str]:
        """Return what the lines say."""
        return [" ".join(line.text.split()) for line in self.lines]


def passages(transcript: Transcript) -> tuple[Passage, ...]:
    """Return all that is said in a transcript, in its order."""
    found: list[Passage] = []
    part: list[Segment] = []
    before = ""
    for line in _lines(transcript):
        if part and _parted(part, line):
            found.append(_passage(part, before, transcript))
            before = _end_of(part)
            part = []
        part.append(line)
    if part:
        found.append(_passage(part, before, transcript))
    return tuple(found)


def _passage(part: Sequence[Segment], before: str, transcript: Transcript) -> Passage:
    return Passage(tuple(part), before, part[0].language or transcript.language)


def _parted(part: Sequence[Segment], line: Segment) -> bool:
    letters = sum(len(one.text) for one in part)
    if letters + len(line.text) > _LONGEST_PASSAGE or line.language != part[-1].language:
        return True
    return letters >= _ENOUGH and line.start - part[-1].end >= _PAUSE_SECONDS


def _end_of(part: Sequence[Segment]) -> str:
    text = " ".join(" ".join(line.text for line in part).split())
    if len(text) <= _BEFORE:
        return text
    return text[-_BEFORE:].partition(" ")[2] or text[-_BEFORE:]


def _lines(transcript: Transcript) -> Iterator[Segment]:
    for segment in transcript.segments:
        if not segment.text.strip():
            continue
        if len(segment.text) <= _LONGEST_LINE:
            yield segment
        else:
            yield from _shorter(segment)


def _shorter(segment: Segment) -> Iterator[Segment]:
    """Yield a long segment in parts that end with a sentence, or else wherever there is a space."""
    part: list[Word] = []
    letters = 0
    for word in words_of(segment):
        part.append(word)
        letters += len(word.text) + 1
        is_end = ends_sentence(word.text) or (letters > _LONGEST_LINE // 2 and ends_part(word.text))
        if is_end or letters > _LONGEST_LINE:
            yield _cut(segment, part)
            part, letters = [], 0
    if part:
        yield _cut(segment, part)


def _cut(segment: Segment, part: Sequence[Word]) -> Segment:
    words = (replace(part[0], glued=False), *part[1:])
    return replace(
        segment,
        start=part[0].start,
        end=part[-1].end,
        text=joined(words),
        words=words if segment.words else (),
    )
