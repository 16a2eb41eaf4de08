"""What is counted, for Prometheus: one registry, and a function for each thing that happens."""

from collections.abc import Sequence
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client import generate_latest as in_text

from services.clock import Clock
from services.crew.role import Role
from services.crew.roster import Worker
from services.jobs.events import (
    Cancelled,
    Counted,
    Event,
    Failed,
    Feed,
    Finished,
    Heard,
    Progress,
    Queued,
    Started,
)
from services.jobs.job import Job, Stage
from services.jobs.overview import Overview
from services.store.blobs import Figures

_REGISTRY: Final = CollectorRegistry(auto_describe=True)
_QUICK: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_INLINE_KINDS: Final = frozenset({"audio", "video", "document", "way"})
_LONG: Final = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600)

_RECEIVED = Counter("hearsay_updates_received", "Updates stored.", registry=_REGISTRY)
_PARKED = Counter("hearsay_updates_parked", "Updates given up.", registry=_REGISTRY)
_WAITING = Gauge("hearsay_updates_waiting", "Updates not handled yet.", registry=_REGISTRY)
_HANDLED = Histogram(
    "hearsay_update_seconds", "Handling of an update.", buckets=_QUICK, registry=_REGISTRY
)
_JOBS = Counter("hearsay_jobs", "Jobs that ended.", ["product", "outcome"], registry=_REGISTRY)
_FAILURES = Counter("hearsay_job_failures", "Failed jobs.", ["code"], registry=_REGISTRY)
_RUNNING = Gauge("hearsay_jobs_running", "Jobs in a stage.", ["stage"], registry=_REGISTRY)
_STAGE = Histogram("hearsay_stage_seconds", "Stages.", ["stage"], buckets=_LONG, registry=_REGISTRY)
_CACHED = Counter(
    "hearsay_cache_hits", "Results delivered without origin or upload.", registry=_REGISTRY
)
_FETCHED = Counter("hearsay_fetched_bytes", "Bytes fetched.", registry=_REGISTRY)
_DELIVERED = Counter("hearsay_delivered_bytes", "Bytes uploaded.", registry=_REGISTRY)
_GOVERNOR = Histogram(
    "hearsay_governor_wait_seconds",
    "Calls held back to keep Telegram's pace.",
    ["kind"],
    buckets=_QUICK,
    registry=_REGISTRY,
)
_FLOODED = Counter("hearsay_telegram_refusals", "Answers 429.", ["method"], registry=_REGISTRY)
_INLINE = Counter("hearsay_inline_chosen", "Inline results taken.", ["kind"], registry=_REGISTRY)
_LANE = Gauge("hearsay_jobs_waiting", "Jobs waiting.", ["lane"], registry=_REGISTRY)
_OLDEST = Gauge("hearsay_oldest_waiting_seconds", "The longest wait.", registry=_REGISTRY)
_KEPT = Gauge("hearsay_blobs_bytes", "Bytes kept, set aside, free.", ["what"], registry=_REGISTRY)
_WORKERS = Gauge("hearsay_workers", "Workers that live.", ["role"], registry=_REGISTRY)
_BUSY = Gauge("hearsay_workers_busy", "What all workers are doing.", registry=_REGISTRY)
ProcessCollector(registry=_REGISTRY)


def updates_received(count: int) -> None:
    """Updates were stored that were not there before."""
    _RECEIVED.inc(count)


def updates_waiting(change: int) -> None:
    """So many more (or, negative, fewer) updates wait to be handled."""
    _WAITING.inc(change)


def update_handled(seconds: float) -> None:
    """A handler took so long for an update."""
    _HANDLED.observe(seconds)


def update_parked() -> None:
    """An update was given up."""
    _PARKED.inc()


def governor_waited(seconds: float, *, kind: str) -> None:
    """A call of this kind (answer, delivery, keyboard, progress) was held back so long."""
    _GOVERNOR.labels(kind).observe(seconds)


def telegram_refused(method: str) -> None:
    """Telegram answered 429."""
    _FLOODED.labels(method).inc()


def inline_chosen(kind: str) -> None:
    """Somebody took what was offered in inline mode; `kind` may be made up."""
    _INLINE.labels(kind if kind in _INLINE_KINDS else "other").inc()


def exposition(overview: Overview, figures: Figures, workers: Sequence[Worker] = ()) -> bytes:
    """Return everything in Prometheus' text format, with how jobs and files stand right now."""
    for lane, view in overview.lanes.items():
        _LANE.labels(lane).set(view.waiting)
    _OLDEST.set(overview.oldest_waiting_seconds or 0)
    _KEPT.labels("used").set(figures.used_bytes)
    _KEPT.labels("reserved").set(figures.reserved_bytes)
    _KEPT.labels("free").set(figures.free_bytes)
    for role in (Role.CPU, Role.GPU):
        _WORKERS.labels(role).set(sum(role in worker.roles for worker in workers))
    _BUSY.set(sum(worker.busy for worker in workers))
    return in_text(_REGISTRY)


async def count_jobs(feed: Feed, clock: Clock) -> None:
    """Count what the feed tells about jobs, until cancelled."""
    watch = JobWatch(clock)
    with feed.listen() as events:
        async for event in events:
            watch.see(event)


class JobWatch:
    """Turns the events of jobs into counts and durations. Forgets a job when it ends."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._stages: dict[str, tuple[Stage, float]] = {}
        self._bytes: dict[str, int] = {}

    def see(self, event: Event) -> None:
        """Count one event."""
        match event:
            case Started(job=job, stage=stage):
                self._leave_stage(job)
                self._stages[job.id] = (stage, self._clock.monotonic())
                _RUNNING.labels(stage).inc()
            case Progress(job=job, stage=stage, done_bytes=int(done)):
                self._moved(job, stage, done)
            case Finished(job=job, cached=cached):
                _CACHED.inc(int(cached))
                self._over(job, "done")
            case Failed(job=job):
                _FAILURES.labels(job.failure.code if job.failure else "unknown").inc()
                self._over(job, "failed")
            case Cancelled(job=job):
                self._over(job, "cancelled")
            case Queued() | Progress() | Heard() | Counted():
                pass

    def _moved(self, job: Job, stage: Stage, done_bytes: int) -> None:
        more = done_bytes - self._bytes.get(job.id, 0)
        self._bytes[job.id] = done_bytes
        counter = {Stage.FETCH: _FETCHED, Stage.DELIVER: _DELIVERED}.get(stage)
        if counter is not None and more > 0:
            counter.inc(more)

    def _leave_stage(self, job: Job) -> None:
        self._bytes.pop(job.id, None)
        left = self._stages.pop(job.id, None)
        if left is None:
            return
        stage, begun = left
        _RUNNING.labels(stage).dec()
        _STAGE.labels(stage).observe(self._clock.monotonic() - begun)

    def _over(self, job: Job, outcome: str) -> None:
        self._leave_stage(job)
        _JOBS.labels(job.order.product, outcome).inc()
