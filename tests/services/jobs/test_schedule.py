"""A job begins when it was told to, not before, and also when nobody was there to wait for it."""

import asyncio

import pytest

from services.errors import FieldInvalid, JobBegun, NotFound
from services.jobs.job import State
from services.jobs.programs import Extras
from services.jobs.rooms import Rules
from services.jobs.schedule import Schedule
from services.jobs.tracks import Limits
from tests.services.jobs.fakes import House, eventually, media
from tests.services.jobs.shifted import Shifted

HOUR = 3600.0


@pytest.fixture
async def house(tmp_path):
    async with House(tmp_path, Rules(limits=Limits(fast=1)), clock=Shifted()) as house:
        yield house


async def state_of(house, job):
    return (await house.jobs.get(job.id)).state


async def test_a_job_waits_for_its_moment_and_then_begins(house):
    due_at = house.clock.now() + HOUR
    job = await house.jobs.submit(media(), extras=Extras(due_at=due_at))
    await house.clock.pass_minutes(59)
    assert await state_of(house, job) is State.WAITING
    assert house.jobs.place(job.id) is None
    await house.clock.pass_minutes(2)
    (done,) = await house.done(job)
    assert done.state is State.DONE
    assert done.started_at >= done.due_at == due_at


async def test_a_job_of_the_future_keeps_nobody_waiting(house):
    later = await house.jobs.submit(media("a"), extras=Extras(due_at=house.clock.now() + HOUR))
    now = await house.jobs.submit(media("b"))
    assert (await house.done(now))[0].state is State.DONE
    assert await state_of(house, later) is State.WAITING


async def test_a_moment_that_is_over_is_now(house):
    job = await house.jobs.submit(media(), extras=Extras(due_at=house.clock.now() - HOUR))
    assert (await house.done(job))[0].state is State.DONE


@pytest.mark.parametrize("hours", [0.5, 2])
async def test_a_moment_outlives_the_process(tmp_path, hours):
    house = House(tmp_path, clock=Shifted())
    async with house:
        job = await house.jobs.submit(media(), extras=Extras(due_at=house.clock.now() + HOUR))
    house.clock.shift += hours * HOUR
    async with House(tmp_path, clock=house.clock) as again:
        if hours < 1:
            await again.clock.pass_minutes(5)
            assert await state_of(again, job) is State.WAITING
            await again.clock.pass_minutes(30)
        assert (await again.done(job))[0].state is State.DONE


async def test_a_job_that_waits_for_its_moment_can_be_cancelled(house):
    job = await house.jobs.submit(media(), extras=Extras(due_at=house.clock.now() + HOUR))
    await house.jobs.cancel(job.id, account=1)
    await house.clock.pass_minutes(61)
    assert await state_of(house, job) is State.CANCELLED
    assert house.sources.calls["fetch"] == 0


async def test_a_moment_can_be_moved_back_and_forth(house):
    job = await house.jobs.submit(media(), extras=Extras(due_at=house.clock.now() + HOUR))
    await house.jobs.reschedule(job.id, house.clock.now() + 3 * HOUR, 1)
    await house.clock.pass_minutes(61)
    assert await state_of(house, job) is State.WAITING
    changed = await house.jobs.reschedule(job.id, None, 1)
    assert changed.due_at is None
    assert (await house.done(job))[0].state is State.DONE


async def test_one_that_waits_in_line_can_be_put_off(house):
    house.sources.gates["fetch"].close()
    first = await house.jobs.submit(media("a"))
    second = await house.jobs.submit(media("b"))
    await house.jobs.reschedule(second.id, house.clock.now() + HOUR, 1)
    house.sources.gates["fetch"].open.set()
    await house.done(first)
    assert await state_of(house, second) is State.WAITING
    await house.clock.pass_minutes(61)
    assert (await house.done(second))[0].state is State.DONE


