"""Orders go in at the desk and come out delivered, refused or stopped."""

import asyncio
import wave
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from services.errors import (
    AlreadyOver,
    DeliveryFailed,
    LinkGone,
    NotFound,
    NotYours,
    SiteTrouble,
    SourceExpired,
    TooManyWaiting,
)
from services.jobs import works
from services.jobs.crafts import MediaCrafts
from services.jobs.events import Cancelled, Failed, Finished, Progress, Queued, Started
from services.jobs.job import Stage, State
from services.jobs.order import Channel, ChatFile, Lane, LocalFile, Product
from services.jobs.rooms import Rules
from services.jobs.tracks import Limits
from services.media.probe import probe
from services.sources.medium import Picture
from tests.services.jobs.fakes import MB, Gate, House, card, eventually, link, media

TICK = timedelta(milliseconds=1)
VOICE = ChatFile("file-id", "unique", "voice.ogg", 600)


@pytest.fixture
async def house(tmp_path):
    async with House(tmp_path) as house:
        yield house


async def until(events, kind):
    """Return what was told up to the first event of a kind."""
    told = []
    async for event in events:
        told.append(event)
        if isinstance(event, kind):
            return told
    return told


async def test_a_link_becomes_a_file(house):
    with house.feed.listen() as events:
        job = await house.jobs.submit(media())
        told = await until(events, Finished)
    done = await house.jobs.wait(job.id)
    assert isinstance(told[0], Queued)
    assert [event.stage for event in told if isinstance(event, Started)] == list(GATES)
    assert {event.stage for event in told if isinstance(event, Progress)} >= {Stage.FETCH}
    assert told[-1].job == done
    assert not told[-1].cached
    assert done.state is State.DONE
    assert done.title == "Title of web:one"
    assert house.telegram.files[job.id] == 1
    assert house.telegram.bytes[job.id].startswith(b"mp3:web:one")
    artifact = await house.jobs.artifact(done.artifact)
    assert (artifact.file_name, artifact.performer) == ("Title of web_one.mp3", "Author")
    assert house.left_files() == []


async def test_a_repeat_asks_neither_the_site_nor_uploads(house):
    await house.done(await house.jobs.submit(media()))
    before = house.sources.calls.total()
    with house.feed.listen() as events:
        again = await house.jobs.submit(media(account=2))
        told = await until(events, Finished)
    assert house.sources.calls.total() == before
    assert house.telegram.uploads == 1
    assert house.telegram.files[again.id] == 1
    assert told[-1].cached
    assert [event.stage for event in told if isinstance(event, Started)] == [Stage.DELIVER]


async def test_a_repeat_commits_twice_before_it_delivers(house, monkeypatch):
    await house.done(await house.jobs.submit(media()))
    await house.idle()
    commits = []
    transaction = house.database.transaction

    def counted():
        commits.append("commit")
        return transaction()

    monkeypatch.setattr(house.database, "transaction", counted)
    gate = house.telegram.gate.close()
    gate.reached.clear()
    job = await house.jobs.submit(media())
    await gate.reached.wait()
    assert len(commits) == 2
    gate.open.set()
    await house.done(job)


async def test_an_upload_that_was_lost_is_made_again(house):
    (first,) = await house.done(await house.jobs.submit(media()))
    house.telegram.lost.add(first.artifact)
    (again,) = await house.done(await house.jobs.submit(media()))
    assert again.state is State.DONE
    assert house.telegram.uploads == 2
    assert house.sources.calls["fetch"] == 1


async def test_bytes_that_are_gone_are_fetched_again(house):
    (first,) = await house.done(await house.jobs.submit(media()))
    house.telegram.lost.add(first.artifact)
    for row in await house.database.rows("SELECT sha256 FROM blobs"):
        house.blobs.path_of(row["sha256"]).unlink()
    (again,) = await house.done(await house.jobs.submit(media()))
    assert again.state is State.DONE
    assert house.sources.calls["fetch"] == 2


async def test_a_source_that_is_gone_for_good_is_said_once(house):
    house.telegram.failures = [SourceExpired(), SourceExpired()]
    (failed,) = await house.done(await house.jobs.submit(media()))
    assert failed.failure.code == "source-expired"


