from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from services.errors import LinkGone, LinkPrivate, SiteTrouble
from services.jobs.events import Counted
from services.jobs.job import State
from services.jobs.order import Channel, ChatFile, Order, Product, Recipient
from services.jobs.rooms import Rules
from services.jobs.tracks import Limits
from services.platforms.link import Link
from services.sources.playlist import Entry, Playlist
from tests.services.jobs.fakes import Gate, House, card, eventually, media


def playlist(count=25, *, name="p"):
    entries = tuple(
        Entry(f"https://example.com/{name}{n}", f"Item {n}") for n in range(1, count + 1)
    )
    return Playlist("web:list", "https://example.com/list", "web", "A list", entries=entries)


def key_of(number, *, name="p"):
    return f"web:example.com/{name}{number}"


async def order_of(house, listed=None, *, account=1, **changes):
    pinned = await house.jobs.pin(listed or playlist())
    source = Link(url=pinned.url, site=pinned.site, key=pinned.key)
    recipient = Recipient(channel=Channel.TELEGRAM, chat_id=5, message_id=changes.pop("message", 9))
    made = Order(Product.LIST, source, recipient, account=account, choice="mp3")
    return replace(made, **changes)


@pytest.fixture
async def house(tmp_path):
    async with House(tmp_path, rules=Rules(limits=Limits(fast=4))) as house:
        yield house


async def test_a_list_is_delivered_in_its_order_with_what_failed_beside(house):
    for number in (3, 11, 25):
        house.sources.dead[key_of(number)] = LinkGone(host="example.com")
    house.sources.dead[key_of(11)] = LinkPrivate(host="example.com")

    (done,) = await house.done(await house.jobs.submit(await order_of(house)))

    assert done.state is State.DONE
    assert house.telegram.order == [n for n in range(1, 26) if n not in {3, 11, 25}]
    tally = house.telegram.tallies[done.id]
    assert tally.left == (3, 11, 25)
    assert [(each.number, each.title, each.failure.code) for each in tally.missed] == [
        (3, "Item 3", LinkGone.code),
        (11, "Item 11", LinkPrivate.code),
        (25, "Item 25", LinkGone.code),
    ]
    assert done.title == "A list"


async def test_only_the_chosen_entries_are_made(house):
    (done,) = await house.done(await house.jobs.submit(await order_of(house, items="2-3,7")))

    assert house.telegram.order == [2, 3, 7]
    assert house.telegram.tallies[done.id].chosen == (2, 3, 7)


async def test_a_slow_entry_is_waited_for_by_those_behind_it(house):
    slow = Gate().close()
    fetch = house.sources.fetch

    async def patient(medium, *arguments, **options):
        if medium.key == key_of(1):
            await slow()
        return await fetch(medium, *arguments, **options)

    house.sources.fetch = patient
    job = await house.jobs.submit(await order_of(house, playlist(5)))
    await slow.reached.wait()

    async def others_are_ready():
        return len([child for child in await family(house, job) if child.stage == "deliver"]) == 2

    await eventually(others_are_ready)
    assert house.telegram.order == []
    slow.open.set()
    await house.done(job)

    assert house.telegram.order == [1, 2, 3, 4, 5]


async def test_an_entry_that_goes_among_the_long_ones_is_not_waited_for(house):
    house.telegram.limit = None
    gate = house.sources.gates["fetch"].close()
    resolve = house.sources.resolve

    async def long_first(link, *, folder):
        medium = await resolve(link, folder=folder)
        return replace(medium, seconds=7200.0) if link.key == key_of(1) else medium

    house.sources.resolve = long_first
    job = await house.jobs.submit(await order_of(house, playlist(3)))

    async def all_fetch():
        return gate.arrived == 3

    await eventually(all_fetch)
    gate.open.set()
    await house.done(job)

    assert sorted(house.telegram.order) == [1, 2, 3]


