"""How the jobs stand as a whole: what an owner and a dashboard want to see."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.jobs.job import Job, Stage, State
from services.jobs.order import Lane


@dataclass(frozen=True, slots=True)
class LaneView:
    """One lane."""

    waiting: int
    running: Mapping[Stage, int]


@dataclass(frozen=True, slots=True)
class Overview:
    """All lanes, and the last 24 hours."""

    lanes: Mapping[Lane, LaneView]
    oldest_waiting_seconds: float | None
    failures: Mapping[str, int]
    """By the code of the error."""
    done: int
    cancelled: int


def overview_of(
    active: Iterable[Job], ended: Iterable[tuple[State, str, int]], *, now: float
) -> Overview:
    """Return the figures for what waits and runs, and for what ended of late."""
    jobs = list(active)
    waiting = [job for job in jobs if job.state is State.WAITING]
    by_end: Counter[State] = Counter()
    failures: Counter[str] = Counter()
    for state, code, count in ended:
        by_end[state] += count
        if state is State.FAILED:
            failures[code] += count
    return Overview(
        lanes={lane: _lane(jobs, lane) for lane in Lane},
        oldest_waiting_seconds=max((now - job.created_at for job in waiting), default=None),
        failures=dict(failures),
        done=by_end[State.DONE],
        cancelled=by_end[State.CANCELLED],
    )


def _lane(jobs: Iterable[Job], lane: Lane) -> LaneView:
    mine = [job for job in jobs if job.order.lane is lane]
    running = Counter(job.stage for job in mine if job.state is State.RUNNING and job.stage)
    return LaneView(sum(job.state is State.WAITING for job in mine), dict(running))
