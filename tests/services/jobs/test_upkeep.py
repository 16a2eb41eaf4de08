"""What keeps the house in order: lines, failures, room."""

import asyncio
from datetime import timedelta

import pytest

from services.errors import LinkGone, SiteDown
from services.jobs.job import State
from services.jobs.order import Channel
from services.jobs.programs import Extras
from services.jobs.queue import LineView
from services.jobs.rooms import Rules
from services.jobs.tracks import Limits, Track
from tests.services.jobs.fakes import House, eventually, media
from tests.services.jobs.shifted import Shifted


@pytest.fixture
async def house(tmp_path):
    limits = Limits(fast=2, bulk=1)
    async with House(tmp_path, Rules(limits=limits), clock=Shifted()) as house:
        yield house


async def two_run(gate):
    async def have_arrived():
        return gate.arrived == 2

    await eventually(have_arrived)


async def test_the_lines_are_counted(house):
    gate = house.sources.gates["fetch"].close()
    for number in range(5):
        await house.jobs.submit(media(f"n{number}"))
    await house.jobs.submit(media("later"), extras=Extras(due_at=house.clock.now() + 60))
    await two_run(gate)
    queue = await house.jobs.upkeep.queue()
    assert (queue.waiting, queue.running, queue.scheduled) == (3, 2, 1)
    assert (queue.lines[Track.FAST].waiting, queue.lines[Track.BULK].waiting) == (3, 0)


async def test_who_comes_to_an_empty_line_need_not_wait_and_else_nobody_guesses(house):
    line = (await house.jobs.upkeep.queue()).lines[Track.FAST]
    assert (line.took_seconds, line.wait_seconds) == (None, 0.0)
    gate = house.sources.gates["fetch"].close()
    jobs = [await house.jobs.submit(media(f"n{number}")) for number in range(3)]
    await two_run(gate)
    assert (await house.jobs.upkeep.queue()).lines[Track.FAST].wait_seconds is None
    assert await house.jobs.upkeep.wait_seconds(jobs[2], 1) is None


async def test_the_wait_is_that_of_the_jobs_before(house):
    done = await house.jobs.submit(media("before"))
    await house.done(done)
    await house.database.write("UPDATE jobs SET started_at = ended_at - 10")
    later = await house.jobs.submit(media("x"), extras=Extras(due_at=house.clock.now() + 60))
    assert await house.jobs.upkeep.wait_seconds(later, None) == pytest.approx(60, abs=5)
    assert (await house.jobs.upkeep.queue()).lines[Track.FAST].took_seconds == pytest.approx(10)
    line = LineView(waiting=4, running=2, limit=2, took_seconds=10.0)
    assert (line.wait_at(1), line.wait_seconds) == (5.0, 25.0)
    assert LineView(waiting=0, running=1, limit=2, took_seconds=10.0).wait_seconds == 0.0


async def failed(house, name, error, **wanted):
    """Return a job that a program asked for, and that ended like this."""
    house.crafts.failures = [error] * 3
    job = await house.jobs.submit(media(name, **{"channel": Channel.SHELF} | wanted))
    await house.done(job)
    house.crafts.failures = []
    return job


async def test_what_failed_for_a_reason_that_may_be_gone_is_repeated_once(house):
    passing = await failed(house, "a", SiteDown(host="a"))
    lasting = await failed(house, "b", LinkGone(host="b"))
    assert {job.id for job in await house.jobs.failed(limit=9)} == {passing.id, lasting.id}
    assert (await house.jobs.upkeep.repair(2)).jobs == ()
    repaired = await house.jobs.upkeep.repair(1)
    (again,) = repaired.jobs
    assert (again.again_of, repaired.left) == (passing.id, 1)
    assert (await house.done(again))[0].state is State.DONE
    assert (await house.jobs.upkeep.repair(None)).jobs == ()
    assert [job.id for job in await house.jobs.failed(limit=9)] == [lasting.id]


async def test_what_was_asked_for_in_a_chat_is_not_repeated_from_outside(house):
    await failed(house, "a", SiteDown(host="a"), channel=Channel.TELEGRAM)

    repaired = await house.jobs.upkeep.repair(None)

    assert (repaired.jobs, repaired.left) == ((), 0)


async def test_who_asks_again_by_the_same_name_is_told_what_was_repeated(house):
    await failed(house, "a", SiteDown(host="a"))
    first = await house.jobs.upkeep.repair(1, once="http:abc")
    await house.done(*first.jobs)
    other = await failed(house, "b", SiteDown(host="b"))

    again = await house.jobs.upkeep.repair(1, once="http:abc")

    assert len(first.jobs) == 1
    assert [job.id for job in again.jobs][:1] == [job.id for job in first.jobs]
    assert [job.again_of for job in again.jobs][1:] == [other.id]


async def test_two_who_repair_at_once_repeat_each_job_once(house):
    await failed(house, "a", SiteDown(host="a"))

    repaired = await asyncio.gather(
        *(house.jobs.upkeep.repair(1, once=f"http:{number}") for number in range(3))
    )

    assert sum(len(one.jobs) for one in repaired) == 1


async def test_cleaning_up_one_account_leaves_the_others_alone(house):
    old = [
        await house.jobs.submit(media(f"n{number}", account=number, channel=Channel.SHELF))
        for number in (1, 2)
    ]
    await house.done(*old)
    house.clock.shift += 2 * 86400
    new = await house.jobs.submit(media("new", channel=Channel.SHELF))
    await house.done(new)
    cleaned = await house.jobs.upkeep.clean_up(1, older_than=timedelta(days=1))
    assert cleaned.jobs == 1
    assert [job.id for job in (await house.jobs.page(None)).jobs] == [new.id, old[1].id]
    everything = await house.jobs.upkeep.clean_up(None, older_than=timedelta(days=1))
    assert everything.jobs == 1
    assert everything.freed_bytes > 0
    assert (await house.jobs.file(await house.jobs.get(new.id))) is not None


async def test_room_is_told_by_what_it_is_held_for(house):
    job = await house.jobs.submit(media(channel=Channel.SHELF))
    await house.done(job)
    storage = await house.jobs.upkeep.storage()
    held = {one.kind: one for one in storage.held}
    assert set(held) == {"artifact", "job"}
    assert held["artifact"].blobs == 2
    assert held["job"].size_bytes > 0
    assert storage.blobs.used_bytes == held["artifact"].size_bytes
    assert storage.database_bytes > 0
