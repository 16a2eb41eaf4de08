"""Every change of a job passes here: first it is written, then it is told."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable

import structlog

from services.errors import HearsayError, NotFound
from services.jobs.events import Cancelled, Event, Failed, Feed, Finished, Queued, Started
from services.jobs.job import Failure, Job, Stage, State
from services.jobs.new_job import NewJob
from services.jobs.order import Order
from services.jobs.sites import Rest
from services.jobs.table import Change, JobTable

log = structlog.get_logger(__name__)


class Ledger:
    """The jobs that wait or run, as they stand now, and the only hand that changes them.

    Each change returns the job as it is afterwards, or None when the job had already moved on: two
    who race for one job (an end and a Cancel) cannot both win.
    """

    def __init__(self, table: JobTable, feed: Feed) -> None:
        self._table = table
        self._feed = feed
        self._active: dict[str, Job] = {}
        self._awaited: dict[str, set[asyncio.Future[Job]]] = defaultdict(set)

    async def load(self) -> list[Job]:
        """Return what the table says is under way, the oldest first; called once, at the start."""
        self._active = {job.id: job for job in await self._table.active()}
        return self.active()

    def active(self) -> list[Job]:
        """Return all jobs that wait or run, the oldest first."""
        return list(self._active.values())

    def find(self, job_id: str) -> Job | None:
        """Return a job that waits or runs, as it stands now."""
        return self._active.get(job_id)

    async def get(self, job_id: str) -> Job:
        """Return any job.

        Raises:
            NotFound: there is none, or it is no longer kept.
        """
        job = self._active.get(job_id) or await self._table.get(job_id)
        if job is None:
            raise NotFound
        return job

    async def holders_past_their_end(self) -> list[str]:
        """Return in which jobs' names bytes are still held although these have ended."""
        return await self._table.holders_past_their_end()

    async def add(self, new: NewJob, *, most_waiting: int) -> tuple[Job, bool]:
        """Write a new job down; or return the same request's earlier job, and False.

        Raises:
            TooManyWaiting: the account has `most_waiting` already.
        """
        job, is_new = await self._table.add(new, most_waiting=most_waiting)
        if is_new:
            self.admit(job)
        return job, is_new

    def admit(self, job: Job) -> None:
        """Know a job that was written down as a part of something larger."""
        _log("job accepted", job)
        self._active[job.id] = job

    async def change(self, job_id: str, *, due_at: float | None, priority: int) -> Job | None:
        """Let a waiting job begin at another time or in another turn; None when it does not wait."""
        return self._keep(await self._table.change(job_id, due_at=due_at, priority=priority))

    def queued(
        self, job: Job, *, place: int = 1, room: bool = True, rest: Rest | None = None
    ) -> None:
        """Tell where a job stands in line, or what else it waits for."""
        self._feed.tell(Queued(job, place, room, rest))

    def tell(self, event: Event) -> None:
        """Tell what needs no writing."""
        self._feed.tell(event)

    async def start(self, job_id: str, stage: Stage, *, title: str = "") -> Job | None:
        """Let a waiting job run, beginning with a stage."""
        change = Change(stage=stage, title=title or None)
        job = self._keep(await self._table.move(job_id, State.RUNNING, change=change))
        if job is not None:
            _log("job started", job, stage=stage.value)
            self._feed.tell(Started(job, stage))
        return job

    async def enter(self, job_id: str, stage: Stage) -> Job | None:
        """Note that a running job begins a stage."""
        job = self._keep(await self._table.enter(job_id, stage))
        if job is not None:
            _log("job entered a stage", job, stage=stage.value)
            self._feed.tell(Started(job, stage))
        return job

    async def set_aside(
        self, job_id: str, *, order: Order | None = None, waits_for: str = ""
    ) -> Job | None:
        """Let a running job wait again, perhaps elsewhere in the line, perhaps for a site."""
        change = Change(order=order, waits_for=waits_for)
        job = self._keep(await self._table.move(job_id, State.WAITING, change=change))
        if job is not None:
            _log("job set aside", job, waits_for=waits_for)
        return job

    async def finish(self, job_id: str, *, artifact: str, cached: bool) -> Job | None:
        """Note that the result was delivered."""
        job = self._keep(
            await self._table.move(job_id, State.DONE, change=Change(artifact=artifact or None))
        )
        return self._ended(job, lambda over: Finished(over, cached))

    async def fail(self, job_id: str, error: HearsayError) -> Job | None:
        """Note that it ended badly, and why."""
        failure = Failure(error.code, error.details)
        job = self._keep(
            await self._table.move(job_id, State.FAILED, change=Change(failure=failure))
        )
        return self._ended(job, Failed)

    async def cancel(self, job_id: str, *, only_from: Iterable[State] = tuple(State)) -> Job | None:
        """Note that its owner stopped it."""
        job = self._keep(await self._table.move(job_id, State.CANCELLED, only_from=only_from))
        return self._ended(job, Cancelled)

    async def note(
        self, job_id: str, *, title: str | None = None, message_id: int | None = None
    ) -> None:
        """Keep a fact that became known."""
        self._keep(await self._table.note(job_id, title=title, message_id=message_id))

    async def wait(self, job_id: str) -> Job:
        """Wait until a job is over and return it.

        Raises:
            NotFound: there is no such job.
        """
        ended: asyncio.Future[Job] = asyncio.get_running_loop().create_future()
        self._awaited[job_id].add(ended)
        try:
            job = await self.get(job_id)
            return job if job.over else await ended
        finally:
            self._awaited[job_id].discard(ended)
            if not self._awaited[job_id]:
                del self._awaited[job_id]

    def _keep(self, job: Job | None) -> Job | None:
        """Remember how a job stands now; what is over is left to the table."""
        if job is None:
            return None
        if job.over:
            self._active.pop(job.id, None)
        elif job.id in self._active:
            self._active[job.id] = job
        return job

    def _ended(self, job: Job | None, event: Callable[[Job], Event]) -> Job | None:
        if job is None:
            return None
        _log(f"job {job.state.value}", job, code=job.failure.code if job.failure else None)
        self._feed.tell(event(job))
        for waiting in self._awaited.get(job.id, ()):
            if not waiting.done():
                waiting.set_result(job)
        return job


def _log(event: str, job: Job, **facts: str | None) -> None:
    """Write a line about a job, by the name of the request that it came with, if it came with one.

    Each change of its state has a line with a name of its own; titles and addresses are in none.
    """
    named = {"request_id": job.request_id} if job.request_id else {}
    told = {name: fact for name, fact in facts.items() if fact}
    log.info(event, job=job.id, run=job.run, product=job.order.product.value, **named, **told)
