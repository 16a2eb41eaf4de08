"""A proxy on loopback through which every child must go, so that its redirects are checked as well."""

import asyncio
import base64
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

import structlog

from services.errors import AddressForbidden, LinkGone, SiteTrouble
from services.web_dial import Dialer, Streams

log = structlog.get_logger(__name__)

_HEAD_PATIENCE: Final = timedelta(seconds=20)
_HEAD_BYTES: Final = 64 * 1024
_CHUNK: Final = 256 * 1024
_HOP_BY_HOP: Final = (b"proxy-", b"connection:", b"keep-alive:", b"host:")
_FORBIDDEN: Final = "403 Address Forbidden"


@dataclass(slots=True)
class Lease:
    """One child's way out: the proxy's address with credentials of its own, and what went through."""

    url: str
    refused: list[str] = field(default_factory=list)
    """Hosts inside a private network that the child was led to."""
    received_bytes: int = 0
    heard_at: float = 0.0
    """When the last byte came in, on the loop's own clock."""


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    host: str
    port: int
    token: str
    head: bytes
    """What the server is told; empty for a tunnel."""


@asynccontextmanager
async def open_web_proxy(dialer: Dialer, *, authorities: str = "") -> AsyncIterator["WebProxy"]:
    """Listen on a free port of loopback until the block ends."""
    proxy = WebProxy(dialer, authorities)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0, limit=_HEAD_BYTES)
    try:
        proxy.port = server.sockets[0].getsockname()[1]
        yield proxy
    finally:
        server.close()
        await proxy.hang_up()
        await server.wait_closed()


class WebProxy:
    """Checks where each connection leads, then passes the bytes on."""

    def __init__(self, dialer: Dialer, authorities: str = "") -> None:
        self.port = 0
        self.authorities = authorities
        """Certificates in PEM form that a child is to trust beside the usual ones."""
        self._dialer = dialer
        self._leases: dict[str, Lease] = {}
        self._serving: set[asyncio.Task[None]] = set()

    @contextmanager
    def lease(self) -> Iterator[Lease]:
        """Let one child out until the block ends."""
        secret = secrets.token_urlsafe(18)
        token = base64.b64encode(f"child:{secret}".encode()).decode()
        given = Lease(f"http://child:{secret}@127.0.0.1:{self.port}", heard_at=_now())
        self._leases[token] = given
        try:
            yield given
        finally:
            del self._leases[token]

    async def hang_up(self) -> None:
        """End every connection."""
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection to its end."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - the server runs each connection in a task
        self._serving.add(task)
        try:
            await self._serve(reader, writer)
        except (OSError, EOFError, TimeoutError, ValueError, asyncio.LimitOverrunError) as error:
            log.debug("proxied connection broke", error=repr(error))
        finally:
            self._serving.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(_HEAD_PATIENCE.total_seconds()):
            request = _read(await reader.readuntil(b"\r\n\r\n"))
        lease = self._leases.get(request.token)
        if lease is None:
            await _answer(writer, "407 Proxy Authentication Required")
            return
        try:
            far = await self._dialer.dial(request.host, request.port)
        except AddressForbidden:
            lease.refused.append(request.host)
            await _answer(writer, _FORBIDDEN)
            return
        except (LinkGone, SiteTrouble) as error:
            await _answer(writer, f"502 {error.code}")
            return
        if request.head:
            far[1].write(request.head)
        else:
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await _relay((reader, writer), far, lease)


def _read(head: bytes) -> _Request:
    """Return what is asked for.

    Raises:
        ValueError: it is no request that a proxy understands.
    """
    first, *lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    method, target, version = first.decode("latin-1").split(" ")
    token = ""
    for line in lines:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"proxy-authorization":
            token = value.decode("latin-1").strip().removeprefix("Basic ").strip()
    if method == "CONNECT":
        parts = urlsplit(f"//{target}")
        return _Request(method, parts.hostname or "", parts.port or 443, token, b"")
    parts = urlsplit(target)
    if parts.scheme != "http" or not parts.hostname:
        raise ValueError("not an address that a proxy can ask")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    kept = [line for line in lines if not line.lower().startswith(_HOP_BY_HOP)]
    authority = parts.netloc.rpartition("@")[2]
    told = [f"{method} {path} {version}".encode("latin-1"), b"Host: " + authority.encode("latin-1")]
    told += [*kept, b"Connection: close", b"", b""]
    return _Request(method, parts.hostname, parts.port or 80, token, b"\r\n".join(told))


async def _answer(writer: asyncio.StreamWriter, status: str) -> None:
    more = 'Proxy-Authenticate: Basic realm="children"\r\n' if status.startswith("407") else ""
    writer.write(
        f"HTTP/1.1 {status}\r\n{more}Content-Length: 0\r\nConnection: close\r\n\r\n".encode()
    )
    await writer.drain()


async def _relay(near: Streams, far: Streams, lease: Lease) -> None:
    try:
        async with asyncio.TaskGroup() as group:
            asking = group.create_task(_pump(near[0], far[1], None))
            await _pump(far[0], near[1], lease)
            asking.cancel()
    finally:
        far[1].close()


async def _pump(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, lease: Lease | None
) -> None:
    with suppress(OSError):
        while chunk := await reader.read(_CHUNK):
            if lease is not None:
                lease.received_bytes += len(chunk)
                lease.heard_at = _now()
            writer.write(chunk)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()


def _now() -> float:
    return asyncio.get_running_loop().time()