async def test_a_card_shows_the_picture_and_is_found_by_its_message(house):
    (done,) = await house.done(await house.jobs.submit(card()))
    assert done.message_id == 1001
    assert house.telegram.thumbnails[0].read_bytes() == b"jpeg of web:one"
    assert (await house.jobs.of_message(5, 1001)).id == done.id
    assert (await house.jobs.medium("web:one")).title == "Title of web:one"


async def test_a_second_card_asks_nobody(house):
    await house.done(await house.jobs.submit(card()))
    before = house.sources.calls.total()
    with house.feed.listen() as events:
        await house.jobs.submit(card(account=2))
        told = await until(events, Finished)
    assert house.sources.calls.total() == before
    assert told[-1].cached
    assert house.telegram.thumbnails[1] is not None


async def test_another_sound_of_the_same_link_is_made_from_the_same_original(house):
    choices = ["mp3", "flac", "ogg"]
    jobs = [await house.jobs.submit(media(choice=choice)) for choice in choices]
    await house.done(*jobs)
    assert house.sources.calls["resolve"] == house.sources.calls["fetch"] == 1
    for job, choice in zip(jobs, choices, strict=True):
        assert house.telegram.bytes[job.id].startswith(choice.encode() + b":web:one")


async def test_many_who_want_the_same_share_one_piece_of_work(house):
    house.crafts.gate.close()
    jobs = [await house.jobs.submit(media(account=n, chat=n)) for n in range(1, 5)]
    await house.joined("convert web:one|mp3|1", len(jobs))
    await house.jobs.cancel(jobs[0].id, account=1)
    house.crafts.gate.open.set()
    states = [job.state for job in await house.done(*jobs)]
    assert states == [State.CANCELLED, *[State.DONE] * 3]
    assert house.sources.calls["fetch"] == house.crafts.calls["convert"] == 1


async def test_a_file_from_the_chat_takes_the_same_way(house):
    order = media(source=VOICE)
    (done,) = await house.done(await house.jobs.submit(order))
    (other,) = await house.done(await house.jobs.submit(replace(order, choice="flac")))
    assert done.state is other.state is State.DONE
    assert done.title == "voice"
    assert house.telegram.bytes[other.id].startswith(b"flac:voice voice")
    assert house.chat_files.calls == house.crafts.calls["examine"] == 1


async def test_a_file_from_the_chat_can_have_a_card(house):
    order = replace(card(), source=VOICE)
    (done,) = await house.done(await house.jobs.submit(order))
    assert done.state is State.DONE
    assert (await house.jobs.medium(done.order.source_key)).title == "voice"


async def test_nobody_learns_what_others_call_the_same_file(house):
    theirs = media(source=replace(VOICE, name="my diagnosis.ogg"))
    mine = replace(theirs, source=replace(VOICE, name="mine.ogg"), account=2)
    await house.done(await house.jobs.submit(theirs))
    (done,) = await house.done(await house.jobs.submit(mine))
    artifact = await house.jobs.artifact(done.artifact)
    assert (done.title, artifact.title, artifact.file_name) == ("mine", "mine", "mine.mp3")
    (shown,) = await house.done(
        await house.jobs.submit(replace(card(account=2), source=mine.source))
    )
    assert shown.title == "mine"


async def test_a_file_of_this_machine_stays_on_the_shelf(house, tmp_path):
    path = tmp_path / "song.wav"
    path.write_bytes(b"one")
    order = media(source=LocalFile(str(path), "song.wav"), channel=Channel.SHELF)
    (done,) = await house.done(await house.jobs.submit(order))
    artifact = await house.jobs.artifact(done.artifact)
    assert (await house.blobs.find(artifact.blob)).read_bytes() == b"mp3:one"
    held = await house.database.rows(
        "SELECT 1 FROM blob_uses WHERE held_by = :holder", holder=f"job:{done.id}"
    )
    assert held
    path.write_bytes(b"another one")
    (again,) = await house.done(await house.jobs.submit(order))
    changed = await house.jobs.artifact(again.artifact)
    assert (await house.blobs.find(changed.blob)).read_bytes() == b"mp3:another one"


