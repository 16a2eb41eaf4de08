"""Keeps one child of yt-dlp ready while links come in, so that nobody waits for it to start."""

import asyncio
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

from services.media.child import Limits, child
from services.nursery import Nursery

_PROGRAM: Final = "services.sources.ytdlp_child"
_ROOT: Final = Path(__file__).resolve().parents[2]
_KEPT: Final = timedelta(minutes=1)


class Spares:
    """Gives out children that have read the whole of yt-dlp already.

    Args:
        nursery: Starts the next spare.
        limits: What a child may use.
        kept: How long a spare waits for work after the last link.
    """

    def __init__(self, nursery: Nursery, *, limits: Limits, kept: timedelta = _KEPT) -> None:
        self._nursery = nursery
        self._limits = limits
        self._kept = kept
        self._waiting: _Held | None = None
        self._starting = False
        self._closed = False
        self._dismissal: asyncio.TimerHandle | None = None

    @property
    def ready(self) -> bool:
        """Return whether a spare waits."""
        return self._waiting is not None and self._waiting.process.returncode is None

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[Process]:
        """Give one child for one request; when the block ends it is gone, and a spare is made."""
        held = self._waiting if self.ready else None
        if held is not None:
            self._waiting = None
        else:
            held = await self._start()
        try:
            yield held.process
        finally:
            await held.stack.aclose()
            self._keep_one_ready()

    async def close(self) -> None:
        """End the spare."""
        self._closed = True
        await self._dismiss()

    def _keep_one_ready(self) -> None:
        if self._closed:
            return
        if self._dismissal is not None:
            self._dismissal.cancel()
        loop = asyncio.get_running_loop()
        self._dismissal = loop.call_later(
            self._kept.total_seconds(),
            lambda: self._nursery.spawn(self._dismiss(), name="dismiss the spare of yt-dlp"),
        )
        if not self.ready and not self._starting:
            self._starting = True
            self._nursery.spawn(self._refill(), name="start a spare of yt-dlp")

    async def _refill(self) -> None:
        try:
            held = await self._start()
            if self._closed:
                await held.stack.aclose()
                return
            self._waiting = held
        finally:
            self._starting = False

    async def _dismiss(self) -> None:
        if self._dismissal is not None:
            self._dismissal.cancel()
        held, self._waiting = self._waiting, None
        if held is not None:
            await held.stack.aclose()

    async def _start(self) -> "_Held":
        async with AsyncExitStack() as stack:
            process = await stack.enter_async_context(
                child(
                    [sys.executable, "-s", "-B", "-m", _PROGRAM],
                    folder=Path(tempfile.gettempdir()),
                    limits=self._limits,
                    environment={"PYTHONPATH": str(_ROOT), "YTDLP_NO_PLUGINS": "1"},
                    talks=True,
                )
            )
            return _Held(process, stack.pop_all())


class _Held:
    """A running child and what ends it."""

    def __init__(self, process: Process, stack: AsyncExitStack) -> None:
        self.process = process
        self.stack = stack
