"""Gives each word to the one who speaks at that moment, and splits segments where somebody else begins."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from typing import Final

from services.transcripts.naming import speaker_name
from services.transcripts.transcript import Segment, Transcript, Word, joined, words_of

_SHORTEST_SECONDS: Final = 0.4
_BREATH_SECONDS: Final = 0.3
"""So close to the words around it, a shorter turn is a slip: nobody gets a word in there."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch in which one voice speaks. Others may speak at the same time."""

    start: float
    end: float
    voice: int


def assigned(transcript: Transcript, turns: Sequence[Turn]) -> Transcript:
    """Return a transcript with who speaks: numbered in the order in which they begin.

    A word belongs to the voice that sounds longest while it is said; where two do so equally, to the one
    who speaks already. Where there is one voice only, nobody is named.
    """
    if len({turn.voice for turn in turns}) < 2:  # noqa: PLR2004 - one alone needs no name
        return transcript
    spoken = [(segment, word) for segment in transcript.segments for word in words_of(segment)]
    voices = _steady([word for _, word in spoken], _voices([word for _, word in spoken], turns))
    numbers = {voice: number for number, voice in enumerate(dict.fromkeys(voices), start=1)}
    if len(numbers) < 2:  # noqa: PLR2004 - likewise
        return transcript
    parts: list[Segment] = []
    at = 0
    for segment in transcript.segments:
        count = sum(1 for _ in words_of(segment))
        own = [speaker_name(numbers[voice]) for voice in voices[at : at + count]]
        parts += _split(segment, own)
        at += count
    return replace(transcript, segments=tuple(parts))


def _voices(words: Sequence[Word], turns: Sequence[Turn]) -> list[int]:
    """Return for each word whose it is, by the turns that it lies in."""
    ordered = sorted(turns, key=lambda turn: (turn.start, turn.end, turn.voice))
    starts = [turn.start for turn in ordered]
    longest = max(turn.end - turn.start for turn in ordered)
    last_to_end = list(accumulate(ordered, _later))
    found: list[int] = []
    for word in words:
        first = bisect_left(starts, word.start - longest)
        last = bisect_left(starts, word.end)
        shares: dict[int, float] = {}
        for turn in ordered[first:last]:
            share = min(turn.end, word.end) - max(turn.start, word.start)
            if share > 0:
                shares[turn.voice] = shares.get(turn.voice, 0.0) + share
        before = last_to_end[last - 1] if last else None
        after = ordered[last] if last < len(ordered) else None
        found.append(_chosen(shares, found) if shares else _nearest(word, before, after))
    return found


def _chosen(shares: dict[int, float], before: Sequence[int]) -> int:
    most = max(shares.values())
    best = sorted(voice for voice, share in shares.items() if most - share < 1e-6)  # noqa: PLR2004
    return before[-1] if before and before[-1] in best else best[0]


def _nearest(word: Word, before: Turn | None, after: Turn | None) -> int:
    """Return the voice closest to a word that is in nobody's turn."""
    if before is None or after is None:
        turn = before or after
        return turn.voice if turn is not None else 0
    return before.voice if word.start - before.end <= after.start - word.end else after.voice


def _later(one: Turn, other: Turn) -> Turn:
    """Return the turn that ends later."""
    return one if one.end >= other.end else other


def _steady(words: Sequence[Word], voices: Sequence[int]) -> list[int]:
    """Return the voices without turns that are too short to be any."""
    runs = [
        (voice, [at for at, _ in run])
        for voice, run in groupby(enumerate(voices), key=lambda pair: pair[1])
    ]
    steady = list(voices)
    for before, (_, run), after in zip(runs, runs[1:], runs[2:], strict=False):
        first, last = run[0], run[-1]
        is_short = words[last].end - words[first].start < _SHORTEST_SECONDS
        is_close = (
            words[first].start - words[first - 1].end < _BREATH_SECONDS
            and words[last + 1].start - words[last].end < _BREATH_SECONDS
        )
        if is_short and is_close and before[0] == after[0]:
            steady[first : last + 1] = [before[0]] * len(run)
    return steady


def _split(segment: Segment, speakers: Sequence[str]) -> Iterator[Segment]:
    """Yield the parts of a segment between which somebody else begins."""
    if len(set(speakers)) <= 1:
        yield replace(segment, speaker=speakers[0] if speakers else segment.speaker)
        return
    words = list(words_of(segment))
    for speaker, run in groupby(zip(words, speakers, strict=True), key=lambda pair: pair[1]):
        part = [word for word, _ in run]
        part[0] = replace(part[0], glued=False)
        own = tuple(part) if segment.words else ()
        text = joined(part)
        yield Segment(part[0].start, part[-1].end, text, own, speaker, segment.language)
