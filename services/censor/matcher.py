"""Finds the words of lists among words with times, however they were spelled, split or hidden."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from services.censor import inflections
from services.censor.hits import Hit
from services.censor.lexicon import Found, Lexicon, Node
from services.censor.matches import Match, hit_of, settled
from services.censor.pieces import Piece, pieces_of
from services.censor.word_lists import WordList
from services.transcripts.transcript import Transcript, Word, words_of

_MOST_KNOWN: Final = 100_000
_MOST_JOINED: Final = 3
_SHORTEST_SPELLED: Final = 3
_LONGEST_SPELLED: Final = 24
_LONGEST_ENDING: Final = inflections.LONGEST + 1
_HIDDEN: Final = frozenset("*#×")
"""Stands for a letter of a script without spaces."""
_SMALL: Final = frozenset(
    re.findall(
        r"\w+",
        """
    a ad ah al all am an and any are as at be been but by can co con could de del der des did die do
    down du eh el en er es et for from go got had has have he her hey him his i if il im in is it its
    la las le les let lo los ma man may me mi mit mon my ne no non nor not now of off oh ok on one or
    os our out per pen pro que re sa se sea see she si sie so su ta te ten than that the them then
    they this to too tu two u uh um un und up us va very was way we were what when who why will with
    would ya yes yo you your zu
    а б бы в во вы да для до ее ей ему еще же за и из или им их к как ко ли мне мы на над не него ни
    но ну о об он она они от по под при про раз с сам со так там те то ты у уж что эта эти это я
        """,
    )
)
"""Words so common that they are never a piece of a word that was heard as two."""


@dataclass(slots=True)
class _Known:
    """What is known about a key, asked once."""

    found: Found | None
    links: tuple[tuple[str, ...], ...]
    joins: bool
    """It may be a part of a word that was heard as several."""
    begins: bool
    """A word of the lists begins so."""


class Matcher:
    """Compiled lists. To be kept: what it has looked up once, it knows."""

    def __init__(self, lists: Sequence[WordList]) -> None:
        self._lexicons = [Lexicon(word_list) for word_list in lists]
        self._known: dict[str, _Known] = {}

    def hits(self, transcript: Transcript) -> tuple[Hit, ...]:
        """Return all that is on the lists, in the order in which it is said."""
        return self.among(all_words(transcript))

    def among(self, words: Sequence[Word]) -> tuple[Hit, ...]:
        """Return all that is on the lists among words, which the hits count from 0."""
        pieces = pieces_of(words)
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        known = [self._known.get(piece.key) or self._know(piece.key) for piece in pieces]
        matches = [*_singles(known), *self._units(pieces)]
        for number, lexicon in enumerate(self._lexicons):
            matches += self._phrases(pieces, known, number, lexicon)
        matches += self._halves(pieces, known)
        matches += self._letters(pieces)
        return tuple(hit_of(match, pieces, words) for match in settled(matches, len(pieces)))

    def _know(self, key: str) -> _Known:
        found = _worst(lexicon.find(key) for lexicon in self._lexicons)
        if found is not None and self._allows(key):
            found = None
        joins = key not in _SMALL and key.isalpha()
        known = self._known[key] = _Known(
            found,
            tuple(lexicon.links(key) for lexicon in self._lexicons),
            joins,
            joins and self._begins(key),
        )
        return known

    def _allows(self, key: str) -> bool:
        return any(lexicon.allows(key) for lexicon in self._lexicons)

    def _units(self, pieces: Sequence[Piece]) -> Iterator[Match]:
        """Yield units of several parts that mean something as a whole: with hyphens, or with a mask."""
        for at, piece in enumerate(pieces):
            if piece.whole is None:
                continue
            parts = piece.whole.parts
            end = at + len(parts)
            if self._allows(piece.whole.key):
                yield Match(at, end, None)
                continue
            whole = _worst(lexicon.behind_mask(piece.whole.key) for lexicon in self._lexicons)
            glued = self._joined([part.key for part in parts])
            if whole or glued:
                yield Match(at, end, whole or glued)

    def _phrases(
        self, pieces: Sequence[Piece], known: Sequence[_Known], number: int, lexicon: Lexicon
    ) -> Iterator[Match]:
        root = lexicon.root.after
        for at, one in enumerate(known):
            if not one.links[number]:
                continue
            nodes = [root[link] for link in one.links[number] if link in root]
            end = at + 1
            masked = False
            while nodes:
                yield from _ended(nodes, lexicon, at, end, masked=masked)
                if end == len(pieces) or _parted(pieces[end]):
                    break
                masked = masked or pieces[end].key in _HIDDEN
                nodes = _next(nodes, pieces[end].key, known[end].links[number])
                end += 1

    def _halves(self, pieces: Sequence[Piece], known: Sequence[_Known]) -> Iterator[Match]:
        """Yield words that were heard as two or three: never from ordinary little words."""
        for at in range(len(pieces) - 1):
            if not known[at].begins:
                continue
            keys = [pieces[at].key]
            for end in range(at + 1, min(at + _MOST_JOINED, len(pieces))):
                if not (pieces[end].tight and known[end].joins):
                    break
                keys.append(pieces[end].key)
                if (found := self._joined(keys)) is not None:
                    yield Match(at, end + 1, found)

    def _letters(self, pieces: Sequence[Piece]) -> Iterator[Match]:
        """Yield what was said or written letter by letter."""
        at = 0
        while at < len(pieces):
            end = at
            while end < len(pieces) and _goes_on(pieces, at, end):
                end += 1
            if end - at >= _SHORTEST_SPELLED:
                yield from self._spelled(pieces, at, end)
            at = max(end, at + 1)

    def _spelled(self, pieces: Sequence[Piece], at: int, end: int) -> Iterator[Match]:
        letters = [piece.key for piece in pieces[at:end]]
        for skip in range(len(letters) - 1):
            key, hopeful = letters[skip], _LONGEST_ENDING
            for size, letter in enumerate(letters[skip + 1 :][:_LONGEST_SPELLED], start=2):
                key += letter
                hopeful = _LONGEST_ENDING if self._begins(key) else hopeful - 1
                if not hopeful:
                    break
                found = self._joined([key]) if size >= _SHORTEST_SPELLED else None
                if found is not None:
                    yield Match(at + skip, at + skip + size, found)

    def _begins(self, key: str) -> bool:
        return any(lexicon.begins(key) for lexicon in self._lexicons)

    def _joined(self, keys: Sequence[str]) -> Found | None:
        return _worst(lexicon.joined(keys) for lexicon in self._lexicons)


def all_words(transcript: Transcript) -> list[Word]:
    """Return the words of a transcript as hits count them."""
    return [word for segment in transcript.segments for word in words_of(segment)]


def _singles(known: Sequence[_Known]) -> Iterator[Match]:
    for at, one in enumerate(known):
        if one.found is not None:
            yield Match(at, at + 1, one.found)


def _worst(found: Iterator[Found | None]) -> Found | None:
    """Return the worst of what several lists say."""
    return max(filter(None, found), key=lambda one: one.entry.severity, default=None)


def _next(nodes: Sequence[Node], key: str, links: Sequence[str]) -> list[Node]:
    """Return where phrases go on with a word, or with anything if a sign hides it."""
    if key in _HIDDEN:
        return [after for node in nodes for after in node.after.values()]
    return [node.after[link] for node in nodes for link in links if link in node.after]


def _ended(
    nodes: Sequence[Node], lexicon: Lexicon, at: int, end: int, *, masked: bool
) -> Iterator[Match]:
    for node in nodes:
        if node.entry is not None:
            yield Match(at, end, lexicon.phrase(node.entry, masked=masked))
        if node.excepts and not masked:
            yield Match(at, end, None)


def _goes_on(pieces: Sequence[Piece], at: int, end: int) -> bool:
    """Return whether letters that stand alone go on from one piece to another."""
    piece = pieces[end]
    if piece.stop - piece.skip != 1 or piece.is_ideograph or not piece.key.isalpha():
        return False
    return piece.first == piece.last and (end == at or not piece.breaks)


def _parted(piece: Piece) -> bool:
    return piece.breaks or (piece.is_ideograph and not piece.tight)
