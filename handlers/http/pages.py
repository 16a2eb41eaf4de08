"""Long lists come a page at a time: the body is the list, and the headers say where the next page begins."""

from aiohttp import web
from pydantic import BaseModel

from handlers.http.doors import Asked, answered


def show_next(asked: Asked, page: BaseModel, cursor: str) -> web.StreamResponse:
    """Return a page, with `Link` (RFC 8288) and `X-Next-Cursor` unless the cursor is empty."""
    answer = answered(page)
    if cursor:
        following = asked.request.rel_url.update_query(cursor=cursor)
        answer.headers["Link"] = f'<{following}>; rel="next"'
        answer.headers["X-Next-Cursor"] = cursor
    return answer
