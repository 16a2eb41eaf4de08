"""Finds the passages that a recogniser was unsure of, so that a person can listen to just these again.

The limits were read off the miniature model: a lone short word with a low probability (“it” at 0.31,
“are” at 0.13) is right nearly always, and two such words side by side are wrong nearly always.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from services.transcripts.doubts import Doubt
from services.transcripts.transcript import Transcript, Word, joined

MOST_PASSAGES: Final = 10
LONGEST_SECONDS: Final = 15.0

_LOW: Final = 0.6
_VERY_LOW: Final = 0.4
_LONG_WORD: Final = 4
_NEAR_SECONDS: Final = 1.0
_NEAR_WORDS: Final = 2
"""So few words between two doubtful ones are listened to along with them."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch to listen to again. Times are seconds from the medium's beginning."""

    start: float
    end: float
    text: str
    left_out: bool = False
    """It does not stand in the transcript: the recogniser's words for it were not believed."""


def doubtful(transcript: Transcript) -> tuple[Passage, ...]:
    """Return what is most likely to be wrong: ascending, without overlaps, `MOST_PASSAGES` at most."""
    found = [*_unsure(_words(transcript)), *_left_out(transcript)]
    worst = sorted(found, key=lambda one: -one.weight)[:MOST_PASSAGES]
    kept: list[Passage] = []
    for passage in sorted((one.passage for one in worst), key=lambda passage: passage.start):
        if not kept or passage.start >= kept[-1].end:
            kept.append(passage)
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A passage, and how much is likely to be wrong in it, in words."""

    passage: Passage
    weight: float


def _words(transcript: Transcript) -> list[Word]:
    return [word for segment in transcript.segments for word in segment.words]


def _unsure(words: Sequence[Word]) -> Iterator[_Weighed]:
    """Yield the runs of words with a low probability."""
    run: list[int] = []
    for at in (at for at, word in enumerate(words) if _chance(word) < _LOW):
        if run and not _together(words, run, at):
            yield from _weighed(words, run)
            run = []
        run.append(at)
    if run:
        yield from _weighed(words, run)


def _together(words: Sequence[Word], run: Sequence[int], at: int) -> bool:
    last = run[-1]
    is_near = words[at].start - words[last].end <= _NEAR_SECONDS and at - last <= _NEAR_WORDS + 1
    return is_near and words[at].end - words[run[0]].start <= LONGEST_SECONDS


def _weighed(words: Sequence[Word], run: Sequence[int]) -> Iterator[_Weighed]:
    first = words[run[0]]
    letters = sum(letter.isalnum() for letter in first.text)
    if len(run) == 1 and (_chance(first) >= _VERY_LOW or letters < _LONG_WORD):
        return
    part = words[run[0] : run[-1] + 1]
    passage = Passage(first.start, max(word.end for word in part), joined(part))
    yield _Weighed(passage, sum(1 - _chance(words[at]) for at in run))


def _left_out(transcript: Transcript) -> Iterator[_Weighed]:
    """Yield what was left out although somebody spoke there."""
    for gone in transcript.rejected:
        if gone.reason != Doubt.SILENCE and gone.text.strip():
            end = min(gone.end, gone.start + LONGEST_SECONDS)
            passage = Passage(gone.start, max(gone.start, end), gone.text.strip(), left_out=True)
            yield _Weighed(passage, float(len(gone.text.split())))


def _chance(word: Word) -> float:
    return 1.0 if word.probability is None else word.probability
