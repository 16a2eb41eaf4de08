"""Candidates among pieces: which of them hold, and what they are in the transcript."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.censor.hits import Hit
from services.censor.lexicon import Found
from services.censor.pieces import Piece
from services.transcripts.transcript import Word, joined


@dataclass(frozen=True, slots=True)
class Match:
    """Pieces `start` to `end` (not included) are an entry; without one they are an exception."""

    start: int
    end: int
    found: Found | None

    @property
    def size(self) -> int:
        """Return how many pieces it takes up."""
        return self.end - self.start


def settled(matches: Sequence[Match], pieces: int) -> list[tuple[Match, Found]]:
    """Return what holds: no exception as long stands against it, and of those that overlap the longest.

    Args:
        matches: What was found, in any order.
        pieces: How many pieces there are.
    """
    spared = [0] * pieces
    for match in matches:
        if match.found is None:
            for at in range(match.start, match.end):
                spared[at] = max(spared[at], match.size)
    standing = [
        (match, match.found)
        for match in matches
        if match.found is not None and max(spared[match.start : match.end]) < match.size
    ]
    standing.sort(key=lambda one: (one[0].size, one[1].entry.severity), reverse=True)
    taken: set[int] = set()
    held = []
    for match, found in standing:
        places = range(match.start, match.end)
        if taken.isdisjoint(places):
            taken.update(places)
            held.append((match, found))
    return sorted(held, key=lambda one: one[0].start)


def hit_of(
    settled_match: tuple[Match, Found], pieces: Sequence[Piece], words: Sequence[Word]
) -> Hit:
    """Return a match as what it is in the transcript."""
    match, found = settled_match
    among = pieces[match.start : match.end]
    first, last = among[0], among[-1]
    return Hit(
        first=first.first,
        last=last.last,
        start=first.start,
        end=max(last.end, first.start),
        text=_said(words, first, last),
        word=found.entry.word,
        severity=found.entry.severity,
        category=found.entry.category,
        form=found.form,
        confidence=round(min(piece.probability for piece in among) * found.trust, 3),
        list_id=found.list_id,
        skip=first.skip,
        stop=last.stop,
    )


def _said(words: Sequence[Word], first: Piece, last: Piece) -> str:
    if first.first == last.last:
        return words[first.first].text[first.skip : last.stop]
    text = joined(words[first.first : last.last + 1])
    return text[first.skip : len(text) - (len(words[last.last].text) - last.stop)]
