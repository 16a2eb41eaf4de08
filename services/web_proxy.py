"""A proxy on loopback through which every child must go, so that its redirects are checked as well."""

import asyncio
import base64
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

import structlog

from services.errors import AddressForbidden, LinkGone, SiteTrouble
from services.web_dial import Dialer, Streams
from services.web_request import Request, read_request

log = structlog.get_logger(__name__)

_HEAD_PATIENCE: Final = timedelta(seconds=20)
_HEAD_BYTES: Final = 64 * 1024
_CHUNK: Final = 256 * 1024
_MOST_CONNECTIONS: Final = 400
_MOST_OF_ONE: Final = 64
_FORBIDDEN: Final = "403 Address Forbidden"


@dataclass(slots=True)
class Lease:
    """One child's way out: the proxy's address with credentials of its own, and what went through."""

    url: str
    on_behalf_of: str = ""
    """The host that the child was started for."""
    refused: list[str] = field(default_factory=list)
    """Hosts inside a private network that the child was led to."""
    unknown: list[str] = field(default_factory=list)
    """Hosts that the child asked for and that do not exist."""
    received_bytes: int = 0
    heard_at: float = 0.0
    """When the last byte came in, on the loop's own clock."""
    most_bytes: int | None = None
    """After so many the lines are cut, whatever the child thinks of it."""
    connections: int = 0

    @property
    def is_spent(self) -> bool:
        """Return whether more came in than was granted."""
        return self.most_bytes is not None and self.received_bytes > self.most_bytes


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

    def detours(self, host: str) -> bool:
        """Return whether the operator wants a host to be asked through a proxy of theirs."""
        return bool(self._dialer.proxy_for(host))

    @contextmanager
    def lease(self, *, on_behalf_of: str = "", most_bytes: int | None = None) -> Iterator[Lease]:
        """Let one child out until the block ends.

        Args:
            on_behalf_of: The host that it is started for: if that has a proxy of its own, all that
                the child asks goes through it.
            most_bytes: After how many its lines are cut.
        """
        secret = secrets.token_urlsafe(18)
        token = base64.b64encode(f"child:{secret}".encode()).decode()
        url = f"http://child:{secret}@127.0.0.1:{self.port}"
        given = Lease(url, on_behalf_of, heard_at=_now(), most_bytes=most_bytes)
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
        except (OSError, EOFError, TimeoutError, asyncio.LimitOverrunError) as error:
            log.debug("proxied connection broke", error=repr(error))
        except asyncio.CancelledError:
            # It was hung up on; the server would log that as a crash of its own.
            log.debug("proxied connection hung up")
        finally:
            self._serving.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._serving) > _MOST_CONNECTIONS:
            return
        async with asyncio.timeout(_HEAD_PATIENCE.total_seconds()):
            head = await reader.readuntil(b"\r\n\r\n")
        try:
            request = read_request(head)
        except ValueError:
            await _answer(writer, "400 Bad Request")
            return
        lease = self._leases.get(request.token)
        if lease is None:
            await _answer(writer, "407 Proxy Authentication Required")
            return
        if lease.is_spent or lease.connections >= _MOST_OF_ONE:
            await _answer(writer, "429 Too Much")
            return
        lease.connections += 1
        try:
            await self._lead_on((reader, writer), request, lease)
        finally:
            lease.connections -= 1

    async def _lead_on(self, near: Streams, request: Request, lease: Lease) -> None:
        try:
            far = await self._dialer.dial(
                request.host, request.port, on_behalf_of=lease.on_behalf_of
            )
        except AddressForbidden:
            lease.refused.append(request.host)
            await _answer(near[1], _FORBIDDEN)
            return
        except (LinkGone, SiteTrouble) as error:
            if isinstance(error, LinkGone):
                lease.unknown.append(request.host)
            await _answer(near[1], f"502 {error.code}")
            return
        if request.head:
            far[1].write(request.head)
        else:
            near[1].write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await _relay(near, far, lease, body_bytes=request.body_bytes if request.head else None)


async def _answer(writer: asyncio.StreamWriter, status: str) -> None:
    more = 'Proxy-Authenticate: Basic realm="children"\r\n' if status.startswith("407") else ""
    writer.write(
        f"HTTP/1.1 {status}\r\n{more}Content-Length: 0\r\nConnection: close\r\n\r\n".encode()
    )
    await writer.drain()


async def _relay(near: Streams, far: Streams, lease: Lease, *, body_bytes: int | None) -> None:
    """Pass bytes on until one side has had enough: a child that is gone must not keep a line open."""
    try:
        async with asyncio.TaskGroup() as group:
            asking = group.create_task(_ask(near[0], far[1], body_bytes))
            answering = group.create_task(_bring(far[0], near[1], lease))
            await asyncio.wait({asking, answering}, return_when=asyncio.FIRST_COMPLETED)
            asking.cancel()
            answering.cancel()
    finally:
        far[1].close()


async def _ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, body_bytes: int | None
) -> None:
    """Pass on what the child says: all of it in a tunnel, else one body and not a byte more.

    What followed would be a second request, which nobody has looked at, to the server of the first.
    """
    left = body_bytes if body_bytes is not None else -1
    with suppress(OSError):
        while chunk := await reader.read(min(left, _CHUNK) if left > 0 else _CHUNK):
            if left == 0:
                return
            left -= len(chunk) if left > 0 else 0
            writer.write(chunk)
            await writer.drain()


async def _bring(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, lease: Lease) -> None:
    with suppress(OSError):
        while chunk := await reader.read(_CHUNK):
            lease.received_bytes += len(chunk)
            lease.heard_at = _now()
            if lease.is_spent:
                return
            writer.write(chunk)
            await writer.drain()


def _now() -> float:
    return asyncio.get_running_loop().time()
