"""Decides which language is spoken: by a vote over several pieces, and again where somebody changes it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

Chances = Sequence[tuple[str, float]]

_SURE: Final = 0.6
_HARDLY: Final = 1e-4


def voted(votes: Iterable[Chances], allowed: Sequence[str] = ()) -> str:
    """Return the language that all pieces together speak for; empty when nobody voted.

    Args:
        votes: For each piece the languages with their probabilities.
        allowed: Only these count, if there are any.
    """
    all_votes = [dict(vote) for vote in votes if vote]
    names = set(allowed) or {name for vote in all_votes for name in vote}
    if not all_votes or not names:
        return ""
    # One piece that is quite wrong must not outweigh several that are rather right.
    weights = {
        name: sum(math.log(max(vote.get(name, 0.0), _HARDLY)) for vote in all_votes)
        for name in sorted(names)
    }
    return max(weights, key=lambda name: weights[name])


@dataclass(slots=True)
class Spoken:
    """The language as it goes along. A change needs two sure pieces in a row: one is often a mishearing."""

    language: str
    allowed: Sequence[str] = ()
    rival: str = ""
    """What the last piece sounded like, if that was another one."""

    def hears(self, chances: Chances) -> bool:
        """Take in one more piece; return whether the language is another one now."""
        heard, chance = self._best(chances)
        if heard in {"", self.language} or chance < _SURE:
            self.rival = ""
            return False
        if heard != self.rival:
            self.rival = heard
            return False
        self.language, self.rival = heard, ""
        return True

    def _best(self, chances: Chances) -> tuple[str, float]:
        found = [
            (name, chance) for name, chance in chances if not self.allowed or name in self.allowed
        ]
        return max(found, key=lambda one: one[1], default=("", 0.0))
