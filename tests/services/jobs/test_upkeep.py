"""What keeps the house in order: lines, failures, room."""

from datetime import timedelta

import pytest

from services.errors import LinkGone, SiteDown
from services.jobs.job import State
from services.jobs.jobs import Rules
from services.jobs.line import Limits, Track
from services.jobs.order import Channel
from services.jobs.programs import Extras
from services.jobs.queue import LineView
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


async def test_what_failed_for_a_reason_that_may_be_gone_is_repeated_once(house):
    house.crafts.failures = [SiteDown(host="a"), SiteDown(host="a"), SiteDown(host="a")]
    passing = await house.jobs.submit(media("a"))
    await house.done(passing)
    house.crafts.failures = [LinkGone(host="b")]
    lasting = await house.jobs.submit(media("b"))
    await house.done(lasting)
    assert {job.id for job in await house.jobs.failed(limit=9)} == {passing.id, lasting.id}
    assert await house.jobs.upkeep.repair(2) == []
    (again,) = await house.jobs.upkeep.repair(1)
    assert again.again_of == passing.id
    assert (await house.done(again))[0].state is State.DONE
    assert await house.jobs.upkeep.repair(None) == []
    assert [job.id for job in await house.jobs.failed(limit=9)] == [lasting.id]


async def test_who_waits_for_long_is_stuck_unless_it_was_told_to(house):
    gate = house.sources.gates["fetch"].close()
    jobs = [await house.jobs.submit(media(f"n{number}")) for number in range(3)]
    await two_run(gate)
    due_at = house.clock.now() + 1.5 * 3600
    await house.jobs.submit(media("later", account=2), extras=Extras(due_at=due_at))
    assert house.jobs.upkeep.stuck(None) == []
    house.clock.shift += 2 * 3600
    assert [job.id for job in house.jobs.upkeep.stuck(1)] == [jobs[2].id]
    assert house.jobs.upkeep.stuck(2) == []


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
