"""Decides which words of an utterance stay: those that two hearings in a row agree on.

The policy is LocalAgreement-2 (Macháček et al., 2023, "Turning Whisper into Real-Time Transcription
System"), with one change: words are compared without case, marks and accents of writing, because a
recogniser that knows more of the sentence changes just these. What is shown is the newest spelling;
what has been committed is never changed again.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final

from services.transcripts.transcript import Word

_SLACK_SECONDS: Final = 0.1
"""A word that begins so much before the last committed one's end may still be a new one."""
_NEAR_SECONDS: Final = 1.0
"""Within so much of the last commit, a hearing may begin with words that were committed already."""
_MOST_REPEATED: Final = 5
_MARKS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Agreed:
    """What one more hearing brought."""

    committed: tuple[Word, ...]
    """The words that stay from now on."""
    tentative: tuple[Word, ...]
    """What was heard behind them."""


class Agreement:
    """One utterance.

    Args:
        committed: Words that stay already.
    """

    def __init__(self, committed: Sequence[Word] = ()) -> None:
        self._committed: list[Word] = list(committed)
        self._before: list[Word] = []

    @property
    def committed(self) -> tuple[Word, ...]:
        """Return the words that stay."""
        return tuple(self._committed)

    def hear(self, words: Sequence[Word]) -> Agreed:
        """Take one more hearing of the sound that is not committed yet, or of more than that.

        Args:
            words: Ascending, with the session's own times.
        """
        new = self._unheard(words)
        count = _alike(self._before, new)
        stays = new[:count]
        self._commit(stays)
        self._before = new[count:]
        return Agreed(tuple(stays), tuple(self._before))

    def end(self, words: Sequence[Word]) -> tuple[Word, ...]:
        """Commit the rest of the utterance as the last, careful hearing of the whole has it.

        Returns:
            What is committed by this: the words behind those that were.
        """
        rest = tuple(self._behind_committed(words))
        self._commit(rest)
        self._before = []
        return rest

    def _commit(self, words: Sequence[Word]) -> None:
        self._committed += words

    def _unheard(self, words: Sequence[Word]) -> list[Word]:
        """Return a hearing without what it repeats of the words that were committed."""
        if not self._committed:
            return list(words)
        last = self._committed[-1]
        new = [word for word in words if word.start > last.end - _SLACK_SECONDS]
        if not new or new[0].start - last.end > _NEAR_SECONDS:
            return new
        for length in range(min(_MOST_REPEATED, len(new), len(self._committed)), 0, -1):
            if _keys(self._committed[-length:]) == _keys(new[:length]):
                return new[length:]
        return new

    def _behind_committed(self, words: Sequence[Word]) -> list[Word]:
        """Return what of a hearing of the whole utterance comes behind the committed words.

        They may have been heard otherwise this time, so that they are looked for in order, and where
        nothing is found their time decides.
        """
        if not self._committed:
            return list(words)
        last = self._committed[-1]
        matcher = SequenceMatcher(None, _keys(self._committed), _keys(words), autojunk=False)
        blocks = [block for block in matcher.get_matching_blocks() if block.size]
        behind = 0
        if blocks:
            block = blocks[-1]
            behind = block.b + block.size + (len(self._committed) - block.a - block.size)
        by_time = next(
            (at for at, word in enumerate(words) if _middle(word) > last.end), len(words)
        )
        is_near = bool(blocks) and abs(behind - by_time) <= 1
        rest = list(words[behind if is_near else by_time :])
        return [_not_before(last.end, word) for word in rest]


def _not_before(moment: float, word: Word) -> Word:
    if word.start >= moment:
        return word
    return replace(word, start=moment, end=max(word.end, moment))


def _alike(before: Sequence[Word], now: Sequence[Word]) -> int:
    """Return how many words both begin with."""
    pairs = zip(_keys(before), _keys(now), strict=False)
    return next(
        (at for at, (old, new) in enumerate(pairs) if old != new), min(len(before), len(now))
    )


def _keys(words: Sequence[Word]) -> list[str]:
    return [_key(word.text) for word in words]


def _key(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _MARKS.sub("", folded) or folded


def _middle(word: Word) -> float:
    return (word.start + word.end) / 2
