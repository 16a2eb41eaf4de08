"""Compares what a language model made of some lines with them, and refuses what is more than a correction.

That is an answer, a translation, a summary, another number or name, a lost sentence. Nothing here knows
what words mean. A correction leaves nearly all words in their places; whatever does
not is refused, and the lines stay as they were.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise
from typing import Final

from services.insight.counting import folded, is_filler, is_negation, is_number_word
from services.transcripts.sentences import ends_sentence


class Fault(StrEnum):
    """Why some lines stay as they were."""

    UNANSWERED = "unanswered"
    """The model could not be asked, or did not end."""
    TOO_LONG = "too-long"
    """A line without a place to cut it, and too long to be asked about."""
    SHAPE = "shape"
    """There are other lines than there were, or something before, between or behind them."""
    LENGTH = "length"
    NUMBERS = "numbers"
    NAMES = "names"
    NEGATION = "negation"
    QUESTION = "question"
    HIDDEN = "hidden"
    """Something that is masked was left out, or guessed."""
    WORDS = "words"
    """Too many words are gone, or new."""
    SENTENCE = "sentence"
    """A whole sentence is gone."""


_TOKEN: Final = re.compile(
    # Scripts without spaces: each sign counts as a word.
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    r"|[^\W_]+(?:['’][^\W_]+)*"
)
_SEPARATED: Final = re.compile(r"(?<=\d)[\s.,'’:](?=\d)")
_DIGITS: Final = re.compile(r"\d+")
_MASKED: Final = re.compile(r"\[bleep\]|[^\W_]*\*[\w*]*", re.IGNORECASE)
_ASKING: Final = re.compile(r"[?？؟]")
_NOUNS_ARE_CAPITAL: Final = frozenset({"de", "lb"})

_SLACK_LETTERS: Final = 12
_LINE_RATIO: Final = (0.5, 1.6)
_WHOLE_RATIO: Final = (0.7, 1.35)
_LIKE: Final = 0.6
"""From here on, other letters are another spelling of what was said."""
_MOST_IN_A_ROW: Final = 2
_MOST_SHARE: Final = 0.15
_FEW_WORDS: Final = 4
"""In fewer, every one counts."""


def fault_in(before: Sequence[str], after: Sequence[str], *, language: str = "") -> Fault | None:
    """Return why lines must not take the place of others; None where they may.

    Args:
        before: The lines as they were heard.
        after: What a model made of them.
        language: Theirs, as a code.
    """
    if len(before) != len(after):
        return Fault.SHAPE
    if not _is_as_long("".join(before), "".join(after), _WHOLE_RATIO):
        return Fault.LENGTH
    faults = (_fault(*pair, language) for pair in zip(before, after, strict=True))
    return next((fault for fault in faults if fault), None)


def _fault(before: str, after: str, language: str) -> Fault | None:
    checks = {
        Fault.LENGTH: _is_as_long(before, after, _LINE_RATIO),
        Fault.NUMBERS: _numbers(before, language) == _numbers(after, language),
        Fault.HIDDEN: _masks(before) == _masks(after),
        Fault.QUESTION: not _ASKING.search(before) or bool(_ASKING.search(after)),
    }
    broken = next((fault for fault, holds in checks.items() if not holds), None)
    return broken or _compared(_said(before, language), _said(after, language), language)


def _is_as_long(before: str, after: str, ratio: tuple[float, float]) -> bool:
    letters, got = (sum(map(str.isalnum, text)) for text in (before, after))
    least, most = ratio
    return letters * least - _SLACK_LETTERS <= got <= letters * most + _SLACK_LETTERS and (
        got > 0
    ) == (letters > 0)


def _numbers(text: str, language: str) -> Counter[str]:
    """Return the numbers of a text, in digits and in words."""
    plain = _SEPARATED.sub("", unicodedata.normalize("NFKC", text))
    digits = [str(int(number)) for number in _DIGITS.findall(plain)]
    words = (word.text for word in _said(text, language))
    return Counter([*digits, *(word for word in words if is_number_word(word, language))])


def _masks(text: str) -> Counter[str]:
    return Counter(found.casefold() for found in _MASKED.findall(text))


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    sentence: int
    """The number of the sentence that it stands in."""
    is_name: bool
    """Whether it is written as names are, and not because a sentence begins with it."""


def _said(text: str, language: str) -> list[_Word]:
    """Return the words of a text without fillers and stutters."""
    found = [word for word in _words(text, language) if not is_filler(word.text, language)]
    kept = [now for last, now in pairwise(found) if last.text != now.text]
    return found[:1] + kept


def _words(text: str, language: str) -> Iterator[_Word]:
    sentence, is_first = 0, True
    for part in unicodedata.normalize("NFKC", text).split():
        for token in _TOKEN.findall(part):
            plain = folded(token)
            is_capital = token[0].isupper() and plain.partition("'")[0] != "i"
            is_name = is_capital and not is_first and language not in _NOUNS_ARE_CAPITAL
            yield _Word(plain, sentence, is_name)
            is_first = False
        if ends_sentence(part):
            sentence, is_first = sentence + 1, True


def _compared(before: list[_Word], after: list[_Word], language: str) -> Fault | None:
    """Return what is wrong with words in the place of others."""
    texts = [word.text for word in before], [word.text for word in after]
    if _negations(texts[0], language) != _negations(texts[1], language):
        return Fault.NEGATION
    lost, new = 0, 0
    gone: set[int] = set()
    for kind, a, b, c, d in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        was, now = before[a:b], after[c:d]
        if kind == "equal" or _is_same(was, now):
            continue
        if any(word.is_name for word in (*was, *now)):
            return Fault.NAMES
        if _is_like(was, now):
            continue
        if max(len(was), len(now)) > _MOST_IN_A_ROW:
            return Fault.WORDS
        lost, new = lost + len(was), new + len(now)
        gone.update(range(a, b))
    if _is_much(lost, len(before)) or _is_much(new, len(after)):
        return Fault.WORDS
    left = {word.sentence for at, word in enumerate(before) if at not in gone}
    return None if {word.sentence for word in before} <= left else Fault.SENTENCE


def _negations(words: Sequence[str], language: str) -> int:
    return sum(is_negation(word, language) for word in words)


def _is_same(was: Sequence[_Word], now: Sequence[_Word]) -> bool:
    """Return whether only spaces and apostrophes differ, as in “can not” and “cannot”."""
    one, other = _spelled(was), _spelled(now)
    return one.replace("'", "") == other.replace("'", "")


def _is_like(was: Sequence[_Word], now: Sequence[_Word]) -> bool:
    one, other = _spelled(was), _spelled(now)
    return bool(one and other) and SequenceMatcher(None, one, other).ratio() >= _LIKE


def _spelled(words: Sequence[_Word]) -> str:
    return "".join(word.text for word in words)


def _is_much(count: int, of: int) -> bool:
    return count > (max(1, int(of * _MOST_SHARE)) if of >= _FEW_WORDS else 0)
