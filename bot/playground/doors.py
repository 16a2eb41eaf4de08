"""Who may come in: only this machine's own pages, and under /sim/ only those that know the token."""

import hmac
import json
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.playground.refusals import Refusal
from bot.playground.shapes import Json, Value

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Answerer = Callable[[web.Request], Awaitable[Value]]

LOOPBACK_NAMES = {"localhost", "127.0.0.1", "[::1]"}


class Door:
    """Lets in those who carry the token."""

    def __init__(self, token: str) -> None:
        self._token = token

    def guarded(self, handler: Handler) -> Handler:
        """Return a handler that asks for the token first."""

        async def ask(request: web.Request) -> web.StreamResponse:
            given = request.headers.get("X-Sim-Token") or request.query.get("token", "")
            if not hmac.compare_digest(given.encode(), self._token.encode()):
                return _failure(403, "the token of the page is missing or wrong")
            return await handler(request)

        return ask

    def told(self, answerer: Answerer) -> Handler:
        """Return a handler that also turns results and errors into JSON."""

        async def tell(request: web.Request) -> web.StreamResponse:
            try:
                answer = await answerer(request)
            except KeyError as error:
                return _failure(400, f"{error.args[0]} is missing or unknown")
            except (ValueError, TypeError) as error:
                return _failure(400, str(error))
            except Refusal as refusal:
                return _failure(400, refusal.description)
            return web.json_response(answer)

        return self.guarded(tell)


async def read_body(request: web.Request) -> Json:
    """Return a request's JSON object; an empty body is an empty one.

    Raises:
        ValueError: It is no JSON.
        TypeError: It is no object.
    """
    body = await request.read()
    content = json.loads(body or b"{}")
    if not isinstance(content, dict):
        raise TypeError("a JSON object is expected")
    return content


def only_for(host: str) -> Value:
    """Return a middleware that answers only to names of this machine (against DNS rebinding)."""
    names = LOOPBACK_NAMES | ({host} if host not in {"0.0.0.0", "::"} else set())  # noqa: S104 - nobody is asked

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        name, _, port = request.host.rpartition(":")
        if name not in names or port != str(_port_of(request)):
            return web.Response(status=403, text="This address is not served here.")
        return await handler(request)

    return check


def _port_of(request: web.Request) -> int:
    place = request.transport.get_extra_info("sockname") if request.transport else None
    return int(place[1]) if place else 0


def _failure(status: int, why: str) -> web.Response:
    return web.json_response({"error": why}, status=status)