async def test_known_bytes_are_one_medium_under_every_name(house, tmp_path):
    keys = set()
    for name in ("mine.wav", "yours.wav"):
        (tmp_path / name).write_bytes(b"one")
        file = LocalFile(str(tmp_path / name), name, digest="abc")
        order = media(source=file, channel=Channel.SHELF)
        (done,) = await house.done(await house.jobs.submit(order))
        artifact = await house.jobs.artifact(done.artifact)
        keys.add(artifact.key)
        assert "mine" not in artifact.file_name
    assert len(keys) == 1
    assert house.crafts.calls["convert"] == 1


async def test_a_file_that_is_not_there_is_refused(house):
    order = media(source=LocalFile("/nowhere/song.wav", "song.wav"), channel=Channel.SHELF)
    (done,) = await house.done(await house.jobs.submit(order))
    assert done.failure.code == "file-unreadable"


async def test_a_delivered_job_holds_no_bytes(house):
    (done,) = await house.done(await house.jobs.submit(media()))
    holders = await house.database.rows("SELECT held_by FROM blob_uses")
    assert not [row for row in holders if row["held_by"].startswith("job:")]
    assert (await house.blobs.figures()).reserved_bytes == 0
    assert done.state is State.DONE


async def test_what_cannot_be_had_is_said_and_tried_once(house):
    house.sources.failures["resolve"] = [LinkGone(host="example.com")]
    with house.feed.listen() as events:
        job = await house.jobs.submit(media())
        told = await until(events, Failed)
    failed = await house.jobs.get(job.id)
    assert told[-1].job == failed
    assert failed.failure.code == "link-gone"
    assert failed.failure.details == {"host": "example.com"}
    assert house.sources.calls["resolve"] == 1
    assert house.left_files() == []


async def test_passing_trouble_is_outlasted(house, monkeypatch):
    monkeypatch.setattr("services.jobs.tries._PAUSES", [TICK, TICK])
    house.sources.failures["fetch"] = [SiteTrouble(host="x"), SiteTrouble(host="x")]
    house.telegram.failures = [DeliveryFailed(reason="502")]
    (done,) = await house.done(await house.jobs.submit(media()))
    assert done.state is State.DONE
    assert house.sources.calls["fetch"] == 3
    assert house.crafts.calls["convert"] == 1


async def test_a_bug_ends_one_job_with_an_apology(house):
    house.crafts.failures = [KeyError("oops")]
    (failed,) = await house.done(await house.jobs.submit(media()))
    assert failed.failure.code == "unexpected"
    assert len(failed.failure.details["id"]) == 8
    (done,) = await house.done(await house.jobs.submit(media()))
    assert done.state is State.DONE


async def test_what_is_surely_too_big_is_not_fetched(house):
    house.telegram.limit = 5 * MB
    house.sources.seconds = 3600.0
    (failed,) = await house.done(await house.jobs.submit(media()))
    assert failed.failure.code == "too-big"
    assert failed.failure.details["limit_bytes"] == 5 * MB
    assert house.sources.calls["fetch"] == 0


async def test_what_turns_out_too_big_is_not_delivered(house):
    house.telegram.limit = 500
    house.sources.seconds = None
    (failed,) = await house.done(await house.jobs.submit(media()))
    assert failed.failure.code == "too-big"
    assert failed.failure.details == {"size_bytes": 1004, "limit_bytes": 500}
    assert house.telegram.uploads == 0


async def test_an_unknown_choice_is_refused(house):
    (failed,) = await house.done(await house.jobs.submit(media(choice="mp5")))
    assert failed.failure.code == "choice-unavailable"


async def test_a_long_medium_moves_to_the_bulk_lane(house):
    house.sources.seconds = 7200.0
    house.telegram.limit = None
    (done,) = await house.done(await house.jobs.submit(media()))
    assert done.state is State.DONE
    assert done.order.lane is Lane.BULK
    assert done.run == 2
    assert house.sources.calls["resolve"] == 1


async def test_the_same_request_is_one_job(house):
    jobs = [await house.jobs.submit(media(), once="msg:1") for _ in range(3)]
    assert len({job.id for job in jobs}) == 1
    await house.done(*jobs)
    again = await house.jobs.submit(media(), once="msg:1")
    assert again.state is State.DONE
    assert house.telegram.files.total() == 1


