"""Takes files straight from their address: one question for the facts, one for the bytes."""

import asyncio
import errno
import os
import re
import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, Final

from aiohttp import ClientError, ClientResponse, hdrs

from services.errors import NoRoom, SiteDown, SiteTooSlow, SiteTrouble, TooBig
from services.sources.fetched import Ticks
from services.sources.pace import USUAL, Pace, Pacer
from services.sources.sniffing import name_in
from services.web import Web
from services.web_host import host_in
from services.web_status import refuse_status

HEAD_BYTES: Final = 512 * 1024
"""How much of a file is read to learn what it is."""

_MOMENT: Final = timedelta(seconds=1.5)
_TAIL_BYTES: Final = 1024 * 1024
_STALL: Final = timedelta(seconds=30)
_FRUITLESS: Final = 3
_PAUSE: Final = timedelta(seconds=0.3)
_WRITTEN_AT_ONCE: Final = 1024 * 1024
_WRITTEN_WITHIN: Final = 0.25
_PARTIAL: Final = 206
_BEYOND: Final = 416
_RANGE: Final = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")


@dataclass(frozen=True, slots=True)
class Sniffed:
    """The beginning of what an address answers with."""

    url: str
    """Where it really is."""
    head: bytes
    size_bytes: int | None
    name: str
    kind: str
    """The Content-Type, without its parameters."""


async def sniff(web: Web, url: str, *, referer: str = "", patience: timedelta = _STALL) -> Sniffed:
    """Read the beginning of an answer, as far as it comes quickly.

    Args:
        web: Asks.
        url: Where.
        referer: The page that shows the file, told to sites that want to know.
        patience: How long the line may be silent.

    Raises:
        HearsayError: it cannot be asked, or says no.
    """
    wanted: dict[str, str] = {hdrs.RANGE: f"bytes=0-{HEAD_BYTES - 1}"}
    if referer:
        wanted[hdrs.REFERER] = referer
    async with web.get(url, headers=wanted, patience=patience) as answer:
        if answer.status == _BEYOND:
            return Sniffed(str(answer.url), b"", 0, name_in(url), "")
        refuse_status(answer.status, _host(answer))
        disposition = answer.content_disposition
        told = disposition.filename if disposition else None
        return Sniffed(
            url=str(answer.url),
            head=await _some(answer, HEAD_BYTES),
            size_bytes=_whole_size(answer),
            name=(told or name_in(str(answer.url)) or name_in(url))[:200],
            kind=answer.content_type,
        )


async def sniff_end(web: Web, url: str, size_bytes: int) -> bytes:
    """Return the end of a file: some keep their index there. Empty when the site does not give it."""
    start = max(0, size_bytes - _TAIL_BYTES)
    async with web.get(url, headers={"Range": f"bytes={start}-"}) as answer:
        if answer.status != _PARTIAL:
            return b""
        return await _some(answer, _TAIL_BYTES)


async def download(
    web: Web,
    url: str,
    *,
    to: Path,
    ticks: Ticks,
    most_bytes: int | None = None,
    pace: Pace = USUAL,
) -> None:
    """Write the file to `to`, whole or not at all; a line that breaks is taken up where it broke.

    Raises:
        NoRoom: the disk is full.
        SiteTooSlow: no bytes came for too long, or so few that it would never end.
        SiteTrouble: the line breaks again and again.
        TooBig: it is larger than `most_bytes`.
        HearsayError: it cannot be asked, or says no.
    """
    part = to.with_name(f".{to.name}.part")
    try:
        with part.open("wb", buffering=0) as file:
            await _Download(web, url, file, ticks, most_bytes=most_bytes, pace=pace).run()
        part.replace(to)
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        free = shutil.disk_usage(to.parent).free
        raise NoRoom(needed_bytes=0, free_bytes=free) from error
    finally:
        part.unlink(missing_ok=True)


