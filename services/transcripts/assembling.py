"""Puts together what was heard in pieces: words in their place in the whole, passages of a sentence."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from services.transcripts.asking import HeardSegment
from services.transcripts.naming import speaker_name
from services.transcripts.samples import Piece
from services.transcripts.sentences import ends_part, ends_sentence
from services.transcripts.transcript import Segment, Word, joined

_PAUSE_SECONDS: Final = 1.0
_LONG_SECONDS: Final = 20.0
_LONGEST_SECONDS: Final = 30.0
_PLACES: Final = 3
_SHORTEST_SECONDS: Final = 0.02


@dataclass(frozen=True, slots=True)
class Span:
    """Where a piece lies in the whole: all that is needed of it once it has been heard."""

    start: float
    end: float

    @classmethod
    def of(cls, piece: Piece) -> "Span":
        """Return a piece's own."""
        return cls(piece.start, piece.end)


@dataclass(frozen=True, slots=True)
class Said:
    """What was said in one piece."""

    words: tuple[Word, ...]
    language: str = ""
    channel: int = 0
    """From 1, where each was listened to on its own."""


def placed(segments: Iterable[HeardSegment], span: Span) -> tuple[Word, ...]:
    """Return the words of a piece with their times in the whole: ascending, inside the piece."""
    words: list[Word] = []
    at = span.start
    for segment in segments:
        for heard in segment.words:
            text = heard.text.strip()
            if not text:
                continue
            start = min(max(span.start + heard.start, at), span.end)
            end = min(max(span.start + heard.end, start + _SHORTEST_SECONDS), span.end)
            # What is kept on disk has thousandths; what was never there must be the same.
            start, at = round(start, _PLACES), round(max(start, end), _PLACES)
            glued = bool(words) and not heard.text.startswith(" ")
            words.append(Word(start, at, text, round(heard.probability, _PLACES), glued=glued))
    return tuple(words)


def written(said: Sequence[Said], *, main: str = "") -> tuple[Segment, ...]:
    """Return what was said in all pieces as segments, in the order in which they begin.

    Args:
        said: The pieces' words, in the order of the pieces.
        main: The language of the whole; only the segments in another one say theirs.
    """
    by_channel: dict[int, list[Said]] = {}
    for piece in said:
        by_channel.setdefault(piece.channel, []).append(piece)
    segments: list[Segment] = []
    for channel in sorted(by_channel):
        speaker = speaker_name(channel) if channel else ""
        others = _moments(said, without=channel)
        for language, run in groupby(by_channel[channel], key=lambda piece: piece.language):
            words = [word for piece in run for word in piece.words]
            found = passages(words, others=others, language=language if language != main else "")
            segments += [replace(passage, speaker=speaker) for passage in found]
    return tuple(sorted(segments, key=lambda segment: segment.start))


def passages(
    words: Sequence[Word], *, language: str = "", others: Sequence[float] = ()
) -> tuple[Segment, ...]:
    """Return words as segments that end with a sentence, at a pause, or at the latest after 30 s.

    Args:
        words: What one person says, or what all say.
        language: That of the segments, where it is not that of the whole.
        others: Moments in which somebody else says something, ascending: a pause is a pause then,
            however short it is.
    """
    return tuple(
        Segment(part[0].start, part[-1].end, joined(part), tuple(part), language=language)
        for part in _parts(words, others)
    )


def _moments(said: Iterable[Said], *, without: int) -> list[float]:
    words = (word for piece in said if piece.channel != without for word in piece.words)
    return sorted((word.start + word.end) / 2 for word in words)


def _parts(words: Sequence[Word], others: Sequence[float]) -> Iterator[list[Word]]:
    part: list[Word] = []
    for word in words:
        if part and _parted(part, word, others):
            yield part
            part, word = [], replace(word, glued=False)  # noqa: PLW2901 - it begins a passage
        part.append(word)
    if part:
        yield part


def _parted(part: Sequence[Word], word: Word, others: Sequence[float]) -> bool:
    last = part[-1]
    lasts = last.end - part[0].start
    if word.start - last.end >= _PAUSE_SECONDS or ends_sentence(last.text):
        return True
    if bisect_left(others, last.end) < bisect_left(others, word.start):
        return True
    if lasts >= _LONG_SECONDS and ends_part(last.text):
        return True
    return word.end - part[0].start > _LONGEST_SECONDS
