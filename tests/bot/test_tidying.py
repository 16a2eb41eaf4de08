"""A message with links goes when all that it asked for has come, never before, and only where it may."""

from pathlib import Path

import pytest

from bot.progress import Progress
from bot.tidying import tidy_up
from services.accounts.groups import Group, Groups
from services.jobs.events import Cancelled, Failed, Finished
from services.jobs.job import Failure, Job, State
from services.jobs.order import Product
from tests.bot.office import Office, open_office, until

ENDS = {State.DONE: Finished, State.FAILED: Failed, State.CANCELLED: Cancelled}


@pytest.fixture
async def office(tmp_path: Path):
    async with open_office(tmp_path) as office:
        yield office


async def group_in(office: Office, *, deletes: bool = True, admin: bool = True) -> int:
    group = int(office.playground.add_group("Band", admin=admin)["id"])
    await Groups(office.database).set(Group(group, deletes=deletes))
    return group


async def ask(office: Office, group: int) -> int:
    said = await office.playground.say("https://a.b/1", chat=group)
    return int(said["message_id"])


async def order(office: Office, group: int, asked: int, *, removes: bool = True, **changes) -> Job:
    """Submit what a message asks for, and show it."""
    where = {"reply_to": asked, "removes": removes}
    job = await office.submit(group, **where, **changes)
    await office.means.statuses.of(job)
    return await office.jobs.get(job.id)


async def end(office: Office, job: Job, state: State = State.DONE) -> None:
    failure = Failure("site-trouble", {"host": "a.b"}) if state is State.FAILED else None
    ended = await office.move(job, state, failure)
    await tidy_up(ended, office.means)


def is_there(office: Office, group: int, asked: int) -> bool:
    return asked in {one["message_id"] for one in office.playground.messages(group)}


async def test_it_goes_when_its_result_has_come(office):
    group = await group_in(office)
    asked = await ask(office, group)
    card = await order(office, group, asked, product=Product.CARD, choice="")
    await end(office, card)
    assert is_there(office, group, asked)

    file = await order(office, group, asked, message_id=card.message_id)
    await end(office, file)
    assert not is_there(office, group, asked)


@pytest.mark.parametrize("state", [State.FAILED, State.CANCELLED])
async def test_it_stays_when_nothing_came(office, state):
    group = await group_in(office)
    asked = await ask(office, group)
    await end(office, await order(office, group, asked), state)
    assert is_there(office, group, asked)


async def test_of_several_links_it_waits_for_the_last(office):
    group = await group_in(office)
    asked = await ask(office, group)
    first, second = [await order(office, group, asked, choice=name) for name in ("mp3", "ogg")]
    await end(office, first)
    assert is_there(office, group, asked)

    await end(office, second)
    assert not is_there(office, group, asked)


async def test_a_second_try_that_succeeds_counts(office):
    group = await group_in(office)
    asked = await ask(office, group)
    job = await order(office, group, asked)
    await end(office, job, State.FAILED)

    again = await office.jobs.again(job.id, account=None)
    await end(office, again)
    assert not is_there(office, group, asked)


@pytest.mark.parametrize("lacks", ["the right", "the wish of the group", "the wish of the order"])
async def test_it_stays_without(office, lacks):
    admin, deletes = lacks != "the right", lacks != "the wish of the group"
    group = await group_in(office, deletes=deletes, admin=admin)
    asked = await ask(office, group)
    job = await order(office, group, asked, removes=lacks != "the wish of the order")
    await end(office, job)
    assert is_there(office, group, asked)
    assert office.playground.calls("deleteMessage") == []


async def test_it_is_removed_once(office):
    group = await group_in(office)
    asked = await ask(office, group)
    job = await order(office, group, asked)
    await end(office, job)
    await tidy_up(await office.jobs.get(job.id), office.means)
    assert len(office.playground.calls("deleteMessage")) == 1


async def test_one_that_is_gone_already_is_no_trouble(office):
    group = await group_in(office)
    asked = await ask(office, group)
    job = await order(office, group, asked)
    await office.bot.delete_message(group, asked)
    await end(office, job)
    assert len(office.playground.calls("deleteMessage")) == 2


async def test_what_a_crash_left_is_removed_at_the_next_start(office):
    group = await group_in(office)
    asked = await ask(office, group)
    await office.move(await order(office, group, asked), State.DONE)

    office.nursery.spawn(Progress(office.means, office.feed).run(), name="progress")
    await until(lambda: not is_there(office, group, asked))


@pytest.mark.parametrize("state", ENDS)
async def test_only_a_delivery_that_is_told_removes_it(office, state):
    office.nursery.spawn(Progress(office.means, office.feed).run(), name="progress")
    group = await group_in(office)
    asked = await ask(office, group)
    job = await order(office, group, asked)
    failure = Failure("site-trouble", {"host": "a.b"}) if state is State.FAILED else None
    ended = await office.move(job, state, failure)
    await until(lambda: office.feed._listeners)
    office.feed.tell(ENDS[state](ended))

    if state is State.DONE:
        await until(lambda: not is_there(office, group, asked))
        return
    told = {State.FAILED: "⚠️", State.CANCELLED: "Stopped"}[state]
    await until(lambda: told in office.message(job.message_id, group)["text"])
    assert is_there(office, group, asked)
