"""The only source of time, so that tests can turn the hands."""

import asyncio
import time
from datetime import timedelta
from typing import Protocol


class Clock(Protocol):
    """What the time is, and how to wait for another."""

    def now(self) -> float:
        """Return seconds since 1970, UTC; it may jump when the machine's clock is set."""
        ...

    def monotonic(self) -> float:
        """Return seconds that only ever grow, for measuring how long something took."""
        ...

    async def sleep(self, delay: timedelta) -> None:
        """Wait."""
        ...


class SystemClock:
    """The machine's own."""

    def now(self) -> float:
        """Return seconds since 1970, UTC."""
        return time.time()

    def monotonic(self) -> float:
        """Return seconds that only ever grow."""
        return time.monotonic()

    async def sleep(self, delay: timedelta) -> None:
        """Wait on the running loop."""
        await asyncio.sleep(delay.total_seconds())
