"""Transcripts as plain text: paragraphs to read, a dialogue with names, a table for spreadsheets."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from services.transcripts.transcript import Segment, Transcript

_PARAGRAPH_PAUSE_SECONDS: Final = 2.0
_PARAGRAPH_LENGTH: Final = 600
_HOUR: Final = 3600


def to_txt(transcript: Transcript) -> str:
    """Return paragraphs, broken where somebody else speaks, is silent, or has said a lot."""
    return "".join(f"{_text(part)}\n\n" for part in paragraphs(transcript)).rstrip("\n") + "\n"


def to_dialogue(transcript: Transcript) -> str:
    """Return a line for each turn: `[0:00:12] Name: what was said`."""
    turns = groupby(_spoken(transcript), key=lambda segment: segment.speaker)
    parts = [(speaker, list(turn)) for speaker, turn in turns]
    if len(parts) == 1:
        # One voice has one turn: paragraphs are easier to find one's way in.
        parts = [(parts[0][0], list(part)) for part in paragraphs(transcript)]
    return "".join(
        f"[{clock(part[0].start)}] {f'{_cell(speaker)}: ' if speaker else ''}{_text(part)}\n"
        for speaker, part in parts
    )


def to_tsv(transcript: Transcript) -> str:
    r"""Return `start`, `end` (milliseconds), `speaker` and `text`, tabs between and a head above."""
    rows = [
        f"{round(segment.start * 1000)}\t{round(segment.end * 1000)}"
        f"\t{_cell(segment.speaker)}\t{_cell(segment.text)}\n"
        for segment in _spoken(transcript)
    ]
    return "".join(["start\tend\tspeaker\ttext\n", *rows])


def paragraphs(transcript: Transcript) -> Iterator[Sequence[Segment]]:
    """Yield the segments that belong together to a reader."""
    part: list[Segment] = []
    for segment in _spoken(transcript):
        if part and _parted(part, segment):
            yield part
            part = []
        part.append(segment)
    if part:
        yield part


def clock(seconds: float) -> str:
    """Return a moment as `h:mm:ss`."""
    whole = int(seconds)
    return f"{whole // _HOUR}:{whole % _HOUR // 60:02}:{whole % 60:02}"


def _parted(part: Sequence[Segment], following: Segment) -> bool:
    last = part[-1]
    if last.speaker != following.speaker:
        return True
    if following.start - last.end >= _PARAGRAPH_PAUSE_SECONDS:
        return True
    return sum(len(segment.text) for segment in part) >= _PARAGRAPH_LENGTH


def _spoken(transcript: Transcript) -> Iterator[Segment]:
    return (segment for segment in transcript.segments if segment.text.strip())


def _text(part: Sequence[Segment]) -> str:
    return " ".join(_cell(segment.text) for segment in part)


def _cell(text: str) -> str:
    return " ".join(text.split())
