"""Ends every open WebSocket when the house closes: each client is told, and after a moment cut off.

A site that closes reads nothing any more, not even that a client hangs up, too: it would wait for ten
seconds and more.
"""

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import Final

from aiohttp import WSCloseCode, web

_GOING: Final = timedelta(seconds=1)
"""How long clients have to go by themselves."""


class OpenLines:
    """Knows which WebSockets are open."""

    def __init__(self) -> None:
        self._open: list[tuple[web.BaseRequest, web.WebSocketResponse]] = []

    def attach(self, site: web.Application) -> None:
        """Look after those of a site."""
        site.on_response_prepare.append(self._note)
        site.on_shutdown.append(self._hang_up)

    async def _note(self, request: web.Request, response: web.StreamResponse) -> None:
        if isinstance(response, web.WebSocketResponse):
            self._open = [line for line in self._open if not line[1].closed]
            self._open.append((request, response))

    async def _hang_up(self, _: web.Application) -> None:
        async with asyncio.TaskGroup() as group:
            for request, socket in self._open:
                group.create_task(_end(request, socket))


async def _end(request: web.BaseRequest, socket: web.WebSocketResponse) -> None:
    # So that clients come back once the service has started anew.
    with suppress(TimeoutError):
        async with asyncio.timeout(_GOING.total_seconds()):
            await socket.close(code=WSCloseCode.GOING_AWAY)
    if request.transport is not None:
        request.transport.close()