async def test_a_list_of_which_nothing_arrives_has_failed_with_the_commonest_reason(house):
    for number in (1, 2, 3):
        house.sources.dead[key_of(number)] = LinkGone(host="example.com")
    house.sources.dead[key_of(2)] = LinkPrivate(host="example.com")

    (job,) = await house.done(await house.jobs.submit(await order_of(house, playlist(3))))

    assert (job.state, job.failure.code) == (State.FAILED, LinkGone.code)
    assert (await house.jobs.tally(job)).left == (1, 2, 3)


async def test_cancel_stops_what_runs_and_submits_no_more(house):
    gate = house.sources.gates["fetch"].close()
    job = await house.jobs.submit(await order_of(house))

    async def as_many_as_may_run():
        return gate.arrived == 3 and len(await family(house, job)) == 4

    await eventually(as_many_as_may_run)
    await house.jobs.cancel(job.id, account=1)
    gate.open.set()
    await house.idle()

    children = await family(house, job)
    assert len(children) == 4
    assert {child.state for child in children} == {State.CANCELLED}
    assert house.telegram.order == []
    assert gate.left == 3
    assert (await house.jobs.get(job.id)).state is State.CANCELLED


async def test_only_the_list_is_shown_where_jobs_are_listed(house):
    house.sources.gates["fetch"].close()
    job = await house.jobs.submit(await order_of(house))

    async def has_children():
        return await family(house, job)

    await eventually(has_children)

    assert [shown.id for shown in await house.jobs.mine(1)] == [job.id]
    assert [shown.id for shown in await house.jobs.active()] == [job.id]


async def test_entries_do_not_count_among_those_who_wait(tmp_path):
    rules = Rules(limits=Limits(fast=1), most_waiting=1)
    async with House(tmp_path, rules=rules) as house:
        (done,) = await house.done(await house.jobs.submit(await order_of(house, playlist(6))))

    assert done.state is State.DONE
    assert house.telegram.order == [1, 2, 3, 4, 5, 6]


async def test_somebody_else_is_served_before_the_third_entry(tmp_path):
    async with House(tmp_path, rules=Rules(limits=Limits(fast=2))) as house:
        begun = []
        fetch = house.sources.fetch
        gate = Gate().close()

        async def noted(medium, *arguments, **options):
            begun.append(medium.key)
            await gate()
            return await fetch(medium, *arguments, **options)

        house.sources.fetch = noted
        long = await house.jobs.submit(await order_of(house, playlist(50)))

        async def two_run():
            return len(begun) == 2

        await eventually(two_run)
        clip = await house.jobs.submit(media("clip", account=2, chat=6))
        gate.open.set()
        await house.done(clip)
        assert begun.index(clip.order.source_key) == 2
        await house.jobs.cancel(long.id, account=1)


async def test_progress_is_told_with_what_is_being_worked_on(house):
    told = []
    with house.feed.listen() as events:
        job = await house.jobs.submit(await order_of(house, playlist(3)))
        async for event in events:
            if isinstance(event, Counted):
                told.append(event.tally)
            if event.job.id == job.id and event.job.over:
                break

    assert told[-1].delivered == (1, 2, 3)
    assert any(tally.now.startswith(("Item", "Title")) for tally in told)


@pytest.mark.parametrize("order", [card("list"), media("list")])
async def test_a_link_to_a_list_is_shown_as_one_and_not_asked_twice(house, order):
    house.sources.lists["web:list"] = playlist(2)

    first, again = [await house.jobs.submit(replace(order, account=n)) for n in (1, 2)]
    await house.done(first, again)

    assert {first.id, again.id} == set(house.telegram.lists)
    assert house.sources.calls["resolve"] == 1


async def test_a_text_file_of_links_is_a_list(house):
    class Letter:
        async def download(self, file, *, to, ticks):
            text = "# mine\nhttps://example.com/1 https://example.com/2\n\nhttps://example.com/1\n"
            to.write_bytes(text.encode("utf-16"))

    house.chat_files.download = Letter().download
    file = ChatFile("id", "unique", "summer mix.txt", 100, mime="text/plain")
    (job,) = await house.done(await house.jobs.submit(replace(card(), source=file)))

    shown = house.telegram.lists[job.id]
    assert [entry.url for entry in shown.entries] == [
        "https://example.com/1",
        "https://example.com/2",
    ]
    assert shown.title == "summer mix"


