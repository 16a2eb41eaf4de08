"""Jobs are counted by what the feed tells."""

import re

from bot import metrics
from services.errors import TooBig
from services.jobs.events import Cancelled, Failed, Finished, Progress, Started
from services.jobs.job import Failure, Job, Stage, State
from services.jobs.order import Channel, Order, Product, Recipient
from services.platforms.link import Link
from tests.services.store.hands import Hands


def job(name: str, failure: Failure | None = None) -> Job:
    order = Order(
        product=Product.MEDIA,
        source=Link("https://example.com/a", "web", "web:a"),
        recipient=Recipient(Channel.TELEGRAM),
        account=1,
    )
    return Job(name, order, State.RUNNING, None, created_at=0, failure=failure)


def value(line: str) -> float:
    """Return what the exposition says; 0 when it does not say anything yet."""
    found = re.search(rf"^{re.escape(line)} (\S+)$", metrics.exposition().decode(), re.MULTILINE)
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
