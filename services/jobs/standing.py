"""How jobs stand: what a door may ask about those that wait, run, or are over."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from services.clock import Clock
from services.errors import NotFound
from services.jobs.admission import Admission
from services.jobs.findings import Findings, Stock
from services.jobs.job import Job, State
from services.jobs.ledger import Ledger
from services.jobs.order import Channel, Product
from services.jobs.overview import Overview, overview_of
from services.jobs.pages import Wanted, count_of, page_of
from services.jobs.programs import JobsPage
from services.jobs.sites import Rest

_MOST_DIGITS: Final = 18
_A_DAY: Final = timedelta(days=1).total_seconds()


class Standing(Findings):
    """The desk where jobs are asked about."""

    def __init__(self, stock: Stock, clock: Clock, ledger: Ledger, admission: Admission) -> None:
        super().__init__(stock)
        self._clock = clock
        self._ledger = ledger
        self._admission = admission

    async def of(self, job_id: str, account: int | None) -> Job:
        """Return a job by its name or its number. `account` is who asks; None is an owner.

        Raises:
            NotFound: there is none, it is no longer kept, or it is somebody else's.
        """
        try:
            job = await self._ledger.get(job_id)
        except NotFound:
            is_number = job_id.isascii() and job_id.isdecimal() and len(job_id) <= _MOST_DIGITS
            numbered = await self._stock.table.numbered(int(job_id)) if is_number else None
            if numbered is None:
                raise
            job = await self._ledger.get(numbered.id)
        if account is not None and job.order.account != account:
            raise NotFound
        return job

    async def page(  # noqa: PLR0913 - each is a column that programs filter by
        self,
        account: int | None,
        *,
        statuses: Collection[State] = (),
        products: Collection[Product] = (),
        channel: Channel | None = None,
        batch: str = "",
        parent: str = "",
        cursor: str = "",
        limit: int = 50,
    ) -> JobsPage:
        """Return some of an account's jobs, the newest first; None means everybody's.

        Args:
            account: Whose.
            statuses: Only those that stand so; none means all.
            products: Only those that make this; none means all.
            channel: Only those whose results go this way.
            batch: Only those of this batch.
            parent: Only the entries of the list that this job works off; else lists' entries are left out.
            cursor: The `next` of the page before; empty for the first page.
            limit: How many at most; 200 are the most.

        Raises:
            FieldInvalid: the cursor is none of ours.
        """
        wanted = Wanted(
            account=account,
            statuses=statuses,
            products=products,
            channel=channel,
            batch=batch,
            parent=parent,
        )
        return await page_of(self._stock.database, wanted, cursor=cursor, limit=limit)

    async def count(self, wanted: Wanted) -> int:
        """Return how many jobs there are of a kind."""
        return await count_of(self._stock.database, wanted)

    async def get(self, job_id: str) -> Job:
        """Return a job.

        Raises:
            NotFound: there is none, or it is no longer kept.
        """
        return await self._ledger.get(job_id)

    async def of_message(self, chat_id: int, message_id: int) -> Job | None:
        """Return the newest job that a message shows."""
        return await self._stock.table.of_message(chat_id, message_id)

    async def mine(self, account: int, *, limit: int = 10) -> list[Job]:
        """Return one account's jobs: those under way first, then the newest."""
        return await self._stock.table.mine(account, limit=limit)

    async def active(self) -> list[Job]:
        """Return everybody's jobs that wait or run, the oldest first; of a list, the list's own."""
        return [job for job in await self._stock.table.active() if not job.order.parent]

    async def failed(self, *, limit: int, account: int | None = None) -> list[Job]:
        """Return jobs that failed in the last day and were not repeated, newest first; None: all."""
        since = self._clock.now() - _A_DAY
        return await self._stock.table.failed(since=since, limit=limit, account=account)

    def rest(self, job_id: str) -> Rest | None:
        """Return the rest of the site that a waiting job waits for; None when it waits for none."""
        return self._admission.rest(job_id)

    def place(self, job_id: str) -> int | None:
        """Return the place of a waiting job, from 1; None when it runs, is over, or lacks room."""
        return self._admission.place(job_id)

    async def overview(self) -> Overview:
        """Return how the jobs stand as a whole."""
        now = self._clock.now()
        ended = await self._stock.table.ended_since(now - _A_DAY)
        return overview_of(await self._stock.table.active(), ended, now=now)

    async def busiest(self, *, limit: int) -> list[tuple[int, int]]:
        """Return the accounts that asked for most in the last day, and for how many jobs each."""
        return await self._stock.table.busiest(since=self._clock.now() - _A_DAY, limit=limit)

    async def wait(self, job_id: str) -> Job:
        """Wait until a job is over.

        Raises:
            NotFound: there is no such job.
        """
        return await self._ledger.wait(job_id)
