"""Where the job of a list submits the jobs of its entries, and hears what becomes of them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from services.jobs.events import Event, Feed
from services.jobs.job import Job, State
from services.jobs.ledger import Ledger
from services.jobs.order import Order
from services.jobs.table import JobTable


@dataclass(frozen=True, slots=True)
class ListDesk:
    """A small counter for `lists.py`, so that the stages know nothing of the whole of `Jobs`."""

    ledger: Ledger
    table: JobTable
    feed: Feed
    accept: Callable[[Order, str, str], Awaitable[Job]]

    async def submit(self, order: Order, *, once: str, again_of: str) -> Job:
        """Accept an order; the same `once` gives the same job, `again_of` one that asks once more."""
        return await self.accept(order, once, again_of)

    async def get(self, job_id: str) -> Job:
        """Return a job.

        Raises:
            NotFound: it is no longer kept.
        """
        return await self.ledger.get(job_id)

    async def wait(self, job_id: str) -> Job:
        """Wait until a job is over."""
        return await self.ledger.wait(job_id)

    async def children(self, job_id: str) -> list[Job]:
        """Return the jobs of a list's entries."""
        return await self.table.children(job_id)

    def is_preceded(self, job: Job) -> bool:
        """Return whether an earlier entry of the same list runs on the same track."""
        order = job.order
        return any(
            other.order.parent == order.parent
            and other.order.number < order.number
            and other.order.lane is order.lane
            for other in self.ledger.active()
            if other.state is State.RUNNING
        )

    def tell(self, event: Event) -> None:
        """Tell on the feed."""
        self.feed.tell(event)

    def listen(self) -> AbstractContextManager[AsyncIterator[Event]]:
        """Hear what is told on the feed."""
        return self.feed.listen()
