"""Pages of other sites: none of them may read our answers, but for those that the operator lists."""

from collections.abc import Collection
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from handlers.http.circumstances import send_with_answer

ANY: Final = "*"

_METHODS: Final = "GET, HEAD, POST, PUT, PATCH, DELETE"
_AGREED_SECONDS: Final = "600"
_EXPOSED: Final = (
    "X-Request-Id, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, "
    "Retry-After, Idempotency-Replayed, X-Next-Cursor, Link, Location, ETag, "
    "Content-Disposition, Content-Range, Accept-Ranges"
)


def cors(origins: Collection[str]) -> Middleware:
    """Return what lets the pages of these origins in; `*` is every one of them. Cookies are none of ours."""
    listed = frozenset(origins)

    @web.middleware
    async def let_pages_in(request: web.Request, handler: Handler) -> web.StreamResponse:
        origin = request.headers.get("Origin", "")
        if not origin or not listed & {origin, ANY}:
            return await handler(request)
        allowed = ANY if ANY in listed else origin
        told = {"Access-Control-Allow-Origin": allowed, "Vary": "Origin"}
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            return web.Response(status=204, headers={**told, **_agreed(request)})
        send_with_answer(request, {**told, "Access-Control-Expose-Headers": _EXPOSED})
        return await handler(request)

    return let_pages_in


def _agreed(request: web.Request) -> dict[str, str]:
    """Return what a page may send: every door says itself what it takes."""
    return {
        "Access-Control-Allow-Methods": _METHODS,
        "Access-Control-Allow-Headers": request.headers.get("Access-Control-Request-Headers", ""),
        "Access-Control-Max-Age": _AGREED_SECONDS,
    }
