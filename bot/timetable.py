"""The timetable: what is done by itself, every so often or once a night.

A duty that was missed (the machine slept) is done once, late; one that still runs is not started again;
one that fails is logged and comes again at its next time.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from services.nursery import Nursery

log = structlog.get_logger(__name__)

_NIGHT_HOUR: Final = 4
_SPREAD_SECONDS: Final = 600  # not all duties of all machines at the same second


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to do again and again; without `every`, once a night."""

    name: str
    work: Callable[[], Awaitable[object]]
    every: timedelta | None = None


@asynccontextmanager
async def open_timetable(duties: Iterable[Duty]) -> AsyncIterator[None]:
    """Do the duties at their times until the block ends; what runs then is cancelled and awaited."""
    scheduler = AsyncIOScheduler()
    async with Nursery() as nursery:
        for duty in duties:
            scheduler.add_job(
                _starter(duty, nursery),
                _trigger(duty),
                id=duty.name,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )
        scheduler.start()
        try:
            yield
        finally:
            scheduler.shutdown(wait=False)


async def perform(duty: Duty) -> None:
    """Do one duty now; a failure is logged, because nobody waits for it."""
    try:
        await duty.work()
    except Exception:
        log.exception("duty failed", duty=duty.name)
    else:
        log.debug("duty done", duty=duty.name)


def _starter(duty: Duty, nursery: Nursery) -> Callable[[], Awaitable[None]]:
    async def start() -> None:
        await nursery.spawn(perform(duty), name=f"duty {duty.name}")

    return start


def _trigger(duty: Duty) -> BaseTrigger:
    if duty.every is None:
        return CronTrigger(hour=_NIGHT_HOUR, jitter=_SPREAD_SECONDS)
    return IntervalTrigger(seconds=duty.every.total_seconds())
