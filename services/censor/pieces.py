"""Cuts a transcript into what can be looked up: words, parts between hyphens, letters without spaces."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Final, NamedTuple

from services.censor.folding import plain
from services.transcripts.sentences import ends_sentence
from services.transcripts.transcript import Word

IDEOGRAPH: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
"""A letter of a script that is written without spaces."""

_BETWEEN: Final = r"\s\-‐‑–—/_.…·・,，、"
_MARKS: Final = r"。！？；：（）「」『』《》【】!?;:()\"“”「」"
_PART: Final = re.compile(rf"[^{_BETWEEN}]+")
_PART_AMONG_IDEOGRAPHS: Final = re.compile(
    rf"{IDEOGRAPH.pattern}|[^{_BETWEEN}{_MARKS}]+?(?={IDEOGRAPH.pattern}|[{_BETWEEN}{_MARKS}]|$)"
)
_EDGE: Final = rf"{_BETWEEN}{_MARKS}„«»‹›\[\]{{}}<>¿¡~&\^=\\'‘’`|"
_LEFT: Final = re.compile(rf"[{_EDGE}*#+%•×]+")
_RIGHT: Final = re.compile(rf"[{_EDGE}]+$")
_LONG_PAUSE_SECONDS: Final = 1.5
_TIGHT_SECONDS: Final = 0.35


class Part(NamedTuple):
    """A part of a unit: its letters `skip` to `stop`, in plain spelling."""

    key: str
    skip: int
    stop: int


class Cut(NamedTuple):
    """A unit, which is what stands between two spaces, taken apart."""

    parts: tuple[Part, ...]
    key: str
    """The whole, in plain spelling."""
    skip: int
    stop: int
    opens: bool
    """Marks stand before the first part."""
    closes: bool
    """Marks stand behind the last one."""
    ends: bool
    """A sentence ends with it."""


@dataclass(slots=True)
class Piece:
    """Something that can be looked up, and where it lies."""

    key: str
    first: int
    """The word that it begins in, counted through the transcript."""
    last: int
    skip: int
    stop: int
    start: float
    end: float
    probability: float
    breaks: bool
    """Nothing goes on from the piece before it to this one: a sentence ended there, or a long pause."""
    tight: bool
    """It follows the piece before it at once and without a mark."""
    whole: Cut | None = None
    """The unit of several pieces that begins here."""

    @property
    def is_ideograph(self) -> bool:
        """Return whether it is one letter of a script without spaces."""
        return len(self.key) == 1 and IDEOGRAPH.match(self.key) is not None


def phrase_pieces(spelled: str) -> list[str]:
    """Return the parts of an entry as a list spells it; stars stay."""
    pattern = _PART_AMONG_IDEOGRAPHS if IDEOGRAPH.search(spelled) else _PART
    return pattern.findall(spelled)


def pieces_of(words: Sequence[Word]) -> list[Piece]:
    """Return the pieces of a transcript's words, in order."""
    found: list[Piece] = []
    at, ended, marked, heard_until = 0, True, True, 0.0
    while at < len(words):
        end = at + 1
        while end < len(words) and words[end].glued:
            end += 1
        text = words[at].text if end == at + 1 else "".join(word.text for word in words[at:end])
        cut = _cut(text)
        gap = words[at].start - heard_until
        breaks = ended or gap > _LONG_PAUSE_SECONDS
        tight = not (breaks or marked or cut.opens or gap > _TIGHT_SECONDS)
        if cut.parts:
            found += _placed(cut, words, at, end, breaks=breaks, tight=tight)
            ended = marked = False
        ended, marked = ended or cut.ends, marked or cut.closes
        heard_until = words[end - 1].end
        at = end
    return found


@lru_cache(maxsize=65536)
def _cut(text: str) -> Cut:
    if text.isascii() and text.isalpha():
        # So are nearly all words of many languages, and this is five times as quick.
        part = Part(text.lower(), 0, len(text))
        return Cut((part,), part.key, 0, len(text), opens=False, closes=False, ends=False)
    left = _LEFT.match(text)
    skip = left.end() if left else 0
    right = _RIGHT.search(text, skip)
    stop = right.start() if right else len(text)
    if left and "*" in left[0]:
        # Stars around a word are stress, not letters.
        stop = skip + len(text[skip:stop].rstrip("*"))
    core = text[skip:stop]
    pattern = _PART_AMONG_IDEOGRAPHS if IDEOGRAPH.search(core) else _PART
    parts = tuple(
        Part(plain(found[0]), skip + found.start(), skip + found.end())
        for found in pattern.finditer(core)
    )
    closes = stop < len(text) and text[stop:].strip("'’`") != ""
    return Cut(parts, plain(core), skip, stop, skip > 0, closes, ends_sentence(text))


def _placed(
    cut: Cut, words: Sequence[Word], at: int, end: int, *, breaks: bool, tight: bool
) -> Iterator[Piece]:
    """Yield the pieces of a unit that words `at` to `end` make up."""
    if len(cut.parts) == 1 and end == at + 1:
        word = words[at]
        probability = 1.0 if word.probability is None else word.probability
        part = cut.parts[0]
        yield Piece(
            part.key, at, at, part.skip, part.stop, word.start, word.end, probability, breaks, tight
        )
        return
    bounds = _bounds(words, at, end)
    for number, part in enumerate(cut.parts):
        first, begins = _letter(bounds, part.skip)
        last, stops = _letter(bounds, part.stop - 1)
        among = words[first : last + 1]
        yield Piece(
            part.key,
            first,
            last,
            begins,
            stops + 1,
            words[first].start if part.skip == cut.skip else _moment(words[first], begins),
            words[last].end if part.stop == cut.stop else _moment(words[last], stops + 1),
            min(1.0 if word.probability is None else word.probability for word in among),
            breaks and number == 0,
            tight if number == 0 else part.skip == cut.parts[number - 1].stop,
            cut if number == 0 and len(cut.parts) > 1 else None,
        )


def _bounds(words: Sequence[Word], at: int, end: int) -> list[tuple[int, int]]:
    """Return where each word's letters begin in the unit, and the word's number."""
    bounds, total = [], 0
    for number in range(at, end):
        bounds.append((total, number))
        total += len(words[number].text)
    return bounds


def _letter(bounds: Sequence[tuple[int, int]], offset: int) -> tuple[int, int]:
    """Return in which word a letter of the unit lies, and where in it."""
    begins, number = bounds[bisect_right(bounds, offset, key=itemgetter(0)) - 1]
    return number, offset - begins


def _moment(word: Word, letters: int) -> float:
    """Return about when so many of a word's letters have been said."""
    return word.start + (word.end - word.start) * letters / len(word.text)