class _Download:
    """One file on its way."""

    def __init__(
        self,
        web: Web,
        url: str,
        file: BinaryIO,
        ticks: Ticks,
        *,
        most_bytes: int | None,
        pace: Pace,
    ) -> None:
        self._web = web
        self._url = url
        self._file = file
        self._ticks = ticks
        self._most_bytes = most_bytes
        self._pace = pace
        self._crawls = False
        self._done = 0
        self._total: int | None = None
        self._mark = ""
        """The server's word for this very version of the file."""

    async def run(self) -> None:
        best, fruitless = 0, 0
        while True:
            try:
                await self._go_on()
            except (SiteDown, SiteTrouble, SiteTooSlow) as error:
                fruitless = 0 if self._done > best else fruitless + 1
                best = max(best, self._done)
                if (
                    self._crawls
                    or fruitless >= _FRUITLESS
                    or (fruitless and isinstance(error, SiteTooSlow))
                ):
                    raise
                await asyncio.sleep(_PAUSE.total_seconds())
            else:
                return

    async def _go_on(self) -> None:
        headers = {"Range": f"bytes={self._done}-"} if self._done else {}
        if self._done and self._mark:
            headers["If-Range"] = self._mark
        async with self._web.get(self._url, headers=headers, patience=self._pace.silence) as answer:
            if answer.status == _BEYOND and self._done == self._total:
                return
            refuse_status(answer.status, _host(answer))
            await self._settle(answer)
            await self._take(answer)
        if self._total is not None and self._done != self._total:
            raise SiteTrouble(host=_host(answer))

    async def _settle(self, answer: ClientResponse) -> None:
        """Find out where this answer's bytes belong."""
        total = _whole_size(answer)
        if self._done and (_start(answer) != self._done or total != self._total):
            # It begins anew, or is not the same file any more.
            self._done = 0
            await asyncio.to_thread(self._file.truncate, 0)
            await asyncio.to_thread(self._file.seek, 0)
            if _start(answer):
                raise SiteTrouble(host=_host(answer))
        self._total = total
        strong = answer.headers.get(hdrs.ETAG, "")
        weak = strong.startswith("W/") or not strong
        self._mark = answer.headers.get(hdrs.LAST_MODIFIED, "") if weak else strong
        self._refuse_big(total)

    async def _take(self, answer: ClientResponse) -> None:
        waiting = bytearray()
        now = asyncio.get_running_loop().time
        written_at = now()
        pacer, came = Pacer(self._pace), 0
        try:
            async for chunk in answer.content.iter_any():
                waiting += chunk
                came += len(chunk)
                if pacer.is_too_slow(came, now=now()):
                    self._crawls = True
                    raise SiteTooSlow(host=_host(answer), seconds=_seconds(self._pace.over))
                if len(waiting) >= _WRITTEN_AT_ONCE or now() - written_at > _WRITTEN_WITHIN:
                    await self._write(waiting)
                    written_at = now()
        finally:
            # What came before the line broke is not asked for again.
            await self._write(waiting)

    async def _write(self, waiting: bytearray) -> None:
        if not waiting:
            return
        chunk = bytes(waiting)
        waiting.clear()
        await asyncio.to_thread(_write_all, self._file, chunk)
        self._done += len(chunk)
        self._refuse_big(self._done)
        self._ticks(self._done, self._total)

    def _refuse_big(self, size_bytes: int | None) -> None:
        if self._most_bytes is not None and (size_bytes or 0) > self._most_bytes:
            raise TooBig(size_bytes=size_bytes or 0, limit_bytes=self._most_bytes)


def _seconds(span: timedelta) -> int:
    return round(span.total_seconds())


def _write_all(file: BinaryIO, chunk: bytes) -> None:
    rest = memoryview(chunk)
    while rest:
        rest = rest[os.write(file.fileno(), rest) :]


async def _some(answer: ClientResponse, most_bytes: int) -> bytes:
    """Return what comes within a moment, but at least a first piece."""
    some = bytearray(await answer.content.readany())
    try:
        async with asyncio.timeout(_MOMENT.total_seconds()):
            while len(some) < most_bytes and (chunk := await answer.content.readany()):
                some += chunk
    except (TimeoutError, ClientError):
        # Slow or cut: what is there may tell enough.
        pass
    return bytes(some[:most_bytes])


def _whole_size(answer: ClientResponse) -> int | None:
    """Return the size of the whole file, None when the site does not tell or packs it on the way."""
    if answer.headers.get(hdrs.CONTENT_ENCODING, "identity").lower() != "identity":
        return None
    if answer.status != _PARTIAL:
        return answer.content_length
    told = _RANGE.match(answer.headers.get(hdrs.CONTENT_RANGE, ""))
    return int(told[3]) if told and told[3] != "*" else None


def _start(answer: ClientResponse) -> int:
    told = _RANGE.match(answer.headers.get(hdrs.CONTENT_RANGE, ""))
    return int(told[1]) if answer.status == _PARTIAL and told else 0


def _host(answer: ClientResponse) -> str:
    return host_in(str(answer.url))
