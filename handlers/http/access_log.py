"""A line of the log for each request: what was asked, whose it was, what came of it, how long it took.

Programs look at their jobs again and again: what only reads, and goes well, is told to those who debug.
"""

import asyncio
import time
from http import HTTPStatus
from typing import Final

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from handlers.http.circumstances import ACCOUNT, IS_SOCKET

log = structlog.get_logger(__name__)

_GONE: Final = 499
"""Whoever asked hung up before there was an answer; nginx counts it so as well."""

_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_TROUBLE: Final = 400


@web.middleware
async def log_request(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer a request, and write that down. Neither its query nor what stands in its path is told."""
    began, status = time.perf_counter(), _GONE
    try:
        response = await handler(request)
        status = response.status
    except web.HTTPException as error:
        status = error.status
        raise
    except asyncio.CancelledError:
        if request.get(IS_SOCKET):
            status = HTTPStatus.SWITCHING_PROTOCOLS.value
        raise
    else:
        return response
    finally:
        is_news = request.method not in _READING or status >= _TROUBLE
        (log.info if is_news else log.debug)(
            "request",
            method=request.method,
            route=_route_of(request),
            status=status,
            seconds=round(time.perf_counter() - began, 4),
            account=request.get(ACCOUNT),
        )


def _route_of(request: web.Request) -> str:
    """Return which route it took, with the names of the parts of its path in place of these."""
    resource = request.match_info.route.resource
    return (resource.name or resource.canonical) if resource is not None else "-"
