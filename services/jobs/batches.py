"""Several orders that were given together: all of them are accepted, or none is."""

import asyncio
import hashlib
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final, Protocol

from services.clock import Clock
from services.errors import AlreadyOver, FieldInvalid, ListTooLong, NotFound
from services.jobs.batch import Batch, BatchesPage, Counts
from services.jobs.brought import BroughtFiles
from services.jobs.cursors import cursor_of, invalid, parts_of
from services.jobs.job import OVER, Job, State
from services.jobs.new_job import NewJob, new_id, write_down
from services.jobs.order import Order
from services.jobs.pages import MOST
from services.jobs.programs import Extras, named_by_request
from services.jobs.rows import job_of
from services.store.database import Database

_ADD: Final = """
    INSERT INTO batches (id, account, name, webhook_url, made_at)
    VALUES (:id, :account, :name, :webhook_url, :now)
"""
_STOP: Final = """
    UPDATE batches SET stopped_at = coalesce(stopped_at, :now) WHERE id = :id
"""
_COUNTED: Final = """
    SELECT batches.*,
           count(jobs.id) AS total,
           coalesce(sum(jobs.state = 'waiting'), 0) AS waiting,
           coalesce(sum(jobs.state = 'running'), 0) AS running,
           coalesce(sum(jobs.state = 'done'), 0) AS done,
           coalesce(sum(jobs.state = 'failed'), 0) AS failed,
           coalesce(sum(jobs.state = 'cancelled'), 0) AS cancelled,
           max(jobs.ended_at) AS last_end
    FROM batches LEFT JOIN jobs ON jobs.batch = batches.id AND jobs.batch <> ''
"""
_ONE: Final = f"{_COUNTED} WHERE batches.id = :id GROUP BY batches.id"
_PAGE: Final = f"""
    {_COUNTED}
    WHERE batches.account = :account
      AND (:made_at IS NULL OR (batches.made_at, batches.id) < (:made_at, :id))
    GROUP BY batches.id ORDER BY batches.made_at DESC, batches.id DESC LIMIT :limit
"""
_JOBS: Final = "SELECT * FROM jobs WHERE batch = :id AND batch <> '' ORDER BY number"
_DELETE_EMPTY: Final = """
    DELETE FROM batches WHERE (:account IS NULL OR account = :account) AND made_at < :before
       AND NOT EXISTS (SELECT 1 FROM jobs WHERE batch = batches.id AND batch <> '')
"""


class Cancel(Protocol):
    """Stops a job."""

    async def __call__(self, job_id: str, *, account: int | None) -> Job:
        """Stop it, whoever asks."""
        ...


@dataclass(frozen=True, slots=True)
class Counter:
    """Where a batch hands its jobs in."""

    check: Callable[[Order], None]
    """Refuses what can never be done."""
    welcome: Callable[[Job], None]
    """Lets a job wait that has been written down."""
    cancel: Cancel
    most_waiting: int
    most_in_batch: int


