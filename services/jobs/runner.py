"""Takes one job through its stages: what the engine calls for each workflow, new or begun again."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Final

import structlog
from structlog.contextvars import bind_contextvars

from services.accounts.preferences import NAMELESS
from services.errors import NotFound, SourceExpired, by_code
from services.jobs.engine import Json, Step
from services.jobs.job import Job, Stage, State
from services.jobs.ledger import Ledger
from services.jobs.order import Channel, Lane
from services.jobs.plan import PLAN, Parcel, Route
from services.jobs.stagehand import STOPPED, Stagehand, failure
from services.jobs.tries import unexpected
from services.jobs.workshop import Workshop
from services.media.choices import wanted_of
from services.nursery import Nursery
from services.store.full_disk import is_disk_full

log = structlog.get_logger(__name__)

OnStage = Callable[[Job, Stage], None]
OnEnd = Callable[[Job, int], None]
"""Called with the job as it stands and, when it has to wait for room, the bytes that it needs."""
OnFullDisk = Callable[[Job, int], None]
"""Called with a job that has to wait because some disk was full, and the bytes that it is known to need."""

_SUSPECT_AFTER: Final = 5
_MOST_ATTEMPTS: Final = 25
_STOPS_WITHIN: Final = timedelta(seconds=3)


def workflow_id(job: Job) -> str:
    """Return the name of a job's present workflow; each time it is let in, it gets a new one."""
    return f"{job.id}.{job.run}"


def named(job: Job) -> dict[str, str]:
    """Return what stands on every line of the log that a job causes."""
    asked = {"request_id": job.request_id} if job.request_id else {}
    return {"job": job.id, **asked}


