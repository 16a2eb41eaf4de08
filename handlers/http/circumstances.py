"""What is known of a request before any door opens: its name, its language, and later whose it is."""

import secrets
from typing import Final

from aiohttp import web

from locales.messages import Messages
from locales.texts import texts_for

REQUEST_ID: Final = "X-Request-Id"

NAME: Final = web.RequestKey("hearsay_request_id", str)
ACCOUNT: Final = web.RequestKey("hearsay_account", int)
"""Whose it is, once a key has opened the door."""
HEADERS: Final = web.RequestKey("hearsay_headers", dict[str, str])
"""What goes with the answer, whichever that will be."""


def request_id_of(request: web.Request) -> str:
    """Return the request's name; it is the same for as long as the request lasts."""
    if NAME not in request:
        request[NAME] = secrets.token_hex(8)
    return request[NAME]


def texts_of(request: web.Request) -> Messages:
    """Return the words of the language that a client prefers."""
    preferred = request.headers.get("Accept-Language", "").partition(",")[0].partition(";")[0]
    return texts_for(preferred.strip())


def send_with_answer(request: web.Request, headers: dict[str, str]) -> None:
    """Send these headers with the answer, even if that is an error."""
    request[HEADERS] = request.get(HEADERS, {}) | headers
