"""What every request goes through: it gets a name for the log, and its errors become JSON."""

import re
import secrets
from typing import Final

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from handlers.http.errors import answer_for, answer_for_bug, answer_for_http
from services.errors import HearsayError

REQUEST_ID: Final = "X-Request-Id"
_NAME: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_ID: Final = web.RequestKey("hearsay_request_id", str)
_REDIRECTS: Final = 400


def middlewares() -> tuple[Middleware, ...]:
    """Return them in order, the outermost first."""
    return (_name_request, _errors_as_json)


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
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < _REDIRECTS:
            raise
        return answer_for_http(error)
    except HearsayError as error:
        return answer_for(error)
    except ConnectionResetError:
        raise
    except Exception as error:  # noqa: BLE001 - a bug; only the log sees its traceback
        return answer_for_bug(error)
