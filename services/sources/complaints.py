"""Understands what yt-dlp complains about: its exceptions and its sentences become our codes.

Runs inside the child. A code here is the `code` of a class in `services.errors`.
"""

import errno
import re
from collections.abc import Iterator
from typing import Final

from yt_dlp.networking.exceptions import HTTPError, TransportError
from yt_dlp.utils import (
    ContentTooShortError,
    ExtractorError,
    GeoRestrictedError,
    UnsupportedError,
    UserNotLive,
)

_STATUSES: Final = {
    401: "link-private",
    402: "link-private",
    403: "link-private",
    404: "link-gone",
    410: "link-gone",
    429: "site-limited",
    451: "link-geo-blocked",
}
_SERVER_ERROR: Final = 500
_KINDS: Final = (
    (UnsupportedError, "link-unsupported"),
    (GeoRestrictedError, "link-geo-blocked"),
    (UserNotLive, "link-live"),
    (ContentTooShortError, "site-trouble"),
    (TransportError, "site-trouble"),
)
_SENTENCES: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), code)
    for pattern, code in (
        (r"no space left on device|disk quota exceeded", "no-room"),
        (r"\bdrm\b|widevine|protected content|encrypted media", "link-protected"),
        (r"not a bot|captcha|rate.?limit|too many requests|try again later", "site-limited"),
        (r"geo.?restrict|in your (?:country|location|region)", "link-geo-blocked"),
        (r"not available from your", "link-geo-blocked"),
        (r"premieres? in|will begin in|not started|scheduled|is upcoming", "link-live"),
        (r"is offline|not currently live|live (?:stream|event) (?:is|has not)", "link-live"),
        (r"private|log.?in|sign.?in|logged.?in|registered users|password|cookies", "link-private"),
        (r"members?.only|join this channel|subscri|premium|purchase|\brent", "link-private"),
        (r"confirm your age|age.?restrict|authenticat|followers", "link-private"),
        (r"removed|deleted|no longer available|does ?n[o']t exist|not found", "link-gone"),
        (r"unavailable|terminated|taken down|not exist|expired", "link-gone"),
        (r"timed out|timeout", "site-too-slow"),
        (r"no (?:video|audio|media|playable|formats|suitable)|\bURL\b", "link-unsupported"),
        (r"connection|network|incomplete|too short|reset by peer|ssl", "site-trouble"),
    )
)


def code_of(error: BaseException) -> str:
    """Return the code for an exception that came out of yt-dlp; `unexpected` when nothing fits."""
    chain = list(_chain(error))
    for inner in chain:
        told = _by_kind(inner)
        if told:
            return told
    text = " ".join(str(inner) for inner in chain)
    for pattern, code in _SENTENCES:
        if pattern.search(text):
            return code
    return "link-unsupported" if any(isinstance(i, ExtractorError) for i in chain) else "unexpected"


def _by_kind(error: BaseException) -> str:
    if isinstance(error, HTTPError):
        usual = "site-trouble" if error.status >= _SERVER_ERROR else "link-unsupported"
        return _STATUSES.get(error.status, usual)
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "no-room"
    if isinstance(error, TransportError) and "timed out" in str(error).lower():
        return "site-too-slow"
    return next((code for kind, code in _KINDS if isinstance(error, kind)), "")


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and everything that it was made of, each once."""
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting:
        inner = waiting.pop()
        if not isinstance(inner, BaseException) or id(inner) in seen:
            continue
        seen.add(id(inner))
        yield inner
        waiting += [inner.__cause__, inner.__context__, getattr(inner, "cause", None)]
        waiting += list(getattr(inner, "exc_info", None) or ())[1:2]
