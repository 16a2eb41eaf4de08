"""A word list: what is hidden, how bad it is, and what must be left alone although it looks like it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

LONGEST_NAME: Final = 80
LONGEST_WORD: Final = 80
LONGEST_NOTE: Final = 400
MOST_VARIATIONS: Final = 100
MOST_ENTRIES: Final = 20_000
MOST_LISTS: Final = 50
ANY_LANGUAGE: Final = ""
SLUR: Final = "slur"
"""The category of insults of groups of people."""


class Severity(IntEnum):
    """How bad a word is."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3
    EXTREME = 4

    @property
    def code(self) -> str:
        """Return the name that files, settings and programs use."""
        return self.name.lower()

    @classmethod
    def of(cls, code: str) -> "Severity":
        """Return the severity that has this code.

        Raises:
            ValueError: there is none.
        """
        try:
            return cls[code.strip().upper()]
        except KeyError:
            raise ValueError(f"no severity: {code}") from None


@dataclass(frozen=True, slots=True)
class Entry:
    """One word or phrase. A star at an end stands for any letters: `fuck*`, `*пизд*`."""

    word: str
    severity: Severity = Severity.MEDIUM
    category: str = "profanity"
    variations: tuple[str, ...] = ()
    """Other spellings and forms that mean the same."""
    exceptions: tuple[str, ...] = ()
    """What is left alone although it would be taken for this."""
    notes: str = ""
    inflects: bool = True
    """Whether the usual endings of its language belong to it."""


@dataclass(frozen=True, slots=True)
class WordList:
    """A list with its words. System lists have no account."""

    id: int
    name: str
    entries: tuple[Entry, ...] = ()
    description: str = ""
    language: str = ANY_LANGUAGE
    """A code such as `en`; empty: for any."""
    exceptions: tuple[str, ...] = ()
    """What is always left alone."""
    is_active: bool = True
    """One that is not is never taken unless it is named."""
    is_default: bool = False
    """Taken for recordings in its language where no list is named."""
    version: int = 1
    """Grows with every change."""
    account: int | None = None
    based_on: int | None = None
    """The system list that it is the changed copy of."""
    made_at: float = 0.0
    changed_at: float = 0.0

    @property
    def is_system(self) -> bool:
        """Return whether it came with the program, and so is never changed itself."""
        return self.account is None

    @property
    def key(self) -> tuple[int, int]:
        """Return what changes whenever its words do."""
        return self.id, self.version


@dataclass(frozen=True, slots=True)
class ListNote:
    """What is told about a list without its words."""

    id: int
    name: str
    description: str
    language: str
    words: int
    is_active: bool
    is_default: bool
    is_system: bool
    version: int
    based_on: int | None = None
    made_at: float = 0.0
    changed_at: float = 0.0


@dataclass(frozen=True, slots=True)
class ListFigures:
    """What is in a list, counted."""

    words: int
    by_severity: Mapping[Severity, int]
    by_category: Mapping[str, int]
    with_variations: int

    @classmethod
    def of(cls, word_list: WordList) -> "ListFigures":
        """Count a list's words."""
        entries = word_list.entries
        severities = Counter(entry.severity for entry in entries)
        return cls(
            words=len(entries),
            by_severity={severity: severities[severity] for severity in Severity},
            by_category=dict(Counter(entry.category for entry in entries).most_common()),
            with_variations=sum(bool(entry.variations) for entry in entries),
        )
