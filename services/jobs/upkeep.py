"""What keeps the house in order from outside: how the lines stand, what went wrong, what takes up room."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol

from services.clock import Clock
from services.errors import HearsayError
from services.jobs.job import Job, State
from services.jobs.ledger import Ledger
from services.jobs.order import Channel
from services.jobs.queue import LineView, QueueView, durations, queue_of
from services.jobs.table import JobTable
from services.jobs.tracks import Limits, Track, track_of
from services.store.blobs import Blobs, Figures, Held
from services.store.database import Database

_A_DAY: Final = timedelta(days=1).total_seconds()
_AT_ONCE: Final = 100


class Again(Protocol):
    """Gives a job's order once more."""

    async def __call__(self, job_id: str, *, account: int | None, once: str = "") -> Job:
        """Give it, and return the new job."""
        ...


Forget = Callable[[int | None, float], Awaitable[int]]
"""Deletes the jobs of an account, or all, that ended before a moment; returns how many."""


@dataclass(frozen=True, slots=True)
class Hands:
    """What this desk lets others do."""

    again: Again
    forget: Forget


@dataclass(frozen=True, slots=True)
class Storage:
    """What takes up how much room."""

    blobs: Figures
    held: tuple[Held, ...]
    """By what it is held for; what has two uses is counted with both."""
    database_bytes: int


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What a clean-up brought."""

    jobs: int
    freed_bytes: int


@dataclass(frozen=True, slots=True)
class Repaired:
    """What is tried once more."""

    jobs: tuple[Job, ...]
    """The new ones."""
    left: int
    """How many failed and are not tried."""


class Upkeep:
    """A desk for dashboards and for those who look after the machine."""

    def __init__(  # noqa: PLR0913 - what it looks at
        self,
        database: Database,
        blobs: Blobs,
        clock: Clock,
        *,
        ledger: Ledger,
        table: JobTable,
        limits: Limits,
        hands: Hands,
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock
        self._ledger = ledger
        self._table = table
        self.limits = limits
        """How many may run; they grow with the workers."""
        self._hands = hands
        self._repairing = asyncio.Lock()

    async def queue(self) -> QueueView:
        """Return how many wait and run, and how long whoever comes now will wait."""
        now = self._clock.now()
        took = await durations(self._database, now=now)
        return queue_of(self._ledger.active(), took, self.limits, now=now)

    async def wait_seconds(self, job: Job, place: int | None) -> float | None:
        """Return how long a waiting job has still to wait; None when nobody can say.

        Args:
            job: The job.
            place: Its place in the line, as `Jobs.place` says.
        """
        now = self._clock.now()
        if job.state is not State.WAITING:
            return None
        if job.due_at is not None and job.due_at > now:
            return job.due_at - now
        return None if place is None else (await self._line(track_of(job.order))).wait_at(place)

    async def repair(
        self, account: int | None, *, limit: int = _AT_ONCE, once: str = ""
    ) -> Repaired:
        """Repeat what programs asked for and failed in the last day for a reason that may be gone by now.

        Asked twice, each is repeated once. What cannot be repeated any more is left as it is; so is
        what was asked for in a chat: there is a button below it.

        Args:
            account: Whose jobs; None means everybody's.
            limit: How many failures are looked at.
            once: The asker's own name for this request: it is told again what it has repeated.
        """
        async with self._repairing:
            repeated = await self._table.named(once) if once else []
            since = self._clock.now() - _A_DAY
            failures = await self._table.failed(
                since=since, limit=limit, account=account, channel=Channel.SHELF
            )
            left = 0
            for job in failures:
                again = await self._repeat(job, once=once or "repair")
                left += again is None
                repeated += [again] if again else []
        return Repaired(tuple(repeated), left)

    async def storage(self) -> Storage:
        """Return what takes up how much room."""
        pages = await self._database.row(
            "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        )
        return Storage(
            blobs=await self._blobs.figures(),
            held=tuple(await self._blobs.held()),
            database_bytes=int(pages[0]) if pages else 0,
        )

    async def clean_up(self, account: int | None, *, older_than: timedelta) -> Cleaned:
        """Delete the jobs that ended longer ago, and what was kept of them.

        Args:
            account: Whose jobs; None: everybody's, and results that nobody has asked for since either.
            older_than: How long ago.
        """
        before = self._clock.now() - older_than.total_seconds()
        used = (await self._blobs.figures()).used_bytes
        jobs = await self._hands.forget(account, before)
        if account is None:
            await self._blobs.evict_unused(before=before)
        freed = used - (await self._blobs.figures()).used_bytes
        return Cleaned(jobs, max(0, freed))

    async def _repeat(self, job: Job, *, once: str) -> Job | None:
        """Return the new job; None where there is none, because it would only fail again."""
        if job.failure is None or not job.failure.error().retryable:
            return None
        try:
            return await self._hands.again(job.id, account=None, once=f"{once}:{job.id}")
        except HearsayError:
            return None

    async def _line(self, track: Track) -> LineView:
        return (await self.queue()).lines[track]
