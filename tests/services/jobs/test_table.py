"""Rows: the same request is one job, and a state moves only as the table of moves allows."""

import itertools
from dataclasses import replace

import pytest

from services.clock import SystemClock
from services.errors import TooManyWaiting
from services.jobs.job import MOVES, Failure, Stage, State
from services.jobs.new_job import NewJob
from services.jobs.order import ChatFile, Lane, LocalFile, Order, Product
from services.jobs.table import Change, JobTable
from services.store.database import open_database
from tests.services.jobs.fakes import card, media


@pytest.fixture
async def table(tmp_path):
    async with open_database(tmp_path / "jobs.sqlite") as database:
        yield JobTable(database, SystemClock())


async def added(table, order=None, *, once=""):
    job, new = await table.add(NewJob(order or media(), once=once), most_waiting=100)
    assert new
    return job


async def in_state(table, state):
    job = await added(table)
    if state in {State.RUNNING, State.DONE}:
        job = await table.move(job.id, State.RUNNING)
    if state not in {State.RUNNING, State.WAITING}:
        job = await table.move(job.id, state)
    return job


@pytest.mark.parametrize(("start", "end"), list(itertools.product(State, State)))
async def test_a_state_moves_only_as_allowed(table, start, end):
    job = await in_state(table, start)
    assert job.state is start
    moved = await table.move(job.id, end)
    kept = await table.get(job.id)
    if end in MOVES[start]:
        assert moved.state is kept.state is end
        assert (kept.ended_at is not None) == kept.over
    else:
        assert moved is None
        assert kept == job


async def test_of_two_who_race_for_an_end_one_wins(table):
    job = await in_state(table, State.RUNNING)
    assert await table.move(job.id, State.CANCELLED)
    assert await table.move(job.id, State.DONE) is None
    assert (await table.get(job.id)).state is State.CANCELLED


async def test_a_move_can_be_limited_to_where_it_starts(table):
    job = await in_state(table, State.RUNNING)
    assert await table.move(job.id, State.CANCELLED, only_from=[State.WAITING]) is None
    assert await table.move(job.id, State.CANCELLED, only_from=[State.RUNNING])


async def test_an_end_keeps_its_facts(table):
    job = await in_state(table, State.RUNNING)
    failure = Failure("too-big", {"size_bytes": 5, "limit_bytes": 3})
    await table.move(job.id, State.FAILED, change=Change(failure=failure))
    kept = await table.get(job.id)
    assert kept.failure == failure
    assert kept.failure.error().details == {"size_bytes": 5, "limit_bytes": 3}


async def test_asked_twice_by_one_name_is_one_job(table):
    first = await added(table, once="msg:1")
    again, new = await table.add(NewJob(card("other"), once="msg:1"), most_waiting=1)
    assert (again, new) == (first, False)


async def test_orders_without_a_name_are_different_jobs(table):
    assert (await added(table)).id != (await added(table)).id


async def test_a_double_tap_on_one_message_is_one_job(table):
    first = await added(table, media(message=7), once="tap:1")
    second, new = await table.add(NewJob(media(message=7), once="tap:2"), most_waiting=9)
    assert (second.id, new) == (first.id, False)
    await table.move(first.id, State.CANCELLED)
    third = await added(table, media(message=7), once="tap:3")
    assert third.id != first.id


async def test_a_card_under_way_does_not_swallow_a_tap_on_its_buttons(table):
    shown = await added(table, card())
    await table.note(shown.id, message_id=7)
    tapped, new = await table.add(NewJob(media(message=7), once="tap:1"), most_waiting=9)
    assert new
    assert tapped.id != shown.id


@pytest.mark.parametrize(
    "other",
    [
        media("two", message=7),
        media(choice="flac", message=7),
        card(message=7),
        replace(media(message=7), product=Product.WORDS),
        replace(media(message=7), words="en"),
        replace(media(message=7), clean="mute"),
        replace(media(message=7), items="1-3"),
        replace(media(message=7), anew=True),
    ],
)
async def test_another_wish_in_a_message_that_is_taken_comes_below_it(table, other):
    first = await added(table, media(message=7), once="tap:1")

    second = await added(table, other, once="tap:2")

    place = second.order.recipient
    assert (second.message_id, place.message_id, place.reply_to) == (None, None, 7)
    assert (place.chat_id, second.order.wish) == (5, other.wish)
    assert (await table.get(first.id)).message_id == 7


async def test_the_same_wish_from_elsewhere_is_a_double_tap_as_well(table):
    first = await added(table, media(message=7), once="tap:1")
    order = replace(media(message=7, account=2), language="ru", lane=Lane.BULK)

    second, new = await table.add(NewJob(order, once="tap:2"), most_waiting=9)

    assert (second.id, new) == (first.id, False)


async def test_a_result_that_came_between_look_and_tap_is_not_replaced(table):
    first = await added(table, media(message=7))
    await table.move(first.id, State.RUNNING)
    await table.move(first.id, State.DONE)

    other = await added(table, media(choice="flac", message=7))

    assert (other.message_id, other.order.recipient.reply_to) == (None, 7)