async def test_taps_at_once_on_one_message_are_one_job_for_each_wish(house):
    house.sources.gates["fetch"].close()
    orders = [media(message=9, choice=choice) for choice in ("mp3", "mp3", "flac")]
    jobs = await asyncio.gather(
        *(house.jobs.submit(order, once=f"tap:{n}") for n, order in enumerate(orders))
    )
    assert len({job.id for job in jobs}) == 2
    house.sources.gates["fetch"].open.set()
    await house.done(*jobs)
    assert {job.order.choice for job in jobs} == {"mp3", "flac"}
    assert len({(await house.jobs.get(job.id)).message_id for job in jobs}) == 2


async def test_an_account_cannot_fill_the_line(tmp_path):
    rules = Rules(limits=Limits(fast=1), most_waiting=2)
    async with House(tmp_path, rules) as house:
        house.sources.gates["resolve"].close()
        await house.jobs.submit(media("a"))
        await house.sources.gates["resolve"].reached.wait()
        await house.jobs.submit(media("b"))
        await house.jobs.submit(media("c"))
        with pytest.raises(TooManyWaiting):
            await house.jobs.submit(media("d"))
        await house.jobs.submit(media("d", account=2))


GATES = {
    Stage.RESOLVE: lambda house: house.sources.gates["resolve"],
    Stage.FETCH: lambda house: house.sources.gates["fetch"],
    Stage.CONVERT: lambda house: house.crafts.gate,
    Stage.DELIVER: lambda house: house.telegram.gate,
}


@pytest.mark.parametrize("stage", GATES)
async def test_cancel_works_in_every_stage(house, stage):
    gate = GATES[stage](house).close()
    with house.feed.listen() as events:
        job = await house.jobs.submit(media())
        await gate.reached.wait()
        stopped = await house.jobs.cancel(job.id, account=1)
        assert stopped.state is State.CANCELLED
        assert stopped.stage is stage
        assert gate.left == 1
        with pytest.raises(AlreadyOver):
            await house.jobs.cancel(job.id, account=1)
        gate.open.set()
        after = await house.jobs.submit(media("two"))
        told = await until(events, Finished)
    assert [event.job.id for event in told if isinstance(event, Cancelled)] == [job.id]
    assert told[-1].job.id == after.id
    assert house.left_files() == []
    assert (await house.blobs.figures()).reserved_bytes == 0
    assert house.telegram.files[job.id] == 0


async def test_cancel_while_waiting_starts_nothing(tmp_path):
    async with House(tmp_path, Rules(limits=Limits(fast=1))) as house:
        gate = house.sources.gates["fetch"].close()
        first = await house.jobs.submit(media("first"))
        await gate.reached.wait()
        last = await house.jobs.submit(media("last"))
        assert house.jobs.place(last.id) == 1
        stopped = await house.jobs.cancel(last.id, account=1)
        assert (stopped.state, stopped.run) == (State.CANCELLED, 0)
        assert house.jobs.place(last.id) is None
        gate.open.set()
        await house.done(first)
        assert house.sources.calls["resolve web:last"] == 0


async def test_cancel_in_the_moment_of_starting_leaves_the_place_free(tmp_path):
    async with House(tmp_path, Rules(limits=Limits(fast=1, cards=1))) as house:
        for number in range(30):
            job = await house.jobs.submit(media(f"n{number}"))
            for _ in range(number):
                await asyncio.sleep(0)
            await house.jobs.cancel(job.id, account=1)
        (done,) = await house.done(await house.jobs.submit(media("last")))
        assert done.state is State.DONE
        assert [job.state for job in await house.jobs.active()] == []


async def test_a_cancel_that_meets_the_end_has_one_winner(house):
    outcomes = set()
    for number in range(40):
        job = await house.jobs.submit(media("same"))
        for _ in range(number * 3):
            await asyncio.sleep(0)
        with house.feed.listen() as events:
            try:
                outcome = (await house.jobs.cancel(job.id, account=1)).state
            except AlreadyOver:
                outcome = State.DONE
            assert (await house.jobs.wait(job.id)).state is outcome
        del events
        outcomes.add(outcome)
    assert (await house.done(await house.jobs.submit(media("same"))))[0].state is State.DONE


