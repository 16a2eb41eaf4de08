"""One word list made ready for looking up: every form of every entry in tables, found in a moment."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from services.censor.folding import mask_of, plain, spellings, without_accents
from services.censor.hits import Form
from services.censor.pieces import IDEOGRAPH, phrase_pieces
from services.censor.vocabulary import CLEAR, STAR, Vocabulary, shown, worse
from services.censor.word_lists import SLUR, Entry, WordList

_ELISIONS: Final = frozenset(
    re.findall(r"\w+", "l d j t m s n c qu jusqu lorsqu puisqu quelqu presqu un dell all nell")
)
"""What stands before an apostrophe and leaves the word behind it as it is."""
_AFTER_APOSTROPHE: Final = frozenset(("s", "d", "ll", "re", "ve", "m", "em", "n", ""))


@dataclass(frozen=True, slots=True)
class Found:
    """An entry, and how it was met."""

    entry: Entry
    list_id: int
    form: Form
    trust: float


_TRUST: Final = {
    Form.EXACT: 1.0,
    Form.PHRASE: 1.0,
    Form.INFLECTED: 0.98,
    Form.PART: 0.95,
    Form.SPELLED: 0.9,
    Form.JOINED: 0.85,
    Form.MASKED: 0.8,
}
_LONGEST: Final = 100
"""Letters that a word may have: longer ones are noise, and would take long."""
_MASKED_HARD: Final = 0.45


@dataclass(slots=True)
class Node:
    """A place in the tree of phrases: what may come next, and what ends here."""

    after: dict[str, "Node"] = field(default_factory=dict)
    entry: Entry | None = None
    excepts: bool = False


class Lexicon:
    """A compiled list. What was once looked up is remembered."""

    def __init__(self, word_list: WordList) -> None:
        self.language = word_list.language
        self.root = Node()
        self._list_id = word_list.id
        self._words = Vocabulary(self.language)
        self._allowed = Vocabulary(self.language)
        self._links = Vocabulary(self.language)
        """The words that phrases are made of; an entry's own word is the key in the tree."""
        for entry in word_list.entries:
            self._add(entry)
        for spelled in word_list.exceptions:
            self._except(spelled)
        for words in (self._words, self._allowed, self._links):
            words.close()

    def _add(self, entry: Entry) -> None:
        for spelled in (entry.word, *entry.variations):
            pieces = phrase_pieces(spelled)
            if len(pieces) == 1:
                self._words.add(spelled, entry, inflects=entry.inflects)
            elif pieces:
                if " " in spelled or IDEOGRAPH.search(spelled):
                    node = self._node(pieces)
                    node.entry = worse(node.entry, entry)
                if not any(IDEOGRAPH.match(piece) for piece in pieces):
                    self._words.add("".join(pieces), entry, inflects=entry.inflects)
        for spelled in entry.exceptions:
            self._except(spelled)

    def _except(self, spelled: str) -> None:
        pieces = phrase_pieces(spelled)
        if len(pieces) == 1:
            self._allowed.add(spelled, Entry(spelled), inflects=True)
        elif pieces:
            self._node(pieces).excepts = True

    def _node(self, pieces: Iterable[str]) -> Node:
        node = self.root
        for spelled in pieces:
            key = without_accents(plain(spelled.strip(STAR)), self.language)
            if key not in self._links.exact or spelled.endswith(STAR):
                # A short word has too many namesakes with an ending.
                long = len(key) > 3  # noqa: PLR2004
                self._links.add(spelled, Entry(key), inflects=long)
            node = node.after.setdefault(key, Node())
        return node

    def allows(self, word: str) -> bool:
        """Return whether a plain word is an exception."""
        return any(self._allowed.find(form) for form in self._said(word))

    def find(self, word: str) -> Found | None:
        """Return what a plain word is, in whatever spelling."""
        if len(word) > _LONGEST:
            return None
        for form in self._said(word):
            if (found := self._words.find(form)) is not None:
                return self._found(*found)
        if (masked := self.behind_mask(word)) is not None:
            return masked
        for spelled in spellings(word):
            for form in self._said(spelled):
                if (found := self._words.find(form)) is not None and not self.allows(form):
                    return self._found(found[0], Form.SPELLED)
        return None

    def joined(self, pieces: Sequence[str]) -> Found | None:
        """Return what pieces are when they are put together; none of them may be all of it."""
        word = "".join(pieces)
        found = self._words.find(word)
        if found is None or self.allows(word):
            return None
        entry, form = found
        # What only contains a word of the list may have been put together by chance.
        return None if form is Form.PART else self._found(entry, Form.JOINED)

    def behind_mask(self, word: str) -> Found | None:
        """Return what a plain word is whose letters are hidden by signs.

        It is the worst that it may be, but for insults of groups of people, which are rarer.
        """
        mask = mask_of(word) if len(word) <= _LONGEST else ""
        if not mask:
            return None
        entry = max(self._words.behind(mask), key=_likeliness, default=None)
        if entry is None:
            return None
        trust = _TRUST[Form.MASKED] if shown(mask) >= CLEAR else _MASKED_HARD
        return Found(entry, self._list_id, Form.MASKED, trust)

    def begins(self, word: str) -> bool:
        """Return whether a word of the list begins so, and goes on."""
        return self._words.begins(word)

    def links(self, word: str) -> tuple[str, ...]:
        """Return which words of phrases a plain word may be."""
        keys: list[str] = []
        for form in self._said(word):
            if (found := self._links.find(form)) is not None:
                keys.append(found[0].word)
            if form in self._links.exact:
                keys.append(self._links.exact[form].word)
        return tuple(dict.fromkeys(keys))

    def phrase(self, entry: Entry, *, masked: bool) -> Found:
        """Return an entry that was met as a phrase; in a masked one, one of its letters was hidden."""
        if masked:
            return Found(entry, self._list_id, Form.MASKED, _MASKED_HARD)
        return self._found(entry, Form.PHRASE)

    def _found(self, entry: Entry, form: Form) -> Found:
        return Found(entry, self._list_id, form, _TRUST[form])

    def _said(self, word: str) -> Iterator[str]:
        """Yield a word and what remains of it without accents and contractions."""
        yield word
        bare = without_accents(word, self.language)
        if bare != word:
            yield bare
        if "'" in bare:
            left, _, right = bare.partition("'")
            if right in _AFTER_APOSTROPHE:
                yield left
            if left in _ELISIONS:
                yield right


def _likeliness(entry: Entry) -> tuple[bool, int]:
    """Return what people who hide letters mostly mean: swearing rather than a group of people."""
    return entry.category != SLUR, entry.severity