async def test_what_repeats_a_result_takes_its_place(table):
    first = await added(table, media(message=7))
    await table.move(first.id, State.RUNNING)
    await table.move(first.id, State.DONE)

    again, _ = await table.add(NewJob(media(message=7), again_of=first.id), most_waiting=9)

    assert (again.message_id, again.order.recipient.message_id) == (7, 7)


async def test_the_first_clean_copy_comes_back_in_the_place_of_a_later_one(table):
    first = await added(table, replace(media(message=7), product=Product.CLEAN))
    await table.move(first.id, State.RUNNING)
    await table.move(first.id, State.DONE)
    silent = NewJob(replace(first.order, clean="silence"), again_of=first.id)
    later, _ = await table.add(silent, most_waiting=9)
    await table.move(later.id, State.RUNNING)
    await table.move(later.id, State.DONE)

    assert (await added(table, first.order)).message_id == 7


async def test_another_wish_takes_the_place_of_what_failed(table):
    first = await added(table, media(message=7))
    await table.move(first.id, State.RUNNING)
    await table.move(first.id, State.DONE)
    again, _ = await table.add(NewJob(media(message=7), again_of=first.id), most_waiting=9)
    await table.move(again.id, State.FAILED)

    assert (await added(table, media(choice="flac", message=7))).message_id == 7


async def test_one_account_may_not_fill_the_line(table):
    for _ in range(3):
        await added(table)
    with pytest.raises(TooManyWaiting) as caught:
        await table.add(NewJob(media()), most_waiting=3)
    assert caught.value.details == {"limit": 3}
    await table.add(NewJob(media(account=2)), most_waiting=3)


async def test_attempts_count_beginnings_of_one_stage(table):
    job = await added(table)
    started = await table.move(job.id, State.RUNNING, change=Change(stage=Stage.FETCH))
    assert (started.run, started.attempts) == (1, 1)
    assert (await table.enter(job.id, Stage.FETCH)).attempts == 2
    assert (await table.enter(job.id, Stage.CONVERT)).attempts == 1
    await table.move(job.id, State.WAITING)
    again = await table.move(job.id, State.RUNNING, change=Change(stage=Stage.CONVERT))
    assert (again.run, again.attempts) == (2, 2)


async def test_what_does_not_run_enters_no_stage(table):
    job = await added(table)
    assert await table.enter(job.id, Stage.FETCH) is None


async def test_a_job_can_change_its_lane(table):
    job = await in_state(table, State.RUNNING)
    slow = replace(job.order, lane=Lane.BULK)
    waiting = await table.move(job.id, State.WAITING, change=Change(order=slow))
    assert waiting.order.lane is Lane.BULK


@pytest.mark.parametrize(
    "source",
    [
        None,
        ChatFile("f" * 80, "unique", "голос.ogg", 123, "audio/ogg", 3.5),
        ChatFile("f", "u", "", None),
        LocalFile("/home/me/🎵 song.flac", "🎵 song.flac"),
    ],
)
async def test_an_order_survives_its_trip_through_json(table, source):
    order = media(source=source, message=5)
    job = await added(table, order)
    assert (await table.get(job.id)).order == order
    assert Order.from_json(order.to_json()) == order


async def test_lists_put_what_is_under_way_first(table):
    old, running, new = [await added(table) for _ in range(3)]
    await table.move(old.id, State.CANCELLED)
    await table.move(new.id, State.CANCELLED)
    await added(table, media(account=2))
    mine = await table.mine(1, limit=10)
    assert [job.id for job in mine] == [running.id, new.id, old.id]
    assert len(await table.mine(1, limit=2)) == 2
    assert [job.order.account for job in await table.active()] == [1, 2]


async def test_the_newest_job_of_a_message_is_found(table):
    first = await added(table, media(message=7))
    await table.move(first.id, State.CANCELLED)
    second = await added(table, media(message=7))
    assert (await table.of_message(5, 7)).id == second.id
    assert await table.of_message(5, 8) is None


async def test_ends_are_counted_by_kind_and_code(table):
    await in_state(table, State.DONE)
    for code in ("too-big", "too-big", "link-gone"):
        job = await added(table)
        await table.move(job.id, State.FAILED, change=Change(failure=Failure(code, {})))
    counted = await table.ended_since(0)
    assert sorted(counted) == [
        (State.DONE, "", 1),
        (State.FAILED, "link-gone", 1),
        (State.FAILED, "too-big", 2),
    ]
    assert await table.ended_since(SystemClock().now() + 5) == []


async def failed(table, *, again_of=""):
    job, _ = await table.add(NewJob(media(), again_of=again_of), most_waiting=100)
    return await table.move(job.id, State.FAILED, change=Change(failure=Failure("source_gone", {})))


async def test_failures_that_nobody_repeated_are_listed_the_newest_first(table):
    await in_state(table, State.DONE)
    repeated = await failed(table)
    older = await failed(table, again_of=repeated.id)
    newer = await failed(table)
    assert await table.failed(since=0.0, limit=5) == [newer, older]
    assert await table.failed(since=0.0, limit=1) == [newer]
    assert await table.failed(since=newer.ended_at + 1, limit=5) == []