async def test_only_the_asker_and_owners_may_stop_and_repeat(house):
    job = await house.jobs.submit(media())
    with pytest.raises(NotYours):
        await house.jobs.cancel(job.id, account=2)
    await house.done(job)
    with pytest.raises(NotYours):
        await house.jobs.again(job.id, account=2)
    assert (await house.jobs.again(job.id, account=None)).again_of == job.id
    with pytest.raises(NotFound):
        await house.jobs.cancel("nothing", account=None)
    with pytest.raises(NotFound):
        await house.jobs.wait("nothing")


async def test_again_repeats_the_order_on_its_message(house):
    house.sources.failures["resolve"] = [LinkGone(host="x")]
    job = await house.jobs.submit(media())
    await house.jobs.shown(job.id, 77)
    await house.done(job)
    again = await house.jobs.again(job.id, account=1, once="tap:9")
    assert again.id != job.id
    assert again.order.recipient.message_id == again.message_id == 77
    assert (await house.jobs.again(job.id, account=1, once="tap:9")).id == again.id
    (done,) = await house.done(again)
    assert done.state is State.DONE
    assert (await house.jobs.of_message(5, 77)).id == again.id


async def test_again_of_a_job_under_way_is_that_job(house):
    house.sources.gates["fetch"].close()
    job = await house.jobs.submit(media())
    assert (await house.jobs.again(job.id, account=1)).id == job.id
    house.sources.gates["fetch"].open.set()
    await house.done(job)


async def test_places_are_told_when_they_change(tmp_path, monkeypatch):
    monkeypatch.setattr("services.jobs.admission._BETWEEN_PLACES", TICK)
    async with House(tmp_path, Rules(limits=Limits(fast=1))) as house:
        gate = house.sources.gates["fetch"].close()
        with house.feed.listen() as events:
            jobs = [await house.jobs.submit(media(f"n{n}")) for n in range(4)]
            await gate.reached.wait()
            await house.jobs.cancel(jobs[1].id, account=1)
            told = []
            async for event in events:
                told.append(event)
                if isinstance(event, Queued) and event.job.id == jobs[3].id and event.place == 2:
                    break
        gate.open.set()
        await house.done(*jobs)


async def test_the_overview_counts(tmp_path):
    async with House(tmp_path, Rules(limits=Limits(fast=1))) as house:
        house.sources.failures["resolve"] = [LinkGone(host="x")]
        await house.done(await house.jobs.submit(media("gone")))
        await house.done(await house.jobs.submit(card("fine")))
        gate = house.sources.gates["fetch"].close()
        first = await house.jobs.submit(media("a"))
        await gate.reached.wait()
        await house.jobs.submit(media("b"))
        view = await house.jobs.overview()
        assert view.lanes[Lane.FAST].waiting == 1
        assert view.lanes[Lane.FAST].running == {Stage.FETCH: 1}
        assert view.lanes[Lane.BULK].waiting == 0
        assert view.oldest_waiting_seconds >= 0
        assert view.failures == {"link-gone": 1}
        assert view.done == 1
        assert [job.id for job in await house.jobs.mine(1, limit=2)][1] == first.id


async def test_two_hundred_orders_at_once_all_arrive(house):
    makers = [card, media]
    jobs = [
        await house.jobs.submit(makers[n % 2](f"n{n % 23}", account=n % 7 + 1, chat=n + 1))
        for n in range(200)
    ]
    assert {job.state for job in await house.done(*jobs)} == {State.DONE}
    kinds = [job.order.product for job in jobs]
    assert house.telegram.files.total() == kinds.count(Product.MEDIA)
    assert house.telegram.cards.total() == kinds.count(Product.CARD)
    assert house.sources.calls["fetch"] <= 23
    assert house.left_files() == []


async def test_who_waits_for_their_own_chat_keeps_nobody_waiting(tmp_path, monkeypatch):
    async with House(tmp_path, rules=Rules(limits=Limits(fast=3, per_site=2))) as house:
        slow_chats = Gate().close()
        pass_on = {"show_card": house.telegram.show_card, "deliver": house.telegram.deliver}

        def slowly(act):
            async def wait(job, what, **details):
                if job.order.account < 9:
                    await slow_chats()
                return await pass_on[act](job, what, **details)

            return wait

        for act in pass_on:
            monkeypatch.setattr(house.telegram, act, slowly(act))
        heavy = [
            await house.jobs.submit(make(f"h{number}", account=number % 3 + 1))
            for make in (card, media)
            for number in range(30)
        ]

        async def all_wait():
            return slow_chats.arrived == 3 * (Limits().cards + 3)

        await eventually(all_wait)
        light = [await house.jobs.submit(make("light", account=9)) for make in (card, media)]
        assert {job.state for job in await house.done(*light)} == {State.DONE}

        assert not [job for job in heavy if (await house.jobs.get(job.id)).over]
        slow_chats.open.set()
        assert {job.state for job in await house.done(*heavy)} == {State.DONE}


