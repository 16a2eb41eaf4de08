"""The languages that Whisper models know, by the codes and the English names that its clients use."""

from collections.abc import Mapping
from typing import Final

from services.errors import FieldInvalid

_TOLD: Final = """
    af afrikaans, am amharic, ar arabic, as assamese, az azerbaijani, ba bashkir, be belarusian,
    bg bulgarian, bn bengali, bo tibetan, br breton, bs bosnian, ca catalan, cs czech, cy welsh,
    da danish, de german, el greek, en english, es spanish, et estonian, eu basque, fa persian,
    fi finnish, fo faroese, fr french, gl galician, gu gujarati, ha hausa, haw hawaiian, he hebrew,
    hi hindi, hr croatian, ht haitian creole, hu hungarian, hy armenian, id indonesian,
    is icelandic, it italian, ja japanese, jw javanese, ka georgian, kk kazakh, km khmer,
    kn kannada, ko korean, la latin, lb luxembourgish, ln lingala, lo lao, lt lithuanian,
    lv latvian, mg malagasy, mi maori, mk macedonian, ml malayalam, mn mongolian, mr marathi,
    ms malay, mt maltese, my myanmar, ne nepali, nl dutch, nn nynorsk, no norwegian, oc occitan,
    pa punjabi, pl polish, ps pashto, pt portuguese, ro romanian, ru russian, sa sanskrit,
    sd sindhi, si sinhala, sk slovak, sl slovenian, sn shona, so somali, sq albanian, sr serbian,
    su sundanese, sv swedish, sw swahili, ta tamil, te telugu, tg tajik, th thai, tk turkmen,
    tl tagalog, tr turkish, tt tatar, uk ukrainian, ur urdu, uz uzbek, vi vietnamese, yi yiddish,
    yo yoruba, yue cantonese, zh chinese
"""
NAMES: Final[Mapping[str, str]] = dict(
    row.strip().split(" ", 1) for row in " ".join(_TOLD.split()).split(",")
)
"""Code → English name, in small letters."""

_CODES: Final = {name: code for code, name in NAMES.items()} | {"mandarin": "zh", "jv": "jw"}


def language_told(told: str, field: str) -> str:
    """Return the code of the language that stands in a field; empty where none does.

    Raises:
        FieldInvalid: it is no language that any model knows.
    """
    if not told.strip():
        return ""
    code = code_of(told)
    if code is None:
        raise FieldInvalid(field=field, allowed="en, de, es, …")
    return code


def code_of(language: str) -> str | None:
    """Return the code of a language that is called `de`, `de-AT` or `German`; None for all else."""
    wanted = language.strip().lower().replace("_", "-")
    for name in (wanted, wanted.partition("-")[0]):
        if name in NAMES:
            return name
        if name in _CODES:
            return _CODES[name]
    return None