async def test_what_has_begun_can_neither_be_put_off_nor_brought_forward(house):
    gate = house.sources.gates["fetch"].close()
    job = await house.jobs.submit(media())
    await gate.reached.wait()
    with pytest.raises(JobBegun):
        await house.jobs.reschedule(job.id, house.clock.now() + HOUR, 1)
    with pytest.raises(JobBegun):
        await house.jobs.prioritise(job.id, 9, 1)


async def test_somebody_else_can_do_neither(house):
    job = await house.jobs.submit(media(), extras=Extras(due_at=house.clock.now() + HOUR))
    with pytest.raises(NotFound):
        await house.jobs.reschedule(job.id, None, 2)
    with pytest.raises(NotFound):
        await house.jobs.prioritise(job.id, 9, 2)


async def test_the_higher_priority_goes_first_and_may_change(house):
    gate = house.sources.gates["fetch"].close()
    blocks = await house.jobs.submit(media("first"))
    await gate.reached.wait()
    jobs = {
        name: await house.jobs.submit(media(name), extras=Extras(priority=priority))
        for name, priority in [("low", 1), ("usual", 5), ("high", 10), ("late", 2)]
    }
    assert [house.jobs.place(jobs[name].id) for name in ("high", "usual", "late", "low")] == [
        1,
        2,
        3,
        4,
    ]
    await house.jobs.prioritise(jobs["low"].id, 9, 1)
    gate.open.set()
    done = await house.done(blocks, *jobs.values())
    begun = sorted(done[1:], key=lambda job: job.started_at)
    assert [job.order.source.key for job in begun] == [
        "web:high",
        "web:low",
        "web:usual",
        "web:late",
    ]


async def test_a_high_priority_does_not_push_other_accounts_aside(house):
    gate = house.sources.gates["fetch"].close()
    await house.jobs.submit(media("first"))
    await gate.reached.wait()
    mine = [await house.jobs.submit(media(f"m{n}"), extras=Extras(priority=10)) for n in range(3)]
    other = await house.jobs.submit(media("other", account=2), extras=Extras(priority=1))
    assert house.jobs.place(other.id) == 1
    assert {house.jobs.place(job.id) for job in mine} == {2, 3, 4}


@pytest.mark.parametrize("priority", [0, 11, -1])
async def test_a_priority_is_from_1_to_10(house, priority):
    with pytest.raises(FieldInvalid):
        Extras(priority=priority)
    job = await house.jobs.submit(media(), extras=Extras(due_at=house.clock.now() + HOUR))
    with pytest.raises(FieldInvalid):
        await house.jobs.prioritise(job.id, priority, 1)


async def test_one_put_off_at_the_very_moment_of_its_turn_does_not_begin(house):
    """The line has let it in already; the row has the last word."""
    job = await house.jobs.submit(media("a"), extras=Extras(due_at=house.clock.now() + HOUR))
    await house.jobs.reschedule(job.id, house.clock.now() + 2 * HOUR, 1)
    assert await house.jobs._works.begin(job.id) is False
    assert await state_of(house, job) is State.WAITING


def test_a_schedule_yields_by_date_and_forgets_what_was_moved():
    schedule = Schedule()
    for name, due_at in [("c", 30.0), ("a", 10.0), ("b", 20.0)]:
        schedule.add(name, due_at)
    schedule.add("a", 25.0)
    schedule.remove("b")
    assert schedule.wait(5.0).total_seconds() == 20.0
    assert schedule.take(20.0) == []
    assert schedule.take(40.0) == ["a", "c"]
    assert schedule.wait(40.0) is None
    assert not schedule.knows("a")


async def test_many_of_the_same_moment_all_begin(house):
    due_at = house.clock.now() + HOUR
    jobs = await asyncio.gather(
        *(house.jobs.submit(media(f"n{n}"), extras=Extras(due_at=due_at)) for n in range(20))
    )
    house.clock.shift += HOUR

    async def all_are_over():
        return all([(await house.jobs.get(job.id)).over for job in jobs])

    await eventually(all_are_over)
