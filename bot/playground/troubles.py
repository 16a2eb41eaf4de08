"""Brings about the faults that were ordered for calls."""

import asyncio
import json

from aiohttp import web

from bot.playground.faults import Fault, Faults
from bot.playground.forms import Cut
from bot.playground.refusals import Refusal, too_many_requests
from bot.playground.shapes import Json, Value

BEFORE = {"error", "html", "delay", "hang", "cut_before"}
AFTER = {"truncated", "cut_after"}
HANGS_FOR_SECONDS = 3600
TOO_MANY = 429
BAD_GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad"
    " Gateway</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"
)
USUAL_WORDS = {
    400: "Bad Request: wrong request",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request;"
    " make sure that only one bot instance is running",
    413: "Request Entity Too Large",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


class BrokenGateway(Exception):
    """The answer is a page in HTML instead of JSON."""


async def befall(faults: Faults, name: str, shown: Value) -> None:
    """Let a call meet what was ordered for it, before it is carried out.

    Raises:
        Refusal: An error was ordered.
        Cut: The connection is to be closed.
        BrokenGateway: HTML was ordered.
    """
    fault = faults.strike(name, BEFORE, shown)
    if fault is None:
        return
    match fault.kind:
        case "html":
            raise BrokenGateway
        case "delay":
            await asyncio.sleep(fault.details.get("seconds", 1))
        case "hang":
            await asyncio.sleep(fault.details.get("seconds", HANGS_FOR_SECONDS))
            raise Cut
        case "cut_before":
            raise Cut
        case _:
            raise ordered_error(fault)


def ordered_error(fault: Fault) -> Refusal:
    """Return the refusal that was ordered."""
    details = fault.details
    code = details.get("code", TOO_MANY if "retry_after" in details else 500)
    if code == TOO_MANY:
        return too_many_requests(details.get("retry_after", 3))
    words = USUAL_WORDS.get(code, "Internal Server Error")
    return Refusal(code, details.get("description") or words)


def envelope(code: int, body: Json) -> web.Response:
    """Return an answer of the Bot API."""
    response = web.Response(
        status=code,
        body=json.dumps(body, ensure_ascii=False).encode(),
        content_type="application/json",
    )
    if code == TOO_MANY:
        response.headers["Retry-After"] = str(body["parameters"]["retry_after"])
    return response


def broken_gateway() -> web.Response:
    """Return what a proxy says when the server behind it is gone."""
    return web.Response(status=502, text=BAD_GATEWAY, content_type="text/html")


def half_of(body: Json) -> web.Response:
    """Return an answer that ends in the middle."""
    whole = json.dumps(body, ensure_ascii=False)
    return web.Response(text=whole[: len(whole) // 2], content_type="application/json")


def hang_up(request: web.Request) -> web.Response:
    """Close the connection; the returned response reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
