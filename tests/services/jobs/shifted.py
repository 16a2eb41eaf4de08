"""A clock that a test moves on, and on which nobody waits long."""

import asyncio
from datetime import timedelta

from services.clock import SystemClock
from services.jobs import works


class Shifted(SystemClock):
    """The machine's clock, and so many seconds more."""

    def __init__(self) -> None:
        self.shift = 0.0

    def now(self) -> float:
        return super().now() + self.shift

    async def sleep(self, delay: timedelta) -> None:
        # Who looks for lost jobs finds one that was merely on its way, if they look again at once.
        is_watch = delay == works._LOST_AFTER
        await asyncio.sleep(2 if is_watch else min(delay.total_seconds(), 0.02))

    async def pass_minutes(self, minutes: float) -> None:
        """Let time pass a minute at a time, and everybody look at the clock meanwhile."""
        while minutes > 0:
            self.shift += 60 * min(minutes, 1)
            minutes -= 1
            await asyncio.sleep(0.03)
