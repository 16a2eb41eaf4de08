"""Data that Telegram signs for a page which it opens: who is there, proved without a key.

The signature is Telegram's own (core.telegram.org/bots/webapps, "Validating data received via the Mini
App"): an HMAC over the sorted fields, keyed with one of the bot's token.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import parse_qsl

from services.clock import Clock
from services.errors import PageStale, PageUnsigned

VALID: Final = timedelta(hours=12)
"""So old may the data be: a page that is open for longer asks Telegram to open it anew."""
_SKEW: Final = timedelta(minutes=5)
_LONGEST: Final = 8192


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who opened the page."""

    telegram_id: int
    name: str
    language: str = ""


class MiniApp:
    """Checks what pages say that Telegram told them.

    Args:
        token: The bot's; empty where there is none, and nobody can come in this way.
        clock: Tells how old the data is.
    """

    def __init__(self, token: str, clock: Clock) -> None:
        self._secret = hmac.digest(b"WebAppData", token.encode(), "sha256") if token else b""
        self._clock = clock

    def visitor(self, init_data: str) -> Visitor:
        """Return who is there.

        Args:
            init_data: As Telegram gave it to the page: `query_id=…&user=…&auth_date=…&hash=…`.

        Raises:
            PageStale: it is too old, or from the future.
            PageUnsigned: Telegram has not signed that.
        """
        fields = _fields(init_data)
        given = fields.pop("hash", "")
        signed = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
        right = hmac.new(self._secret, signed.encode(), hashlib.sha256).hexdigest()
        if not self._secret or not hmac.compare_digest(given.encode(), right.encode()):
            raise PageUnsigned
        age = self._clock.now() - _number(fields.get("auth_date", ""))
        if not -_SKEW.total_seconds() <= age <= VALID.total_seconds():
            raise PageStale
        return _visitor(fields.get("user", ""))


def _fields(init_data: str) -> dict[str, str]:
    if len(init_data) > _LONGEST:
        raise PageUnsigned
    try:
        pairs = parse_qsl(init_data, keep_blank_values=True, strict_parsing=True, max_num_fields=50)
    except ValueError as error:
        raise PageUnsigned from error
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise PageUnsigned
    return fields


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0  # noqa: PLR2004 - till the year 30,000,000


def _visitor(text: str) -> Visitor:
    try:
        user = json.loads(text)
        names = (str(user.get("first_name", "")), str(user.get("last_name", "")))
        name = " ".join(part for part in names if part)
        return Visitor(int(user["id"]), name, str(user.get("language_code", "")))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise PageUnsigned from error
