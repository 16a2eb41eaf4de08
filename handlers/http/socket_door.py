"""Who may come in by a WebSocket: pages of our own site, and whoever shows a key in some way."""

from collections.abc import Collection

from aiohttp import web

from handlers.http.doorman import key_in
from handlers.http.socket_text import Message


def check_origin(request: web.Request, origins: Collection[str]) -> None:
    """Refuse pages of other sites: browsers let every page open a socket anywhere.

    Raises:
        HTTPForbidden: the page's site is not named.
    """
    origin = request.headers.get("Origin", "")
    own = {f"http://{request.host}", f"https://{request.host}"}
    if origin and origin not in own and not {"*", origin} & set(origins):
        raise web.HTTPForbidden


def given_key(request: web.Request, first: Message) -> str:
    """Return the key of a client: in a header, in the address, or in its first message."""
    for name in ("key", "token", "api_key"):
        if name in request.query:
            return request.query[name]
    return key_in(request) or str(first.get("key", ""))
