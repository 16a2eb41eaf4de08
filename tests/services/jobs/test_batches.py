"""Orders that are given together: accepted together, counted together, stopped together."""

from pathlib import Path

import pytest

from services.errors import (
    AlreadyOver,
    FieldInvalid,
    ListTooLong,
    NotFound,
    SourceExpired,
    TooManyWaiting,
)
from services.jobs.batch import BatchStatus
from services.jobs.job import State
from services.jobs.order import Channel, LocalFile
from services.jobs.programs import Extras
from services.jobs.rooms import Rules
from services.store.uploads import open_uploads
from tests.services.jobs.fakes import House, eventually, media


@pytest.fixture
async def house(tmp_path):
    async with House(tmp_path, Rules(most_waiting=6, most_in_batch=5)) as house:
        await with_accounts(house)
        yield house


async def with_accounts(house):
    for number in (1, 2):
        await house.database.write(
            "INSERT INTO accounts (id, role, created_at) VALUES (:id, 'guest', 0)", id=number
        )


def orders(*names):
    return [media(name, channel=Channel.SHELF) for name in names]


async def jobs_in(house):
    return (await house.database.row("SELECT count(*) FROM jobs"))[0]


async def test_all_are_accepted_in_their_order_and_done(house):
    batch = await house.jobs.batches.make(1, orders("a", "b", "c"), "songs")
    jobs = await house.jobs.batches.jobs(batch.id)
    assert [job.order.source.key for job in jobs] == ["web:a", "web:b", "web:c"]
    await house.done(*jobs)
    ended = await house.jobs.batches.get(batch.id, 1)
    assert (ended.name, ended.status, ended.counts.done) == ("songs", BatchStatus.COMPLETED, 3)
    assert ended.ended_at is not None


async def test_the_same_request_gives_the_same_batch_for_the_same_account(house):
    first = await house.jobs.batches.make(1, orders("a", "b"), once="x")
    again = await house.jobs.batches.make(1, orders("a", "b"), once="x")
    others = [
        await house.jobs.batches.make(1, orders("a"), once="y"),
        await house.jobs.batches.make(2, orders("a"), once="x"),
        await house.jobs.batches.make(1, orders("a")),
    ]
    assert again.id == first.id
    assert len({first.id, *(batch.id for batch in others)}) == 4
    assert await jobs_in(house) == 5


async def test_its_status_is_that_of_its_jobs(house):
    gate = house.sources.gates["fetch"].close()
    later = Extras(due_at=house.clock.now() + 3600)
    waiting = await house.jobs.batches.make(1, orders("z"), extras=later)
    assert waiting.status is BatchStatus.PENDING
    batch = await house.jobs.batches.make(1, orders("a", "b"))
    await gate.reached.wait()
    under_way = await house.jobs.batches.get(batch.id, 1)
    assert (under_way.status, under_way.ended_at) == (BatchStatus.IN_PROGRESS, None)
    first, second = await house.jobs.batches.jobs(batch.id)
    await house.jobs.cancel(first.id, account=1)
    gate.open.set()
    await house.done(second)
    ended = await house.jobs.batches.get(batch.id, 1)
    assert ended.status is BatchStatus.COMPLETED_WITH_ERRORS


@pytest.mark.parametrize("count", [0, 6])
async def test_none_and_too_many_are_refused(house, count):
    with pytest.raises(ListTooLong if count else FieldInvalid):
        await house.jobs.batches.make(1, orders(*(f"n{n}" for n in range(count))))
    assert await jobs_in(house) == 0


async def test_where_not_all_may_wait_none_is_accepted(house):
    house.sources.gates["fetch"].close()
    later = Extras(due_at=house.clock.now() + 3600)
    for name in "abc":
        await house.jobs.submit(media(name), extras=later)
    with pytest.raises(TooManyWaiting):
        await house.jobs.batches.make(1, orders("d", "e", "f", "g"))
    assert await jobs_in(house) == 3
    assert (await house.jobs.batches.page(1)).batches == ()


async def test_a_file_that_is_gone_refuses_all_and_lets_the_others_go(house, tmp_path):
    async with (
        open_uploads(tmp_path / "uploads", house.blobs, most_bytes=1000) as uploads,
        uploads.receive() as upload,
    ):
        await upload.write(b"here")
        await upload.end()
        kept = await house.jobs.adopt(upload, name="here.wav")
        folder = Path(kept.path).parents[1]
        gone = LocalFile(str(folder / "00" / ("0" * 64)), "gone.wav", "0" * 64)
        with pytest.raises(SourceExpired):
            await house.jobs.batches.make(1, [media(source=kept), media(source=gone)])
    assert await house.database.rows("SELECT * FROM blob_uses") == []
    assert await jobs_in(house) == 0


async def test_stopping_stops_what_has_not_ended(house):
    gate = house.sources.gates["fetch"].close()
    batch = await house.jobs.batches.make(1, orders("a", "b", "c"))
    await gate.reached.wait()
    stopped = await house.jobs.batches.cancel(batch.id, 1)
    assert (stopped.status, stopped.counts.cancelled) == (BatchStatus.CANCELLED, 3)
    with pytest.raises(AlreadyOver):
        await house.jobs.batches.cancel(batch.id, 1)


async def test_nobody_else_sees_or_stops_it(house):
    later = Extras(due_at=house.clock.now() + 3600)
    batch = await house.jobs.batches.make(1, orders("a"), extras=later)
    for ask in (house.jobs.batches.get, house.jobs.batches.cancel):
        with pytest.raises(NotFound):
            await ask(batch.id, 2)
    assert (await house.jobs.batches.page(2)).batches == ()
    assert (await house.jobs.batches.get(batch.id, 1)).counts.waiting == 1


async def test_pages_are_turned(house):
    made = [await house.jobs.batches.make(1, orders(f"n{n}")) for n in range(5)]
    names, cursor = [], ""
    while True:
        page = await house.jobs.batches.page(1, cursor=cursor, limit=2)
        names += [batch.id for batch in page.batches]
        cursor = page.next
        if not cursor:
            break
    assert names == [batch.id for batch in reversed(made)]
    for wrong in ("x", "eDp5"):
        with pytest.raises(FieldInvalid):
            await house.jobs.batches.page(1, cursor=wrong)


async def test_a_batch_goes_on_after_a_crash(tmp_path):
    house = House(tmp_path)
    await house.open()
    await with_accounts(house)
    batch = await house.jobs.batches.make(1, orders("a", "b"))
    await house.close()
    async with House(tmp_path) as again:

        async def has_ended():
            return (await again.jobs.batches.get(batch.id, 1)).ended_at is not None

        await eventually(has_ended)
        jobs = await again.jobs.batches.jobs(batch.id)
        assert {job.state for job in jobs} == {State.DONE}


async def test_each_job_has_what_was_said_of_all_but_the_webhook_is_told_once(house):
    said = Extras(priority=8, webhook_url="https://example.com/hook", request_id="r1")
    batch = await house.jobs.batches.make(1, orders("a", "b"), extras=said)
    assert batch.webhook_url == "https://example.com/hook"
    for job in await house.jobs.batches.jobs(batch.id):
        assert (job.priority, job.webhook_url, job.request_id) == (8, "", "r1")
        assert job.batch == batch.id
