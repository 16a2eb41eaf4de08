"""Orders go in at the desk and come out delivered, refused or stopped."""

import pytest

from services.jobs.events import Finished, Queued, Started
from services.jobs.job import Stage, State
from tests.services.jobs.fakes import House, card, media


@pytest.fixture
async def house(tmp_path):
    async with House(tmp_path) as house:
        yield house


async def test_a_link_becomes_a_file(house):
    with house.feed.listen() as events:
        job = await house.jobs.submit(media())
        (done,) = await house.done(job)
        told = [await anext(events) for _ in range(6)]
    assert done.state is State.DONE
    assert house.telegram.files[job.id] == 1
    assert house.telegram.bytes[job.id].startswith(b"mp3:web:one")
    assert done.title == "Title of web:one"
    stages = [event.stage for event in told if isinstance(event, Started)]
    assert isinstance(told[0], Queued)
    assert stages[:2] == [Stage.RESOLVE, Stage.FETCH]
    assert house.left_files() == []


async def test_a_repeat_asks_neither_the_site_nor_uploads(house):
    await house.done(await house.jobs.submit(media()))
    with house.feed.listen() as events:
        again = await house.jobs.submit(media(account=2))
        await house.done(again)
        told = [await anext(events) for _ in range(3)]
    assert house.sources.calls["resolve"] == house.sources.calls["fetch"] == 1
    assert house.telegram.uploads == 1
    assert house.telegram.files[again.id] == 1
    assert isinstance(told[2], Finished)
    assert told[2].cached


async def test_a_card_shows_the_picture(house):
    job = await house.jobs.submit(card())
    (done,) = await house.done(job)
    assert done.message_id == 1001
    assert house.telegram.thumbnails[0].read_bytes() == b"jpeg of web:one"


async def test_cancel_while_waiting(house):
    house.sources.gates["fetch"].close()
    first = [await house.jobs.submit(media(f"a{n}")) for n in range(3)]
    await house.sources.gates["fetch"].reached.wait()
    last = await house.jobs.submit(media("last"))
    stopped = await house.jobs.cancel(last.id, account=1)
    assert stopped.state is State.CANCELLED
    house.sources.gates["fetch"].open.set()
    assert {job.state for job in await house.done(*first)} == {State.DONE}
    assert house.telegram.files[last.id] == 0


async def test_work_is_begun_again_after_a_restart(tmp_path):
    house = House(tmp_path)
    await house.open()
    await house.start()
    house.crafts.gate.close()
    job = await house.jobs.submit(media())
    await house.crafts.gate.reached.wait()
    await house.close()
    assert house.sources.calls["fetch"] == 1
    again = House(tmp_path, sources=house.sources, telegram=house.telegram)
    async with again:
        (done,) = await again.done(job)
    assert done.state is State.DONE
    assert house.sources.calls["fetch"] == 1
    assert house.telegram.files[job.id] == 1
