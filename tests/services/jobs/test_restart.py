"""Whatever was happening when the process died: it goes on, once, and nobody has to ask."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from services.jobs.engine import EngineBusy, open_engine
from services.jobs.job import Stage, State
from services.jobs.order import Channel, LocalFile
from services.jobs.rooms import Rules
from services.jobs.tracks import Limits
from services.nursery import Nursery
from tests.services.jobs.fakes import House, card, eventually, media
from tests.services.jobs.sweep import sweep


def next_life(house, **changed):
    """The same world, seen by the next process."""
    return House(
        house.folder,
        changed.get("rules", house.rules),
        sources=house.sources,
        crafts=house.crafts,
        telegram=house.telegram,
    )


async def broken_off(house, gate, *orders, arrivals=1):
    """Submit, wait until so many jobs stand before the gate, and die."""

    async def have_arrived():
        return gate.arrived >= arrivals

    await house.open()
    await house.start()
    gate.close()
    jobs = [await house.jobs.submit(order) for order in orders]
    await eventually(have_arrived)
    await house.close()
    gate.open.set()
    gate.reached.clear()
    return jobs


async def test_finished_stages_are_not_repeated(tmp_path):
    house = House(tmp_path)
    (job,) = await broken_off(house, house.crafts.gate, media())
    async with next_life(house) as again:
        (done,) = await again.done(job)
        assert (done.state, done.run) == (State.DONE, 1)
        assert house.sources.calls["resolve"] == house.sources.calls["fetch"] == 1
        assert house.telegram.files[job.id] == 1
        assert again.left_files() == []


async def test_a_delivery_that_was_under_way_is_repeated(tmp_path):
    house = House(tmp_path)
    (job,) = await broken_off(house, house.telegram.gate, media())
    async with next_life(house) as again:
        assert (await again.done(job))[0].state is State.DONE
        assert house.crafts.calls["convert"] == 1


async def test_what_waited_waits_on_and_comes_in(tmp_path):
    house = House(tmp_path, Rules(limits=Limits(fast=1)))
    jobs = await broken_off(
        house, house.sources.gates["fetch"], *(media(f"n{n}") for n in range(4)), card()
    )
    async with next_life(house) as again:
        assert {job.state for job in await again.done(*jobs)} == {State.DONE}


async def test_a_job_let_in_without_a_workflow_is_put_back_in_line(tmp_path):
    house = House(tmp_path)
    await house.open()
    job = await house.jobs.submit(media())
    await house.database.write("UPDATE jobs SET state = 'running', run = 1, stage = 'resolve'")
    await house.close()
    async with next_life(house) as again:
        (done,) = await again.done(job)
        assert (done.state, done.run) == (State.DONE, 2)


async def test_orders_before_the_start_are_done_after_it(tmp_path):
    house = House(tmp_path)
    await house.open()
    job = await house.jobs.submit(media())
    assert house.jobs.place(job.id) == 1
    await house.start()
    assert (await house.done(job))[0].state is State.DONE
    await house.close()


async def test_a_job_whose_file_went_with_the_process_is_given_up(tmp_path):
    house, path = House(tmp_path), tmp_path / "brought.wav"
    path.write_bytes(b"one")
    file = LocalFile(str(path), "brought.wav", digest="abc")
    order = media(source=file, channel=Channel.SHELF)
    (job,) = await broken_off(house, house.crafts.gate, order)
    path.unlink()
    async with next_life(house) as again:
        assert (await again.done(job))[0].state is State.CANCELLED
        assert again.left_files() == []


async def test_a_workflow_whose_row_is_gone_ends_by_itself(tmp_path):
    house = House(tmp_path)
    await broken_off(house, house.crafts.gate, media())
    await house.open()
    await house.database.write("DELETE FROM jobs")
    await house.close()
    async with next_life(house) as again:
        assert (await again.done(await again.jobs.submit(media("two"))))[0].state is State.DONE
        await again.idle()
    assert house.telegram.files.total() == 1


@pytest.mark.parametrize("state", ["cancelled", "done"])
async def test_a_workflow_whose_row_has_moved_on_does_nothing(tmp_path, state):
    house = House(tmp_path)
    (job,) = await broken_off(house, house.crafts.gate, media())
    await house.open()
    await house.database.write("UPDATE jobs SET state = :state, ended_at = 1", state=state)
    await house.close()
    async with next_life(house) as again:
        await again.idle()
    assert house.telegram.files[job.id] == 0


async def test_a_job_can_be_stopped_before_it_is_begun_again(tmp_path):
    house = House(tmp_path)
    (job,) = await broken_off(house, house.crafts.gate, media())
    async with next_life(house) as again:
        assert (await again.jobs.cancel(job.id, account=1)).state is State.CANCELLED
        (done,) = await again.done(await again.jobs.submit(media("two")))
        assert done.state is State.DONE
        holders = await again.database.rows("SELECT held_by FROM blob_uses")
        assert f"job:{job.id}" not in {row["held_by"] for row in holders}
    assert house.telegram.files[job.id] == 0


async def test_a_job_that_kills_the_process_each_time_ends_with_an_apology(tmp_path):
    house = House(tmp_path)
    (job,) = await broken_off(house, house.crafts.gate, media())
    await house.open()
    await house.database.write("UPDATE jobs SET attempts = 25")
    await house.close()
    async with next_life(house) as again:
        (failed,) = await again.done(job)
    assert failed.failure.code == "unexpected"
    assert house.crafts.calls["convert"] == 1


async def test_twelve_innocent_restarts_harm_nobody(tmp_path):
    house = House(tmp_path)
    (job,) = await broken_off(house, house.crafts.gate, media())
    await house.open()
    await house.database.write("UPDATE jobs SET attempts = 12")
    await house.close()
    async with next_life(house) as again:
        assert (await again.done(job))[0].state is State.DONE


async def test_suspects_take_turns_and_only_one_counts_on(tmp_path):
    house = House(tmp_path)
    jobs = await broken_off(house, house.telegram.gate, media("a"), media("b"), arrivals=2)
    await house.open()
    await house.database.write("UPDATE jobs SET attempts = 9, stage = 'deliver'")
    await house.close()
    gate = house.telegram.gate.close()
    async with next_life(house) as again:
        await gate.reached.wait()
        rows = await again.database.rows("SELECT attempts FROM jobs ORDER BY attempts")
        assert [row["attempts"] for row in rows] == [9, 10]
        gate.open.set()
        assert {job.state for job in await again.done(*jobs)} == {State.DONE}


async def test_a_running_job_that_was_lost_is_lined_up_anew(tmp_path, monkeypatch):
    house = House(tmp_path)
    (job,) = await broken_off(house, house.crafts.gate, media())
    await house.open()
    works = "services.jobs.works"
    monkeypatch.setattr(f"{works}._LOST_AFTER", seconds(0.1))
    monkeypatch.setattr("services.jobs.runner.Runner.is_running", lambda *_: False)
    await house.close()
    async with next_life(house) as again:

        async def is_lined_up_anew():
            return (await again.jobs.get(job.id)).run > 1

        await eventually(is_lined_up_anew)
        monkeypatch.undo()
        (done,) = await again.done(job)
        assert done.state is State.DONE


async def test_a_process_without_a_chat_leaves_chat_jobs_alone(tmp_path):
    house = House(tmp_path, Rules(limits=Limits(fast=1)))
    jobs = await broken_off(house, house.crafts.gate, media("a"), media("b"))
    command_line = House(tmp_path, telegram=None)
    async with command_line:
        (own,) = await command_line.done(
            await command_line.jobs.submit(media("c", channel=Channel.SHELF))
        )
        assert own.state is State.DONE
        await asyncio.sleep(1.2)
        kept = [await command_line.jobs.get(job.id) for job in jobs]
        assert [job.state for job in kept] == [State.RUNNING, State.WAITING]
    async with next_life(house) as again:
        assert {job.state for job in await again.done(*jobs)} == {State.DONE}


async def test_a_waiting_job_that_fell_out_of_the_line_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr("services.jobs.works._LOST_AFTER", seconds(0.3))
    house = House(tmp_path, Rules(limits=Limits(fast=1)))
    async with house:
        gate = house.crafts.gate.close()
        first = await house.jobs.submit(media("a"))
        await gate.reached.wait()
        second = await house.jobs.submit(media("b"))
        house.jobs._admission.withdraw(second)
        gate.open.set()
        assert {job.state for job in await house.done(first, second)} == {State.DONE}


async def test_draining_lets_what_runs_end_and_lets_nobody_in(tmp_path):
    house = House(tmp_path, Rules(limits=Limits(fast=1)))
    await house.open()
    await house.start()
    gate = house.crafts.gate.close()
    first = await house.jobs.submit(media("first"))
    await gate.reached.wait()
    second = await house.jobs.submit(media("second"))
    house.nursery.spawn(open_soon(gate), name="open")
    await house.jobs.drain(seconds(5))
    assert (await house.jobs.get(first.id)).state is State.DONE
    assert (await house.jobs.get(second.id)).state is State.WAITING
    await house.close()
    async with next_life(house) as again:
        assert (await again.done(second))[0].state is State.DONE


async def test_draining_does_not_wait_for_ever(tmp_path):
    house = House(tmp_path)
    await house.open()
    await house.start()
    house.crafts.gate.close()
    job = await house.jobs.submit(media())
    await house.crafts.gate.reached.wait()
    await house.jobs.drain(seconds(0.01))
    kept = await house.jobs.get(job.id)
    assert (kept.state, kept.stage) == (State.RUNNING, Stage.CONVERT)
    await house.close()


async def test_a_second_process_is_told_so(tmp_path):
    async def body(_spec, _step):
        pass

    async with House(tmp_path) as house, Nursery() as nursery:
        with pytest.raises(EngineBusy, match="works on"):
            async with open_engine(house.folder, body, nursery=nursery):
                pass
        assert (await house.done(await house.jobs.submit(media())))[0].state is State.DONE


async def test_leftovers_on_the_benches_are_cleared(tmp_path):
    left = tmp_path / "work" / "old"
    left.mkdir(parents=True)
    (left / "video.part").write_bytes(b"x")
    async with House(tmp_path) as house:
        assert house.left_files() == []


async def test_the_loops_threads_outlive_the_engine(tmp_path):
    for _ in range(2):
        async with House(tmp_path) as house:
            await house.done(await house.jobs.submit(media()))
        assert await asyncio.to_thread(Path.exists, tmp_path)


def test_kill_9_at_random_instants_loses_nothing_and_doubles_nothing(tmp_path):
    sweep(tmp_path, kills=3, count=24)


def seconds(count):
    return timedelta(seconds=count)


async def open_soon(gate):
    await asyncio.sleep(0.05)
    gate.open.set()
