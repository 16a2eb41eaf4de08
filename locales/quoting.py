"""How other people's words (titles, names, hosts) stand in our sentences without garbling them.

Titles come from anywhere: right-to-left scripts, emoji families, line breaks, control characters, 300
letters. Before one enters a sentence it is tamed, cut and, when it runs right to left, isolated.
"""

import re
import unicodedata
from html import unescape
from typing import Final

LONGEST: Final = 256
"""Characters of a quotation; what is longer is cut."""

_FIRST_STRONG_ISOLATE: Final = "\u2068"
_POP_ISOLATE: Final = "\u2069"
_DIRECTION_MARKS: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_TAG: Final = re.compile(r"<[^<>]*>")
_JOINER: Final = "\u200d"
_SKIN_TONES: Final = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS: Final = range(0x1F1E6, 0x1F200)
_TAG_LETTERS: Final = range(0xE0020, 0xE0080)


def quoted(text: str, *, longest: int = LONGEST) -> str:
    """Return the text as it may stand in any of our sentences, not yet escaped for HTML."""
    return isolated(clipped(tamed(text), longest))


def tamed(text: str) -> str:
    """Return the text on one line, without control characters and marks that turn the direction."""
    without_marks = _DIRECTION_MARKS.sub("", text)
    spaced = "".join(" " if _is_control(char) else char for char in without_marks)
    return " ".join(spaced.split())


def clipped(text: str, longest: int) -> str:
    """Return at most `longest` characters; what was cut ends in “…”, never within a visible sign."""
    if len(text) <= longest:
        return text
    end = longest - 1
    while end > 0 and _holds_together(text, end):
        end -= 1
    return text[:end].rstrip() + "…"


def isolated(text: str) -> str:
    """Return the text so that its right-to-left letters do not reorder the line around it."""
    if any(unicodedata.bidirectional(char) in {"R", "AL", "AN"} for char in text):
        return f"{_FIRST_STRONG_ISOLATE}{text}{_POP_ISOLATE}"
    return text


def plain(html: str) -> str:
    """Return what a person reads of a message: for alerts and terminals, which know no tags."""
    return unescape(_TAG.sub("", html))


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}


def _holds_together(text: str, end: int) -> bool:
    """Return whether a cut before `text[end]` would split one visible sign."""
    before, after = text[end - 1], text[end]
    if _JOINER in {before, after} or unicodedata.category(after).startswith("M"):
        return True
    if ord(after) in _SKIN_TONES or ord(after) in _TAG_LETTERS:
        return True
    return ord(after) in _FLAG_LETTERS and _flag_letters_before(text, end) % 2 == 1


def _flag_letters_before(text: str, end: int) -> int:
    start = end
    while start > 0 and ord(text[start - 1]) in _FLAG_LETTERS:
        start -= 1
    return end - start
