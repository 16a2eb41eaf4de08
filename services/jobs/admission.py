"""Lets jobs in when there is a place for them, and tells the others what they wait for."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from typing import Final

import structlog

from services.clock import Clock
from services.doorbell import Doorbell
from services.errors import NoRoom
from services.jobs.job import Job, Stage, State
from services.jobs.ledger import Ledger
from services.jobs.line import Line
from services.jobs.resting import Resting
from services.jobs.schedule import Schedule
from services.jobs.sites import Rest, Sites
from services.jobs.tracks import Limits
from services.store.blobs import Blobs

log = structlog.get_logger(__name__)

Begin = Callable[[str], Awaitable[bool]]
"""Starts a job that has a place; returns false when it does not want to start any more."""
IsReady = Callable[[Job], Awaitable[bool]]
"""Tells whether nothing is left to do for a job but to hand its result over."""
_BETWEEN_PLACES: Final = timedelta(seconds=2)
_SITES_AGAIN: Final = timedelta(seconds=5)
_ROOM_AGAIN: Final = timedelta(seconds=20)
_A_LITTLE_ROOM_BYTES: Final = 1024 * 1024
"""What must be free for a job whose rows could not be written to go on."""
_BEGIN_AT_ONCE: Final = 8


class Admission:
    """The line, and beside it those who wait for a moment, for room on the disk, or for a site.

    When a job ends, and once in a while because room may appear without us, the one that has waited
    for room the longest is looked at: it goes back into the line as soon as its room is set aside.
    The smaller ones behind it do not overtake it, or a large one would wait for ever.

    When a site that kept us out has rested, one of those who wait for it goes back into the line and
    tries; the others follow when the site has answered.

    Whose result is there already, when it comes or while it waits, does not stand behind those who
    wait for sites and processors.
    """

    def __init__(self, ledger: Ledger, limits: Limits, clock: Clock, sites: Sites) -> None:
        self._ledger = ledger
        self._clock = clock
        self._line = Line(limits)
        self._sites = sites
        self._resting = Resting()
        self._schedule = Schedule()
        self._dates_changed = Doorbell(clock)
        self._roomless: dict[str, int] = {}
        self._told: dict[str, int] = {}
        self._wake = asyncio.Event()
        self._unlooked: dict[str, None] = {}
        self._may_be_ready = asyncio.Event()
        self._places_changed = asyncio.Event()
        self._room_may_be = asyncio.Event()
        self._is_open = True

    def resize(self, limits: Limits) -> None:
        """Let other numbers in from now on."""
        self._line.resize(limits)
        self._change()

    def add(self, job: Job) -> None:
        """Put a job in line and tell where it stands."""
        self._line.add(job.id, job.order, since=job.created_at, priority=job.priority)
        place = self._line.place(job.id)
        if place is not None:
            self._told[job.id] = place
            self._ledger.queued(job, place=place)
        self._change()
        self._look_at([job])

    def wait(self, job: Job) -> None:
        """Let a job wait where it has to: in line, or apart for its moment or for a site."""
        if self._is_early(job):
            self._schedule.add(job.id, job.due_at or 0)
            self._dates_changed.ring()
            return
        rest = self._sites.rest(job.waits_for) if job.waits_for else None
        if rest is None:
            self.add(job)
            return
        self._resting.add(job.id, rest.site)
        self._tell_rest(rest.site)

    def occupy(self, job: Job) -> None:
        """Count a job as running that was let in in an earlier life of the process."""
        self._line.occupy(job.id, job.order)

    def withdraw(self, job: Job) -> None:
        """Take a job out, wherever it stands."""
        self._roomless.pop(job.id, None)
        self._resting.remove(job.id)
        self._schedule.remove(job.id)
        self._line.remove(job.id)
        self._line.leave(job.id)
        self._change()

    def move(self, job: Job) -> None:
        """Let a waiting job wait anew, with another priority or for another moment."""
        apart = job.id in self._roomless or self._resting.knows(job.id)
        if apart and not self._is_early(job):
            return
        self._roomless.pop(job.id, None)
        self._resting.remove(job.id)
        self._schedule.remove(job.id)
        self._line.remove(job.id)
        if not self._line.knows(job.id):
            self.wait(job)
        self._change()

    def note_stage(self, job: Job, stage: Stage) -> None:
        """Note what a running job begins: to deliver is to wait for a chat, and needs no place."""
        if stage is Stage.DELIVER:
            self._line.lend(job.id)
            self._change()
        else:
            self._line.reclaim(job.id)

    def left(self, job: Job, needed_bytes: int = 0) -> None:
        """Note that a job does not run any more: it is over, or waits again, perhaps for room."""
        self._line.leave(job.id)
        if job.state is not State.WAITING:
            self._room_may_be.set()
            self._look_at(self._others_about(job.order.source_key))
        elif needed_bytes:
            self._roomless[job.id] = needed_bytes
            self._ledger.queued(job, room=False)
            # What gave room back may have ended while this one was on its way here.
            self._room_may_be.set()
        else:
            self.wait(job)
        self._change()

    def met_a_full_disk(self, job: Job, needed_bytes: int) -> None:
        """Note that a job has to wait until room is looked for the next time.

        It may have been the disk of the temporary files, of which nobody here sees when it has room: what
        is free where the files are kept must not let the job in again at once.
        """
        if job.state is not State.WAITING:
            self.left(job)
            return
        self._line.leave(job.id)
        self._roomless[job.id] = max(needed_bytes, _A_LITTLE_ROOM_BYTES)
        self._ledger.queued(job, room=False)
        self._change()

    def knows(self, job: Job) -> bool:
        """Return whether a job stands anywhere here, or has a place."""
        apart = job.id in self._roomless or self._resting.knows(job.id)
        return apart or self._schedule.knows(job.id) or self._line.knows(job.id)

    def place(self, job_id: str) -> int | None:
        """Return the place of a waiting job, from 1; None when it stands in no line."""
        return self._line.place(job_id)

    def rest(self, job_id: str) -> Rest | None:
        """Return the rest of the site that a job waits for."""
        site = self._resting.site(job_id)
        return self._sites.rest(site) if site else None

    def close(self) -> None:
        """Let nobody in any more."""
        self._is_open = False

    async def let_in(self, begin: Begin) -> None:
        """Start jobs as places become free, a few at a time, for as long as we live.

        Not one after the other: each start takes its turn at writing, and when many write, a single
        turn in each round would keep the places empty while the line grows.
        """
        turns = asyncio.Semaphore(_BEGIN_AT_ONCE)
        async with asyncio.TaskGroup() as group:
            while True:
                await self._wake.wait()
                self._wake.clear()
                for job_id in self._line.take() if self._is_open else ():
                    self._told.pop(job_id, None)
                    group.create_task(self._begin(job_id, begin, turns))

    async def look_for_ready(self, is_ready: IsReady) -> None:
        """Let those in without a place that only have to be handed over."""
        while True:
            await self._may_be_ready.wait()
            self._may_be_ready.clear()
            while self._unlooked:
                job_id = next(iter(self._unlooked))
                del self._unlooked[job_id]
                job = self._ledger.find(job_id)
                if job is None or not self._line.waits(job_id):
                    continue
                if await is_ready(job) and self._line.excuse(job_id):
                    self._change()

    async def tell_places(self) -> None:
        """Tell those in line when their place has changed, but not all the time."""
        while True:
            await self._places_changed.wait()
            await self._clock.sleep(_BETWEEN_PLACES)
            self._places_changed.clear()
            for job_id, place in self._line.places().items():
                job = self._ledger.find(job_id)
                if job is not None and self._told.get(job_id) != place:
                    self._told[job_id] = place
                    self._ledger.queued(job, place=place)

    async def look_for_room(self, blobs: Blobs) -> None:
        """Bring those who lack room back into the line, in their order, as room appears."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._room_may_be.wait(), _ROOM_AGAIN.total_seconds())
            self._room_may_be.clear()
            try:
                while await self._readmit_first(blobs):
                    pass
            except sqlite3.Error:
                # There may be so little room that not even what could go can be noted as gone.
                log.exception("room was not looked for")

    async def look_at_sites(self) -> None:
        """Let one of those who wait for a site try, each time when it has rested."""
        while True:
            await self._clock.sleep(_SITES_AGAIN)
            for site in self._resting.sites():
                if self._sites.rest(site) is None:
                    self.welcome(site)
                elif self._sites.is_due(site) and not self._is_tried(site):
                    self._line_up(self._resting.send_first(site))

    async def look_at_dates(self) -> None:
        """Bring those whose moment has come into the line."""
        while True:
            for job_id in self._schedule.take(self._clock.now()):
                job = self._ledger.find(job_id)
                if job is not None and job.state is State.WAITING:
                    self.wait(job)
            await self._dates_changed.wait(self._schedule.wait(self._clock.now()))

    def welcome(self, site: str) -> None:
        """Let all who wait for a site go back into the line: it lets us in again."""
        for job_id in self._resting.release(site):
            self._line_up(job_id)

    async def _begin(self, job_id: str, begin: Begin, turns: asyncio.Semaphore) -> None:
        async with turns:
            if not self._is_open or not await begin(job_id):
                self._line.leave(job_id)
                self._change()

    def _others_about(self, source_key: str) -> list[Job]:
        """Return those in line about a source of which more may be known now."""
        jobs = [self._ledger.find(job_id) for job_id in self._line.waiting()]
        return [job for job in jobs if job is not None and job.order.source_key == source_key]

    def _look_at(self, jobs: Iterable[Job]) -> None:
        """Have it looked up whether jobs in line are ready; an entry of a list waits for those before it."""
        self._unlooked.update((job.id, None) for job in jobs if not job.order.parent)
        self._may_be_ready.set()

    def _is_early(self, job: Job) -> bool:
        return job.due_at is not None and job.due_at > self._clock.now()

    def _is_tried(self, site: str) -> bool:
        """Return whether somebody is on the way to try the site."""
        sent = self._resting.sent(site)
        return bool(sent) and self._line.knows(sent)

    def _line_up(self, job_id: str) -> None:
        job = self._ledger.find(job_id)
        if job is not None and job.state is State.WAITING:
            self.add(job)

    def _tell_rest(self, site: str) -> None:
        """Tell those who wait for a site until when, each once for each time."""
        rest = self._sites.rest(site)
        for job_id in self._resting.untold(site, rest.until) if rest else ():
            job = self._ledger.find(job_id)
            if job is not None:
                self._ledger.queued(job, rest=rest)

    async def _readmit_first(self, blobs: Blobs) -> bool:
        job_id, needed_bytes = next(iter(self._roomless.items()), ("", 0))
        try:
            if not job_id or not await blobs.reserve(job_id, needed_bytes):
                return False
        except NoRoom:
            log.info("room that never comes", job=job_id, needed_bytes=needed_bytes)
        job = self._ledger.find(job_id)
        if self._roomless.pop(job_id, None) and job is not None:
            self.add(job)
        else:
            # It was stopped while its room was being set aside.
            await blobs.unreserve(job_id)
        return True

    def _change(self) -> None:
        self._wake.set()
        self._places_changed.set()
