"""Finds addresses in a message, as people paste them: bare, in brackets, glued to other words."""

import re
from collections.abc import Iterator
from typing import Final

# Chinese and Japanese share texts put their words right behind the address, without a space.
_EAST: Final = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_INVISIBLE: Final = "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
_STOP: Final = rf"\s<>\"`|{_INVISIBLE}{_EAST}"
_TAIL: Final = rf"[^{_STOP}]"
_BARE_HOST: Final = r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}(?::\d{1,5})?"
_SPOTIFY: Final = "episode|show|track|album|playlist|artist"
_ADDRESS: Final = re.compile(
    rf"""(?ix)
    (?P<scheme> [a-z][a-z0-9+.-]{{1,11}}:// (?: {_TAIL}+ | [\w.-]+(?:[/:?]{_TAIL}*)? ) )
    | (?<![\w@./:-]) (?P<www> www\.{_BARE_HOST}(?:[/?\#]{_TAIL}*)? )
    | (?<![\w@./:-]) spotify:(?:user:\w+:)?(?P<app>{_SPOTIFY}):(?P<id>[0-9a-z]{{22}}) (?!\w)
    | (?<![\w@./:-]) (?P<bare> (?:{_BARE_HOST}|localhost:\d+|\d+\.\d+\.\d+\.\d+(?::\d+)?)/{_TAIL}+ )
    """
)
_CLOSING: Final = {")": "(", "]": "[", "}": "{", "»": "«", "”": "“", "’": "‘"}
_PUNCTUATION: Final = ".,;:!?'\"*…"


def spelled_in(text: str) -> Iterator[str]:
    """Yield the addresses of a text as they are spelled in it."""
    for match in _ADDRESS.finditer(text):
        if match["app"]:
            # The address of Spotify's own apps, which their desktop program copies.
            yield f"https://open.spotify.com/{match['app'].lower()}/{match['id']}"
            continue
        spelled = _trimmed(match[0])
        if match["scheme"]:
            # Share texts of some apps glue their words to the front as well.
            web = re.search(r"(?i)https?://.*", spelled)
            spelled = web[0] if web and "/" not in spelled[: web.start()] else spelled
        yield spelled


def _trimmed(spelled: str) -> str:
    """Return it without the sentence's own full stops and brackets at the end."""
    while spelled:
        last = spelled[-1]
        opening = _CLOSING.get(last)
        if opening is not None and spelled.count(opening) >= spelled.count(last):
            return spelled
        if opening is None and last not in _PUNCTUATION:
            return spelled
        spelled = spelled[:-1]
    return spelled
