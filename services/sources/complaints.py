"""Understands what yt-dlp complains about: its exceptions and its sentences become our codes.

Runs inside the child. A code here is the `code` of a class in `services.errors`. What is known about
the words stands in `sentences.py`.
"""

import errno
import re
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from yt_dlp.networking.exceptions import (
    HTTPError,
    IncompleteRead,
    ProxyError,
    RequestError,
    SSLError,
    TransportError,
)
from yt_dlp.utils import (
    ContentTooShortError,
    DownloadError,
    ExtractorError,
    GeoRestrictedError,
    RegexNotFoundError,
    UnsupportedError,
    UserNotLive,
)

from services.sources.sentences import SENTENCES

UNKNOWN: Final = "unexpected"
"""Nobody has seen this before."""
REFUSED: Final = "site-refused"
"""An extractor knows well why not, and says it in words that are not in the table."""

PUZZLES: Final = frozenset({UNKNOWN, REFUSED, "site-changed"})
"""What somebody should look into."""

_LAST_WORDS: Final = 600
_TRACE: Final = 6000
_STATUSES: Final = {
    401: "link-login",
    402: "link-paid",
    403: "link-private",
    404: "link-gone",
    410: "link-gone",
    412: "site-bot-check",
    420: "site-limited",
    429: "site-limited",
    451: "link-geo-blocked",
}
_SERVER_ERROR: Final = 500
_OUR_PROXY_SAYS: Final = ("link-gone", "site-trouble", "site-unreachable")
_KINDS: Final = (
    (UnsupportedError, "link-unsupported"),
    (GeoRestrictedError, "link-geo-blocked"),
    (UserNotLive, "link-premiere"),
    (ContentTooShortError, "file-short"),
    (RegexNotFoundError, "site-changed"),
    (ProxyError, "site-unreachable"),
    ((IncompleteRead, SSLError, ConnectionError), "site-trouble"),
    (TimeoutError, "site-too-slow"),
    (MemoryError, "too-big"),
)
_ERRNOS: Final = {
    errno.ENOSPC: "no-room",
    errno.EDQUOT: "no-room",
    errno.EFBIG: "too-big",
    errno.ECONNREFUSED: "site-unreachable",
    errno.EHOSTUNREACH: "site-unreachable",
    errno.ENETUNREACH: "site-unreachable",
    errno.ETIMEDOUT: "site-too-slow",
}
_HINTS: Final = re.compile(
    r"\b(?:or else u|u)?se --(?:cookies|username|netrc).*|see +https?://\S+.*|https?://\S+"
    r"|you might want to (?:try|use) a vpn.*",
    re.IGNORECASE | re.DOTALL,
)
"""Advice to who sits at a terminal: the words in it would be taken for the reason."""
_STATUS: Final = re.compile(r"HTTP Error (\d{3})\b(?:: [\w '-]+)?")


@dataclass(frozen=True, slots=True)
class Complaint:
    """What the one who asked is told."""

    code: str
    said: str
    seconds: int
    """How long the site wants to be left alone; 0 when it does not say."""
    trace: str
    """Where it happened, for who has to mend it; empty where there is nothing to mend."""


def complaint(error: BaseException) -> Complaint:
    """Return what an exception that came out of yt-dlp means."""
    code = code_of(error)
    trace = "".join(traceback.format_exception(error)) if code in PUZZLES else ""
    return Complaint(code, str(error)[-_LAST_WORDS:], seconds_to_wait(error), trace[-_TRACE:])


def code_of(error: BaseException) -> str:
    """Return the code for an exception that came out of yt-dlp; `unexpected` when nothing fits.

    What is raised last is asked first, and its kind before its words: an extractor that explains a
    404 knows more than the 404.
    """
    chain = list(_chain(error))
    for inner in chain:
        told = _by_kind(inner) or _by_words(inner)
        if not told and isinstance(inner, TransportError):
            told = "site-trouble"
        if told:
            return told
    extracting = next((inner for inner in chain if isinstance(inner, ExtractorError)), None)
    if extracting is None:
        return UNKNOWN
    return REFUSED if extracting.expected else "site-changed"


def seconds_to_wait(error: BaseException) -> int:
    """Return for how long the site wants to be left alone; 0 when it does not say."""
    for inner in _chain(error):
        if isinstance(inner, HTTPError):
            told = inner.response.headers.get("Retry-After", "")
            if told.isdigit():
                return int(told)
        if "for up to an hour" in str(inner):
            return 3600
    return 0


def _by_kind(error: BaseException) -> str:
    if isinstance(error, HTTPError):
        return _by_status(error.status, error.reason or "")
    if isinstance(error, OSError) and error.errno in _ERRNOS:
        return _ERRNOS[error.errno]
    if isinstance(error, TransportError) and "timed out" in str(error).lower():
        return "site-too-slow"
    return next((code for kind, code in _KINDS if isinstance(error, kind)), "")


def _by_status(status: int, reason: str = "") -> str:
    if status < _SERVER_ERROR:
        return _STATUSES.get(status, "link-unsupported")
    # Our own proxy found nobody to ask.
    return "site-unreachable" if reason in _OUR_PROXY_SAYS else "site-down"


def _by_words(error: BaseException) -> str:
    # An extractor's own words, without the address, the cause and the advice that yt-dlp adds.
    said = getattr(error, "orig_msg", None) or str(error)
    text = _HINTS.sub("", said.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    bare = _STATUS.sub("", text)
    for pattern, code in SENTENCES:
        # “Unable to download webpage” says less than the status that stands behind it.
        if code == "site-changed" and bare != text:
            break
        if pattern.search(bare):
            return code if _is_reason(code, error) else ""
    status = _STATUS.search(text)
    return _by_status(int(status[1])) if status else ""


def _is_reason(code: str, error: BaseException) -> bool:
    """Return whether the words may be believed: what broke is often told better by the cause."""
    return code != "site-changed" or not _has_cause(error)


def _has_cause(error: BaseException) -> bool:
    return isinstance(getattr(error, "cause", None) or error.__cause__, RequestError | OSError)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and everything that it was made of, each once, the outermost first.

    A `DownloadError` repeats what was said by another, so it counts only when it stands alone.
    """
    waiting: list[object] = [error]
    repeats: list[BaseException] = []
    seen: set[int] = set()
    while waiting:
        inner = waiting.pop(0)
        if not isinstance(inner, BaseException) or id(inner) in seen:
            continue
        seen.add(id(inner))
        if isinstance(inner, DownloadError):
            repeats.append(inner)
        else:
            yield inner
        waiting += list(getattr(inner, "exc_info", None) or ())[1:2]
        waiting += [getattr(inner, "cause", None), inner.__cause__, inner.__context__]
    if len(repeats) == len(seen):
        yield from repeats
