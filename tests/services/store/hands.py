"""A clock whose hands a test turns."""

import asyncio
from datetime import timedelta


class Hands:
    """Time stands still until it is turned; a sleep turns it."""

    def __init__(self) -> None:
        self._now = 1_800_000_000.0

    def turn(self, *, seconds: float) -> None:
        self._now += seconds

    def now(self) -> float:
        return self._now

    def monotonic(self) -> float:
        return self._now

    async def sleep(self, delay: timedelta) -> None:
        self._now += delay.total_seconds()
        await asyncio.sleep(0)
