"""Brings spellings of one word together: case, accents, look-alike letters, leet, lengthened letters."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product
from typing import Final

WILD: Final = "\N{FULL BLOCK}"
"""Stands for a letter that was hidden by a sign."""

_APOSTROPHES: Final = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u2032\u00b4`\uff07", "'"))
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]|(?<=[а-яё])\u0301")
"""What takes no room, and the stress that dictionaries put on Russian vowels."""
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_KEPT: Final = {"es": "ñ", "pt": "ç"}
"""Letters that only look like another with an accent."""

_LATIN: Final = str.maketrans(
    "авеёкмнорстухіїјѕԁһԛԝɡαβεικνορτυχηϲƒᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ",
    "abeekmhopctyxiijsdhqwgabeiknoptuxncfabcdefghijklmnoprstuvwyz",
)
_CYRILLIC: Final = str.maketrans("abcehkmoptxyiuz36", "авсенкмортхуиизЗб".lower())
_LEET: Final = {
    "@": "a", "4": "a", "8": "b", "(": "c", "3": "e", "€": "e", "6": "g", "9": "g",
    "1": "il", "!": "il", "0": "o", "$": "s", "5": "s", "7": "t", "+": "t", "2": "z",
}  # fmt: skip
_MOST_GUESSES: Final = 8
_A_CYRILLIC: Final = re.compile("[а-я]")
_A_LATIN: Final = re.compile("[a-z]")
_A_LATIN_OR_DIGIT: Final = re.compile("[a-z0-9]")
_USUAL: Final = re.compile("[a-z\u00df-\u00f6\u00f8-\u00ff\u0153']+|[а-я]+")
"""A word in the letters of one script."""
_DOUBLED: Final = re.compile(r"(.)\1")
_RUN: Final = re.compile(r"(.)\1{2,}")
_PAIR: Final = re.compile(r"([aiuhjkqvwxyаеиоуыэюя])\1")
"""Two of a kind that hardly ever stand together in a word."""
_LONG_ENOUGH: Final = 5
"""Short names have such pairs."""
_MASK_SIGN: Final = re.compile(r"[*#•×]|--|__|\.\.")
_MASK_RUN: Final = re.compile(r"(?<=\w)(?:-{2,}|_{2,}|\.{2,})(?=\w)|[*#•×]")

_SIMPLIFIED: Final = str.maketrans(
    "媽雞幹賤滾傻蕩陰莖烏龜兒孫雜種癡腦殘變態騷貨強姦輪處罵廢臉爛鳥豬頭賣機帳賬個這養蠱慫裝"
    "羅貝產慾婬龍體發嗎妳屍麼淨場無戲門電視劇馬樂語國說話問開關時間為會來個對還過後給讓從當點"
    "種們樣間實現學經長東車見書誰請氣錢買",
    "妈鸡干贱滚傻荡阴茎乌龟儿孙杂种痴脑残变态骚货强奸轮处骂废脸烂鸟猪头卖机账账个这养蛊怂装"
    "罗贝产欲淫龙体发吗你尸么净场无戏门电视剧马乐语国说话问开关时间为会来个对还过后给让从当点"
    "种们样间实现学经长东车见书谁请气钱买",
)


@lru_cache(maxsize=16384)
def plain(text: str) -> str:
    """Return a text in the one form in which all comparing is done."""
    if text.isascii():
        return text.lower()
    # The casefold comes twice: what the first makes may fall apart, and what falls apart be large.
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES)
    folded = unicodedata.normalize("NFC", _UNSEEN.sub("", unicodedata.normalize("NFD", folded)))
    return folded.casefold().replace("ё", "е").translate(_SIMPLIFIED)


def without_accents(text: str, language: str = "") -> str:
    """Return a plain text with its accents left out, as far as this makes no other word of it."""
    if text.isascii():
        return text
    if language == "de":
        text = text.translate(_UMLAUTS)
    kept = _KEPT.get(language, "")
    return "".join(letter if letter in kept else _bare(letter) for letter in text)


@lru_cache(maxsize=4096)
def _bare(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    # The Cyrillic й is a letter of its own; Hangul would fall apart into its strokes.
    if len(parts) == 1 or not parts[0].isascii():
        return letter
    return parts[0]


def spellings(text: str) -> Iterator[str]:
    """Yield what a plain word may stand for: look-alikes as letters, leet as letters, runs cut short.

    The most likely first; the word itself is not among them.
    """
    if _USUAL.fullmatch(text) and not _DOUBLED.search(text):
        return
    alike = (text, *_look_alikes(text))
    guesses = (guess for one in alike for guess in (one, *_leet(one)))
    every = dict.fromkeys(short for guess in guesses for short in (guess, *_shortened(guess)))
    yield from (one for one in every if one != text)


def mask_of(text: str) -> str:
    """Return a plain word with `WILD` for each letter that a sign hides; empty where none is hidden."""
    if not _MASK_SIGN.search(text) or not (text[0].isalpha() or text[0] in "@$"):
        return ""
    mask = _MASK_RUN.sub(lambda found: WILD * len(found[0]), text)
    hidden = mask.count(WILD)
    shown = sum(letter.isalpha() for letter in mask)
    if not hidden or not shown or len(mask) < 3:  # noqa: PLR2004 - shorter ones say nothing
        return ""
    return next(_leet(mask), mask)


def fits(mask: str, word: str) -> bool:
    """Return whether a word may be behind a mask of the same length."""
    return all(seen in {WILD, letter} for seen, letter in zip(mask, word, strict=True))


def _look_alikes(text: str) -> Iterator[str]:
    """Yield a word of mixed letters in Latin and in Cyrillic ones; pure ones are what they are."""
    if text.isascii():
        return
    latin = text.translate(_LATIN)
    has_cyrillic = _A_CYRILLIC.search(text) is not None
    if latin.isascii() and (_A_LATIN.search(text) or not has_cyrillic):
        yield latin
    if has_cyrillic and _A_LATIN_OR_DIGIT.search(text):
        yield text.translate(_CYRILLIC)


def _leet(text: str) -> Iterator[str]:
    """Yield readings of a word in which letters and signs are mixed; numbers are left alone."""
    signs = [letter for letter in text if letter in _LEET]
    if not signs or not _is_leet(text):
        return
    readings = product(*(_LEET.get(letter, letter) for letter in text))
    for reading in islice(readings, _MOST_GUESSES):
        yield "".join(reading)


def _is_leet(text: str) -> bool:
    if len(text) <= 2:  # noqa: PLR2004 - too short to be read
        return False
    letters = sum(letter.isalpha() for letter in text)
    digits = sum(letter.isdigit() for letter in text)
    if not digits:
        return letters > 0 or text[:1] in "@$"
    # One letter and a number is the name of a road, a paper size, an aeroplane.
    return letters > 1 or (letters == 1 and not text[-1].isdigit() and digits == 1)


def _shortened(text: str) -> Iterator[str]:
    """Yield a word with its lengthened letters cut to two and to one."""
    if _RUN.search(text):
        yield _RUN.sub(r"\1", text)
        yield _RUN.sub(r"\1\1", text)
        yield _PAIR.sub(r"\1", _RUN.sub(r"\1", text))
        runs = [found.span() for found in _RUN.finditer(text)]
        if len(runs) > 1:
            yield from _each_run(text, runs)
    elif len(text) >= _LONG_ENOUGH and _PAIR.search(text):
        yield _PAIR.sub(r"\1", text)


def _each_run(text: str, runs: list[tuple[int, int]]) -> Iterator[str]:
    """Yield every mixture of one and two letters for several runs."""
    for counts in islice(product((1, 2), repeat=len(runs)), _MOST_GUESSES):
        built, at = "", 0
        for (start, end), count in zip(runs, counts, strict=True):
            built += text[at:start] + text[start] * count
            at = end
        yield built + text[at:]
