"""A clock that stands still until a test turns its hands; sleepers wake in the order of their times."""

import asyncio
import heapq
import itertools
from datetime import timedelta


class Hands:
    """Turned by `turn`, which lets everything happen that the passing time makes happen."""

    def __init__(self) -> None:
        self._now = 1_800_000_000.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()

    def now(self) -> float:
        return self._now

    def monotonic(self) -> float:
        return self._now

    async def sleep(self, delay: timedelta) -> None:
        due = self._now + delay.total_seconds()
        future = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (due, next(self._numbers), future))
        await future

    async def turn(self, seconds: float) -> None:
        end = self._now + seconds
        await settle()
        while self._sleepers and self._sleepers[0][0] <= end:
            due, _, future = heapq.heappop(self._sleepers)
            if future.done():
                continue
            self._now = max(self._now, due)
            future.set_result(None)
            await settle()
        self._now = end
        await settle()


async def settle() -> None:
    """Let every task run until nothing more happens without time passing."""
    for _ in range(50):
        await asyncio.sleep(0)
