"""Keeps what accounts want kept of their jobs, and no more: looked after as soon as a job has ended.

What a crash has left is found at the next start, because each job says what has been erased of it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog

from services.accounts.preferences import Preferences, Privacy
from services.clock import Clock
from services.doorbell import Doorbell
from services.jobs.events import Cancelled, Failed, Feed, Finished
from services.jobs.job import Job
from services.jobs.order import Channel, Product
from services.jobs.redacting import NamelessResults, redacted_failure, redacted_order, strike_calls
from services.jobs.retention import Also
from services.jobs.rows import failure_json, job_of
from services.jobs.traces import Traces
from services.store.database import Database

log = structlog.get_logger(__name__)

FETCHED_WITHIN: Final = timedelta(hours=1)
"""So long a program has to fetch what it must not find later."""
_LOOK_AGAIN: Final = timedelta(minutes=1)
_SETTLED: Final = timedelta(seconds=2)
"""So long whoever is told of an end has to look at the job."""
_WORDS: Final = "words"
_NAMES: Final = "names"
_AT_ONCE: Final = 200
_OVER: Final = """
    SELECT * FROM jobs WHERE account = :account AND ended_at IS NOT NULL
       AND (:all OR cleared NOT LIKE '%' || :lacking || '%')
    ORDER BY ended_at LIMIT :limit
"""
_CLEARED: Final = """
    UPDATE jobs SET cleared = trim(cleared || ' ' || :what)
    WHERE id = :id AND cleared NOT LIKE '%' || :what || '%'
"""
_REDACT: Final = """
    UPDATE jobs SET "order" = :order, source_key = :source_key, title = '', artifact = :artifact,
        failure = :failure
    WHERE id = :id AND ended_at IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Eraser:
    """What is done to jobs that have ended."""

    traces: Traces
    results: NamelessResults
    delete: Callable[[Job], Awaitable[None]]
    """Erases a job with all that only it has left."""
    release: Callable[[Job], Awaitable[None]]
    """Lets the files go that a job holds."""
    forget_runs: Callable[[Job], Awaitable[None]]
    """Erases what the engine keeps of a job."""
    scrub_runs: Callable[[], Awaitable[None]]
    """Sees to it that what was erased of them cannot be read from the disk."""
    also: Also
    """Has others erase what they keep of jobs."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What one look brought."""

    jobs: int = 0
    """Of so many something was erased."""
    waits: bool = False
    """Some have ended just now, and others may still be busy with them."""

    def and_also(self, other: "Swept") -> "Swept":
        """Return both together."""
        return Swept(self.jobs + other.jobs, self.waits or other.waits)


class Discretion:
    """Looks after the jobs of accounts that do not want everything kept."""

    def __init__(
        self, database: Database, clock: Clock, preferences: Preferences, eraser: Eraser
    ) -> None:
        self._database = database
        self._clock = clock
        self._preferences = preferences
        self._eraser = eraser
        self._wake = Doorbell(clock)
        self._turn = asyncio.Lock()

    async def watch(self, feed: Feed) -> None:
        """Look whenever a job has ended, for as long as we live."""
        with feed.listen() as events:
            async for event in events:
                if isinstance(event, Finished | Failed | Cancelled):
                    self._wake.ring()

    async def look_after(self) -> None:
        """Look at the start, when a job has ended, and once a minute: some have an hour."""
        while True:
            try:
                is_waiting = (await self.sweep()).waits
            except Exception:
                log.exception("what is to be erased was not")
                is_waiting = False
            if is_waiting:
                await self._clock.sleep(_SETTLED)
                continue
            await self._wake.wait(_LOOK_AGAIN)

    async def sweep(self) -> Swept:
        """Erase what is due."""
        async with self._turn:
            swept = Swept()
            for account in await self._preferences.particular():
                privacy = await self._preferences.privacy(account)
                swept = swept.and_also(await self._look_at(account, privacy))
            if swept.jobs:
                await self._database.scrub()
                await self._eraser.scrub_runs()
            return swept

    async def _look_at(self, account: int, privacy: Privacy) -> Swept:
        erased, waits = 0, False
        for act, is_wanted, lacking in (
            (self._clear_words, not privacy.save_transcriptions, _WORDS),
            (self._clear_names, privacy.anonymous_mode, _NAMES),
            (self._forget, not privacy.save_history, ""),
        ):
            for job in await self._over(account, lacking) if is_wanted else ():
                is_settled = self._has_ended_for(job, _SETTLED)
                waits = waits or not is_settled
                erased += is_settled and await act(job)
        return Swept(erased, waits)

    async def _over(self, account: int, lacking: str) -> list[Job]:
        rows = await self._database.rows(
            _OVER, account=account, all=not lacking, lacking=lacking, limit=_AT_ONCE
        )
        return [job_of(row) for row in rows]

    async def _clear_words(self, job: Job) -> bool:
        """Erase what was heard; a program has an hour to fetch the words that it asked for."""
        is_words = job.order.product is Product.WORDS
        if is_words and not self._was_fetched(job):
            return False
        await self._eraser.also([job.id])
        if not await self._eraser.traces.erase_words(job, keeps_own=False):
            return False
        if is_words:
            await self._eraser.release(job)
        await self._database.write(_CLEARED, id=job.id, what=_WORDS)
        return True

    async def _clear_names(self, job: Job) -> bool:
        """Keep the result under another name, then erase what names it: a crash repeats what it must."""
        artifact = await self._eraser.results.of(job)
        await self._eraser.traces.erase_words(job, keeps_own=True, keeps_private=True)
        await self._eraser.traces.erase_media(job)
        await self._eraser.traces.end_links(job.id)
        await strike_calls(job, self._database)
        await self._database.write("DELETE FROM problems WHERE job = :id", id=job.id)
        await self._eraser.forget_runs(job)
        await self._eraser.also([job.id])
        order = redacted_order(job)
        async with self._database.transaction() as transaction:
            await transaction.run(
                _REDACT,
                id=job.id,
                order=order.to_json(),
                source_key=order.source_key,
                artifact=artifact,
                failure=failure_json(redacted_failure(job.failure)) if job.failure else None,
            )
            await transaction.run(_CLEARED, id=job.id, what=_NAMES)
        return True

    async def _forget(self, job: Job) -> bool:
        if not self._was_fetched(job):
            return False
        await self._eraser.delete(job)
        return True

    def _was_fetched(self, job: Job) -> bool:
        """Return whether nobody has to fetch a result any more."""
        in_chat = job.order.recipient.channel is not Channel.SHELF
        return in_chat or self._has_ended_for(job, FETCHED_WITHIN)

    def _has_ended_for(self, job: Job, time: timedelta) -> bool:
        return self._clock.now() - (job.ended_at or 0.0) >= time.total_seconds()
