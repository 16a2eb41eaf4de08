"""Words that a recogniser would hardly guess: names and terms that people give it, and titles as hints.

They serve twice. The model is shown as many as it has room for; and where it was unsure of a word that is
nearly one of them, that one is put in its place. Titles are only shown: they are nobody's promise.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from services.transcripts.transcript import Word

LEAST_WINDOW: Final = 30.0
"""Only models that see so many seconds at a time are shown words. The miniature, which sees 6, was never
taught to read such a list: five foreign names raise its errors from 1.8 to 7.6 words in a hundred, thirty
of its own words to 20.5 (7 clips, 224 words)."""

_BETWEEN: Final = re.compile(r"[,;\n\r\t、，；]+")
_MARKS: Final = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)
_NO_HINT: Final = re.compile(r"https?://\S+|[#@]\S+|[^\w\s'’.-]|_")
_LONGEST_TERM: Final = 64
_MOST_TERMS: Final = 5_000
_LONGEST_HINT: Final = 200
_UNSURE: Final = 0.5
_MOST_ALIKE: Final = 40
"""A word that looks like so many terms may be any of them; to look closer would take its time."""
_NEAR: Final = ((8, 2), (4, 1))
"""From so many letters on, so many may be wrong."""


def terms_in(vocabulary: str) -> tuple[str, ...]:
    """Return the words and phrases of a list: between commas and lines, where there are any, else spaces."""
    parts = _BETWEEN.split(vocabulary)
    if len(parts) == 1:
        parts = vocabulary.split()
    terms = (" ".join(part.split()) for part in parts)
    kept = dict.fromkeys(term for term in terms if 0 < len(term) <= _LONGEST_TERM)
    return tuple(kept)[:_MOST_TERMS]


def hints_in(title: str) -> tuple[str, ...]:
    """Return what a title tells about the words under it; without addresses, hashtags and ornaments."""
    plain = " ".join(_NO_HINT.sub(" ", title[: 4 * _LONGEST_HINT]).split())
    return (plain[:_LONGEST_HINT],) if any(letter.isalpha() for letter in plain) else ()


def is_echo(text: str, shown: Sequence[str]) -> bool:
    """Return whether a text is only what the model was shown, several words in the same order.

    Over silence a model likes to repeat it. Who really says it is heard once more with nothing shown.
    """
    said = _plain_words(text)
    prompt = _plain_words(" ".join(shown))
    most = len(said)
    return most > 1 and any(prompt[at : at + most] == said for at in range(len(prompt) - most + 1))


class Corrector:
    """Puts the terms of a vocabulary where the recogniser nearly heard them."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._spelled: dict[str, str] = {}
        self._by_length: dict[int, list[str]] = {}
        for term in terms:
            folded = term.casefold()
            if " " in term or folded in self._spelled:
                continue
            self._spelled[folded] = term
            self._by_length.setdefault(len(folded), []).append(folded)

    def corrected(self, words: Iterable[Word]) -> tuple[Word, ...]:
        """Return the words with the near misses mended; their times and probabilities stay."""
        return tuple(self._corrected(word) for word in words) if self._spelled else tuple(words)

    def _corrected(self, word: Word) -> Word:
        marks = _MARKS.match(word.text)
        if marks is None or not marks[2]:
            return word
        before, core, after = marks.groups()
        folded = core.casefold()
        term = self._spelled.get(folded)
        if term is None and (word.probability or 1.0) < _UNSURE:
            term = self._spelled.get(self._nearest(folded))
        elif term is not None and term.islower():
            term = None  # a capital at the beginning of a sentence is right
        return replace(word, text=f"{before}{term}{after}") if term else word

    def _nearest(self, folded: str) -> str:
        """Return the one term that is near enough; empty where there is none, or several are."""
        most = next((wrong for length, wrong in _NEAR if len(folded) >= length), 0)
        alike = list(islice(self._alike(folded, most), _MOST_ALIKE + 1))
        if len(alike) > _MOST_ALIKE:
            return ""
        found: dict[int, list[str]] = {}
        for term in alike:
            wrong = _distance(folded, term, most=most)
            if 0 < wrong <= most:
                found.setdefault(wrong, []).append(term)
        best = found[min(found)] if found else []
        return best[0] if len(best) == 1 else ""

    def _alike(self, folded: str, most: int) -> Iterator[str]:
        """Yield the terms that are about as long and made of about the same letters."""
        if not most:
            return
        letters = set(folded)
        for length in range(len(folded) - most, len(folded) + most + 1):
            for term in self._by_length.get(length, ()):
                if len(letters.symmetric_difference(term)) <= 2 * most:
                    yield term


def _distance(one: str, other: str, *, most: int) -> int:
    """Return how many letters were added, left out, changed or swapped; `most + 1` for more than that."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, facing in enumerate(other, start=1):
            cost = min(now[-1] + 1, last[column] + 1, last[column - 1] + (letter != facing))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == facing:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        if min(now) > most:
            return most + 1
        before, last = last, now
    return min(last[-1], most + 1)


def _plain_words(text: str) -> list[str]:
    return re.sub(r"\W+", " ", text.casefold()).split()
