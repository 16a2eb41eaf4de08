"""Finds the words of lists among words with times, however they were spelled, split or hidden."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from services.censor.hits import Hit
from services.censor.lexicon import Found, Lexicon, Node
from services.censor.pieces import Piece, pieces_of
from services.censor.word_lists import WordList
from services.transcripts.transcript import Transcript, Word, joined, words_of

_MOST_JOINED: Final = 3
_SHORTEST_JOINED: Final = 4
_SHORTEST_SPELLED: Final = 3
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
    allowed: bool
    links: tuple[tuple[str, ...], ...]
    is_small: bool
    """Never half a word."""


@dataclass(frozen=True, slots=True)
class _Match:
    """Pieces `start` to `end` (not included) are an entry; without one they are an exception."""

    start: int
    end: int
    found: Found | None
    key: str = ""

    @property
    def rank(self) -> tuple[int, int]:
        """Return what makes it win over another: its length, then how bad it is."""
        return self.end - self.start, self.found.entry.severity if self.found else 9


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
        known = [self._know(piece.key) for piece in pieces]
        matches = [*_singles(known), *self._units(pieces)]
        for number, lexicon in enumerate(self._lexicons):
            matches += self._phrases(pieces, known, number, lexicon)
        matches += self._halves(pieces, known)
        matches += self._letters(pieces)
        return tuple(_hit(match, pieces, words) for match in _settled(matches))

    def _know(self, key: str) -> _Known:
        known = self._known.get(key)
        if known is None:
            allowed = any(lexicon.allows(key) for lexicon in self._lexicons)
            known = self._known[key] = _Known(
                None if allowed else _worst(lexicon.find(key) for lexicon in self._lexicons),
                allowed,
                tuple(lexicon.links(key) for lexicon in self._lexicons),
                key in _SMALL or not key.isalpha(),
            )
        return known

    def _units(self, pieces: Sequence[Piece]) -> Iterator[_Match]:
        """Yield units of several parts that mean something as a whole: with hyphens, or with a mask."""
        for at, piece in enumerate(pieces):
            if piece.whole is None:
                continue
            parts = piece.whole.parts
            end = at + len(parts)
            if any(lexicon.allows(piece.whole.key) for lexicon in self._lexicons):
                yield _Match(at, end, None)
                continue
            whole = _worst(lexicon.behind_mask(piece.whole.key) for lexicon in self._lexicons)
            glued = self._joined([part.key for part in parts])
            if whole or glued:
                yield _Match(at, end, whole or glued)

    def _phrases(
        self, pieces: Sequence[Piece], known: Sequence[_Known], number: int, lexicon: Lexicon
    ) -> Iterator[_Match]:
        root = lexicon.root.after
        for at in range(len(pieces)):
            nodes = [root[link] for link in known[at].links[number] if link in root]
            end = at + 1
            while nodes:
                yield from _ended(nodes, lexicon, at, end)
                if end == len(pieces) or _parted(pieces[end]):
                    break
                nodes = _next(nodes, pieces[end].key, known[end].links[number])
                end += 1

    def _halves(self, pieces: Sequence[Piece], known: Sequence[_Known]) -> Iterator[_Match]:
        """Yield words that were heard as two or three: never from ordinary little words."""
        for at in range(len(pieces) - 1):
            if known[at].is_small:
                continue
            keys = [pieces[at].key]
            for end in range(at + 1, min(at + _MOST_JOINED, len(pieces))):
                if not pieces[end].tight or known[end].is_small:
                    break
                keys.append(pieces[end].key)
                if (found := self._joined(keys)) is not None:
                    yield _Match(at, end + 1, found)

    def _letters(self, pieces: Sequence[Piece]) -> Iterator[_Match]:
        """Yield what was said or written letter by letter."""
        at = 0
        while at < len(pieces):
            end = at
            while end < len(pieces) and _goes_on(pieces[end], is_first=end == at):
                end += 1
            if end - at >= _SHORTEST_SPELLED:
                yield from self._spelled(pieces, at, end)
            at = max(end, at + 1)

    def _spelled(self, pieces: Sequence[Piece], at: int, end: int) -> Iterator[_Match]:
        letters = [piece.key for piece in pieces[at:end]]
        for size in range(len(letters), _SHORTEST_SPELLED - 1, -1):
            for skip in range(len(letters) - size + 1):
                if (found := self._joined(letters[skip : skip + size])) is not None:
                    yield _Match(at + skip, at + skip + size, found)

    def _joined(self, keys: Sequence[str]) -> Found | None:
        return _worst(lexicon.joined(keys) for lexicon in self._lexicons)


def all_words(transcript: Transcript) -> list[Word]:
    """Return the words of a transcript as hits count them."""
    return [word for segment in transcript.segments for word in words_of(segment)]


def _singles(known: Sequence[_Known]) -> Iterator[_Match]:
    for at, one in enumerate(known):
        if one.found is not None:
            yield _Match(at, at + 1, one.found)


def _worst(found: Iterator[Found | None]) -> Found | None:
    """Return the worst of what several lists say."""
    return max(filter(None, found), key=lambda one: one.entry.severity, default=None)


def _next(nodes: Sequence[Node], key: str, links: Sequence[str]) -> list[Node]:
    """Return where phrases go on with a word, or with anything if a sign hides it."""
    if key in _HIDDEN:
        return [after for node in nodes for after in node.after.values()]
    return [node.after[link] for node in nodes for link in links if link in node.after]


def _ended(nodes: Sequence[Node], lexicon: Lexicon, at: int, end: int) -> Iterator[_Match]:
    for node in nodes:
        if node.entry is not None:
            yield _Match(at, end, lexicon.phrase(node.entry))
        if node.excepts:
            yield _Match(at, end, None)


def _goes_on(piece: Piece, *, is_first: bool) -> bool:
    """Return whether this is a letter by itself, and may belong to the one before."""
    is_letter = piece.first == piece.last and piece.stop - piece.skip == 1 and piece.key.isalpha()
    return is_letter and (is_first or not piece.breaks)


def _parted(piece: Piece) -> bool:
    return piece.breaks or (piece.is_ideograph and not piece.tight)


def _settled(matches: Sequence[_Match]) -> list[_Match]:
    """Return what holds: no exception stands against it, and of those that overlap the longest."""
    exceptions = [match for match in matches if match.found is None]
    standing = [
        match
        for match in matches
        if match.found is not None
        and not any(
            one.start < match.end
            and match.start < one.end
            and one.end - one.start >= match.end - match.start
            for one in exceptions
        )
    ]
    taken: set[int] = set()
    settled = []
    for match in sorted(standing, key=lambda one: one.rank, reverse=True):
        places = range(match.start, match.end)
        if taken.isdisjoint(places):
            taken.update(places)
            settled.append(match)
    return sorted(settled, key=lambda match: match.start)


def _hit(match: _Match, pieces: Sequence[Piece], words: Sequence[Word]) -> Hit:
    among = pieces[match.start : match.end]
    first, last = among[0], among[-1]
    assert match.found is not None  # noqa: S101 - for the type checker: exceptions are gone
    found = match.found
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
