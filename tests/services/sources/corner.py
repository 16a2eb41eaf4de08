"""A server of a test's own: it serves what it is told to, and counts who asks."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from bot.playground.demo.pages import Film, Source, film_page

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Corner:
    url: str
    hits: Counter[str] = field(default_factory=Counter)
    routes: dict[str, Answer] = field(default_factory=dict)

    def clear(self) -> None:
        """Forget what was served; the next test's addresses are others."""
        self.hits.clear()
        self.routes.clear()

    def text(self, path: str, text: str, kind: str = "text/html") -> str:
        """Serve a text, and return its address."""

        async def answer(_request: web.Request) -> web.Response:
            return web.Response(text=text, content_type=kind)

        self.routes[path] = answer
        return self.url + path

    def bytes(
        self, path: str, body: bytes, kind: str = "application/octet-stream", **more: str
    ) -> str:
        """Serve bytes, ranges included, and return their address."""

        async def answer(request: web.Request) -> web.Response:
            part = request.http_range
            asked = part.start is not None and not more.get("no_ranges")
            start, stop, _ = part.indices(len(body)) if asked else (0, len(body), 1)
            headers = {"Content-Type": kind}
            if asked:
                headers["Content-Range"] = f"bytes {start}-{stop - 1}/{len(body)}"
            return web.Response(
                body=body[start:stop], status=206 if asked else 200, headers=headers
            )

        self.routes[path] = answer
        return self.url + path

    def silent(self, path: str, kind: str = "video/mp2t") -> str:
        """Answer with a promise and then nothing."""

        async def answer(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse(headers={"Content-Type": kind, "Content-Length": "99999"})
            await response.prepare(request)
            await asyncio.Event().wait()
            return response

        self.routes[path] = answer
        return self.url + path

    def film(self, path: str, *files: str) -> str:
        """Serve a page with a player of files that are found elsewhere; return its address."""
        sources = tuple(
            Source(path=file, label=str(n), size_bytes=0, height=240 * n)
            for n, file in enumerate(files, start=1)
        )
        page = film_page("", Film("A page of its own", "Nobody", 24, sources))
        return self.text(path, page)


@asynccontextmanager
async def open_corner() -> AsyncIterator[Corner]:
    corner = Corner("")

    async def serve(request: web.Request) -> web.StreamResponse:
        corner.hits[request.path] += 1
        answer = corner.routes.get(request.path)
        if answer is None:
            raise web.HTTPNotFound
        return await answer(request)

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", serve)
    runner = web.AppRunner(
        application, access_log=None, handler_cancellation=True, shutdown_timeout=0.1
    )
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        corner.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield corner
    finally:
        await runner.cleanup()
