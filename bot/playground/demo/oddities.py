"""Serves what goes wrong out there: slow lines, cut lines, silence, wrong names, huge files, circles."""

import asyncio
import struct
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from aiohttp import hdrs, web

_CHUNK = 64 * 1024
_TICK_SECONDS = 0.25
_MEGABYTE = 1_000_000
_NOTHING = bytes(_CHUNK)
_NOT_SOUND = b"""<!doctype html><html><head><title>Sign in</title></head>
<body><h1>Sign in to listen</h1><p>This is a web page, whatever its name says.</p></body></html>
"""


class Oddities:
    """The routes that misbehave on purpose.

    Args:
        media: The folder with the demo site's files.
    """

    def __init__(self, media: Path) -> None:
        self._song = media / "harbour.mp3"
        self._film = media / "film-240.mp4"
        self._cuts: Counter[str] = Counter()

    def routes(self) -> list[web.RouteDef]:
        """Return where each of them is found."""
        return [
            web.get("/slow.mp3", self._slow),
            web.get("/broken.mp3", self._broken),
            web.get("/flaky.mp3", self._flaky),
            web.get("/song.mp3", self._fake),
            web.get("/big.mp4", self._big),
            web.get("/big.bin", self._big),
            web.get("/stall.mp3", self._stall),
            web.get("/loop", self._loop),
            web.get("/to", self._to),
            web.get("/status/{code:[1-5][0-9][0-9]}", self._status),
        ]

    def forget(self) -> None:
        """Let the shaky line break again."""
        self._cuts.clear()

    async def _slow(self, request: web.Request) -> web.StreamResponse:
        """Trickle the song, evenly, so that the whole of it takes `?seconds=`."""
        song = self._song.read_bytes()
        seconds = max(_TICK_SECONDS, _number(request, "seconds", 60))
        part = _part_of(request, len(song))
        step = max(1, round(len(song) * _TICK_SECONDS / seconds))
        sent = _Sent(part, len(song), "audio/mpeg")
        return await _send(request, sent, _trickled(song, part, step))

    async def _broken(self, request: web.Request) -> web.StreamResponse:
        """Promise the whole song, send half of it, hang up; every time, wherever one resumes."""
        song = self._song.read_bytes()
        return await _cut_off(request, song, range(len(song)))

    async def _flaky(self, request: web.Request) -> web.StreamResponse:
        """Hang up halfway `?cuts=` times (once), then serve the song and its ranges as asked."""
        if self._cuts[request.path_qs] >= _number(request, "cuts", 1):
            return web.FileResponse(self._song)
        if request.method != hdrs.METH_HEAD:
            self._cuts[request.path_qs] += 1
        song = self._song.read_bytes()
        return await _cut_off(request, song, _part_of(request, len(song)))

    async def _fake(self, _request: web.Request) -> web.Response:
        return web.Response(body=_NOT_SOUND, content_type="audio/mpeg")

    async def _big(self, request: web.Request) -> web.StreamResponse:
        """Serve the film followed by a box of nothing: a true MP4 of any size, made while it is sent."""
        film = self._film.read_bytes()
        size = max(len(film) + 16, round(_number(request, "mb", 60) * _MEGABYTE))
        head = film + struct.pack(">I4sQ", 1, b"free", size - len(film))
        part = _part_of(request, size)
        kind = "video/mp4" if request.path.endswith(".mp4") else "application/octet-stream"
        return await _send(request, _Sent(part, size, kind), _padded(head, part))

    async def _stall(self, request: web.Request) -> web.StreamResponse:
        """Answer with a promise and then nothing; `?before=headers` keeps even the promise back."""
        if request.query.get("before") == "headers":
            await asyncio.Event().wait()
        sent = _Sent(range(_MEGABYTE), _MEGABYTE, "audio/mpeg")
        return await _send(request, sent, _nothing())

    async def _loop(self, request: web.Request) -> web.Response:
        raise web.HTTPFound(request.path)

    async def _to(self, request: web.Request) -> web.Response:
        """Redirect anywhere, as advertisers' pages do: `?url=`."""
        raise web.HTTPFound(request.query.get("url", "/"))

    async def _status(self, request: web.Request) -> web.Response:
        return web.Response(status=int(request.match_info["code"]), text="As you asked.\n")


def _number(request: web.Request, name: str, default: float) -> float:
    try:
        return float(request.query.get(name, default))
    except ValueError as error:
        raise web.HTTPBadRequest(text=f"{name} is not a number\n") from error


def _part_of(request: web.Request, size: int) -> range:
    """Return the bytes that the request wants, the whole when it names no range."""
    try:
        start, stop, _ = request.http_range.indices(size)
    except ValueError as error:
        raise web.HTTPRequestRangeNotSatisfiable from error
    if start >= stop:
        raise web.HTTPRequestRangeNotSatisfiable
    return range(start, stop)


@dataclass(frozen=True, slots=True)
class _Sent:
    part: range
    size: int
    kind: str


async def _send(
    request: web.Request, sent: _Sent, chunks: AsyncIterator[bytes]
) -> web.StreamResponse:
    response = web.StreamResponse(
        headers={hdrs.ACCEPT_RANGES: "bytes", hdrs.CONTENT_TYPE: sent.kind}
    )
    if hdrs.RANGE in request.headers and len(sent.part) < sent.size:
        response.set_status(206)
        response.headers[hdrs.CONTENT_RANGE] = (
            f"bytes {sent.part.start}-{sent.part.stop - 1}/{sent.size}"
        )
    response.content_length = len(sent.part)
    await response.prepare(request)
    if request.method == hdrs.METH_HEAD:
        return response
    async for chunk in chunks:
        await response.write(chunk)
    return response


async def _cut_off(request: web.Request, content: bytes, part: range) -> web.StreamResponse:
    async def half() -> AsyncIterator[bytes]:
        yield content[part.start : part.start + len(part) // 2]
        if request.transport is not None:
            # Closing sends what is buffered; the promise of the rest stays broken.
            request.transport.close()

    return await _send(request, _Sent(part, len(content), "audio/mpeg"), half())


async def _trickled(content: bytes, part: range, step: int) -> AsyncIterator[bytes]:
    for at in range(part.start, part.stop, step):
        yield content[at : min(at + step, part.stop)]
        await asyncio.sleep(_TICK_SECONDS)


async def _nothing() -> AsyncIterator[bytes]:
    await asyncio.Event().wait()
    yield b""


async def _padded(head: bytes, part: range) -> AsyncIterator[bytes]:
    for at in range(part.start, min(part.stop, len(head)), _CHUNK):
        yield head[at : min(at + _CHUNK, part.stop, len(head))]
    left = part.stop - max(part.start, len(head))
    while left > 0:
        yield _NOTHING[:left]
        left -= _CHUNK
