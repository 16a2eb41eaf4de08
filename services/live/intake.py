"""Brings what has come of a session on the spool: once and whole, whatever happens in between.

A full disk or a crash costs nothing but time: what has come is decoded anew, and what is on the spool
already is left out.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import timedelta
from pathlib import Path
from typing import Final

import structlog

from services.errors import LiveTooLong
from services.live.came import Came
from services.live.flow import Flow
from services.live.incoming import sound_in
from services.live.spool import Spool
from services.live.wish import LiveWish
from services.nursery import Nursery
from services.store.full_disk import is_disk_full
from services.transcripts.samples import RATE, Samples

log = structlog.get_logger(__name__)

_PART_SECONDS: Final = 10
_ONE_PART_BYTES: Final = 2**62
_WARM_UP: Final = RATE
"""So much before the place where it goes on a resampler has to hear to go on as if it had never stopped."""
_CONTAINER_SECOND_BYTES: Final = 192_000
"""Two channels of 16 bits at 48 kHz: no container of a voice is larger than that."""
_AGAIN: Final = timedelta(seconds=1)
_AGAIN_AT_LAST: Final = timedelta(minutes=1)
"""A long container is decoded from its beginning each time."""


class Intake:
    """One session's.

    Args:
        wish: Says what comes.
        spool: Gets the sound.
        flow: Is told that there is more.
        longest: More sound than that is not taken.
        nursery: Keeps what a container's decoder needs.
        folder: Where it all lies.
    """

    def __init__(
        self,
        wish: LiveWish,
        spool: Spool,
        flow: Flow,
        *,
        longest: timedelta,
        nursery: Nursery,
        folder: Path,
    ) -> None:
        self._wish = wish
        self._spool = spool
        self._flow = flow
        self._longest = longest
        self._nursery = nursery
        self._folder = folder
        second_bytes = wish.second_bytes or _CONTAINER_SECOND_BYTES
        self._most_bytes = round(longest.total_seconds() * second_bytes)
        # What says in its head what it is must be read from there.
        part_bytes = wish.second_bytes * _PART_SECONDS or _ONE_PART_BYTES
        self._came = Came(folder, part_bytes=part_bytes)
        self._made = 0
        self._ended = False
        self._news = asyncio.Event()

    async def open(self) -> None:
        """Find what an earlier life has left."""
        await self._came.open()

    @property
    def taken(self) -> int:
        """Return how many bytes have come and stay."""
        return self._came.size

    @property
    def place(self) -> int:
        """Return the sample behind all that has been taken; in a container that is not known exactly."""
        if not self._wish.second_bytes:
            return self._spool.count
        return self.taken // self._wish.frame_bytes * RATE // self._wish.rate

    async def take(self, raw: bytes) -> None:
        """Take the next bytes.

        Raises:
            LiveTooLong: as many have come as may.
            OSError: the disk is full; none of them was taken.
        """
        if self.taken + len(raw) > self._most_bytes:
            raise self._too_long()
        await self._came.append(raw)
        self._news.set()

    def end(self) -> None:
        """Say that no more comes."""
        self._ended = True
        self._news.set()

    async def work(self) -> None:
        """Bring everything on the spool that has come and comes, until no more does.

        Raises:
            FileUnreadable: nothing of it is sound.
            LiveTooLong: there is as much sound as there may be.
        """
        wait = _AGAIN
        while True:
            try:
                return await self._work()
            except OSError as error:
                log.warning("live sound waits for room", reason=error.strerror)
                if is_disk_full(error):
                    self._hold_back()
            await asyncio.sleep(wait.total_seconds())
            wait = min(2 * wait, _AGAIN_AT_LAST)

    async def _work(self) -> None:
        start = self._came.start
        self._made = start * RATE // self._wish.second_bytes if start else 0
        sound = sound_in(self._raw(start), self._wish, nursery=self._nursery, folder=self._folder)
        async with aclosing(sound):
            async for samples in sound:
                await self._keep(samples)

    async def _raw(self, at: int) -> AsyncIterator[bytes]:
        while True:
            self._news.clear()
            if piece := await self._came.read(at):
                at += len(piece)
                yield piece
                await self._forget()
            elif self._ended and at == self._came.size:
                return
            elif at == self._came.size:
                await self._news.wait()

    async def _keep(self, samples: Samples) -> None:
        """Put sound on the spool, but for what stands there already."""
        new = samples[max(0, self._spool.count - self._made) :]
        self._made += len(samples)
        room = max(0, round(self._longest.total_seconds() * RATE) - self._spool.count)
        if len(new):
            await self._spool.append(new[:room])
            self._flow.held_back = None
            self._flow.news.set()
        if len(new) > room:
            raise self._too_long()

    def _hold_back(self) -> None:
        self._flow.held_back = max(0, self.place - self._spool.count)
        self._flow.news.set()

    async def _forget(self) -> None:
        """Let go of what is on the spool and will not be needed to go on."""
        if self._wish.second_bytes:
            safe = max(0, self._spool.count - _WARM_UP)
            await self._came.forget(safe * self._wish.second_bytes // RATE)

    def _too_long(self) -> LiveTooLong:
        return LiveTooLong(minutes=round(self._longest.total_seconds() / 60))
