"""`/api/transcribe/live`: a WebSocket into which sound goes and out of which words come."""

from collections.abc import Collection
from contextlib import ExitStack
from datetime import timedelta
from typing import Final

from aiohttp import web

from handlers.http.addresses import address_of
from handlers.http.live_talk import Conversation
from handlers.http.socket_door import check_origin
from handlers.http.strangers import Strangers
from services.core import Core

_HEARTBEAT: Final = timedelta(seconds=20)
_LARGEST_MESSAGE: Final = 1024 * 1024
"""Strangers may send one, too."""


def live_routes(core: Core, *, origins: Collection[str] = ()) -> list[web.RouteDef]:
    """Return the routes of live sessions; pages of other sites may come if they are named."""
    strangers = Strangers()

    async def serve(request: web.Request) -> web.StreamResponse:
        check_origin(request, origins)
        socket = web.WebSocketResponse(
            heartbeat=_HEARTBEAT.total_seconds(),
            max_msg_size=_LARGEST_MESSAGE,
            compress=False,
        )
        with ExitStack() as unknown:
            unknown.enter_context(strangers.admitted(address_of(request)))
            await socket.prepare(request)
            await Conversation(socket, request, core, known=unknown.close).hold()
        return socket

    async def status(_: web.Request) -> web.Response:
        return web.json_response({
            "available": core.jobs.can_hear,
            "llm_polish_available": core.polish.is_available,
            "sessions": core.live.running,
        })

    return [
        web.get("/api/transcribe/live", serve),
        web.get("/api/transcribe/live/status", status),
        # Where AudioGrab has it.
        web.get("/transcribe/live", serve),
        web.get("/transcribe/live/status", status),
    ]
