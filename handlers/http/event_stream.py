"""Server-sent events, one JSON document each. The answer begins with the first of them."""

import json
from typing import Any

from aiohttp import web

_HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-cache",
    "X-Accel-Buffering": "no",
}


class EventStream:
    """The answer to a request, sent bit by bit."""

    def __init__(self, request: web.Request) -> None:
        self._request = request
        self.response = web.StreamResponse(headers=_HEADERS)

    @property
    def has_begun(self) -> bool:
        """Return whether it is too late for any other answer."""
        return self.response.prepared

    async def send(self, event: dict[str, Any]) -> None:
        """Send one event.

        Raises:
            ConnectionError: nobody reads any more.
        """
        await self._write(json.dumps(event))

    async def end(self) -> web.StreamResponse:
        """Say that this was all."""
        await self._write("[DONE]")
        await self.response.write_eof()
        return self.response

    async def _write(self, text: str) -> None:
        if not self.response.prepared:
            await self.response.prepare(self._request)
        await self.response.write(f"data: {text}\n\n".encode())