class Runner:
    """Runs jobs, and stops them.

    A job whose process died is begun again at the stage it was in. One that kills the process each
    time must not do so for ever, and those that merely were there must not suffer for it: `attempts`
    counts how often a stage was begun without being ended. After the fifth time such jobs take turns,
    and only the one whose turn it is counts on; after the 25th time it ends with an apology.
    """

    def __init__(
        self,
        ledger: Ledger,
        shop: Workshop,
        nursery: Nursery,
        *,
        on_stage: OnStage,
        on_end: OnEnd,
        on_full_disk: OnFullDisk,
    ) -> None:
        self._ledger = ledger
        self._shop = shop
        self._stagehand = Stagehand(ledger, shop)
        self._nursery = nursery
        self._on_stage = on_stage
        self._on_end = on_end
        self._on_full_disk = on_full_disk
        self._runs: dict[str, _Run] = {}
        self._let_in: set[str] = set()
        self._suspects = asyncio.Lock()
        self._ready = asyncio.Event()

    def open(self) -> None:
        """Let jobs run: those of the last life have been sorted."""
        self._ready.set()

    def expect(self, job: Job, route: Route) -> tuple[str, Json]:
        """Return the id and the spec of the workflow that is to be started for a job let in."""
        self._let_in.add(workflow_id(job))
        spec = {
            "job": job.id,
            "run": job.run,
            "named": named(job),
            "stages": list(route.stages),
            "parcel": asdict(route.parcel),
        }
        return workflow_id(job), spec

    async def run(self, spec: Json, step: Step) -> None:
        """Take the job through its stages; the body of a workflow."""
        name = f"{spec['job']}.{spec['run']}"
        run = self._runs[name] = _Run(fresh=name in self._let_in)
        self._let_in.discard(name)
        # Every workflow is a task of its own, so nobody else's lines bear this name.
        bind_contextvars(**spec.get("named", {}))
        try:
            await self._ready.wait()
            job = await self._asked(spec)
            if job is not None:
                bind_contextvars(**await self.veil(job))
                await self._go(job, run, spec, step)
        except Exception as error:  # noqa: BLE001 - whatever it is, nobody must wait for ever
            if is_disk_full(error):
                # Its end could not be written either. It is begun anew by who looks after jobs.
                log.warning("a job was broken off by a full disk", **spec.get("named", {}))
            else:
                await self._apologise(spec["job"], error)
        finally:
            del self._runs[name]
            run.ended.set()

    async def veil(self, job: Job) -> dict[str, bool]:
        """Return what keeps names out of the log, for accounts that want that."""
        preferences = self._shop.preferences
        if preferences is None:
            return {}
        privacy = await preferences.privacy(job.order.account)
        return {NAMELESS: True} if privacy.anonymous_mode else {}

    def is_running(self, job: Job) -> bool:
        """Return whether the job is being worked on in this process."""
        return workflow_id(job) in self._runs

    async def stop(self, job: Job) -> None:
        """Break a job's stage off and wait until it has cleaned up; harmless when it does not run."""
        run = self._runs.get(workflow_id(job))
        if run is None:
            return
        run.stopping = True
        if run.work is not None:
            run.work.cancel()
        with suppress(TimeoutError):
            await asyncio.wait_for(run.ended.wait(), _STOPS_WITHIN.total_seconds())

    def finish(self, job: Job) -> bool:
        """Let the recording end that a job is making; False when there is none, or it ends already."""
        run = self._runs.get(workflow_id(job))
        if run is None or run.stage is not Stage.FETCH or run.enough.is_set():
            return False
        choice = job.order.choice
        if not choice or not wanted_of(choice).record_seconds:
            return False
        run.enough.set()
        return True

    async def drain(self, within: timedelta) -> None:
        """Give what runs a while to end by itself."""
        endings = [self._nursery.spawn(run.ended.wait(), name="end") for run in self._runs.values()]
        if endings:
            await asyncio.wait(endings, timeout=within.total_seconds())

    async def _asked(self, spec: Json) -> Job | None:
        """Return the job if this is what it waits for; None when it has moved on, or is gone."""
        try:
            job = await self._ledger.get(spec["job"])
        except NotFound:
            return None
        if not self._shop.serves(job.order):
            # Not ours to end: broken off, it is begun again by a process that can deliver.
            raise asyncio.CancelledError
        return job if job.state is State.RUNNING and job.run == spec["run"] else None

    async def _go(self, job: Job, run: "_Run", spec: Json, step: Step) -> None:
        """Take the stages one after the other, and note how it ended."""
        stages = [Stage(name) for name in spec["stages"]]
        parcel = Parcel(**spec["parcel"])
        while stages:
            stage = stages.pop(0)
            outcome = await step(stage, partial(self._perform, job, run, stage, parcel))
            if "parcel" in outcome:
                parcel = Parcel(**outcome["parcel"])
            elif outcome.get("code") == SourceExpired.code and not parcel.anew:
                # What was thought to be there is not: go the whole way, once.
                stages, parcel = list(PLAN[job.order.product]), Parcel(anew=True, worked=True)
            else:
                await self._end_early(job, outcome)
                return
        await self._finish(job, parcel)

    async def _perform(self, job: Job, run: "_Run", stage: Stage, parcel: Parcel) -> Json:
        """Do one stage as a task of its own, which Cancel can break off."""
        async with self._turn(job, stage):
            failed = await self._enter(job, run, stage)
            if failed is not None:
                return failed
            self._on_stage(job, stage)
            run.stage = stage
            run.work = self._nursery.spawn(
                self._stagehand.do(job, stage, parcel, run.enough), name=f"{stage} {job.id}"
            )
            try:
                await asyncio.wait({run.work})
            finally:
                run.stage = None
                run.work.cancel()
                await asyncio.wait({run.work})
        if not run.work.cancelled():
            return run.work.result()
        if run.stopping:
            return STOPPED
        raise asyncio.CancelledError

    async def _enter(self, job: Job, run: "_Run", stage: Stage) -> Json | None:
        """Note that the stage begins; return the outcome when it must not."""
        if run.stopping:
            return STOPPED
        if run.fresh:
            run.fresh = False
            return None
        entered = await self._ledger.enter(job.id, stage)
        if entered is None:
            return STOPPED
        if entered.attempts > _MOST_ATTEMPTS and stage is not Stage.ITEMS:
            return failure(unexpected(RuntimeError("begun too often"), job=job.id, stage=stage))
        if run.stopping:
            return STOPPED
        return None

    @asynccontextmanager
    async def _turn(self, job: Job, stage: Stage) -> AsyncIterator[None]:
        """Let jobs in whose presence the process died again and again run one at a time."""
        current = self._ledger.find(job.id) or job
        if current.stage is not stage or current.attempts < _SUSPECT_AFTER:
            yield
            return
        if stage is Stage.ITEMS:  # it only waits, for others who may have to take turns
            yield
            return
        async with self._suspects:
            yield

    async def _finish(self, job: Job, parcel: Parcel) -> None:
        current = self._ledger.find(job.id) or job
        if parcel.message_id not in {None, current.message_id}:
            await self._ledger.note(job.id, message_id=parcel.message_id)
        await self.let_go(job, keep_bytes=job.order.recipient.channel is Channel.SHELF)
        done = await self._ledger.finish(job.id, artifact=parcel.artifact, cached=not parcel.worked)
        self._on_end(done or current, 0)

    async def _end_early(self, job: Job, outcome: Json) -> None:
        await self.let_go(job)
        if "full" in outcome:
            self._on_full_disk(await self._ledger.set_aside(job.id) or job, outcome["full"])
            return
        ended: Job | None
        match outcome:
            case {"aside": 0}:
                in_bulk = replace(job.order, lane=Lane.BULK)
                ended = await self._ledger.set_aside(job.id, order=in_bulk)
            case {"aside": int()}:
                ended = await self._ledger.set_aside(job.id)
            case {"waits_for": str(site)}:
                ended = await self._ledger.set_aside(job.id, waits_for=site)
            case {"code": code, "details": details}:
                ended = await self._ledger.fail(job.id, by_code(code)(**details))
            case _:
                ended = await self._ledger.cancel(job.id)
        self._on_end(ended or job, outcome.get("aside", 0))

    async def _apologise(self, job_id: str, error: Exception) -> None:
        """End a job that a bug of ours has broken off."""
        apology = unexpected(error, job=job_id)
        await self._shop.problems.note(apology, job=job_id)
        failed = await self._ledger.fail(job_id, apology)
        if failed is not None:
            self._on_end(failed, 0)

    async def let_go(self, job: Job, *, keep_bytes: bool = False) -> None:
        """Give back what the job held, before its end is noted: a crash in between repeats this."""
        await self._shop.blobs.unreserve(job.id)
        if not keep_bytes:
            await self._shop.blobs.release(held_by=f"job:{job.id}")


@dataclass(slots=True)
class _Run:
    """A job that is being worked on here and now."""

    fresh: bool
    """It was let in just now, so its first stage has been noted already."""
    stopping: bool = False
    stage: Stage | None = None
    """The one that is worked on now."""
    work: asyncio.Task[Json] | None = None
    enough: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
