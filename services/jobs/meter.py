"""Turns many small ticks into a few calm words about how far a stage is."""

from typing import Final

from services.clock import Clock
from services.jobs.events import Progress
from services.jobs.job import Job, Stage

_SECONDS_BETWEEN: Final = 0.25
_CALM_SECONDS: Final = 5.0
"""A speed is what was done within about so long; a single slow read does not make it jump."""


class Meter:
    """One stage of one job. A tick says how much is done and, where known, how much in all."""

    def __init__(self, stage: Stage, clock: Clock, *, in_bytes: bool) -> None:
        self._stage = stage
        self._clock = clock
        self._in_bytes = in_bytes
        self._told_at = float("-inf")
        self._seen_at: float | None = None
        self._seen = 0.0
        self._speed = 0.0

    def tick(self, done: float, total: float | None, *, job: Job) -> Progress | None:
        """Return what to tell now, if it is time to tell anything."""
        now = self._clock.monotonic()
        if now - self._told_at < _SECONDS_BETWEEN:
            return None
        self._told_at = now
        self._measure(done, now)
        known = total is not None and total > 0
        fraction = min(1.0, done / total) if known and total else None
        left = (total - done) / self._speed if known and total and self._speed > 0 else None
        return Progress(
            job,
            self._stage,
            fraction=fraction,
            done_bytes=int(done) if self._in_bytes else None,
            total_bytes=int(total) if self._in_bytes and total else None,
            bytes_per_second=self._speed if self._in_bytes and self._speed else None,
            seconds_left=max(0.0, left) if left is not None else None,
        )

    def _measure(self, done: float, now: float) -> None:
        if self._seen_at is None or done < self._seen:
            self._speed = 0.0
        elif now > self._seen_at:
            passed = now - self._seen_at
            speed = (done - self._seen) / passed
            weight = 1.0 if not self._speed else min(1.0, passed / _CALM_SECONDS)
            self._speed += (speed - self._speed) * weight
        self._seen_at, self._seen = now, done
