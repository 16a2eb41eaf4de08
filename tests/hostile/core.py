"""The real core without a chat: jobs go in, results stay on the shelf."""

from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

from services.clock import SystemClock
from services.jobs.events import Feed
from services.jobs.jobs import Jobs, open_jobs
from services.jobs.order import Channel
from services.jobs.rooms import Rooms, Rules
from services.jobs.shelf import Shelf
from services.jobs.tracks import Limits
from services.nursery import Nursery
from services.sources.sources import open_sources
from services.store.blobs import open_blobs
from services.store.database import open_database
from services.web import Web


class HastyClock(SystemClock):
    """Waits a hundredth of what it is told: there is nobody here who needs the pause."""

    async def sleep(self, delay: timedelta) -> None:
        await super().sleep(delay / 100)


async def open_core(
    way: Web,
    folder: Path,
    stack: AsyncExitStack,
    *,
    most_bytes: int,
    keep_free_bytes: int = 2**20,
    at_once: int = 4,
) -> Jobs:
    """Return the desk for jobs; everything is closed with the stack."""
    clock, enter = HastyClock(), stack.enter_async_context
    nursery = await enter(Nursery())
    sources = await enter(
        open_sources(way, nursery, most_bytes=most_bytes, stall=timedelta(seconds=10))
    )
    database = await enter(open_database(folder / "hearsay.db"))
    blobs = await enter(
        open_blobs(
            folder / "blobs",
            database,
            clock,
            max_bytes=2**31,
            keep_free_bytes=keep_free_bytes,
        )
    )
    rooms = Rooms(
        database=database,
        blobs=blobs,
        feed=Feed(),
        clock=clock,
        nursery=nursery,
        sources=sources,
        data_dir=folder,
    )
    limits = Limits(cards=at_once, fast=at_once, per_account=at_once)
    jobs = await enter(open_jobs(rooms, Rules(limits=limits, most_waiting=10_000)))
    await jobs.start(deliveries={Channel.SHELF: Shelf()})
    return jobs
