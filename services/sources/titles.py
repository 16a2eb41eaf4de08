"""Makes one line of what sites call a title, cut where no character falls apart."""

import unicodedata
from typing import Final

LONGEST: Final = 300
"""How many characters of a title are kept."""

_JOINER: Final = "\u200d"
_FLAGS: Final = range(0x1F1E6, 0x1F200)
_SKINS: Final = range(0x1F3FB, 0x1F400)
_TAGS: Final = range(0xE0020, 0xE0080)


def title_line(text: object) -> str:
    """Return it in one line of at most `LONGEST` characters; an emoji of several is kept or left whole."""
    line = " ".join(str(text or "").split())
    if len(line) <= LONGEST:
        return line
    end = LONGEST
    while end and not _may_cut(line, end):
        end -= 1
    return line[: end or LONGEST].rstrip()


def _may_cut(line: str, at: int) -> bool:
    """Return whether a new character begins there, as people see characters."""
    before, after = line[at - 1], line[at]
    if _JOINER in {before, after} or _continues(after):
        return False
    if ord(before) not in _FLAGS or ord(after) not in _FLAGS:
        return True
    # Two such letters are one flag.
    run = len(line[:at]) - len(line[:at].rstrip("".join(map(chr, _FLAGS))))
    return run % 2 == 0


def _continues(char: str) -> bool:
    return unicodedata.category(char) in {"Mn", "Me", "Mc"} or ord(char) in {*_SKINS, *_TAGS}
