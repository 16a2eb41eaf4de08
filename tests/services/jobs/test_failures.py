"""What a site has refused is remembered for a while, so that nobody asks in vain."""

import pytest

from services.errors import (
    HearsayError,
    LinkGone,
    LinkPrivate,
    LinkProtected,
    NoRoom,
    SiteDown,
    SiteLimited,
    SiteTrouble,
)
from services.jobs.failures import AGO, Failures, kept_for
from services.jobs.job import State
from services.store.database import open_database
from tests.services.jobs.fakes import House, card
from tests.services.jobs.shifted import Shifted

MINUTE = 60.0


@pytest.fixture
def clock():
    return Shifted()


@pytest.fixture
async def failures(tmp_path, clock):
    async with open_database(tmp_path / "failures.db") as database:
        yield Failures(database, clock)


@pytest.fixture
async def house(tmp_path, clock):
    async with House(tmp_path, clock=clock) as house:
        yield house


async def tries(failures, *, insist=False):
    try:
        return await failures.tries("key", most=2, insist=insist)
    except HearsayError as error:
        return error.code


@pytest.mark.parametrize("error", [LinkProtected, LinkGone, LinkPrivate])
async def test_a_lasting_failure_costs_exactly_one_call(house, error):
    house.sources.failures["resolve"] = [error(host="example.com") for _ in range(9)]
    first, *others = [
        (await house.done(await house.jobs.submit(card(chat=n))))[0] for n in range(9)
    ]

    assert house.sources.calls["resolve"] == 1
    assert {job.failure.code for job in (first, *others)} == {error.code}
    assert AGO not in first.failure.details
    assert all(AGO in job.failure.details for job in others)


async def test_nine_tries_of_one_link_make_three_calls(house):
    house.sources.failures["resolve"] = [SiteTrouble(host="example.com") for _ in range(30)]
    (job,) = await house.done(await house.jobs.submit(card()))
    for _ in range(8):
        (job,) = await house.done(await house.jobs.again(job.id, account=1))

    assert job.state is State.FAILED
    assert house.sources.calls["resolve"] == 3


async def test_who_insists_is_believed(house):
    house.sources.failures["resolve"] = [LinkPrivate(host="example.com")]
    (failed,) = await house.done(await house.jobs.submit(card()))
    (done,) = await house.done(await house.jobs.again(failed.id, account=1))

    assert done.state is State.DONE
    assert house.sources.calls["resolve"] == 2


async def test_a_link_that_works_again_is_forgotten(house):
    house.sources.failures["resolve"] = [LinkGone(host="example.com")]
    (failed,) = await house.done(await house.jobs.submit(card()))
    await house.done(await house.jobs.again(failed.id, account=1))

    rows = await house.database.rows("SELECT * FROM failures")
    assert rows == []


async def test_it_is_asked_again_after_a_while(failures, clock):
    await failures.note("key", SiteDown(host="example.com"), calls=1)
    assert await tries(failures) == SiteDown.code
    clock.shift += 3 * MINUTE
    assert await tries(failures) == 2
    await failures.note("key", SiteDown(host="example.com"), calls=2)
    clock.shift += 3 * MINUTE
    assert await tries(failures) == SiteDown.code
    clock.shift += 10 * MINUTE
    assert await tries(failures) == 2


async def test_it_is_told_when_the_site_was_asked(failures, clock):
    await failures.note("key", LinkGone(host="example.com"), calls=1)
    clock.shift += 5 * MINUTE

    with pytest.raises(LinkGone) as gone:
        await failures.tries("key", most=2, insist=False)
    assert gone.value.details["host"] == "example.com"
    assert 300 <= gone.value.details[AGO] < 310


async def test_insisting_has_an_end(failures):
    await failures.note("key", LinkGone(host="example.com"), calls=1)
    assert await tries(failures, insist=True) == 2
    await failures.note("key", LinkGone(host="example.com"), calls=1)
    assert await tries(failures, insist=True) == 1
    await failures.note("key", LinkGone(host="example.com"), calls=1)
    assert await tries(failures, insist=True) == LinkGone.code


async def test_what_is_no_answer_about_the_link_is_not_remembered(failures):
    for error in (SiteLimited(host="x"), NoRoom(needed_bytes=1, free_bytes=0)):
        assert not kept_for(error)
        await failures.note("key", error, calls=1)
    assert await tries(failures) == 2


async def test_old_failures_go(failures, clock):
    await failures.note("old", LinkGone(host="example.com"), calls=1)
    clock.shift += 3 * 60 * MINUTE
    await failures.note("new", LinkGone(host="example.com"), calls=1)

    rows = await failures._database.rows("SELECT key FROM failures")
    assert [row["key"] for row in rows] == ["new"]
