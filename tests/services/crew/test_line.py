"""The line itself: who takes a call, and whose word counts."""

from dataclasses import replace

from services.crew.calls import ENDED, RUNNING, WAITING, Given, Told
from services.crew.pace import Pace
from services.crew.role import Role
from tests.services.crew.hands import VERSION, reborn

PLACES = [(Role.CPU, Pace.QUICK)]
CALL = Given("one", Role.CPU, "echo", {"a": 1}, {})
ACTS = ["echo"]


async def state(shop, call_id="one"):
    return (await shop.line.news({call_id: 0}))[call_id]


async def there(shop, worker):
    assert await shop.roster.enter(worker)
    return worker


async def test_a_call_is_given_to_one_worker_only_and_the_oldest_goes_first(shop):
    worker = await there(shop, shop.worker())
    await shop.line.give(CALL, version=VERSION)
    await shop.line.give(replace(CALL, id="two"), version=VERSION)

    taken = [await shop.claims.take(worker, PLACES, acts=ACTS) for _ in range(3)]

    assert [one.call.id if one else None for one in taken] == ["one", "two", None]


async def test_nobody_takes_what_is_for_others(shop):
    worker = await there(shop, shop.worker())
    await shop.line.give(CALL, version=VERSION)

    assert await shop.claims.take(worker, [(Role.GPU, Pace.QUICK)], acts=ACTS) is None
    assert await shop.claims.take(worker, PLACES, acts=["convert"]) is None
    assert await shop.claims.take(shop.worker(version="2"), PLACES, acts=ACTS) is None


async def test_whoever_was_frozen_changes_nothing_when_another_one_does_it(shop):
    frozen, other = shop.worker("cpu1"), await there(shop, shop.worker("cpu2"))
    await shop.line.give(CALL, version=VERSION)
    first = await shop.claims.take(frozen, PLACES, acts=ACTS)
    assert await shop.claims.tell(first, Told(steps={1: {"step": 1}}))

    assert await shop.claims.take_over() == ["one"]
    second = await shop.claims.take(other, PLACES, acts=ACTS)

    assert second.steps == [(1, {"step": 1})]
    assert not await shop.claims.tell(first, Told(steps={2: {"step": 2}}))
    assert not await shop.claims.end(first, {"value": {"by": "frozen"}, "files": {}})
    assert await shop.claims.look(frozen, [first.claim]) == {}
    assert await shop.claims.end(second, {"value": {"by": "other"}, "files": {}})
    assert (await state(shop)).outcome == {"value": {"by": "other"}, "files": {}}


async def test_an_end_may_be_said_twice(shop):
    worker = await there(shop, shop.worker())
    await shop.line.give(CALL, version=VERSION)
    taken = await shop.claims.take(worker, PLACES, acts=ACTS)

    assert await shop.claims.end(taken, {"value": {}, "files": {}})
    assert await shop.claims.end(taken, {"value": {}, "files": {}})


async def test_the_living_keep_what_they_do_and_the_next_life_of_a_worker_takes_it_over(shop):
    worker = await there(shop, shop.worker())
    await shop.line.give(CALL, version=VERSION)
    await shop.claims.take(worker, PLACES, acts=ACTS)
    assert await shop.claims.take_over() == []

    await shop.roster.leave(worker)
    await there(shop, reborn(worker))

    assert await shop.claims.take_over(gone_only=True) == ["one"]


async def test_a_call_that_kills_its_workers_ends_with_an_apology(shop):
    await shop.line.give(CALL, version=VERSION)
    for _ in range(25):
        assert (await state(shop)).state == WAITING
        await shop.claims.take(shop.worker(), PLACES, acts=ACTS)
        await shop.claims.take_over()

    news = await state(shop)
    assert news.state == ENDED
    assert news.outcome["code"] == "unexpected"
    await shop.line.give(CALL, version=VERSION)
    assert (await state(shop)).state == WAITING


async def test_calls_whose_workers_died_often_are_done_one_at_a_time(shop):
    calls = [replace(CALL, id=name) for name in ("one", "two", "fresh")]
    for call in calls[:2]:
        await shop.line.give(call, version=VERSION)
    for _ in range(5):
        dead = shop.worker()
        assert await shop.claims.take(dead, PLACES, acts=ACTS)
        assert await shop.claims.take(dead, PLACES, acts=ACTS)
        await shop.claims.take_over()
    await shop.line.give(calls[2], version=VERSION)
    worker, other = await there(shop, shop.worker("a")), await there(shop, shop.worker("b"))

    first = await shop.claims.take(worker, PLACES, acts=ACTS)
    second = await shop.claims.take(other, PLACES, acts=ACTS)
    assert (first.call.id, second.call.id) == ("one", "fresh")
    assert await shop.claims.take(other, PLACES, acts=ACTS) is None

    assert await shop.claims.end(first, {"value": {}, "files": {}})
    assert (await shop.claims.take(other, PLACES, acts=ACTS)).call.id == "two"


async def test_what_is_given_back_does_not_count_as_an_attempt(shop):
    worker = await there(shop, shop.worker())
    await shop.line.give(CALL, version=VERSION)
    for _ in range(7):
        taken = await shop.claims.take(worker, PLACES, acts=ACTS)
        assert taken.attempts == 1
        await shop.claims.give_back([taken.claim])

    assert (await state(shop)).state == WAITING


async def test_a_worker_that_knows_nothing_of_a_claim_gives_it_back(shop):
    worker = await there(shop, shop.worker())
    await shop.line.give(CALL, version=VERSION)
    taken = await shop.claims.take(worker, PLACES, acts=ACTS)
    assert await shop.claims.look(worker, [taken.claim]) == {taken.claim: False}

    assert await shop.claims.look(worker, []) == {}

    assert (await state(shop)).state == WAITING


async def test_what_fails_again_and_again_to_say_how_it_went_ends_with_an_apology(shop):
    worker = await there(shop, shop.worker())
    await shop.line.give(CALL, version=VERSION)
    for _ in range(25):
        await shop.claims.take(worker, PLACES, acts=ACTS)
        await shop.claims.look(worker, [])

    assert (await state(shop)).outcome["code"] == "unexpected"


async def test_a_call_that_is_under_way_is_joined(shop):
    worker = await there(shop, shop.worker())
    await shop.line.give(CALL, version=VERSION)
    await shop.claims.take(worker, PLACES, acts=ACTS)

    await shop.line.give(CALL, version=VERSION)

    assert (await state(shop)).state == RUNNING
    assert not await shop.line.withdraw("one")


async def test_what_nobody_waits_for_is_forgotten(shop):
    await shop.line.give(CALL, version=VERSION)
    assert await shop.claims.abandoned(after_seconds=60) == []
    assert await shop.line.waiting() == {Role.CPU: 1}

    await shop.claims.abandoned(after_seconds=-1)

    assert await shop.line.news({"one": 0}) == {}
