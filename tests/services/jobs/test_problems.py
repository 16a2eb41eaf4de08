"""An error that somebody should look into is found by the word that was told."""

from functools import partial

import pytest

from bot.logs import strike
from services.errors import LinkGone, SiteChanged, Unexpected
from services.jobs.job import State
from services.jobs.problems import Problems
from services.jobs.tries import unexpected
from services.sources.ytdlp_talk import ChildSaid
from services.store.database import open_database
from tests.services.jobs.fakes import House, media
from tests.services.jobs.shifted import Shifted


@pytest.fixture
async def problems(tmp_path):
    async with open_database(tmp_path / "problems.db") as database:
        yield Problems(database, Shifted(), strike=partial(strike, secrets=["hunter2"]))


async def test_a_bug_in_a_job_is_kept_with_its_traceback(tmp_path):
    async with House(tmp_path) as house:
        house.crafts.failures = [ZeroDivisionError("on purpose")]
        (job,) = await house.done(await house.jobs.submit(media()))
        assert job.state is State.FAILED
        assert job.failure.code == Unexpected.code
        problem = await house.jobs.problems.find(job.failure.details["id"].upper())
        assert problem.job == job.id
        assert "ZeroDivisionError: on purpose" in problem.trace
        assert [row.id for row in await house.jobs.problems.newest(limit=5)] == [problem.id]

        await house.jobs.forget(job.order.account)
        assert await house.jobs.problems.find(problem.id) is None


async def test_what_the_child_said_is_kept(tmp_path):
    trouble = SiteChanged(host="example.com", id="0badcafe")
    trouble.__cause__ = ChildSaid("RegexNotFoundError: Unable to extract title")
    async with House(tmp_path) as house:
        house.sources.failures["resolve"] = [trouble]
        await house.done(await house.jobs.submit(media()))
        problem = await house.jobs.problems.find("0badcafe")
    assert problem.site == "example.com"
    assert "Unable to extract title" in problem.trace


async def test_secrets_are_struck_out(problems):
    token = "123456789:" + "A" * 35
    await problems.note(unexpected(ValueError(f"bot{token} hunter2 https://x.y/?key=abc")))

    (problem,) = await problems.newest(limit=1)
    assert token not in problem.trace
    assert "hunter2" not in problem.trace
    assert "key=abc" not in problem.trace


async def test_what_needs_no_looking_into_is_not_kept(problems):
    await problems.note(LinkGone(host="example.com"))

    assert await problems.newest(limit=5) == []


async def test_the_oldest_make_room(problems, monkeypatch):
    monkeypatch.setattr("services.jobs.problems._KEPT", 2)
    for number in range(4):
        problems._clock.shift += 1
        await problems.note(Unexpected(id=f"word{number}"))

    assert [row.id for row in await problems.newest(limit=5)] == ["word3", "word2"]


async def test_a_full_disk_does_not_break_what_is_under_way(problems, monkeypatch):
    async def full(*_args, **_facts):
        raise OSError("full")

    monkeypatch.setattr(problems._database, "write", full)
    await problems.note(Unexpected(id="word"))
