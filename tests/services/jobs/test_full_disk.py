"""While the disk is full the databases cannot be written to: jobs wait, and nobody has to apologise."""

import errno
import sqlite3
from datetime import timedelta

import pytest

from services.errors import NoRoom
from services.jobs.job import Stage, State
from services.jobs.pipeline import STAGES
from tests.services.jobs.fakes import MB, House, eventually, media, told_of_no_room


@pytest.fixture
def soon(monkeypatch):
    monkeypatch.setattr("services.jobs.works._LOST_AFTER", timedelta(seconds=0.1))
    monkeypatch.setattr("services.jobs.admission._ROOM_AGAIN", timedelta(seconds=0.02))


class Full:
    """Does what it stands for, but only once the disk has had room again."""

    def __init__(self, act, times, *, engine=False):
        self.act = act
        self.times = times
        self.engine = engine
        """Whether it is the engine's database, which says so in its own words."""

    async def __call__(self, *args, **named):
        if self.times:
            self.times -= 1
            full = sqlite3.OperationalError("database or disk is full")
            full.sqlite_errorcode = sqlite3.SQLITE_FULL
            if self.engine:
                raise RuntimeError("(sqlite3.OperationalError)") from full
            raise full
        return await self.act(*args, **named)


async def test_a_lost_job_is_lined_up_although_that_could_not_be_written_at_first(
    soon, tmp_path, monkeypatch
):
    async with House(tmp_path) as house:
        full = Full(house.jobs._ledger.set_aside, 2)
        with monkeypatch.context() as patch:
            patch.setattr(
                house.jobs._works.engine, "start", Full(house.jobs._works.engine.start, 1)
            )
            patch.setattr(house.jobs._ledger, "fail", Full(house.jobs._ledger.fail, 1))
            patch.setattr(house.jobs._ledger, "set_aside", full)
            job = await house.jobs.submit(media())

            async def was_tried_in_vain():
                return full.times == 0

            await eventually(was_tried_in_vain)
        assert (await house.done(job))[0].state is State.DONE


@pytest.mark.parametrize("times", [1, 3])
async def test_a_job_that_could_not_be_started_waits(soon, tmp_path, monkeypatch, times):
    async with House(tmp_path) as house:
        engine = house.jobs._works.engine
        monkeypatch.setattr(engine, "start", Full(engine.start, times, engine=True))
        assert (await house.done(await house.jobs.submit(media())))[0].state is State.DONE


async def test_a_job_whose_stage_could_not_be_recorded_waits(soon, tmp_path, monkeypatch):
    async with House(tmp_path) as house:
        runner = house.jobs._works._runner
        monkeypatch.setattr(runner, "_perform", Full(runner._perform, 1, engine=True))
        assert (await house.done(await house.jobs.submit(media())))[0].state is State.DONE


@pytest.mark.parametrize("stage", [Stage.FETCH, Stage.CONVERT, Stage.DELIVER])
async def test_a_job_whose_stage_met_a_full_disk_waits(soon, tmp_path, monkeypatch, stage):
    async with House(tmp_path) as house:
        monkeypatch.setitem(STAGES, stage, Full(STAGES[stage], 2))
        assert (await house.done(await house.jobs.submit(media())))[0].state is State.DONE


@pytest.mark.parametrize("full", [OSError(errno.ENOSPC, "full"), NoRoom(), NoRoom(needed_bytes=MB)])
@pytest.mark.parametrize("work", ["resolve", "fetch", "convert"])
async def test_a_job_whose_work_met_a_full_disk_waits(soon, tmp_path, work, full):
    async with House(tmp_path) as house:
        failures = house.crafts.failures if work == "convert" else []
        house.sources.failures[work] = failures
        failures += [full, full]
        (done,) = await house.done(await house.jobs.submit(media()))
        assert (done.state, done.run) == (State.DONE, 3)


async def test_a_job_that_needs_more_than_there_ever_is_does_not_wait(soon, tmp_path):
    async with House(tmp_path, max_bytes=10 * MB) as house:
        house.sources.failures["fetch"] = [NoRoom(needed_bytes=11 * MB, free_bytes=MB)] * 2
        (failed,) = await house.done(await house.jobs.submit(media()))
        assert (failed.failure.code, failed.run) == ("no-room", 1)


@pytest.mark.parametrize("stage", [Stage.FETCH, Stage.DELIVER])
async def test_a_stage_that_finds_no_room_where_there_is_some_ends_in_the_end(
    soon, tmp_path, monkeypatch, stage
):
    """The full disk may be another one, such as that of the temporary files."""
    async with House(tmp_path) as house:
        monkeypatch.setitem(STAGES, stage, Full(STAGES[stage], 10**6))
        (failed,) = await house.done(await house.jobs.submit(media()))
        assert (failed.failure.code, failed.run) == ("no-room", 10)


async def test_room_is_found_although_the_database_could_not_be_written_at_first(
    soon, tmp_path, monkeypatch
):
    async with House(tmp_path, max_bytes=10 * MB) as house:
        house.sources.known_size = 4 * MB
        house.sources.seconds = None
        assert await house.blobs.reserve("somebody", 8 * MB)
        with house.feed.listen() as events:
            job = await house.jobs.submit(media())
            await told_of_no_room(events)
        monkeypatch.setattr(house.blobs, "reserve", Full(house.blobs.reserve, 2))
        await house.blobs.unreserve("somebody")
        assert (await house.done(job))[0].state is State.DONE


async def test_what_an_ended_job_still_holds_is_given_back(soon, tmp_path):
    async with House(tmp_path) as house:
        (job,) = await house.done(await house.jobs.submit(media()))
        source = tmp_path / "file"
        source.write_bytes(b"bytes")
        kept = await house.blobs.put(source, held_by=f"job:{job.id}")

        async def is_gone():
            return await house.blobs.find(kept.sha256) is None

        await eventually(is_gone)


async def test_jobs_are_let_in_although_an_account_could_not_be_read_at_first(
    soon, tmp_path, monkeypatch
):
    async with House(tmp_path) as house:
        runner = house.jobs._works._runner
        monkeypatch.setattr(runner, "veil", Full(runner.veil, 1))
        assert (await house.done(await house.jobs.submit(media())))[0].state is State.DONE
