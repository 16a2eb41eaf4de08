"""Lets jobs in when there is a place for them, and tells the others where they stand."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import islice
from typing import Final

from services.clock import Clock
from services.jobs.job import Job, State
from services.jobs.ledger import Ledger
from services.jobs.line import Limits, Line

Begin = Callable[[str], Awaitable[bool]]
"""Starts a job that has a place; returns false when it does not want to start any more."""

_BETWEEN_PLACES: Final = timedelta(seconds=2)
_ROOM_AGAIN: Final = timedelta(seconds=20)
_AT_ONCE: Final = 4


class Admission:
    """The line, and beside it those who wait for room on the disk.

    Whoever waits for room goes back into the line when another job ends: a few at a time, because
    most of them would only find out that there is still too little. Once in a while all of them
    try, for room that appears without us.
    """

    def __init__(self, ledger: Ledger, limits: Limits, clock: Clock) -> None:
        self._ledger = ledger
        self._clock = clock
        self._line = Line(limits)
        self._roomless: dict[str, Job] = {}
        self._told: dict[str, int] = {}
        self._wake = asyncio.Event()
        self._places_changed = asyncio.Event()
        self._room_lacks = asyncio.Event()
        self._is_open = True

    def add(self, job: Job) -> None:
        """Put a job in line and tell where it stands."""
        self._line.add(job.id, job.order, since=job.created_at)
        place = self._line.place(job.id)
        if place is not None:
            self._told[job.id] = place
            self._ledger.queued(job, place=place)
        self._change()

    def occupy(self, job: Job) -> None:
        """Count a job as running that was let in in an earlier life of the process."""
        self._line.occupy(job.id, job.order)

    def withdraw(self, job: Job) -> None:
        """Take a job out, wherever it stands."""
        self._roomless.pop(job.id, None)
        self._line.remove(job.id)
        self._line.leave(job.id)
        self._change()

    def left(self, job: Job, why: str) -> None:
        """Note that a job does not run any more: it is over, or has to wait again, and for what."""
        self._line.leave(job.id)
        if job.state is State.WAITING and why == "room":
            self._roomless[job.id] = job
            self._room_lacks.set()
            self._ledger.queued(job, room=False)
        elif job.state is State.WAITING:
            self.add(job)
        else:
            self._readmit(_AT_ONCE)
        self._change()

    def place(self, job_id: str) -> int | None:
        """Return the place of a waiting job, from 1; None when it stands in no line."""
        return self._line.place(job_id)

    def close(self) -> None:
        """Let nobody in any more."""
        self._is_open = False

    async def let_in(self, begin: Begin) -> None:
        """Start jobs as places become free, one after the other, for as long as we live."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            for job_id in self._line.take() if self._is_open else ():
                self._told.pop(job_id, None)
                if not await begin(job_id):
                    self._line.leave(job_id)
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

    async def look_for_room(self) -> None:
        """Let all who lack room try again once in a while."""
        while True:
            await self._room_lacks.wait()
            self._room_lacks.clear()
            await self._clock.sleep(_ROOM_AGAIN)
            self._readmit(len(self._roomless))

    def _readmit(self, most: int) -> None:
        for job_id in list(islice(self._roomless, most)):
            job = self._roomless.pop(job_id)
            self._line.add(job_id, job.order, since=job.created_at)
        if self._roomless:
            self._room_lacks.set()
        self._change()

    def _change(self) -> None:
        self._wake.set()
        self._places_changed.set()
