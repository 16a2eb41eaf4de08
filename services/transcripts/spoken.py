"""The languages that Whisper's models were taught, by the codes that they call them by."""

from collections.abc import Collection
from typing import Final

from services.errors import ChoiceUnavailable

_CODES: Final = (
    "af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha"
    " haw he hi hr ht hu hy id is it ja jw ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr"
    " ms mt my ne nl nn no oc pa pl ps pt ro ru sa sd si sk sl sn so sq sr su sv sw ta te tg"
    " th tk tl tr tt uk ur uz vi yi yo yue zh"
)
SPOKEN: Final = tuple(_CODES.split())


def code_among(language: str, known: Collection[str]) -> str:
    """Return the code by which a model knows a language: without its region or script.

    A model of one language takes every other for its own.

    Raises:
        ChoiceUnavailable: it knows several, and not this one; or nobody has heard of it.
    """
    codes = known if len(known) > 1 else SPOKEN
    code = language if language in codes else language.partition("-")[0].lower()
    if code and code not in codes:
        raise ChoiceUnavailable(choice=language, choices=", ".join(codes), of="language")
    return code