async def test_what_is_known_does_not_wait_behind_what_has_to_be_fetched(tmp_path):
    rules = Rules(limits=Limits(cards=1, fast=1))
    async with House(tmp_path, rules) as house:
        await house.done(await house.jobs.submit(media("known")))
        gates = [house.sources.gates[act].close() for act in ("resolve", "fetch")]
        slow = [
            await house.jobs.submit(make(f"slow {number}", account=number + 2))
            for number in range(3)
            for make in (card, media)
        ]
        await gates[0].reached.wait()

        known = [await house.jobs.submit(make("known", account=9)) for make in (card, media)]

        assert {job.state for job in await house.done(*known)} == {State.DONE}
        assert not [job for job in slow if (await house.jobs.get(job.id)).over]
        for gate in gates:
            gate.open.set()
        assert {job.state for job in await house.done(*slow)} == {State.DONE}


async def test_who_waits_for_the_same_gets_it_as_soon_as_it_is_there(tmp_path):
    async with House(tmp_path, Rules(limits=Limits(fast=1))) as house:
        gate = house.sources.gates["fetch"].close()
        first = await house.jobs.submit(media("new"))
        await gate.reached.wait()
        other = await house.jobs.submit(media("other", account=2))
        same = await house.jobs.submit(media("new", account=3))
        held = house.sources.gates["resolve"].close()
        gate.open.set()
        await house.done(first, same)
        assert not (await house.jobs.get(other.id)).over
        held.open.set()
        await house.done(other)


async def test_a_start_that_takes_long_holds_no_other_start_up(house, monkeypatch):
    slow, route_of = Gate().close(), works.shortest_route

    async def routed(job, shop):
        if job.order.account == 1:
            await slow()
        return await route_of(job, shop)

    monkeypatch.setattr(works, "shortest_route", routed)
    first = await house.jobs.submit(media("one"))
    await slow.reached.wait()
    await house.done(await house.jobs.submit(media("two", account=2)))
    slow.open.set()
    await house.done(first)


async def test_an_account_is_forgotten(house):
    gate = house.sources.gates["fetch"].close()
    under_way = await house.jobs.submit(media("a"))
    await gate.reached.wait()
    other = await house.jobs.submit(media("a", account=2))
    await house.jobs.forget(1)
    with pytest.raises(NotFound):
        await house.jobs.get(under_way.id)
    gate.open.set()
    assert (await house.done(other))[0].state is State.DONE


async def test_all_that_an_account_has_under_way_is_stopped(tmp_path):
    async with House(tmp_path, Rules(limits=Limits(fast=1))) as house:
        gate = house.sources.gates["fetch"].close()
        running = await house.jobs.submit(media("a"))
        await gate.reached.wait()
        waiting = await house.jobs.submit(media("b"))
        other = await house.jobs.submit(media("c", account=2))
        assert await house.jobs.cancel_all(1) == 2
        for job in (running, waiting):
            assert (await house.jobs.get(job.id)).state is State.CANCELLED
        gate.open.set()
        assert (await house.done(other))[0].state is State.DONE
        assert await house.jobs.cancel_all(1) == 0


async def test_who_asked_for_most_comes_first(house):
    await house.done(await house.jobs.submit(card("seen")), await house.jobs.submit(media("a")))
    await house.done(*[await house.jobs.submit(media(name, account=2)) for name in "bc"])
    assert await house.jobs.busiest(limit=9) == [(2, 2), (1, 1)]
    assert await house.jobs.busiest(limit=1) == [(2, 2)]
    await house.database.write("UPDATE jobs SET created_at = created_at - 90000")
    assert await house.jobs.busiest(limit=9) == []


