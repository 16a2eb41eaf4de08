"""How long the lines are, and how long one has to wait in them: counted, and told only when it is known."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from statistics import fmean
from typing import Final

from services.jobs.job import Job, State
from services.jobs.order import Lane, Product
from services.jobs.tracks import Limits, Track, track_for, track_of
from services.store.database import Database

_RECENT: Final = timedelta(days=1).total_seconds()
_TOOK: Final = """
    SELECT product, lane, ended_at - started_at AS took FROM jobs
    WHERE state = 'done' AND started_at IS NOT NULL AND ended_at >= :since
    ORDER BY ended_at DESC LIMIT 200
"""


@dataclass(frozen=True, slots=True)
class LineView:
    """One track."""

    waiting: int
    running: int
    limit: int
    """How many may run at once."""
    took_seconds: float | None
    """How long a job takes, by those of the last day; None when there was none."""

    @property
    def wait_seconds(self) -> float | None:
        """Return how long somebody would wait who came now; None when nobody can say."""
        return self.wait_at(self.waiting + 1)

    def wait_at(self, place: int) -> float | None:
        """Return how long the one at this place of the line will wait; None when nobody can say."""
        free = self.limit - self.running
        if place <= free:
            return 0.0
        if self.took_seconds is None:
            return None
        return (place - max(0, free)) * self.took_seconds / self.limit


@dataclass(frozen=True, slots=True)
class QueueView:
    """All tracks, and what waits beside them."""

    lines: Mapping[Track, LineView]
    scheduled: int
    """Jobs whose moment has not come."""

    @property
    def waiting(self) -> int:
        """Return how many wait for their turn."""
        return sum(line.waiting for line in self.lines.values())

    @property
    def running(self) -> int:
        """Return how many run."""
        return sum(line.running for line in self.lines.values())


async def durations(database: Database, *, now: float) -> dict[Track, float]:
    """Return how long the jobs of the last day took on each track, on the average."""
    took: dict[Track, list[float]] = defaultdict(list)
    for row in await database.rows(_TOOK, since=now - _RECENT):
        track = track_for(Product(row["product"]), Lane(row["lane"]))
        took[track].append(max(0.0, row["took"]))
    return {track: fmean(all_of) for track, all_of in took.items()}


def queue_of(
    active: Iterable[Job], took: Mapping[Track, float], limits: Limits, *, now: float
) -> QueueView:
    """Return how the lines stand."""
    waiting: dict[Track, int] = defaultdict(int)
    running: dict[Track, int] = defaultdict(int)
    scheduled = 0
    for job in active:
        if job.state is State.RUNNING:
            running[track_of(job.order)] += 1
        elif job.due_at is not None and job.due_at > now:
            scheduled += 1
        else:
            waiting[track_of(job.order)] += 1
    lines = {
        track: LineView(waiting[track], running[track], limits.of(track), took.get(track))
        for track in Track
    }
    return QueueView(lines, scheduled)
