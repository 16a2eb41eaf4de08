"""A call from one end to the other: given by a front, done by a worker, both in this process."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from services.crew.call import Call, NobodyThere
from services.crew.calls import ENDED, WAITING, Given
from services.crew.pace import Pace
from services.crew.role import Role
from services.errors import LinkGone, NoRoom, StoreUnreachable, Unexpected
from tests.services.crew.hands import becomes, open_shop, seen
from tests.waiting import until


def echo(**arguments):
    return Call("echo", Role.CPU, arguments)


def counting(shop, **arguments):
    return Call("count_up", Role.CPU, {"gate": str(shop.folder / "gate"), **arguments})


async def standing(shop, call_id, state):
    """Wait until a call stands so in the line."""

    async def stands():
        return state in {one.state for one in (await shop.line.news({call_id: 0})).values()}

    await becomes(stands)


async def test_an_answer_comes_with_its_value_and_its_files(shop):
    crew = await shop.front()
    await shop.hire(shop.worker())
    given = shop.folder / "given"
    given.write_bytes(b"hallo")
    heard = []

    async def hear(note):
        heard.append(note)

    call = Call("echo", Role.CPU, {"of": "me"}, {"it": given})
    answer = await crew.call(call, folder=shop.out, hear=hear)

    assert answer.value["said"] == {"of": "me"}
    assert answer.files["it"].read_bytes() == b"HALLO"
    assert answer.files["it"].parent == shop.out
    await until(lambda: shop.results() == [])


async def test_what_an_act_raises_of_ours_is_raised_at_the_front(shop):
    crew = await shop.front()
    await shop.hire(shop.worker())

    with pytest.raises(LinkGone) as gone:
        await crew.call(Call("refuse", Role.CPU, {"host": "x.org"}), folder=shop.out)

    assert gone.value.details == {"host": "x.org"}


async def test_a_bug_in_an_act_ends_its_call_with_an_apology(shop):
    crew = await shop.front()
    await shop.hire(shop.worker())

    with pytest.raises(Unexpected):
        await crew.call(Call("break_down", Role.CPU, {}), folder=shop.out)

    assert (await crew.call(echo(), folder=shop.out)).value["said"] == {}


async def test_a_worker_without_room_says_so(shop):
    crew = await shop.front()
    await shop.hire(shop.worker())

    with pytest.raises(NoRoom):
        await crew.call(Call("find_no_room", Role.CPU, {}), folder=shop.out)


@pytest.mark.parametrize("error", [NoRoom(), StoreUnreachable(where="s3", reason="timeout")])
async def test_a_worker_that_does_not_get_its_files_says_why(shop, monkeypatch, error):
    crew = await shop.front()
    await shop.hire(shop.worker())
    given = shop.folder / "given"
    given.write_bytes(b"hallo")

    async def get(*_args, **_named):
        raise error

    monkeypatch.setattr(shop.depot, "get", get)
    with pytest.raises(type(error)) as told:
        await crew.call(Call("echo", Role.CPU, {}, {"it": given}), folder=shop.out)
    assert told.value.details == error.details


async def test_steps_are_heard_each_in_order_and_a_call_ends_when_it_is_enough(shop):
    crew = await shop.front()
    await shop.hire(shop.worker())
    heard, enough = [], asyncio.Event()

    async def hear(note):
        heard.append(note)
        if note.get("step") == 2:
            enough.set()

    answer = await crew.call(counting(shop), folder=shop.out, hear=hear, enough=enough)

    assert [note for note in heard if "step" in note] == [{"step": n} for n in range(3)]
    assert {"done": 1, "total": 3} in heard
    assert answer.value["enough"]


async def test_what_is_long_holds_up_neither_what_is_quick_nor_what_only_asks(shop):
    crew = await shop.front()
    await shop.hire(shop.worker(slots=1))
    long = replace(counting(shop), pace=Pace.LONG)
    begun = asyncio.Event()

    async def hear(_):
        begun.set()

    film = asyncio.create_task(crew.call(long, folder=shop.out, hear=hear))
    await begun.wait()
    second = asyncio.create_task(crew.call(replace(echo(), pace=Pace.LONG), folder=shop.out))

    for pace in (Pace.QUICK, Pace.ASKING):
        answer = await crew.call(replace(echo(at=pace), pace=pace), folder=shop.out)
        assert answer.value["said"] == {"at": pace}

    assert not film.done()
    assert not second.done()
    (shop.folder / "gate").touch()
    await asyncio.gather(film, second)


async def test_a_cancelled_call_is_stopped_where_it_is_done(shop):
    crew = await shop.front()
    await shop.hire(shop.worker())
    begun = asyncio.Event()

    async def hear(_):
        begun.set()

    async with asyncio.TaskGroup() as group:
        task = group.create_task(crew.call(counting(shop), folder=shop.out, hear=hear))
        await begun.wait()
        task.cancel()

    await until((shop.folder / "gate.stopped").exists)


async def test_the_same_call_given_twice_at_once_is_answered_twice(shop):
    crew = await shop.front()
    await shop.hire(shop.worker())

    answers = await asyncio.gather(*(crew.call(echo(n=1), folder=shop.out) for _ in range(3)))

    assert [answer.value["said"] for answer in answers] == [{"n": 1}] * 3


async def test_what_a_front_left_behind_is_fetched_by_its_next_life(shop):
    crew = await shop.front()
    worker = shop.worker()
    await shop.hire(worker)
    begun = asyncio.Event()

    async def hear(_):
        begun.set()

    async with asyncio.TaskGroup() as group:
        task = group.create_task(crew.call(counting(shop), folder=shop.out, hear=hear))
        await begun.wait()
        crew.part()
        task.cancel()
    again = []

    async def hear_again(note):
        again.append(note)
        (shop.folder / "gate").touch()

    answer = await (await shop.front()).call(counting(shop), folder=shop.out, hear=hear_again)

    assert answer.value["told"] == []  # it was the first that went on, and no second one
    assert [note for note in again if "step" in note] == [{"step": n} for n in range(3)]
    assert not (shop.folder / "gate.stopped").exists()


async def test_a_result_that_nobody_told_of_is_swept_and_one_that_waits_is_not(shop, monkeypatch):
    monkeypatch.setattr("services.crew.front._RESULTS_KEPT", timedelta(seconds=-60))
    crew = await shop.front()
    worker = shop.worker()
    assert await shop.roster.enter(worker)
    made = shop.folder / "made"
    made.write_bytes(b"made")
    claims = []
    for name in ("told", "begun", "lost"):
        await shop.line.give(Given(name, Role.CPU, "echo", {}, {}), version="1")
        taken = await shop.claims.take(worker, [(Role.CPU, Pace.QUICK)], acts=["echo"])
        await shop.depot.put(made, key=f"calls/{name}/{taken.claim}-it")
        claims.append(taken)
    await shop.claims.end(claims[0], {"value": {}, "files": {}})
    await shop.claims.give_back([claims[2].claim])

    await crew.sweep()

    assert {path.parent.name for path in shop.results()} == {"told", "begun"}


async def test_an_answer_whose_files_are_gone_is_made_anew(shop):
    given = shop.folder / "given"
    given.write_bytes(b"hallo")
    call = Call("echo", Role.CPU, {}, {"it": given})
    crew = await shop.front()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(crew.call(call, folder=shop.out))
        await until(lambda: crew.messenger.ids != [])
        [call_id] = crew.messenger.ids
        crew.part()
        await standing(shop, call_id, WAITING)
        task.cancel()
    await shop.hire(shop.worker())
    await standing(shop, call_id, ENDED)
    for path in shop.results():
        path.unlink()

    answer = await (await shop.front()).call(call, folder=shop.out)

    assert answer.files["it"].read_bytes() == b"HALLO"


async def test_an_input_that_is_gone_is_laid_there_again(shop):
    crew = await shop.front()
    given = shop.folder / "given"
    given.write_bytes(b"hallo")
    call = Call("echo", Role.CPU, {}, {"it": given})
    async with asyncio.TaskGroup() as group:
        task = group.create_task(crew.call(call, folder=shop.out))
        await until(lambda: any((shop.folder / "depot" / "sha256").glob("*")))
        for path in (shop.folder / "depot" / "sha256").rglob("*"):
            path.unlink()
        await shop.hire(shop.worker())
        answer = await task

    assert answer.files["it"].read_bytes() == b"HALLO"


async def test_a_front_does_itself_what_nobody_else_does(shop):
    crew = await shop.front(Role.CPU)

    assert not crew.has(Role.CPU)
    assert crew.has(Role.GPU)  # it must wait for somebody who listens
    assert crew.lacking() == [Role.GPU]
    await shop.hire(shop.worker())
    await seen(crew, "cpu1")
    assert crew.has(Role.CPU)
    assert crew.slots == 2
    assert crew.facts(Role.CPU) == [{"models": ["tiny"]}]


async def test_a_call_is_taken_back_when_the_last_worker_goes(tmp_path):
    async with open_shop(f"sqlite:///{tmp_path}/board.db", tmp_path, lost_seconds=2) as shop:
        crew = await shop.front(Role.CPU)
        await shop.hire(shop.worker(), grace_seconds=0)
        await seen(crew, "cpu1")
        begun = asyncio.Event()

        async def hear(_):
            begun.set()

        async def go():
            await begun.wait()
            await shop.dismiss("cpu1")

        calling = crew.call(counting(shop), folder=shop.out, hear=hear)
        ends = await asyncio.gather(calling, go(), return_exceptions=True)

    assert isinstance(ends[0], NobodyThere)
    assert (shop.folder / "gate.stopped").exists()