async def test_pictures_have_originals_of_their_own(house, monkeypatch):
    resolve = house.sources.resolve

    async def with_pictures(asked, *, folder):
        medium = await resolve(asked, folder=folder)
        return replace(medium, pictures=(Picture(360, 100), Picture(720, 200)))

    monkeypatch.setattr(house.sources, "resolve", with_pictures)
    jobs = [await house.jobs.submit(media(choice=choice)) for choice in ("360p", "720p", "360p")]
    await house.done(*jobs)
    assert house.sources.calls["fetch"] == 2
    assert (
        link().key in (await house.jobs.artifact((await house.jobs.get(jobs[0].id)).artifact)).key
    )


async def test_a_real_file_becomes_a_real_mp3(tmp_path):
    path = tmp_path / "tone.wav"
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(range(256)) * 125)
    async with House(tmp_path / "house", crafts=MediaCrafts()) as house:
        order = media(source=LocalFile(str(path), "tone.wav"), channel=Channel.SHELF)
        with house.feed.listen() as events:
            job = await house.jobs.submit(order)
            told = await until(events, Finished)
        done = await house.jobs.wait(job.id)
        artifact = await house.jobs.artifact(done.artifact)
        found = await probe(await house.blobs.find(artifact.blob))
    assert (found.container, found.sound_codec) == ("mp3", "mp3")
    assert artifact.file_name == "tone.mp3"
    assert artifact.seconds == pytest.approx(found.seconds, abs=0.2)
    assert isinstance(told[-1], Finished)


async def test_a_job_that_cannot_be_started_ends_with_an_apology(house, monkeypatch):
    async def broken(*_):
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(house.jobs._works.engine, "start", broken)
        (failed,) = await house.done(await house.jobs.submit(media()))
    assert failed.failure.code == "unexpected"
    assert (await house.done(await house.jobs.submit(media())))[0].state is State.DONE


async def test_a_job_that_can_be_neither_started_nor_ended_is_tried_again(tmp_path, monkeypatch):
    monkeypatch.setattr("services.jobs.works._LOST_AFTER", timedelta(seconds=0.4))
    calls = []

    async def broken(*args):
        calls.append(args)
        raise OSError("disk full")

    async with House(tmp_path) as house:
        with monkeypatch.context() as patch:
            patch.setattr(house.jobs._works.engine, "start", broken)
            patch.setattr(house.jobs._ledger, "fail", broken)
            job = await house.jobs.submit(media())

            async def was_tried_twice():
                return len(calls) >= 4

            await eventually(was_tried_twice)
        assert (await house.done(job))[0].state is State.DONE


async def test_a_bug_of_ours_at_the_end_leaves_nobody_waiting(house, monkeypatch):
    async def broken(*_, **__):
        raise RuntimeError("bug")

    with monkeypatch.context() as patch:
        patch.setattr(house.jobs._ledger, "finish", broken)
        (failed,) = await house.done(await house.jobs.submit(media()))
    assert failed.failure.code == "unexpected"
    jobs = [await house.jobs.submit(media(f"n{n}")) for n in range(5)]
    assert {job.state for job in await house.done(*jobs)} == {State.DONE}


async def test_a_stage_that_will_not_stop_does_not_hold_the_asker_up(house, monkeypatch):
    monkeypatch.setattr("services.jobs.runner._STOPS_WITHIN", TICK)
    stuck = asyncio.Event()
    reached = asyncio.Event()

    async def stubborn(*_, **__):
        reached.set()
        while not stuck.is_set():
            with suppress(asyncio.CancelledError):
                await stuck.wait()
        raise LinkGone(host="x")

    monkeypatch.setattr(house.sources, "resolve", stubborn)
    job = await house.jobs.submit(media())
    await reached.wait()
    assert (await house.jobs.cancel(job.id, account=1)).state is State.CANCELLED
    stuck.set()
    await house.idle()
    assert (await house.jobs.get(job.id)).state is State.CANCELLED


async def test_a_medium_that_was_forgotten_on_the_way_is_found_anew(house):
    gate = house.sources.gates["fetch"].close()
    job = await house.jobs.submit(media())
    await gate.reached.wait()
    await house.database.write("DELETE FROM media")
    gate.open.set()
    (done,) = await house.done(job)
    assert done.state is State.DONE
    assert house.sources.calls["resolve"] == 2
