"""What every request goes through: it gets a name for the log, and its errors become JSON."""

import re
from collections.abc import Collection
from typing import Final, Protocol

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from handlers.http import errors, openai_errors
from handlers.http.access_log import log_request
from handlers.http.circumstances import HEADERS, IS_SOCKET, NAME, REQUEST_ID, request_id_of
from handlers.http.cors import cors
from services.errors import HearsayError

_NAME: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_REDIRECTS: Final = 400
_OPENAI: Final = "/v1/"
"""Whose clients read errors in a shape of their own."""
_GUARDED: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""What keeps a browser from making more of an answer than it is. A page of ours says itself what it needs."""


class _Shapes(Protocol):
    """One way to tell programs what went wrong."""

    def answer_for(self, error: HearsayError, request: web.Request) -> web.Response:
        """Return the answer to one of our errors."""
        ...

    def answer_for_http(self, error: web.HTTPException, request: web.Request, /) -> web.Response:
        """Return the answer to what the web server itself refuses."""
        ...

    def answer_for_bug(self, error: Exception, request: web.Request) -> web.Response:
        """Return the answer to a bug of ours."""
        ...


def middlewares(origins: Collection[str] = ()) -> tuple[Middleware, ...]:
    """Return them in order, the outermost first.

    Args:
        origins: The sites whose pages may read our answers.
    """
    return (_name_request, log_request, cors(origins), _errors_as_json)


async def complete(request: web.Request, response: web.StreamResponse) -> None:
    """Send what goes with every answer; connect it to the application's `on_response_prepare`."""
    request[IS_SOCKET] = isinstance(response, web.WebSocketResponse)
    if NAME in request:
        response.headers[REQUEST_ID] = request[NAME]
    for name, value in request.get(HEADERS, {}).items():
        varies = name == "Vary" and name in response.headers
        response.headers[name] = f"{response.headers[name]}, {value}" if varies else value
    for name, value in _GUARDED.items():
        response.headers.setdefault(name, value)


@web.middleware
async def _name_request(request: web.Request, handler: Handler) -> web.StreamResponse:
    given = request.headers.get(REQUEST_ID, "")
    if _NAME.fullmatch(given):
        request[NAME] = given
    with structlog.contextvars.bound_contextvars(request_id=request_id_of(request)):
        return await handler(request)


@web.middleware
async def _errors_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    shapes: _Shapes = openai_errors if request.path.startswith(_OPENAI) else errors
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < _REDIRECTS:
            raise
        return shapes.answer_for_http(error, request)
    except HearsayError as error:
        return shapes.answer_for(error, request)
    except ConnectionResetError:
        raise
    except Exception as error:  # noqa: BLE001 - a bug; only the log sees its traceback
        return shapes.answer_for_bug(error, request)
