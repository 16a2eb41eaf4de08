"""Jobs are counted by what the feed tells."""

import re

from bot import metrics
from services.crew.role import Role
from services.crew.roster import Worker
from services.errors import TooBig
from services.jobs.events import Cancelled, Failed, Finished, Progress, Started
from services.jobs.job import Failure, Job, Stage, State
from services.jobs.order import Channel, Lane, Order, Product, Recipient
from services.jobs.overview import LaneView, Overview
from services.platforms.link import Link
from services.store.blobs import Figures
from tests.services.store.hands import Hands


def job(name: str, failure: Failure | None = None) -> Job:
    order = Order(
        product=Product.MEDIA,
        source=Link("https://example.com/a", "web", "web:a"),
        recipient=Recipient(Channel.TELEGRAM),
        account=1,
    )
    return Job(name, order, State.RUNNING, None, created_at=0, failure=failure)


OVERVIEW = Overview(
    lanes={Lane.FAST: LaneView(3, {}), Lane.BULK: LaneView(4, {})},
    oldest_waiting_seconds=12.5,
    failures={},
    done=0,
    cancelled=0,
)
FIGURES = Figures(blobs=2, used_bytes=100, reserved_bytes=50, max_bytes=1000, free_bytes=700)


WORKERS = [
    Worker("a", "1", frozenset({Role.CPU}), "1", {Role.CPU: 2}, busy=1),
    Worker("b", "2", frozenset({Role.CPU, Role.GPU}), "1", {Role.CPU: 2, Role.GPU: 1}, busy=2),
]


def shown() -> str:
    return metrics.exposition(OVERVIEW, FIGURES, WORKERS).decode()


def value(line: str) -> float:
    """Return what the exposition says; 0 when it does not say anything yet."""
    found = re.search(rf"^{re.escape(line)} (\S+)$", shown(), re.MULTILINE)
    return float(found[1]) if found else 0.0


LINES = (
    'hearsay_jobs_total{outcome="done",product="media"}',
    'hearsay_jobs_total{outcome="failed",product="media"}',
    'hearsay_jobs_total{outcome="cancelled",product="media"}',
    'hearsay_job_failures_total{code="too-big"}',
    "hearsay_cache_hits_total",
    "hearsay_fetched_bytes_total",
    "hearsay_delivered_bytes_total",
    'hearsay_stage_seconds_sum{stage="fetch"}',
    'hearsay_stage_seconds_count{stage="deliver"}',
    'hearsay_jobs_running{stage="fetch"}',
)


def test_ends_stages_and_bytes_are_counted() -> None:
    before = [value(line) for line in LINES]
    clock = Hands()
    watch = metrics.JobWatch(clock)
    one, two, three = job("1"), job("2", Failure(TooBig.code, {})), job("3")
    watch.see(Started(one, Stage.FETCH))
    watch.see(Started(three, Stage.FETCH))
    watch.see(Progress(one, Stage.FETCH, done_bytes=100))
    watch.see(Progress(one, Stage.FETCH, done_bytes=None))
    watch.see(Progress(one, Stage.FETCH, done_bytes=250))
    clock.turn(seconds=5)
    watch.see(Started(one, Stage.DELIVER))
    watch.see(Progress(one, Stage.DELIVER, done_bytes=40))
    watch.see(Finished(one))
    watch.see(Finished(job("4"), cached=True))
    watch.see(Failed(two))
    assert value(LINES[-1]) - before[-1] == 1
    watch.see(Cancelled(three))
    after = [value(line) for line in LINES]
    changes = [new - old for new, old in zip(after, before, strict=True)]
    assert changes == [2, 1, 1, 1, 1, 250, 40, 10, 1, 0]


def test_how_things_stand_is_told_as_it_is_now() -> None:
    assert value('hearsay_jobs_waiting{lane="bulk"}') == 4
    assert value("hearsay_oldest_waiting_seconds") == 12.5
    assert value('hearsay_blobs_bytes{what="reserved"}') == 50
    assert value("process_cpu_seconds_total") > 0
    assert value('hearsay_workers{role="cpu"}') == 2
    assert value('hearsay_workers{role="gpu"}') == 1
    assert value("hearsay_workers_busy") == 3


def test_what_the_governor_and_the_inbox_do_is_counted() -> None:
    names = ("hearsay_updates_received_total", 'hearsay_telegram_refusals_total{method="x"}')
    before = [value(name) for name in names]
    metrics.updates_received(3)
    metrics.telegram_refused("x")
    metrics.governor_waited(0.2, kind="progress")
    assert [value(name) for name in names] == [before[0] + 3, before[1] + 1]
    assert value('hearsay_governor_wait_seconds_count{kind="progress"}') >= 1
