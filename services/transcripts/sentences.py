"""Knows where sentences and their parts end, by the marks that stand behind words."""

import re
from typing import Final

_END: Final = re.compile(r"[.!?…。！？؟۔।]+[\"'”’»)\]]*$")
_PART: Final = re.compile(r"[,;:，、；：،–—-]+[\"'”’»)\]]*$")
_SHORT_FORM: Final = re.compile(
    r"^(?:(?:Dr|Mr|Mrs|Ms|Prof|St|Sr|Jr|vs|etc|No|Nr|ca|approx|z\.B|d\.h|т\.е|т\.к|г|ул|им)\."
    r"|\d{1,3}\.|[^\W\d_]\.)$"
)


def is_short_form(word: str) -> bool:
    """Return whether the full stop belongs to the word (“Dr.”, “1.”), so that the sentence goes on."""
    return bool(_SHORT_FORM.match(word))


def ends_sentence(word: str) -> bool:
    """Return whether a sentence ends with this word."""
    return bool(_END.search(word)) and not is_short_form(word)


def ends_part(word: str) -> bool:
    """Return whether a part of a sentence ends with this word."""
    return bool(_PART.search(word))
