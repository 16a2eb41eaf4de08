"""How far each job is, kept for programs that ask about it or follow it: one listener for all of them."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from aiohttp import web

from locales.messages import Messages
from locales.quoting import plain
from services.core import Core
from services.jobs.events import (
    Cancelled,
    Counted,
    Event,
    Failed,
    Finished,
    Progress,
    Queued,
    Started,
)
from services.jobs.job import Job, Stage, State
from services.jobs.order import LocalFile
from services.jobs.plan import PLAN
from services.nursery import Nursery


class Phase(StrEnum):
    """What is being done, in words that programs are told."""

    QUEUED = "queued"
    ROOM = "waiting_for_room"
    SITE = "waiting_for_site"
    ANALYSIS = "analysis"
    DOWNLOAD = "download"
    CONVERSION = "conversion"
    MODEL = "model_download"
    TRANSCRIPTION = "transcription"
    CENSORING = "censoring"
    ITEMS = "items"
    DELIVERY = "delivery"
    OVER = "over"


_PHASES: Final[Mapping[Stage, Phase]] = {
    Stage.RESOLVE: Phase.ANALYSIS,
    Stage.FETCH: Phase.DOWNLOAD,
    Stage.CONVERT: Phase.CONVERSION,
    Stage.MODEL: Phase.MODEL,
    Stage.LISTEN: Phase.TRANSCRIPTION,
    Stage.CLEAN: Phase.CENSORING,
    Stage.ITEMS: Phase.ITEMS,
    Stage.DELIVER: Phase.DELIVERY,
}
_SHARES: Final[Mapping[Stage, float]] = {
    Stage.RESOLVE: 2,
    Stage.FETCH: 20,
    Stage.CONVERT: 10,
    Stage.LISTEN: 60,
    Stage.CLEAN: 15,
    Stage.ITEMS: 90,
    Stage.DELIVER: 3,
}
"""How long the stages usually take, beside one another."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one job is."""

    job: Job
    phase: Phase
    fraction: float
    """From 0 to 1, over the whole job."""
    at: float
    place: int | None = None
    """In the line, from 1."""
    seconds_left: float | None = None
    """Until the stage is done."""

    def sentence(self, texts: Messages) -> str:
        """Return what is being done, for people."""
        return plain(texts.http_phase(phase=self.phase.value, place=self.place))


class Watching:
    """Keeps the newest standing of every job under way, and tells it to those who follow one."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._standings: dict[str, Standing] = {}
        self._followers: defaultdict[str, set[_Follower]] = defaultdict(set)

    def attach(self, site: web.Application) -> None:
        """Listen as long as a site is open. Whoever follows a job is let go when it closes."""
        site.cleanup_ctx.append(self._attend)
        site.on_shutdown.append(self._let_go)

    async def run(self) -> None:
        """Listen until cancelled."""
        with self._core.feed.listen() as events:
            async for event in events:
                self._see(event)

    def of(self, job: Job) -> Standing:
        """Return how a job stands now."""
        now = self._core.clock.now()
        if job.over:
            return _over(job, at=now)
        return self._standings.get(job.id) or _at_rest(job, self._core.jobs.place(job.id), at=now)

    async def follow(self, job_id: str) -> AsyncIterator[Standing]:
        """Yield how a job stands now, and then whenever that changes; the last one is its end.

        Who is slow hears of the newest only. When the house closes it stops without an end.

        Raises:
            NotFound: there is no such job.
        """
        follower = _Follower()
        self._followers[job_id].add(follower)
        try:
            standing: Standing | None = self.of(await self._core.jobs.get(job_id))
            while standing is not None:
                yield standing
                standing = None if standing.job.over else await follower.after(standing)
        finally:
            self._followers[job_id].discard(follower)
            if not self._followers[job_id]:
                del self._followers[job_id]

    async def _attend(self, _: web.Application) -> AsyncIterator[None]:
        async with Nursery() as nursery:
            nursery.spawn(self.run(), name="standings of jobs")
            yield

    async def _let_go(self, _: web.Application) -> None:
        for followers in self._followers.values():
            for follower in followers:
                follower.tell(None)

    def _see(self, event: Event) -> None:
        standing = _standing(event, at=self._core.clock.now())
        if standing is None:
            return
        self._standings[event.job.id] = standing
        if standing.job.over:
            del self._standings[event.job.id]
        for follower in self._followers.get(event.job.id, ()):
            follower.tell(standing)


class _Follower:
    """Somebody who follows one job: what they have not heard yet."""

    def __init__(self) -> None:
        self._newest: Standing | None = None
        self._changed = asyncio.Event()

    def tell(self, standing: Standing | None) -> None:
        """Let them know; None lets them go."""
        self._newest = standing
        self._changed.set()

    async def after(self, known: Standing) -> Standing | None:
        """Wait for news; None when there will be none."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            if self._newest is None or not _goes_back(self._newest, known):
                return self._newest


