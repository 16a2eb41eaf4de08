"""How a clean copy is asked for, in the words of Clean-Tracks' clients: methods, formats, bit rates."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from services.censor.spans import Method
from services.errors import FieldInvalid
from services.media.formats import RATES, SOUNDS, Format, format_of

ORIGINAL: Final = "original"
"""A file stays in the format in which it came."""

_OTHER_NAMES: Final[Mapping[str, str]] = {"aac": "m4a", "mp4": "m4a", "opus": "ogg"}
_HEIGHT: Final = re.compile(r"[1-9]\d{1,3}p", re.ASCII)
_RATE: Final = re.compile(r"(\d{2,3})(?:k|kbps|kb/s)?|(\d{2,3})000", re.ASCII)


class CensorMethod(StrEnum):
    """What is heard where a word was."""

    SILENCE = "silence"
    BEEP = "beep"
    WHITE_NOISE = "white_noise"
    NOISE = "noise"
    """The same, in our own word."""

    @property
    def method(self) -> Method:
        """Return it as the censor calls it."""
        return Method.NOISE if self is CensorMethod.WHITE_NOISE else Method(self.value)

    @classmethod
    def of(cls, method: Method) -> "CensorMethod":
        """Return what the censor calls so in the words of those clients."""
        return cls.WHITE_NOISE if method is Method.NOISE else cls(method.value)


class Padding(StrEnum):
    """How much is hidden around each word."""

    NORMAL = "normal"
    STRICT = "strict"


def rate_told(told: str, field: str) -> int:
    """Return a bit rate in kbit/s; 0 where none is told.

    Raises:
        FieldInvalid: it is none that can be had.
    """
    if not told.strip():
        return 0
    found = _RATE.fullmatch(told.strip().lower())
    rate = int(found[1] or found[2]) if found else 0
    usual = RATES["mp3"]
    if rate not in usual:
        raise FieldInvalid(field=field, allowed=", ".join(f"{one}k" for one in usual))
    return rate


def format_told(told: str, field: str, *, rate: int = 0) -> Format | None:
    """Return the format that is asked for, with a bit rate where it has one; None: as it came.

    Raises:
        FieldInvalid: there is no such format.
    """
    word = told.strip().lower().removeprefix(".")
    word = _OTHER_NAMES.get(word, word)
    if word in {"", ORIGINAL}:
        return None
    if word in RATES and rate:
        return format_of(f"{word}-{rate}")
    family, _, own_rate = word.partition("-")
    is_sound = family in {row.name for row in SOUNDS}
    has_rate = own_rate.isdecimal() and int(own_rate) in RATES.get(family, ())
    if _HEIGHT.fullmatch(word) or (is_sound and (has_rate or not own_rate)):
        return format_of(word)
    names = ", ".join([*(row.name for row in SOUNDS), "720p, …", ORIGINAL])
    raise FieldInvalid(field=field, allowed=names)