class Batches:
    """The `batches` table, and the jobs that belong to its rows."""

    def __init__(
        self, database: Database, clock: Clock, brought: BroughtFiles, counter: Counter
    ) -> None:
        self._database = database
        self._clock = clock
        self._brought = brought
        self._counter = counter

    @property
    def most(self) -> int:
        """Return how many orders may be given together."""
        return self._counter.most_in_batch

    async def make(
        self,
        account: int,
        orders: Sequence[Order],
        name: str = "",
        extras: Extras | None = None,
        *,
        once: str = "",
    ) -> Batch:
        """Accept all orders, or none of them. The same `once` gives the same batch.

        Args:
            account: Whose.
            orders: What is asked for, in this order.
            name: What people call it.
            extras: Of each job; the webhook is told once, of the end of the whole batch.
            once: The asker's own name for this request; empty when there is none.

        Raises:
            FieldInvalid: there is no order.
            ListTooLong: there are more than are taken at once.
            SourceExpired: a file has been given up meanwhile.
            TooManyWaiting: the account may not have so many jobs waiting.
            HearsayError: as of `Jobs.check`.
        """
        limit = self._counter.most_in_batch
        if not orders:
            raise FieldInvalid(field="jobs", allowed=f"1-{limit}")
        if len(orders) > limit:
            raise ListTooLong(count=len(orders), limit=limit)
        batch_id = _id_of(once, account) if once else new_id()
        if once:
            with suppress(NotFound):
                return await self.get(batch_id, account)
        also = named_by_request(extras or Extras())
        batch = Batch(batch_id, account, name, also.webhook_url, self._clock.now())
        each = replace(also, batch=batch.id, webhook_url="")
        new = [
            NewJob(replace(order, account=account, parent="", number=0), extras=each)
            for order in orders
        ]
        for one in new:
            self._counter.check(one.order)
        for job in await self._written(batch, new):
            self._counter.welcome(job)
        return await self.get(batch.id, account)

    async def get(self, batch_id: str, account: int | None) -> Batch:
        """Return a batch. `account` is who asks; None is an owner.

        Raises:
            NotFound: there is none, or it is somebody else's.
        """
        row = await self._database.row(_ONE, id=batch_id)
        if row is None or (account is not None and row["account"] != account):
            raise NotFound
        return _batch(row)

    async def page(self, account: int, *, cursor: str = "", limit: int = 50) -> BatchesPage:
        """Return some of an account's batches, the newest first.

        Raises:
            FieldInvalid: the cursor is none of ours.
        """
        limit = max(1, min(limit, MOST))
        made_at, batch_id = _place(cursor)
        rows = await self._database.rows(
            _PAGE, account=account, made_at=made_at, id=batch_id, limit=limit + 1
        )
        batches = tuple(_batch(row) for row in rows[:limit])
        if len(rows) <= limit:
            return BatchesPage(batches)
        return BatchesPage(batches, cursor_of(batches[-1].made_at.hex(), batches[-1].id))

    async def jobs(self, batch_id: str) -> list[Job]:
        """Return a batch's jobs in the order in which they were given."""
        return [job_of(row) for row in await self._database.rows(_JOBS, id=batch_id)]

    async def cancel(self, batch_id: str, account: int | None) -> Batch:
        """Stop all jobs of a batch that have not ended.

        Raises:
            AlreadyOver: all have ended.
            NotFound: there is no such batch, or it is somebody else's.
        """
        batch = await self.get(batch_id, account)
        if batch.counts.over == batch.counts.total:
            raise AlreadyOver
        await self._database.write(_STOP, id=batch_id, now=self._clock.now())
        async with asyncio.TaskGroup() as group:
            for job in await self.jobs(batch_id):
                if job.state not in OVER:
                    group.create_task(_stopped(self._counter.cancel(job.id, account=None)))
        return await self.get(batch_id, account)

    async def forget_empty(self, account: int | None = None, *, before: float) -> None:
        """Delete what was made before a moment and has no jobs any more; None means everybody's."""
        await self._database.write(_DELETE_EMPTY, account=account, before=before)

    async def _written(self, batch: Batch, new: Sequence[NewJob]) -> list[Job]:
        """Write a batch down with all its jobs."""
        try:
            for one in new:
                await self._brought.hold(one.order, job=one.id)
            async with self._database.transaction() as transaction:
                await transaction.run(
                    _ADD,
                    id=batch.id,
                    account=batch.account,
                    name=batch.name,
                    webhook_url=batch.webhook_url,
                    now=batch.made_at,
                )
                added = [
                    await write_down(
                        transaction,
                        one,
                        most_waiting=self._counter.most_waiting,
                        now=self._clock.now(),
                    )
                    for one in new
                ]
        except BaseException:
            # Also when whoever asked hangs up in the middle of it.
            names = [one.id for one in new]
            await asyncio.shield(self._let_go(names))
            raise
        return [job for job, _ in added]

    async def _let_go(self, names: Sequence[str]) -> None:
        for name in names:
            await self._brought.release_unless_written(name)


def _id_of(once: str, account: int) -> str:
    return hashlib.sha256(f"{account}\n{once}".encode()).hexdigest()[: len(new_id())]


async def _stopped(stopping: Awaitable[Job]) -> None:
    with suppress(AlreadyOver):
        await stopping


def _place(cursor: str) -> tuple[float | None, str]:
    if not cursor:
        return None, ""
    made_at, batch_id = parts_of(cursor, count=2)
    try:
        return float.fromhex(made_at), batch_id
    except ValueError as error:
        raise invalid() from error


def _batch(row: sqlite3.Row) -> Batch:
    counts = Counts(**{state.value: row[state.value] for state in State})
    return Batch(
        id=row["id"],
        account=row["account"],
        name=row["name"],
        webhook_url=row["webhook_url"],
        made_at=row["made_at"],
        stopped_at=row["stopped_at"],
        counts=counts,
        last_end=row["last_end"],
    )
