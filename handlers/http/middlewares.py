"""What every request goes through: it gets a name for the log, and its errors become JSON."""

import re
import secrets
from typing import Final, Protocol

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from handlers.http import errors, openai_errors
from locales.messages import Messages
from locales.texts import texts_for
from services.errors import HearsayError

REQUEST_ID: Final = "X-Request-Id"
_NAME: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_ID: Final = web.RequestKey("hearsay_request_id", str)
_REDIRECTS: Final = 400
_OPENAI: Final = "/v1/"
"""Whose clients read errors in a shape of their own."""


class _Shapes(Protocol):
    """One way to tell programs what went wrong."""

    def answer_for(self, error: HearsayError, texts: Messages) -> web.Response:
        """Return the answer to one of our errors."""
        ...

    def answer_for_http(self, error: web.HTTPException) -> web.Response:
        """Return the answer to what the web server itself refuses."""
        ...

    def answer_for_bug(self, error: Exception, texts: Messages) -> web.Response:
        """Return the answer to a bug of ours."""
        ...


def middlewares() -> tuple[Middleware, ...]:
    """Return them in order, the outermost first."""
    return (_name_request, _errors_as_json)


def texts_of(request: web.Request) -> Messages:
    """Return the words of the language that a client prefers."""
    preferred = request.headers.get("Accept-Language", "").partition(",")[0].partition(";")[0]
    return texts_for(preferred.strip())


async def show_request_id(request: web.Request, response: web.StreamResponse) -> None:
    """Send the request's name back; connect it to the application's `on_response_prepare`."""
    if _ID in request:
        response.headers[REQUEST_ID] = request[_ID]


@web.middleware
async def _name_request(request: web.Request, handler: Handler) -> web.StreamResponse:
    given = request.headers.get(REQUEST_ID, "")
    request[_ID] = given if _NAME.fullmatch(given) else secrets.token_hex(8)
    with structlog.contextvars.bound_contextvars(request_id=request[_ID]):
        return await handler(request)


@web.middleware
async def _errors_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    shapes: _Shapes = openai_errors if request.path.startswith(_OPENAI) else errors
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < _REDIRECTS:
            raise
        return shapes.answer_for_http(error)
    except HearsayError as error:
        return shapes.answer_for(error, texts_of(request))
    except ConnectionResetError:
        raise
    except Exception as error:  # noqa: BLE001 - a bug; only the log sees its traceback
        return shapes.answer_for_bug(error, texts_of(request))
