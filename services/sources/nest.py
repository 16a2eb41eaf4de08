"""Hatches a child of yt-dlp for each request from one that has read everything already.

Starting yt-dlp costs most of a second: importing it, compiling the patterns of 1,700 sites. One
process does that while links come in; a child is a copy of it that begins at once, shares its memory
and knows nothing of the children before it.
"""

import asyncio
import json
import os
import socket
import sys
import tempfile
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import structlog

from services.errors import SiteTrouble
from services.media.child import Limits, child, end_group, last_lines
from services.media.ffmpeg import find_ffmpeg
from services.nursery import Nursery

log = structlog.get_logger(__name__)

_PROGRAM: Final = "services.sources.ytdlp_nest"
_ROOT: Final = Path(__file__).resolve().parents[2]
_KEPT: Final = timedelta(minutes=1)
_LINE_BYTES: Final = 64 * 1024**2
_START_PATIENCE: Final = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Chick:
    """One child: lines of JSON go in and come out."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    pid: int


@dataclass(frozen=True, slots=True)
class _Hen:
    control: socket.socket
    stack: AsyncExitStack
    complaints: deque[str]
    edition: Path | None


class Nest:
    """Gives out children; each is gone, with all that it started, when its block ends.

    Args:
        nursery: Sends the warm one away after a while.
        limits: What a child may use.
        kept: How long the warm one waits for the next link.
        edition: Where the yt-dlp lies that is to be used from now on; None for the one that came with us.
    """

    def __init__(
        self,
        nursery: Nursery,
        *,
        limits: Limits,
        kept: timedelta = _KEPT,
        edition: Callable[[], Path | None] = lambda: None,
    ) -> None:
        self._edition = edition
        self._nursery = nursery
        self._limits = limits
        self._kept = kept
        self._hen: _Hen | None = None
        self._starting = asyncio.Lock()
        self._leaving: asyncio.TimerHandle | None = None

    @property
    def warm(self) -> bool:
        """Return whether a request would begin at once."""
        return self._hen is not None

    @asynccontextmanager
    async def hatched(self) -> AsyncIterator[Chick]:
        """Give one child for one request.

        Raises:
            SiteTrouble: it cannot be started, twice in a row.
        """
        chick = await self._hatch() or await self._hatch()
        if chick is None:
            raise SiteTrouble(host="yt-dlp")
        try:
            yield chick
        finally:
            self._stay_a_while()
            await _end(chick)

    async def close(self) -> None:
        """Send the warm one away."""
        if self._leaving is not None:
            self._leaving.cancel()
        async with self._starting:
            hen, self._hen = self._hen, None
            if hen is not None:
                await hen.stack.aclose()

    async def _hatch(self) -> Chick | None:
        """Return a child, None when the warm one turns out to be dead."""
        hen = await self._sitting()
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(hen.control, [b"+"], [theirs.fileno()])
            except OSError:
                ours.close()
                await self._bury(hen)
                return None
        # Whoever gives up from here on closes this end, at which the child ends itself.
        reader, writer = await asyncio.open_connection(sock=ours, limit=_LINE_BYTES)
        try:
            async with asyncio.timeout(_START_PATIENCE.total_seconds()):
                hello = await reader.readline()
            if hello:
                return Chick(reader, writer, int(json.loads(hello)["pid"]))
        except TimeoutError:
            log.warning("yt-dlp did not answer")
        except BaseException:
            writer.close()
            raise
        writer.close()
        await self._bury(hen)
        return None

    async def _bury(self, hen: _Hen) -> None:
        log.warning("yt-dlp died while it was warming up", said=list(hen.complaints))
        async with self._starting:
            if self._hen is hen:
                self._hen = None
                await hen.stack.aclose()

    async def _sitting(self) -> _Hen:
        async with self._starting:
            edition = self._edition()
            if self._hen is not None and self._hen.edition != edition:
                # Its children are on their own by now: they end their work with what they have.
                old, self._hen = self._hen, None
                await old.stack.aclose()
            if self._hen is None:
                self._hen = await self._start(edition)
            return self._hen

    async def _start(self, edition: Path | None) -> _Hen:
        places = [str(edition), str(_ROOT)] if edition else [str(_ROOT)]
        ours, theirs = socket.socketpair()
        async with AsyncExitStack() as stack:
            stack.enter_context(ours)
            with theirs:
                process = await stack.enter_async_context(
                    child(
                        [
                            sys.executable,
                            "-s",
                            "-P",  # nothing is imported from a folder that anybody may write in
                            "-B",
                            "-m",
                            _PROGRAM,
                            str(theirs.fileno()),
                            find_ffmpeg(),
                        ],
                        folder=Path(tempfile.gettempdir()),
                        cage=None,
                        limits=replace(self._limits, gives_way=False),
                        environment={
                            "PYTHONPATH": os.pathsep.join(places),
                            "YTDLP_NO_PLUGINS": "1",
                        },
                        passed=[theirs.fileno()],
                    )
                )
            complaints: deque[str] = deque(maxlen=8)
            self._nursery.spawn(last_lines(process.stderr, complaints), name="hear yt-dlp")
            return _Hen(ours, stack.pop_all(), complaints, edition)

    def _stay_a_while(self) -> None:
        if self._leaving is not None:
            self._leaving.cancel()
        self._leaving = asyncio.get_running_loop().call_later(
            self._kept.total_seconds(),
            lambda: self._nursery.spawn(self.close(), name="send yt-dlp away"),
        )


async def _end(chick: Chick) -> None:
    """End the child and whatever it has started, and wait until they are gone."""
    try:
        await end_group(chick.pid)
    finally:
        chick.writer.close()
