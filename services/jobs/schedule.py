"""Jobs that wait for a moment of the clock, and who is due."""

import heapq
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

_LONGEST: Final = timedelta(minutes=1)
"""The machine's clock may be set, and the machine may sleep: nobody trusts a longer wait."""


@dataclass(frozen=True, slots=True, order=True)
class _Date:
    due_at: float
    job_id: str


class Schedule:
    """Knows jobs by their ids only. Everything is immediate, nothing waits."""

    def __init__(self) -> None:
        self._due: dict[str, float] = {}
        self._dates: list[_Date] = []

    def add(self, job_id: str, due_at: float) -> None:
        """Let a job wait until then, and no longer until any earlier or later moment."""
        self._due[job_id] = due_at
        heapq.heappush(self._dates, _Date(due_at, job_id))

    def remove(self, job_id: str) -> None:
        """Take a job out; harmless when it does not wait here."""
        self._due.pop(job_id, None)

    def knows(self, job_id: str) -> bool:
        """Return whether a job waits here."""
        return job_id in self._due

    def take(self, now: float) -> list[str]:
        """Take out all whose moment has come, in the order of their moments."""
        taken = []
        while (first := self._first()) is not None and first.due_at <= now:
            heapq.heappop(self._dates)
            del self._due[first.job_id]
            taken.append(first.job_id)
        return taken

    def wait(self, now: float) -> timedelta | None:
        """Return how long nobody need look; None when nobody waits."""
        first = self._first()
        if first is None:
            return None
        return min(_LONGEST, timedelta(seconds=max(0.0, first.due_at - now)))

    def _first(self) -> _Date | None:
        """Return the next date that still holds."""
        while self._dates and self._due.get(self._dates[0].job_id) != self._dates[0].due_at:
            heapq.heappop(self._dates)
        return self._dates[0] if self._dates else None
