"""Disk space: set aside before bytes come, waited for when there is none, refused when hopeless."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from services.clock import SystemClock
from services.jobs.admission import Admission
from services.jobs.events import Finished
from services.jobs.job import Job, State
from services.jobs.sites import Sites
from services.jobs.tracks import Limits
from services.nursery import Nursery
from tests.services.jobs.fakes import MB, House, eventually, media, told_of_no_room


@pytest.fixture
def soon(monkeypatch):
    monkeypatch.setattr("services.jobs.admission._ROOM_AGAIN", timedelta(milliseconds=20))


@pytest.fixture
async def house(tmp_path):
    async with House(tmp_path, max_bytes=10 * MB) as house:
        house.sources.known_size = 4 * MB
        house.sources.seconds = None
        yield house


async def test_a_job_without_room_waits_and_says_so(house):
    gate = house.sources.gates["fetch"].close()
    with house.feed.listen() as events:
        first = await house.jobs.submit(media("first"))
        await gate.reached.wait()
        second = await house.jobs.submit(media("second"))
        event = await told_of_no_room(events)
        assert event.job.id == second.id
        waiting = await house.jobs.get(second.id)
        assert waiting.state is State.WAITING
        assert house.jobs.place(second.id) is None
        gate.open.set()
        assert {job.state for job in await house.done(first, second)} == {State.DONE}
    assert (await house.blobs.figures()).reserved_bytes == 0


async def test_what_can_be_made_again_makes_room(house):
    house.sources.size_bytes = 4 * MB
    jobs = [await house.jobs.submit(media(f"n{n}")) for n in range(5)]
    assert {job.state for job in await house.done(*jobs)} == {State.DONE}
    assert (await house.blobs.figures()).used_bytes <= 10 * MB


async def test_room_that_appears_without_us_is_found(soon, house):
    assert await house.blobs.reserve("somebody", 8 * MB)
    with house.feed.listen() as events:
        job = await house.jobs.submit(media())
        await told_of_no_room(events)
        await house.blobs.unreserve("somebody")
        async for event in events:
            if isinstance(event, Finished):
                break
    assert (await house.jobs.get(job.id)).state is State.DONE


async def test_a_job_that_lacks_room_can_be_stopped(house):
    assert await house.blobs.reserve("somebody", 8 * MB)
    with house.feed.listen() as events:
        job = await house.jobs.submit(media())
        await told_of_no_room(events)
    assert (await house.jobs.cancel(job.id, account=1)).state is State.CANCELLED
    await house.blobs.unreserve("somebody")
    (done,) = await house.done(await house.jobs.submit(media("two")))
    assert done.state is State.DONE
    assert house.sources.calls["fetch web:one"] == 0


async def test_what_never_fits_is_refused(house):
    house.sources.known_size = 40 * MB
    (failed,) = await house.done(await house.jobs.submit(media()))
    assert failed.failure.code == "no-room"
    assert house.sources.calls["fetch"] == 0


async def test_room_is_set_aside_for_what_is_unknown(house):
    house.sources.known_size = None
    gate = house.sources.gates["fetch"].close()
    job = await house.jobs.submit(media())
    await gate.reached.wait()
    assert (await house.blobs.figures()).reserved_bytes > 4 * MB
    gate.open.set()
    assert (await house.done(job))[0].state is State.DONE


async def test_two_who_want_the_same_set_room_aside_each(house):
    house.sources.known_size = MB
    gate = house.sources.gates["fetch"].close()
    jobs = [await house.jobs.submit(media(account=n)) for n in (1, 2)]
    await house.joined("fetch web:one|source:sound", 2)
    reserved = (await house.blobs.figures()).reserved_bytes
    await house.jobs.cancel(jobs[0].id, account=1)
    assert (await house.blobs.figures()).reserved_bytes == reserved // 2
    gate.open.set()
    await house.done(*jobs)


async def test_room_that_can_never_be_is_said_when_it_becomes_clear(soon, house):
    assert await house.blobs.reserve("somebody", 8 * MB)
    with house.feed.listen() as events:
        job = await house.jobs.submit(media())
        await told_of_no_room(events)
        house.blobs._max_bytes = MB
        (failed,) = await house.done(job)
    assert failed.failure.code == "no-room"


async def test_who_is_stopped_while_its_room_is_set_aside_gives_it_back(soon, house, monkeypatch):
    assert await house.blobs.reserve("somebody", 8 * MB)
    reserve = house.blobs.reserve
    with house.feed.listen() as events:
        job = await house.jobs.submit(media())
        await told_of_no_room(events)

        async def slow(job_id, size_bytes):
            await house.jobs.cancel(job_id, account=1)
            await house.blobs.unreserve("somebody")
            return await reserve(job_id, size_bytes)

        monkeypatch.setattr(house.blobs, "reserve", slow)
        (stopped,) = await house.done(job)
    assert stopped.state is State.CANCELLED

    async def nothing_is_reserved():
        return (await house.blobs.figures()).reserved_bytes == 0

    await eventually(nothing_is_reserved)


async def test_room_given_back_too_early_to_be_noticed_is_found_all_the_same(monkeypatch):
    monkeypatch.setattr("services.jobs.admission._ROOM_AGAIN", timedelta(hours=1))
    job = Job("late", media(), State.WAITING, None, created_at=1.0)
    admission = Admission(Book(job), Limits(), SystemClock(), Sites(None, SystemClock()))

    async def in_line():
        return admission.place("late") == 1

    async with Nursery() as nursery:
        nursery.spawn(admission.look_for_room(AmpleBlobs()), name="room")
        await asyncio.sleep(0)
        admission.left(replace(job, id="early", state=State.DONE))
        while admission._room_may_be.is_set():  # noqa: ASYNC110 - the look itself tells nobody
            await asyncio.sleep(0)
        admission.left(job, needed_bytes=5)
        await eventually(in_line)


class Book:
    """A ledger with one job."""

    def __init__(self, job):
        self.job = job

    def find(self, job_id):
        return self.job if job_id == self.job.id else None

    def queued(self, job, *, place=1, room=True):
        pass


class AmpleBlobs:
    """Has room for everything."""

    async def reserve(self, job_id, size_bytes):
        return True
