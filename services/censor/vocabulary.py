"""Words of a language in tables: found as they are, with their endings, by their parts, behind masks."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from services.censor import inflections
from services.censor.folding import fits, plain, without_accents
from services.censor.hits import Form
from services.censor.word_lists import Entry

STAR: Final = "*"
CLEAR: Final = 2
"""So many letters that are seen in spite of a mask leave little doubt."""

_Shapes = dict[tuple[int, str], list[str]]


class Vocabulary:
    """Single words: exact, with endings, and by their parts."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.exact: dict[str, Entry] = {}
        self.stems: dict[str, list[tuple[inflections.Ends, Entry]]] = defaultdict(list)
        self._heads: dict[str, Entry] = {}
        self._tails: dict[str, Entry] = {}
        self._inner: dict[str, Entry] = {}
        self._sizes: tuple[tuple[int, ...], ...] = ((), (), ())
        self._beginnings: set[str] = set()
        self._shapes: tuple[_Shapes, _Shapes, _Shapes] | None = None
        self._ordinary = inflections.ORDINARY.get(language, frozenset())

    def add(self, spelled: str, entry: Entry, *, inflects: bool) -> None:
        """Take in a word, or a part of one with stars."""
        word = plain(spelled.strip(STAR))
        head, tail = spelled.endswith(STAR), spelled.startswith(STAR)
        for form in {word, without_accents(word, self.language)}:
            if head and tail:
                _keepworse(self._inner, form, entry)
            elif head:
                _keepworse(self._heads, form, entry)
            elif tail:
                _keepworse(self._tails, form, entry)
            if not tail or head:
                _keepworse(self.exact, form, entry)
        if inflects and not tail:
            bare = without_accents(word, self.language)
            for stem, ends in inflections.stems(bare, self.language):
                self.stems[stem].append((ends, entry))

    def close(self) -> None:
        """Note which lengths the parts have and how words begin, after the last word."""
        tables = self._heads, self._tails, self._inner
        self._sizes = tuple(tuple(sorted({len(part) for part in table})) for table in tables)
        for table in (self.exact, *tables):
            for form in table:
                self._beginnings.update(map(form.__getitem__, map(slice, range(1, len(form)))))
        self._beginnings.update(self.stems)

    def find(self, word: str) -> tuple[Entry, Form] | None:
        """Return what a plain word is."""
        if (entry := self.exact.get(word)) is not None:
            return entry, Form.EXACT
        if (entry := self._by_ending(word)) is not None:
            return entry, Form.INFLECTED
        for entry, _, _ in self.parts(word):
            return entry, Form.PART
        return None

    def _begun(self, seen: str, rest: str) -> Iterator[Entry]:
        """Yield the entries that begin as is seen, and go on as the rest shows."""
        _, stems, heads = self._shapes or ({}, {}, {})
        for stem in _like(seen, stems):
            yield from (one for ends, one in self.stems[stem] if _ends_so(rest, ends))
        if shown(seen) >= CLEAR:
            for head in _like(seen, heads):
                yield self._heads[head]

    def _by_ending(self, word: str) -> Entry | None:
        stems = self.stems
        for size in range(1, min(inflections.LONGEST, len(word) - 2) + 1):
            if (every := stems.get(word[:-size])) is None:
                continue
            for ends, entry in every:
                if word[-size:] in ends and word not in self._ordinary:
                    return entry
        return None

    def begins(self, word: str) -> bool:
        """Return whether a word or a part of one begins so, and goes on."""
        return word in self._beginnings

    def parts(self, word: str) -> Iterator[tuple[Entry, int, int]]:
        """Yield which entries with stars are in a word, and from where to where."""
        heads, tails, inner = self._sizes
        for size in heads:
            if (entry := self._heads.get(word[:size])) is not None:
                yield entry, 0, size
        for size in tails:
            if (entry := self._tails.get(word[-size:])) is not None:
                yield entry, len(word) - size, len(word)
        for size in inner:
            for at in range(len(word) - size + 1):
                if (entry := self._inner.get(word[at : at + size])) is not None:
                    yield entry, at, at + size

    def behind(self, mask: str) -> Iterator[Entry]:
        """Yield what may be behind a mask."""
        if self._shapes is None:
            self._shapes = _shapes(self.exact), _shapes(self.stems), _shapes(self._heads)
        for word in _like(mask, self._shapes[0]):
            yield self.exact[word]
        for size in range(1, len(mask)):
            yield from self._begun(mask[:size], mask[size:])
        for part, entry in self._inner.items():
            for at in range(len(mask) - len(part) + 1):
                seen = mask[at : at + len(part)]
                if shown(seen) >= CLEAR and fits(seen, part):
                    yield entry


def shown(mask: str) -> int:
    """Return how many letters a mask leaves to be seen."""
    return sum(letter.isalpha() for letter in mask)


def worse(known: Entry | None, entry: Entry) -> Entry:
    """Return the worse of two entries; the first if they are alike."""
    return entry if known is None or entry.severity > known.severity else known


def _shapes(words: Iterable[str]) -> _Shapes:
    """Return words by their length and first letter."""
    shapes: _Shapes = defaultdict(list)
    for word in words:
        shapes[len(word), word[:1]].append(word)
    return shapes


def _like(mask: str, shapes: _Shapes) -> list[str]:
    return [word for word in shapes.get((len(mask), mask[0]), ()) if fits(mask, word)]


def _ends_so(mask: str, ends: Iterable[str]) -> bool:
    return any(len(end) == len(mask) and fits(mask, end) for end in ends)


def _keepworse(table: dict[str, Entry], form: str, entry: Entry) -> None:
    table[form] = worse(table.get(form), entry)
