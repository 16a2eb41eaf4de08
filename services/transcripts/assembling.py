"""Puts together what was heard in pieces: words in their place in the whole, passages of a sentence."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from services.transcripts.asking import HeardSegment
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


def passages(words: Sequence[Word], *, language: str = "") -> tuple[Segment, ...]:
    """Return words as segments that end with a sentence, at a pause, or at the latest after 30 s."""
    return tuple(
        Segment(part[0].start, part[-1].end, joined(part), tuple(part), language=language)
        for part in _parts(words)
    )


def _parts(words: Sequence[Word]) -> Iterator[list[Word]]:
    part: list[Word] = []
    for word in words:
        if part and _parted(part, word):
            yield part
            part, word = [], replace(word, glued=False)  # noqa: PLW2901 - it begins a passage
        part.append(word)
    if part:
        yield part


def _parted(part: Sequence[Word], word: Word) -> bool:
    last = part[-1]
    lasts = last.end - part[0].start
    if word.start - last.end >= _PAUSE_SECONDS or ends_sentence(last.text):
        return True
    if lasts >= _LONG_SECONDS and ends_part(last.text):
        return True
    return word.end - part[0].start > _LONGEST_SECONDS
