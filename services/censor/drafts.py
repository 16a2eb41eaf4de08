"""Words as somebody hands them in: taken one by one, and what is wrong with which of them written down."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from services.censor.folding import plain
from services.censor.word_lists import (
    LONGEST_NOTE,
    LONGEST_WORD,
    MOST_VARIATIONS,
    Entry,
    Severity,
)

_CATEGORY: Final = re.compile(r"[^\W_][\w -]{0,31}")
_LETTERS_AT_A_STAR: Final = 2
_NO: Final = frozenset(("no", "false", "0", "off"))


class FaultCode(StrEnum):
    """What can be wrong with a line."""

    WORD_MISSING = "word-missing"
    WORD_TOO_LONG = "word-too-long"
    STAR_MISPLACED = "star-misplaced"
    """A star stands inside a word, or so few letters beside it that it would take in half the language."""
    SEVERITY_UNKNOWN = "severity-unknown"
    CATEGORY_UNUSABLE = "category-unusable"
    TOO_MANY_VARIATIONS = "too-many-variations"
    NOTE_TOO_LONG = "note-too-long"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line."""

    line: int
    """From 1; in JSON the number of the word."""
    code: FaultCode
    text: str
    """The part that is meant, cut short."""


class WrongEntry(Exception):
    """A word cannot be taken as it is. It stays inside this room."""

    def __init__(self, code: FaultCode, text: str) -> None:
        super().__init__(code, text)
        self.code = code
        self.text = text


@dataclass(slots=True)
class Draft:
    """What was handed in. Of a word that comes twice the later counts."""

    name: str = ""
    description: str = ""
    language: str = ""
    words: dict[str, Entry] = field(default_factory=dict)
    spared: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return the words that are right."""
        return tuple(self.words.values())

    @property
    def exceptions(self) -> tuple[str, ...]:
        """Return what is to be left alone."""
        return tuple(self.spared.values())

    def take(self, line: int, facts: Mapping[str, Any]) -> None:
        """Take a word in, or note what is wrong with it."""
        try:
            entry = entry_of(facts)
        except WrongEntry as wrong:
            self.faults.append(Fault(line, wrong.code, wrong.text[:LONGEST_WORD]))
        else:
            self.words[plain(entry.word)] = entry

    def take_exception(self, spelled: str) -> None:
        """Take in what is to be left alone."""
        if tidied := _tidied(spelled):
            self.spared[plain(tidied)] = tidied


def entry_of(facts: Mapping[str, Any]) -> Entry:
    """Return the entry that facts describe; what they do not say is as usual.

    Raises:
        WrongEntry: they describe none.
    """
    usual = Entry("")
    notes = str(facts.get("notes") or "").strip()
    if len(notes) > LONGEST_NOTE:
        raise WrongEntry(FaultCode.NOTE_TOO_LONG, notes)
    variations = facts.get("variations") or ()
    if len(variations) > MOST_VARIATIONS:
        raise WrongEntry(FaultCode.TOO_MANY_VARIATIONS, str(facts.get("word")))
    inflects = facts.get("inflects")
    return Entry(
        word=_word(facts.get("word")),
        severity=_severity(facts.get("severity"), usual.severity),
        category=_category(facts.get("category"), usual.category),
        variations=tuple(
            dict.fromkeys(_word(spelled) for spelled in variations if _tidied(spelled))
        ),
        exceptions=tuple(dict.fromkeys(filter(None, map(_tidied, facts.get("exceptions") or ())))),
        notes=notes,
        inflects=inflects is None or str(inflects).strip().lower() not in _NO,
    )


def _tidied(spelled: object) -> str:
    return " ".join(str("" if spelled is None else spelled).split())


def _word(spelled: object) -> str:
    word = _tidied(spelled)
    letters = sum(letter.isalnum() for letter in word)
    if not letters:
        raise WrongEntry(FaultCode.WORD_MISSING, word)
    if len(word) > LONGEST_WORD:
        raise WrongEntry(FaultCode.WORD_TOO_LONG, word)
    bare = word.removeprefix("*").removesuffix("*")
    if "*" in bare or (bare != word and (letters < _LETTERS_AT_A_STAR or " " in bare)):
        raise WrongEntry(FaultCode.STAR_MISPLACED, word)
    return word


def _severity(code: object, usual: Severity) -> Severity:
    if code is None or not str(code).strip():
        return usual
    try:
        return Severity.of(str(code))
    except ValueError as error:
        raise WrongEntry(FaultCode.SEVERITY_UNKNOWN, str(code)) from error


def _category(name: object, usual: str) -> str:
    category = _tidied(name).lower()
    if not category:
        return usual
    if not _CATEGORY.fullmatch(category):
        raise WrongEntry(FaultCode.CATEGORY_UNUSABLE, category)
    return category
