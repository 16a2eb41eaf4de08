"""Where the sound of a found word begins and ends: recognisers are often some hundredths of a second off."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from services.censor.hits import Hit
from services.censor.loudness import Loudness
from services.transcripts.transcript import Word

SHORTEST_SECONDS: Final = 0.08
"""No word is said faster: a time that says so is wrong."""
LONGEST_SECONDS: Final = 1.2
"""Hardly a word is said slower: there is a pause in a time that says so."""

_A_LETTER_SECONDS: Final = 0.02
_NEAR_WORDS: Final = 8
"""A span does not reach beyond so many hidden words."""


@dataclass(frozen=True, slots=True)
class Caution:
    """How far a span reaches around a word."""

    pad_seconds: float
    """So far in any case, as far as there is room."""
    breath_seconds: float
    """So far where a word that is left is said in one breath with it."""
    most_seconds: float
    """It goes on to the quietest 10 ms that are no farther from the word than this."""
    bite_seconds: float
    """So much of a word beside may be lost where the two are said in one breath."""
    bite_share: float
    """And no more than this share of it."""


@dataclass(frozen=True, slots=True)
class Speech:
    """What is said, which words of it are to be hidden, and how it sounds, if that is known."""

    words: Sequence[Word]
    gone: Collection[int]
    loudness: Loudness | None = None
    strict: bool = False

    @property
    def caution(self) -> Caution:
        """Return how far a span reaches."""
        return _CAUTION[self.loudness is not None, self.strict]


_CAUTION: Final = {
    (True, False): Caution(0.04, 0.025, 0.12, 0.12, 2 / 5),
    (True, True): Caution(0.06, 0.06, 0.16, 0.16, 1 / 2),
    (False, False): Caution(0.04, 0.04, 0.0, 0.0, 0.0),
    (False, True): Caution(0.1, 0.1, 0.0, 0.06, 1 / 3),
}
"""By whether the sound is known, and whether rather too much is to be hidden than too little."""


@dataclass(frozen=True, slots=True)
class _Beside:
    """What must be heard beside a hidden word."""

    edge: float
    """Where it is said to end, or to begin."""
    bound: float
    """How much of it may be lost."""


def edges(hit: Hit, speech: Speech) -> tuple[float, float]:
    """Return from when to when nothing is to be left, to hide a word surely.

    The word's own times are covered whole, and a little around. Where the sound is known, each edge
    moves outward from there to the quietest moment near it, and that may lie in the word beside: a
    recogniser that puts two words edge to edge does not know where one ends. Of a word that is left
    no more than two fifths are given up for that (strictly: half), and no more than 120 ms (160 ms);
    where it stands between two hidden ones, no more than that in all.
    Only the times of a word of more than 1.2 s become shorter: what is quiet at its ends is no part of it.
    """
    start, end = _loud_part(hit, speech)
    # A word of no length is made as long as it must have been.
    lacking = SHORTEST_SECONDS + _A_LETTER_SECONDS * len(hit.text) - (end - start)
    least = lacking / 2 if end - start < SHORTEST_SECONDS else 0.0
    early = min(start, _early(start, least, _before(hit, speech), speech))
    late = max(end, _late(end, least, _after(hit, speech), speech))
    if late - early < SHORTEST_SECONDS:
        middle = (early + late) / 2
        return middle - SHORTEST_SECONDS / 2, middle + SHORTEST_SECONDS / 2
    return early, late


def is_drawn_out(hit: Hit) -> bool:
    """Return whether a word would be said so slowly that its times are hardly true."""
    return hit.end - hit.start > LONGEST_SECONDS * (hit.last - hit.first + 1)


def _loud_part(hit: Hit, speech: Speech) -> tuple[float, float]:
    start, end = min(hit.start, hit.end), max(hit.start, hit.end)
    if speech.loudness is None:
        return start, end
    first_ends = min(end, speech.words[hit.first].end)
    if first_ends - start > LONGEST_SECONDS:
        start = speech.loudness.loud(start, first_ends)[0]
    last_starts = max(start, speech.words[hit.last].start)
    if end - last_starts > LONGEST_SECONDS:
        end = speech.loudness.loud(last_starts, end)[1]
    return start, end


def _early(start: float, least: float, beside: _Beside, speech: Speech) -> float:
    pad, most = _reach(start - beside.edge, least, speech.caution)
    near, far = max(start - pad, beside.bound), max(start - most, beside.bound)
    return speech.loudness.quietest(far, near, near=near) if speech.loudness else near


def _late(end: float, least: float, beside: _Beside, speech: Speech) -> float:
    pad, most = _reach(beside.edge - end, least, speech.caution)
    near, far = min(end + pad, beside.bound), min(end + most, beside.bound)
    return speech.loudness.quietest(near, far, near=near) if speech.loudness else near


def _reach(gap: float, least: float, caution: Caution) -> tuple[float, float]:
    """Return how far an edge goes in any case, and at most, where so much is free beside it."""
    pad = caution.breath_seconds if gap < caution.pad_seconds else caution.pad_seconds
    return max(pad, least), max(pad, least, caution.most_seconds)


def _before(hit: Hit, speech: Speech) -> _Beside:
    if hit.start > speech.words[hit.first].start:
        return _Beside(hit.start, hit.start)
    number = _left(speech, range(hit.first - 1, max(-1, hit.first - 1 - _NEAR_WORDS), -1))
    if number is None:
        return _Beside(float("-inf"), 0.0)
    ends = speech.words[number].end
    return _Beside(ends, ends - _bite(number, speech))


def _after(hit: Hit, speech: Speech) -> _Beside:
    if hit.end < speech.words[hit.last].end:
        return _Beside(hit.end, hit.end)
    beyond = min(len(speech.words), hit.last + 1 + _NEAR_WORDS)
    number = _left(speech, range(hit.last + 1, beyond))
    if number is None:
        return _Beside(float("inf"), float("inf"))
    begins = speech.words[number].start
    return _Beside(begins, begins + _bite(number, speech))


def _left(speech: Speech, numbers: range) -> int | None:
    """Return the nearest word that is left."""
    return next((number for number in numbers if number not in speech.gone), None)


def _bite(number: int, speech: Speech) -> float:
    """Return how much of a word that is left may be lost on one of its sides."""
    word, caution = speech.words[number], speech.caution
    most = max(0.0, min(caution.bite_seconds, (word.end - word.start) * caution.bite_share))
    is_between = number - 1 in speech.gone and number + 1 in speech.gone
    return most / 2 if is_between else most
