"""An explicit word that was found: where, by which entry, how sure; and which of them are to be hidden."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from services.censor.word_lists import Severity

SURE: Final = 0.5


class Form(StrEnum):
    """In which shape a word was met."""

    EXACT = "exact"
    INFLECTED = "inflected"
    PART = "part"
    """By an entry with a star, or between hyphens."""
    SPELLED = "spelled"
    """In other signs: leet, look-alikes, lengthened letters, accents left out."""
    MASKED = "masked"
    """With signs in place of letters, as recognisers and captions write it."""
    JOINED = "joined"
    """From pieces that were heard as separate words, or letter by letter."""
    PHRASE = "phrase"


@dataclass(frozen=True, slots=True)
class Hit:
    """Words `first` to `last` of a transcript, counted through from 0, are to be hidden.

    In scripts without spaces, and between hyphens, only a part of them may be meant: from letter
    `skip` of the first word to letter `stop` (not included) of the last.
    """

    first: int
    last: int
    start: float
    end: float
    text: str
    """As it was said, without marks around."""
    word: str
    """The entry that was met."""
    severity: Severity
    category: str
    form: Form
    confidence: float
    """How sure it is that this was said, and that this is meant; 0 to 1."""
    list_id: int
    skip: int = 0
    stop: int = 0
    """0: to the end of the last word."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which hits are to be hidden."""

    least: Severity = Severity.LOW
    categories: frozenset[str] = frozenset()
    """Only these; empty: all."""
    confidence: float = SURE
    """Hits below this are doubtful: a person may want to look at them."""

    def takes(self, hit: Hit) -> bool:
        """Return whether this is a hit that was asked for."""
        return hit.severity >= self.least and (
            not self.categories or hit.category in self.categories
        )

    def doubts(self, hit: Hit) -> bool:
        """Return whether it should be looked at by a person; it is hidden nevertheless."""
        return hit.confidence < self.confidence


def chosen(hits: Iterable[Hit], by: Chosen) -> tuple[Hit, ...]:
    """Return the hits that are to be hidden; doubtful ones stay among them."""
    return tuple(hit for hit in hits if by.takes(hit))
