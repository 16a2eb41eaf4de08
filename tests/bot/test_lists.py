"""Lists in chats: each result is a message of its own, and one message tells of all."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.delivery import TelegramDelivery
from bot.progress import Progress
from services.errors import LinkGone
from services.jobs.events import Cancelled, Counted, Failed, Finished, Queued, Started
from services.jobs.job import Failure, Stage, State
from services.jobs.order import Product
from services.jobs.tally import Missed, Tally
from services.platforms.link import Link
from services.sources.playlist import Entry, Playlist
from tests.bot.office import Office, artifact, no_ticks, open_office, until, words

GONE = Failure(LinkGone.code, {"host": "a.b"})


@pytest.fixture
async def office(tmp_path: Path):
    async with open_office(tmp_path) as office:
        yield office


@pytest.fixture
def delivery(office: Office) -> TelegramDelivery:
    return TelegramDelivery(office.means)


async def entry_of(office, parent, number):
    order = office.order(parent=parent, number=number)
    return await office.jobs._accept(order, f"list:{parent}:{number}", "")


async def list_of(office, count=3):
    entries = tuple(Entry(f"https://a.b/{n}", f"Song {n}") for n in range(1, count + 1))
    pinned = await office.jobs.pin(Playlist("", "", "web", "A list", entries=entries))
    source = Link("", "web", pinned.key)
    return await office.submit(product=Product.LIST, source=source, choice="mp3")


async def test_an_entry_becomes_a_message_of_its_own_and_only_once(office, delivery):
    office.may_violate = True
    path = office.file()
    job = await entry_of(office, "parent", 1)

    await delivery.deliver(job, artifact(path), path=path, cover=None, ticks=no_ticks)
    kept = await office.jobs.get(job.id)
    again = await delivery.deliver(kept, artifact(path), path=None, cover=None, ticks=no_ticks)

    [message] = office.sent()
    assert message["audio"]["title"] == "A Song"
    assert "edit_date" not in message
    assert kept.message_id == again.message_id == message["message_id"]


async def test_the_end_of_a_list_is_one_message_with_what_is_missing(office, delivery):
    job = await list_of(office)
    tally = Tally("A list", (1, 2, 3), (1, 2), (Missed(3, "Song 3", GONE),))

    for _ in range(2):
        await delivery.show_tally(job, tally)

    office.may_violate = True
    [message] = office.sent()
    assert "2 of 3 sent" in words(message)
    assert "Song 3" in words(message)


async def test_the_end_is_sent_anew_where_the_message_was_deleted(office, delivery):
    job = await list_of(office)
    await office.means.statuses.of(job)
    await office.bot.delete_message(office.chat, office.sent()[0]["message_id"])

    await delivery.show_tally(job, Tally("A list", (1,), (1,), ()))

    assert [words(message) for message in office.sent()] == ["A list\n✅ 1 of 1 sent"]


async def test_progress_and_the_end_are_told_by_the_lists_own_message_alone(office):
    office.nursery.spawn(Progress(office.means, office.feed).run(), name="progress")
    await until(lambda: office.feed._listeners)
    job = await list_of(office)
    office.feed.tell(Queued(job))
    office.feed.tell(Started(job, Stage.ITEMS))
    child = await entry_of(office, job.id, 1)
    office.feed.tell(Queued(child))
    office.feed.tell(Started(child, Stage.FETCH))
    tally = Tally("A list", (1, 2, 3), (), (Missed(1, "Song 1", GONE),), now="Song 2")
    office.feed.tell(Counted(job, tally))
    await until(lambda: office.sent() and "now: Song 2" in words(office.sent()[0]))
    assert "0 of 3 · 1 failed" in words(office.sent()[0])

    failed = await office.move(child, State.FAILED, GONE)
    office.feed.tell(Failed(failed))
    stopped = await office.move(job, State.CANCELLED)
    office.feed.tell(Finished(replace(failed, state=State.DONE)))
    office.feed.tell(Cancelled(stopped))
    await until(lambda: "Stopped: 0 of 3 sent" in words(office.sent()[0]))
    await asyncio.sleep(0.05)

    assert len(office.sent()) == 1


async def test_what_became_of_entries_while_nobody_looked_is_not_told_of_each(office):
    job = await list_of(office)
    child = await entry_of(office, job.id, 1)
    await office.move(child, State.FAILED, GONE)

    assert await office.means.intents.ends_untold(since=0) == []
