"""Shows programs out whose key was taken away while they were being answered, be it a stream or a file."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Final

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from handlers.http.doorman import CALLER, may_stay
from services.core import Core
from services.nursery import Nursery

log = structlog.get_logger(__name__)

_EVERY: Final = timedelta(seconds=2)


class Porter:
    """Knows who is inside."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._inside: dict[int, web.Request] = {}

    def attach(self, site: web.Application) -> None:
        """Look after a site, as long as that is open."""
        site.middlewares.append(self._see_in)
        site.cleanup_ctx.append(self._attend)

    async def show_out(self) -> None:
        """Hang up on those who would not be let in any more; their work stops with that."""
        callers = [(request, request.get(CALLER)) for request in self._inside.values()]
        for request, caller in callers:
            if caller is None or await may_stay(caller, self._core):
                continue
            if request.transport is not None:
                request.transport.close()

    @web.middleware
    async def _see_in(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self._inside[id(request)] = request
        try:
            return await handler(request)
        finally:
            del self._inside[id(request)]

    async def _attend(self, _: web.Application) -> AsyncIterator[None]:
        async with Nursery() as nursery:
            looking = look_round(self._core, self.show_out)
            nursery.spawn(looking, name="show out programs without a key")
            yield


async def look_round(core: Core, show_out: Callable[[], Awaitable[None]]) -> None:
    """Show out every few seconds, until cancelled.

    Somebody else may have revoked the key, in another process: nobody tells us.
    """
    while True:
        await core.clock.sleep(_EVERY)
        try:
            await show_out()
        except sqlite3.Error as error:
            log.warning("keys cannot be looked at", reason=str(error))
