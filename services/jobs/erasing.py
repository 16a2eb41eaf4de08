"""Erases jobs: those that were deleted, that are old, or of which an account wants nothing kept."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final

from services.accounts.preferences import Preferences
from services.clock import Clock
from services.jobs.clean_figures import count_before_forgetting
from services.jobs.discretion import Discretion, Eraser
from services.jobs.events import Feed
from services.jobs.findings import Stock
from services.jobs.job import Job
from services.jobs.redacting import NamelessResults, strike_calls
from services.jobs.retention import Also, Retention
from services.jobs.traces import Traces
from services.jobs.works import Works
from services.nursery import Nursery

_FORGET_CALLS: Final = "DELETE FROM webhooks WHERE about = :job AND state <> 'waiting'"
_FORGET_ANSWERS: Final = """
    DELETE FROM repeatable WHERE account = :account AND instr(body, :job) > 0
"""
_FORGET_ALL_ANSWERS: Final = "DELETE FROM repeatable WHERE account = :account"


class Erasing:
    """Deletes, once there is an engine to be told of it; before that, little is deleted."""

    def __init__(self, stock: Stock, clock: Clock, preferences: Preferences) -> None:
        self._stock = stock
        self._clock = clock
        self._preferences = preferences
        self._traces = Traces(stock.database, stock.blobs)
        self._retention: Retention | None = None
        self._discretion: Discretion | None = None
        self.also: list[Also] = []
        """Others who keep something of jobs."""

    @asynccontextmanager
    async def open(
        self, works: Works, feed: Feed, delete: Callable[[Job], Awaitable[None]]
    ) -> AsyncIterator[None]:
        """Look after what accounts do not want kept.

        Args:
            works: Where jobs are worked on.
            feed: Says when one has ended.
            delete: Deletes a job together with those of its entries.
        """

        async def forget_runs(job: Job) -> None:
            await works.engine.forget(f"{job.id}.{run}" for run in range(1, job.run + 1))

        stock = self._stock
        self._retention = Retention(
            stock.table,
            stock.artifacts,
            stock.playlists,
            stock.blobs,
            works.engine,
            self._clock,
            also=self._tell_others,
        )
        eraser = Eraser(
            traces=self._traces,
            results=NamelessResults(stock.artifacts, stock.blobs, stock.censor, stock.words),
            delete=delete,
            release=works.let_go,
            forget_runs=forget_runs,
            scrub_runs=works.engine.scrub,
            also=self._tell_others,
        )
        self._discretion = Discretion(stock.database, self._clock, self._preferences, eraser)
        async with Nursery() as tasks:
            tasks.spawn(self._discretion.watch(feed), name="watch ends")
            tasks.spawn(self._discretion.look_after(), name="look after privacy")
            yield

    async def erase(self, job: Job) -> None:
        """Erase a job that has ended, with all that only it has left."""
        await count_before_forgetting(self._stock.database)
        await self._traces.erase_words(job, keeps_own=True)
        await self._traces.erase_media(job)
        await self._traces.end_links(job.id)
        # Whoever is still to be told of its end is told, without names.
        await strike_calls(job, self._stock.database)
        await self._stock.database.write(_FORGET_CALLS, job=job.id)
        # What was answered to the request that gave the order may hold what came of it.
        await self._stock.database.write(
            _FORGET_ANSWERS, account=job.order.account, job=job.id.encode()
        )
        if self._retention is not None:
            await self._retention.forget_job(job)

    async def erase_ended(self, account: int | None, before: float) -> int:
        """Delete the jobs that ended before a moment; None means everybody's. Return how many."""
        await count_before_forgetting(self._stock.database)
        if self._retention is None:
            return 0
        return await self._retention.forget_ended(account, before=before)

    async def erase_account(self, account: int) -> None:
        """Delete all jobs of an account; none of them is under way."""
        await self._stock.speaker_names.forget(account)
        await self._stock.database.write(_FORGET_ALL_ANSWERS, account=account)
        await count_before_forgetting(self._stock.database)
        if self._retention is not None:
            await self._retention.forget_account(account)

    async def erase_old(self, *, jobs: timedelta, facts: timedelta) -> int:
        """Delete what has been kept long enough, by its age. Return how many jobs it was."""
        if self._retention is None:
            return 0
        before = self._clock.now() - facts.total_seconds()
        await self._stock.speaker_names.delete_old(before=before)
        await count_before_forgetting(self._stock.database)
        if self._discretion is not None:
            await self._discretion.sweep()
        if self._stock.words is not None:
            await self._stock.words.forget_old(before=before)
        return await self._retention.forget_old(jobs=jobs, facts=facts)

    async def _tell_others(self, jobs: Collection[str]) -> None:
        for act in self.also:
            await act(jobs)