async def test_a_text_file_without_links_ends_in_a_sentence(house):
    file = ChatFile("id", "unique", "notes.txt", 100)
    (job,) = await house.done(await house.jobs.submit(replace(card(), source=file)))

    assert (job.state, job.failure.code) == (State.FAILED, "no-link-found")


async def test_what_failed_can_be_asked_for_again(house):
    house.sources.dead[key_of(2)] = LinkGone(host="example.com")
    order = await order_of(house, playlist(3))
    (first,) = await house.done(await house.jobs.submit(order))
    house.sources.dead.clear()

    again = await house.jobs.submit(replace(order, items="2"), again_of=first.id)
    await house.done(again)

    assert house.telegram.order == [1, 3, 2]
    assert house.telegram.tallies[again.id].left == ()


async def test_an_entry_asked_for_in_another_format_stands_alone(house):
    (done,) = await house.done(await house.jobs.submit(await order_of(house, playlist(2))))
    child = (await family(house, done))[0]

    other = await house.jobs.submit(replace(child.order, choice="m4a"))

    assert (other.order.parent, other.order.number) == ("", 0)
    await house.done(other)


async def test_a_file_of_a_feed_has_the_title_that_the_feed_gives_it(house):
    resolve = house.sources.resolve

    async def bare(link, *, folder):
        return replace(await resolve(link, folder=folder), direct=True, title="file_001", author="")

    house.sources.resolve = bare
    (done,) = await house.done(await house.jobs.submit(await order_of(house, playlist(1))))
    (child,) = await family(house, done)

    assert child.title == "Item 1"


async def test_forget_erases_lists_that_nobody_else_asked_for(house):
    mine, shared = playlist(1, name="mine"), playlist(1, name="shared")
    orders = [await order_of(house, mine), await order_of(house, shared, message=10)]
    orders.append(await order_of(house, shared, account=2, message=11))
    await house.done(*[await house.jobs.submit(order) for order in orders])

    await house.jobs.forget(1)

    assert await house.jobs.playlist(mine.pinned().key) is None
    assert await house.jobs.playlist(shared.pinned().key) is not None


@asynccontextmanager
async def killed_in(folder, listed, *, begun):
    """Open a house, let a list begin, and leave it in the lurch as a crash would."""
    first = House(folder, rules=Rules(limits=Limits(fast=4)))
    await first.open()
    await first.start()
    gate = first.sources.gates["fetch"].close()
    job = await first.jobs.submit(await order_of(first, listed))

    async def has_begun():
        return gate.arrived >= begun

    await eventually(has_begun)
    await first.close()
    yield job


async def test_a_list_goes_on_after_a_restart_and_nothing_comes_twice(tmp_path):
    rules = Rules(limits=Limits(fast=4))
    async with killed_in(tmp_path, playlist(9), begun=3) as job, House(tmp_path, rules) as second:
        await second.done(job)

        assert sorted(second.telegram.order) == list(range(1, 10))
        assert len(await family(second, job)) == 9


async def test_what_a_crash_left_of_a_stopped_list_is_not_gone_on_with(tmp_path):
    async with killed_in(tmp_path, playlist(9), begun=3) as job:
        second = House(tmp_path)
        await second.open()
        await second.jobs._table.move(job.id, State.CANCELLED)
        await second.start()
        await second.idle()

        assert {child.state for child in await family(second, job)} == {State.CANCELLED}
        assert second.telegram.order == []
        await second.close()


async def test_a_list_that_is_no_longer_known_is_refused(house):
    order = await order_of(house)
    gone = replace(order, source=replace(order.source, key="list:gone"))

    (job,) = await house.done(await house.jobs.submit(gone))

    assert (job.state, job.failure.code) == (State.FAILED, "source-expired")


async def test_a_temporary_failure_of_all_is_one_that_may_be_tried_again(house):
    house.sources.dead[key_of(1)] = SiteTrouble(host="example.com")
    (job,) = await house.done(await house.jobs.submit(await order_of(house, playlist(1))))

    assert job.failure.code == SiteTrouble.code


def family(house, job):
    return house.jobs._table.children(job.id)
