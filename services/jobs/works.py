"""Where jobs are worked on: brings what the last life left in order, then lets one after the other in."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

import structlog
from structlog.contextvars import bound_contextvars

from services.errors import NotFound
from services.jobs.admission import Admission
from services.jobs.captions import captioned
from services.jobs.engine import Engine, open_engine
from services.jobs.job import Job, Stage, State
from services.jobs.ledger import Ledger
from services.jobs.order import LocalFile
from services.jobs.routes import shortest_route
from services.jobs.runner import Runner, named, workflow_id
from services.jobs.tries import unexpected
from services.jobs.workshop import Workshop
from services.nursery import Nursery
from services.sources.medium import Medium
from services.store.full_disk import is_disk_full

log = structlog.get_logger(__name__)

_LOST_AFTER: Final = timedelta(seconds=30)


@asynccontextmanager
async def open_works(
    folder: Path,
    *,
    ledger: Ledger,
    admission: Admission,
    shop: Workshop,
    nursery: Nursery,
    engine_url: str,
) -> AsyncIterator["Works"]:
    """Begin to work. At the end, what runs is broken off and left to the next start.

    Raises:
        EngineBusy: another process works on this folder.
    """
    runner = Runner(
        ledger,
        shop,
        nursery,
        on_stage=admission.note_stage,
        on_end=admission.left,
        on_full_disk=admission.met_a_full_disk,
    )
    async with open_engine(folder, runner.run, nursery=nursery, url=engine_url) as engine:
        works = Works(ledger, admission, shop, runner, engine)
        await shop.clear()
        await works.reconcile()
        runner.open()
        async with Nursery() as tasks:
            tasks.spawn(admission.let_in(works.begin), name="let in")
            tasks.spawn(admission.look_for_ready(works.is_ready), name="look for ready")
            tasks.spawn(admission.look_at_dates(), name="look at dates")
            tasks.spawn(admission.tell_places(), name="tell places")
            tasks.spawn(admission.look_for_room(shop.blobs), name="look for room")
            tasks.spawn(admission.look_at_sites(), name="look at sites")
            tasks.spawn(works.look_after(), name="look after jobs")
            yield works
            admission.close()


class Works:
    """Starts jobs, stops them, and misses none."""

    def __init__(
        self,
        ledger: Ledger,
        admission: Admission,
        shop: Workshop,
        runner: Runner,
        engine: Engine,
    ) -> None:
        self.engine = engine
        self._ledger = ledger
        self._admission = admission
        self._shop = shop
        self._runner = runner

    async def begin(self, job_id: str) -> bool:
        """Start a job that has a place: first the row says so, then the workflow exists."""
        job = self._ledger.find(job_id)
        if job is None:
            return False
        try:
            veil = await self._runner.veil(job)
        except sqlite3.Error:
            log.exception("a job has to wait", job=job.id)  # `look_after` will find it
            return False
        with bound_contextvars(**named(job), **veil):
            try:
                return await self._start(job)
            except Exception as error:  # noqa: BLE001 - the next job in line must not suffer for it
                if is_disk_full(error):
                    log.warning("a job has to wait for room", job=job.id)
                else:
                    await self._apologise(job, error)
                return False

    async def is_ready(self, job: Job) -> bool:
        """Return whether nothing is left to do for a job but to hand its result over."""
        try:
            return (await shortest_route(job, self._shop)).stages == (Stage.DELIVER,)
        except Exception:  # noqa: BLE001 - its own start will meet the same, and tells of it
            return False

    async def _start(self, job: Job) -> bool:
        route = await shortest_route(job, self._shop)
        started = await self._ledger.start(job.id, route.stages[0], title=route.title)
        if started is None:
            return False
        await self.engine.start(*self._runner.expect(started, route))
        return True

    async def stop(self, job: Job) -> None:
        """Break a job that was let in off; returns when it has cleaned up, or will not soon."""
        await self._runner.stop(job)

    def finish(self, job: Job) -> bool:
        """Let the recording end that a job is making; False when there is nothing to end."""
        return self._runner.finish(job)

    async def captioned(self, medium: Medium) -> Medium:
        """Return the facts about a medium with all captions that there are.

        Raises:
            HearsayError: why the site could not be asked for them.
        """
        return await captioned(medium, self._shop)

    async def let_go(self, job: Job) -> None:
        """Give back what a job holds that does not come to do it itself."""
        await self._runner.let_go(job)

    async def drain(self, within: timedelta) -> None:
        """Let nobody in any more, and give what runs a while to end."""
        self._admission.close()
        await self._runner.drain(within)

    async def reconcile(self) -> None:
        """Bring rows and workflows together again, whatever was happening when the process died.

        A workflow whose row has moved on ends by itself as soon as it is begun again. Jobs that this
        process cannot deliver are left as they are, for one that can.
        """
        alive = await self.engine.alive()
        for job in await self._ledger.load():
            if not self._shop.serves(job.order):
                continue
            if await self._is_orphan(job):
                await self._give_up(job)
            elif job.state is State.RUNNING and workflow_id(job) in alive:
                self._admission.occupy(job)
            elif job.state is State.RUNNING:
                await self._line_up(job)
            else:
                self._admission.wait(job)

    async def look_after(self) -> None:
        """Line up anew what should wait or run and does neither: a start or a recovery has failed."""
        missed: set[str] = set()
        while True:
            await self._shop.clock.sleep(_LOST_AFTER)
            try:
                missed = await self._look(missed)
            except sqlite3.Error:
                # The disk is full, perhaps: who stopped looking now would not be there when it is not.
                log.exception("jobs were not looked after")

    async def _look(self, missed: set[str]) -> set[str]:
        """Look once; return those that are missed now, and are lost if they still are the next time."""
        lost = [job for job in self._ledger.active() if self._is_lost(job)]
        for job in lost:
            if workflow_id(job) in missed:
                log.warning("a job was lost", job=job.id, run=job.run, state=job.state)
                await self._line_up(job)
        for holder in await self._ledger.holders_past_their_end():
            log.warning("what an ended job held is given back", holder=holder)
            await self._shop.blobs.release(held_by=holder)
        return {workflow_id(job) for job in lost}

    def _is_lost(self, job: Job) -> bool:
        if not self._shop.serves(job.order):
            return False
        if job.state is State.RUNNING:
            return not self._runner.is_running(job)
        return not self._admission.knows(job)

    async def _is_orphan(self, job: Job) -> bool:
        """Return whether the process died with what a job was for.

        It belonged to a list that was stopped; or a program waited for it, and its file went with it.
        """
        source = job.order.source
        if isinstance(source, LocalFile) and not self._shop.place_of(source).exists():
            return True
        if not job.order.parent:
            return False
        try:
            return (await self._ledger.get(job.order.parent)).over
        except NotFound:
            return True

    async def _give_up(self, job: Job) -> None:
        cancelled = await self._ledger.cancel(job.id)
        if cancelled is not None:
            await self._runner.let_go(cancelled)

    async def _line_up(self, job: Job) -> None:
        """Let a job wait for its next turn; nothing happens when it has moved on meanwhile."""
        waiting = job
        if job.state is State.RUNNING:
            waiting = await self._ledger.set_aside(job.id) or job
        if waiting.state is State.WAITING:
            self._admission.left(waiting)

    async def _apologise(self, job: Job, error: Exception) -> None:
        apology = unexpected(error, job=job.id)
        try:
            await self._ledger.fail(job.id, apology)
        except Exception as second:  # noqa: BLE001 - `look_after` will find the job
            unexpected(second, job=job.id)
