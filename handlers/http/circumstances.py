"""What is known of a request before any door opens: its name, its language, and later whose it is."""

import secrets
from typing import Final

from aiohttp import web

from locales.messages import Messages
from locales.texts import is_spoken, texts_for

REQUEST_ID: Final = "X-Request-Id"

NAME: Final = web.RequestKey("hearsay_request_id", str)
ACCOUNT: Final = web.RequestKey("hearsay_account", int)
"""Whose it is, once a key has opened the door."""
IS_SOCKET: Final = web.RequestKey("hearsay_is_socket", bool)
"""Whether it has become a WebSocket: that is the answer, and whoever hangs up later has had it."""
HEADERS: Final = web.RequestKey("hearsay_headers", dict[str, str])
"""What goes with the answer, whichever that will be."""


def request_id_of(request: web.Request) -> str:
    """Return the request's name; it is the same for as long as the request lasts."""
    if NAME not in request:
        request[NAME] = secrets.token_hex(8)
    return request[NAME]


def texts_of(request: web.Request) -> Messages:
    """Return the words of the language that a client likes best among those that are spoken here."""
    liked = sorted(
        (-_weight(rest), place, code.strip())
        for place, (code, _, rest) in enumerate(
            one.partition(";") for one in request.headers.get("Accept-Language", "").split(",")
        )
    )
    spoken = (code for weight, _, code in liked if weight < 0 and is_spoken(code))
    return texts_for(next(spoken, None))


def send_with_answer(request: web.Request, headers: dict[str, str]) -> None:
    """Send these headers with the answer, even if that is an error."""
    request[HEADERS] = request.get(HEADERS, {}) | headers


def _weight(rest: str) -> float:
    """Return how much a language is liked, from what stands behind it: `q=0.8`, or nothing."""
    name, _, value = rest.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
