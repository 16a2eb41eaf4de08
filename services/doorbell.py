"""Waits for news or for a time, whichever comes first, by a clock that tests can turn."""

import asyncio
from datetime import timedelta

from services.clock import Clock


class Doorbell:
    """Rung by one side, waited for by the other."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wake the one who waits, now or when they begin to."""
        self._rung.set()

    async def wait(self, delay: timedelta | None) -> None:
        """Wait until it rings, at most so long; None is for ever."""
        if delay is None:
            await self._rung.wait()
        elif not self._rung.is_set():
            await self._wait_at_most(delay)
        self._rung.clear()

    async def _wait_at_most(self, delay: timedelta) -> None:
        async with asyncio.TaskGroup() as group:
            alarm = group.create_task(self._ring_after(delay))
            await self._rung.wait()
            alarm.cancel()

    async def _ring_after(self, delay: timedelta) -> None:
        await self._clock.sleep(delay)
        self._rung.set()
