"""Pages of jobs: nothing is missed or seen twice, and nobody sees what is not theirs."""

import pytest

from services.errors import FieldInvalid, NotFound
from services.jobs.job import State
from services.jobs.order import Channel, Product
from services.jobs.pages import Wanted
from services.jobs.programs import Extras
from tests.services.jobs.fakes import House, card, media


@pytest.fixture
async def house(tmp_path):
    async with House(tmp_path) as house:
        yield house


async def turned(house, account, **wanted):
    """Return the names on all pages."""
    pages, cursor = [], ""
    while True:
        page = await house.jobs.page(account, cursor=cursor, **wanted)
        pages.append([job.id for job in page.jobs])
        cursor = page.next
        if not cursor:
            return pages


async def test_pages_are_turned_from_the_newest_to_the_oldest(house):
    jobs = [await house.jobs.submit(media(f"n{n}", account=n % 2 + 1)) for n in range(10)]
    mine = [job.id for job in reversed(jobs) if job.order.account == 1]
    assert await turned(house, 1, limit=2) == [mine[:2], mine[2:4], mine[4:]]
    assert await turned(house, 1, limit=5) == [mine]
    assert await turned(house, None, limit=200) == [[job.id for job in reversed(jobs)]]
    assert await turned(house, 3, limit=2) == [[]]


async def test_what_comes_and_goes_between_pages_changes_nothing(house):
    jobs = [await house.jobs.submit(media(f"n{n}")) for n in range(6)]
    await house.done(*jobs)
    first = await house.jobs.page(1, limit=3)
    await house.jobs.submit(media("new"))
    await house.jobs.delete(jobs[4].id, 1)
    second = await house.jobs.page(1, limit=3, cursor=first.next)
    assert [job.id for job in second.jobs] == [jobs[2].id, jobs[1].id, jobs[0].id]


async def test_pages_can_be_narrowed(house):
    failing = [await house.jobs.submit(media("dead"))]
    shown = await house.jobs.submit(card("a", message=7))
    kept = await house.jobs.submit(
        media("b", channel=Channel.SHELF), extras=Extras(batch="some batch")
    )
    await house.done(*failing, shown, kept)
    await house.database.write("UPDATE jobs SET state = 'failed' WHERE id = :id", id=failing[0].id)
    assert await turned(house, 1, statuses=[State.FAILED]) == [[failing[0].id]]
    assert await turned(house, 1, products=[Product.CARD]) == [[shown.id]]
    assert await turned(house, 1, channel=Channel.SHELF) == [[kept.id]]
    assert await turned(house, 1, batch="some batch") == [[kept.id]]
    assert await house.jobs.count(Wanted(account=1, statuses=[State.DONE])) == 2


@pytest.mark.parametrize("cursor", ["x", "!!", "YmVmb3JlOngx", "YWZ0ZXI6MQ", "é", "A" * 500])
async def test_a_cursor_of_somebody_elses_making_is_refused(house, cursor):
    with pytest.raises(FieldInvalid):
        await house.jobs.page(1, cursor=cursor)


async def test_a_job_is_found_by_name_and_number_but_only_by_its_own_account(house):
    job = await house.jobs.submit(media())
    assert (await house.jobs.of(job.id, 1)).id == job.id
    assert (await house.jobs.of(str(job.number), 1)).id == job.id
    assert (await house.jobs.of(job.id, None)).id == job.id
    for name in (job.id, str(job.number)):
        with pytest.raises(NotFound):
            await house.jobs.of(name, 2)
    for name in ("", "nothing", "99", "9" * 40, "٣"):
        with pytest.raises(NotFound):
            await house.jobs.of(name, 1)


async def test_a_number_is_never_given_twice(house):
    first = await house.jobs.submit(media("a"))
    await house.done(first)
    await house.jobs.delete(first.id, 1)
    second = await house.jobs.submit(media("b"))
    assert second.number == first.number + 1