def _goes_back(told: Standing, before: Standing) -> bool:
    """Return whether news is older than what is known already: it was waiting to be read."""
    return told.phase is before.phase and told.fraction < before.fraction


def _over(job: Job, *, at: float) -> Standing:
    """Return the standing of a job that has ended."""
    return Standing(job, Phase.OVER, 1.0 if job.state is State.DONE else 0.0, job.ended_at or at)


def _standing(event: Event, *, at: float) -> Standing | None:
    match event:
        case Finished() | Failed() | Cancelled():
            return _over(event.job, at=at)
        case Queued():
            return _in_line(event, at=at)
        case Started(job=job, stage=stage):
            return Standing(job, _PHASES[stage], _whole(job, stage), at)
        case Progress(job=job, stage=stage, fraction=fraction, seconds_left=left):
            whole = _whole(job, stage, fraction or 0.0)
            return Standing(job, _PHASES[stage], whole, at, seconds_left=left)
        case Counted(job=job, tally=tally):
            done = len(tally.delivered) + len(tally.missed)
            whole = _whole(job, Stage.ITEMS, done / max(1, len(tally.chosen)))
            return Standing(job, Phase.ITEMS, whole, at)
        case _:
            return None


def _in_line(event: Queued, *, at: float) -> Standing:
    if not event.room:
        return Standing(event.job, Phase.ROOM, 0.0, at)
    if event.rest is not None:
        return Standing(event.job, Phase.SITE, 0.0, at)
    return Standing(event.job, Phase.QUEUED, 0.0, at, place=event.place)


def _at_rest(job: Job, place: int | None, *, at: float) -> Standing:
    """Return how a job stands of which nothing has been heard since the start."""
    if job.state is State.WAITING or job.stage is None:
        return Standing(job, Phase.SITE if job.waits_for else Phase.QUEUED, 0.0, at, place=place)
    return Standing(job, _PHASES[job.stage], _whole(job, job.stage), at)


def _whole(job: Job, stage: Stage, fraction: float = 0.0) -> float:
    """Return how much of a job is done, with so much of one of its stages."""
    at = Stage.LISTEN if stage is Stage.MODEL else stage
    shares = {one: _share(job, one) for one in PLAN[job.order.product]}
    if at not in shares:
        return 0.0
    stages = list(shares)
    before = sum(shares[one] for one in stages[: stages.index(at)])
    now = 0.0 if stage is Stage.MODEL else shares[at] * min(1.0, max(0.0, fraction))
    return (before + now) / sum(shares.values())


def _share(job: Job, stage: Stage) -> float:
    """Return how long a stage takes, beside the others of its job."""
    is_here = isinstance(job.order.source, LocalFile)
    as_it_came = not job.order.choice.partition(";")[0]
    is_skipped = is_here and (stage is Stage.FETCH or (stage is Stage.CONVERT and as_it_came))
    return 0.0 if is_skipped else _SHARES[stage]
