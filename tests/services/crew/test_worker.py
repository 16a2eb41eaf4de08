"""A worker's life: it is let in, drains, and leaves nothing behind."""

import asyncio

import pytest

from services.crew.call import Call
from services.crew.role import Role
from services.crew.worker import Ending
from services.errors import WorkerOutdated
from tests.services.crew.hands import seen


def counting(shop):
    return Call("count_up", Role.CPU, {"gate": str(shop.folder / "gate")})


async def test_one_that_drains_gives_what_it_does_to_another_at_once(shop):
    crew = await shop.front()
    await shop.hire(shop.worker("cpu1"), grace_seconds=0.01)
    begun = asyncio.Event()
    heard = []

    async def hear(note):
        heard.append(note)
        if note.get("step") == 2:
            begun.set()

    async def move():
        await begun.wait()
        await shop.hire(shop.worker("cpu2"))
        await shop.dismiss("cpu1")
        (shop.folder / "gate").touch()

    calling = crew.call(counting(shop), folder=shop.out, hear=hear)
    answer, _ = await asyncio.gather(calling, move())

    assert answer.value["told"] == [{"step": n} for n in range(3)]
    assert [note for note in heard if "step" in note] == [{"step": n} for n in range(3)]
    await seen(crew, "cpu2")


async def test_one_that_drains_ends_what_is_nearly_done(shop):
    crew = await shop.front()
    await shop.hire(shop.worker("cpu1"), grace_seconds=60)
    begun = asyncio.Event()

    async def hear(_):
        begun.set()

    async def go():
        await begun.wait()
        shop.endings["cpu1"].soon.set()
        (shop.folder / "gate").touch()

    answer, _ = await asyncio.gather(crew.call(counting(shop), folder=shop.out, hear=hear), go())

    assert answer.value["told"] == []


async def test_one_of_another_version_than_the_front_is_refused(shop):
    await shop.roster.lease("front 1", holder="f", home="h", version="1")

    with pytest.raises(WorkerOutdated) as refused:
        await shop.work(shop.worker(version="2"), Ending())

    assert refused.value.details == {"own": "2", "front": "1"}
    assert await shop.roster.workers() == []


async def test_it_does_no_more_at_once_than_it_has_places_for(shop):
    crew = await shop.front()
    await shop.hire(shop.worker(slots=2))
    gate = shop.folder / "gate"
    calls = [Call("count_up", Role.CPU, {"gate": str(gate), "n": n}) for n in range(3)]
    begun = []

    async def hear(note):
        begun.append(note)
        if sum("done" in one for one in begun) == 2 and not gate.exists():
            assert await shop.line.waiting() == {Role.CPU: 1}
            gate.touch()

    answers = await asyncio.gather(*(crew.call(call, folder=shop.out, hear=hear) for call in calls))

    assert len(answers) == 3
