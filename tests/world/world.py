"""The made-up web: a proxy that lets nobody out, and sites that answer what they are told to."""

import asyncio
import ssl
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import trustme
from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Answer = str | bytes | dict | list | Path | Handler

_HELLO = b"\x16"
_KINDS = {
    ".m3u8": "application/vnd.apple.mpegurl",
    ".mpd": "application/dash+xml",
    ".ts": "video/mp2t",
    ".m4s": "video/iso.segment",
    ".mp4": "video/mp4",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".vtt": "text/vtt",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that reached the made-up web."""

    host: str
    method: str
    path: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    status: int


@dataclass
class Site:
    """One host, or all that a pattern fits."""

    host: str
    routes: dict[str, Handler] = field(default_factory=dict)

    def answers(
        self,
        path: str,
        answer: Answer,
        *,
        kind: str = "",
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> str:
        """Answer a path from now on; return its address, for patterns without `*` a whole one."""
        self.routes.pop(path, None)
        self.routes[path] = _handler(answer, kind=kind, status=status, headers=headers or {})
        return f"https://{self.host}{path}"

    def redirects(self, path: str, to: str, *, status: int = 302) -> str:
        """Send whoever asks for a path on to another address."""
        return self.answers(path, "", status=status, headers={"Location": to})

    def handler(self, path: str) -> Handler | None:
        if path in self.routes:
            return self.routes[path]
        newest_first = reversed(self.routes.items())
        return next((one for pattern, one in newest_first if fnmatchcase(path, pattern)), None)


@dataclass
class World:
    """Made by `open_world`."""

    proxy_url: str
    ca_path: Path
    sites: dict[str, Site] = field(default_factory=dict)
    requests: list[Asked] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    """Addresses and hosts that somebody asked for and nobody answered."""

    def site(self, host: str) -> Site:
        """Return the site of a host such as `www.example.org` or `*.example.org`."""
        return self.sites.setdefault(host, Site(host))

    def asked(self, host: str, path: str = "*") -> list[Asked]:
        """Return the requests for a host and a path; both may hold `*`."""
        return [
            one
            for one in self.requests
            if fnmatchcase(one.host, host) and fnmatchcase(one.path, path)
        ]

    def clear(self) -> None:
        """Make it empty again."""
        self.sites.clear()
        self.requests.clear()
        self.unanswered.clear()

    def at(self, host: str) -> Site | None:
        """Return who answers for a host."""
        if host in self.sites:
            return self.sites[host]
        newest_first = reversed(self.sites.items())
        return next((site for pattern, site in newest_first if fnmatchcase(host, pattern)), None)


@asynccontextmanager
async def open_world() -> AsyncIterator[World]:
    """Open an empty one on loopback."""
    authority = trustme.CA(organization_name="A made-up web")
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="world-")))
        authority.cert_pem.write_to_path(folder / "authority.pem")
        world = World("", folder / "authority.pem")
        plain = await stack.enter_async_context(_serving(world, None))
        sealed = await stack.enter_async_context(_serving(world, _seals(authority)))
        proxy = _Proxy(world, plain=plain, sealed=sealed)
        server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
        stack.push_async_callback(proxy.close)
        stack.callback(server.close)
        world.proxy_url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield world


def _seals(authority: trustme.CA) -> ssl.SSLContext:
    """Return a context that shows everybody the certificate of whom they asked for."""
    known: dict[str, ssl.SSLContext] = {}

    def context_for(host: str) -> ssl.SSLContext:
        if host not in known:
            known[host] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            authority.issue_cert(host).configure_cert(known[host])
        return known[host]

    def choose(connection: Any, name: str | None, _context: ssl.SSLContext) -> None:
        connection.context = context_for(name or "nobody.invalid")

    first = context_for("nobody.invalid")
    first.sni_callback = choose
    return first


@asynccontextmanager
async def _serving(world: World, seals: ssl.SSLContext | None) -> AsyncIterator[int]:
    """Serve every host on one port; yield the port."""
    scheme = "https" if seals else "http"

    async def serve(request: web.Request) -> web.StreamResponse:
        host = request.host.rpartition(":")[0] or request.host
        site = world.at(host)
        handler = site.handler(request.path) if site else None
        body = await request.read()
        status = 500
        try:
            response = await (handler or _nobody)(request)
            status = response.status
        except web.HTTPException as error:
            status = error.status
            raise
        finally:
            url = f"{scheme}://{host}{request.path_qs}"
            if handler is None:
                world.unanswered.append(f"{request.method} {url}")
            world.requests.append(
                Asked(host, request.method, request.path, url, request.headers, body, status)
            )
        return response

    application = web.Application(client_max_size=2**24)
    application.router.add_route("*", "/{path:.*}", serve)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=seals).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


class _Proxy:
    """Understands CONNECT alone, and leads everybody to the two servers."""

    def __init__(self, world: World, *, plain: int, sealed: int) -> None:
        self._world = world
        self._plain = plain
        self._sealed = sealed
        self._serving: set[asyncio.Task[None]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._serving.add(task)
        try:
            await self._serve(reader, writer)
        except (OSError, EOFError, asyncio.CancelledError):
            pass  # nobody is left to hear of it
        finally:
            self._serving.discard(task)
            writer.close()

    async def close(self) -> None:
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        method, target, _ = head.split(" ", 2)
        host = target.rpartition(":")[0].strip("[]")
        if method != "CONNECT" or self._world.at(host) is None:
            self._world.unanswered.append(f"{method} {target}")
            writer.write(b"HTTP/1.1 502 Nobody there\r\nContent-Length: 0\r\n\r\n")
            return
        writer.write(b"HTTP/1.1 200 There you are\r\n\r\n")
        first = await reader.read(2**16)
        port = self._sealed if first.startswith(_HELLO) else self._plain
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
        far_writer.write(first)
        async with asyncio.TaskGroup() as group:
            asking = group.create_task(_pump(reader, far_writer))
            await _pump(far_reader, writer)
            asking.cancel()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        with suppress(OSError):
            while chunk := await reader.read(2**16):
                writer.write(chunk)
                await writer.drain()
    finally:
        writer.close()


async def _nobody(_request: web.Request) -> web.StreamResponse:
    return web.Response(status=404, text="Nobody wrote this page")


def _handler(answer: Answer, *, kind: str, status: int, headers: Mapping[str, str]) -> Handler:
    if callable(answer):
        return answer

    async def respond(request: web.Request) -> web.StreamResponse:
        if isinstance(answer, Path):
            told = {"Content-Type": kind or _kind(request.path, answer), **headers}
            return web.FileResponse(answer, headers=told)
        if isinstance(answer, (dict, list)):
            return web.json_response(answer, status=status, headers=headers)
        told = {
            "Content-Type": kind or _KINDS.get(Path(request.path).suffix, "text/html"),
            **headers,
        }
        return web.Response(body=answer, status=status, headers=told)

    return respond


def _kind(path: str, file: Path) -> str:
    unknown = "application/octet-stream"
    return _KINDS.get(Path(path).suffix, _KINDS.get(file.suffix, unknown))
