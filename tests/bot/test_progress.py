"""What people see while a job is under way, and that they always see its end."""

import asyncio
import itertools
import sqlite3
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot import follower
from bot.delivery import TelegramDelivery
from bot.intents import Act
from bot.progress import Progress
from services.jobs.events import Cancelled, Failed, Finished, Heard, Queued, Started
from services.jobs.events import Progress as Moved
from services.jobs.job import Failure, Stage, State
from services.jobs.order import ChatFile, Product
from tests.bot.office import LINK, Office, artifact, no_ticks, open_office, until, words

HALF = {"fraction": 0.5, "done_bytes": 2**20, "total_bytes": 2**21, "bytes_per_second": 2**19}


@pytest.fixture
async def office(tmp_path: Path):
    async with open_office(tmp_path) as office:
        yield office


def watch(office: Office) -> None:
    office.nursery.spawn(Progress(office.means, office.feed).run(), name="progress")


@pytest.fixture
async def watched(office: Office) -> Office:
    watch(office)
    await until(lambda: office.feed._listeners)
    await asyncio.sleep(0.02)
    return office


async def queue(office: Office, chat: int | None = None, place: int = 1, **changes):
    job = await office.submit(chat, **changes)
    office.feed.tell(Queued(job, place))
    return job


def last(office: Office, chat: int | None = None):
    sent = office.sent(chat)
    return sent[-1] if sent else None


async def test_an_answer_that_has_to_wait_is_seen_being_typed(watched):
    watched.playground.add_fault("sendMessage", "delay", seconds=1)
    job = await queue(watched)
    action = await until(lambda: watched.playground.calls("sendChatAction"))
    assert action[0].params["action"] == "typing"
    assert not watched.sent()
    await watched.means.statuses.of(job)
    assert len(watched.sent()) == 1


async def test_a_queued_job_is_answered_at_once(watched):
    asked = await watched.playground.say(LINK.url)
    job = await queue(
        watched, product=Product.CARD, choice="", reply_to=asked["message_id"], language="ru"
    )
    message = await until(lambda: last(watched))
    assert words(message) == "🔎 Смотрю example.com…"
    assert message["reply_to_message"]["message_id"] == asked["message_id"]
    assert message["reply_markup"]["inline_keyboard"][0][0]["text"] == "Отменить"
    await watched.means.statuses.of(job)
    await until(lambda: not watched.means.statuses._sending)
    assert (await watched.jobs.get(job.id)).message_id == message["message_id"]


async def test_the_asker_may_have_deleted_their_message(watched):
    await queue(watched, reply_to=9999)
    assert "reply_to_message" not in await until(lambda: last(watched))


async def test_an_end_is_noted_although_the_disk_was_full_at_first(watched, monkeypatch):
    job = await queue(watched)
    done, troubles = watched.means.intents.done, [1, 1]

    async def full(*args, **named):
        if troubles:
            troubles.pop()
            raise sqlite3.OperationalError("database or disk is full")
        await done(*args, **named)

    monkeypatch.setattr(watched.means.intents, "done", full)
    failed = await watched.move(job, State.FAILED, Failure("site-trouble", {"host": "example.com"}))
    watched.feed.tell(Failed(failed))
    await told(watched, job)
    assert "⚠️" in words(last(watched))
    watched.may_violate = True


async def test_two_who_need_the_message_at_once_get_one(office):
    job = await office.submit()
    first, second = await asyncio.gather(
        office.means.statuses.of(job), office.means.statuses.of(job)
    )
    assert first == second
    assert len(office.sent()) == 1


async def test_a_status_whose_answer_was_lost_does_not_lose_the_job(office):
    office.playground.add_fault("sendMessage", "cut_after")
    job = await office.submit()
    message_id = await office.means.statuses.of(job)
    assert office.sent()[-1]["message_id"] == message_id


async def test_the_place_in_line_is_shown_and_moves_on(watched, monkeypatch):
    places = [8]
    monkeypatch.setattr(watched.jobs, "place", lambda job_id: places[-1])
    await queue(watched, place=8)
    await until(lambda: last(watched) and "Number 8 in line" in words(last(watched)))
    places.append(5)
    await until(lambda: "Number 5 in line" in words(last(watched)))


async def test_far_back_in_line_the_place_is_changed_rarely(watched, monkeypatch):
    places = itertools.count(40)
    monkeypatch.setattr(watched.jobs, "place", lambda job_id: next(places))
    job = await queue(watched, place=40)

    def edits():
        watched.feed.tell(Queued(job, next(places)))
        return [call.at for call in watched.playground.calls("editMessageText")]

    await until(lambda: len(edits()) >= 2)
    first, second, *_ = edits()
    assert second - first > 30


async def test_a_job_that_waits_for_room_says_so(watched):
    job = await queue(watched)
    watched.feed.tell(Queued(job, room=False))
    await until(lambda: last(watched) and "Waiting for room" in words(last(watched)))


async def test_a_group_sees_figures_by_edits_at_least_three_seconds_apart(watched):
    group = watched.playground.add_group("Band")["id"]
    job = await queue(watched, group)
    for percent in range(100):
        fraction = percent / 100
        watched.feed.tell(Moved(job, Stage.FETCH, **HALF | {"fraction": fraction}))
        await asyncio.sleep(0.01)
    assert "⬇️ Fetching\n▰▰" in words(last(watched, group))
    assert "1 MB of 2 MB · 512 KB/s" in words(last(watched, group))
    assert words(last(watched, group)).startswith("MP3 · example.com\n")
    edits = [call.at for call in watched.playground.calls("editMessageText")]
    assert len(edits) >= 3
    assert min(b - a for a, b in pairwise(edits)) > 2.5
    assert watched.playground.drafts(group) == []


async def test_a_private_chat_sees_figures_in_a_draft_with_stop(watched):
    job = await queue(watched)
    for _ in range(60):
        watched.feed.tell(Moved(job, Stage.FETCH, **HALF))
        await asyncio.sleep(0.005)
    [draft] = await until(watched.playground.drafts)
    message_id = await watched.means.statuses.of(job)
    assert draft["draft_id"] == message_id
    assert draft["can_stop"]
    assert "▰▰▰▰▰▱▱▱▱▱ 50%" in draft["text"]
    await until(lambda: "Fetching" in words(watched.message(message_id)))
    assert "%" not in words(watched.message(message_id))


@pytest.mark.parametrize(
    ("end", "said"), [(State.DONE, "Ready, see above"), (State.CANCELLED, "Stopped")]
)
async def test_a_draft_says_how_it_ended_and_cannot_be_stopped_any_more(watched, end, said):
    job = await queue(watched)
    for _ in range(60):
        watched.feed.tell(Moved(job, Stage.FETCH, **HALF))
        await asyncio.sleep(0.005)
    await until(watched.playground.drafts)
    ended = Finished if end is State.DONE else Cancelled
    watched.feed.tell(ended(await watched.move(job, end)))
    await until(lambda: said in watched.playground.drafts()[0]["text"])
    assert not watched.playground.drafts()[0]["can_stop"]


async def test_a_file_that_was_sent_is_named_in_the_progress(watched):
    file = ChatFile("id", "unique", "Rehearsal <1>.wav", 1000)
    job = await queue(watched, source=file)
    watched.feed.tell(Started(job, Stage.CONVERT))
    message = await until(
        lambda: last(watched) if "Converting" in words(last(watched) or {}) else 0
    )
    assert words(message) == "Rehearsal <1>.wav\nMP3\n\n⚙️ Converting"


async def test_a_short_job_needs_no_draft(watched, monkeypatch):
    monkeypatch.setattr(follower, "_UNTIL_FIRST_DRAFT", timedelta(days=1))
    job = await queue(watched)
    watched.feed.tell(Moved(job, Stage.FETCH, **HALF))
    await until(lambda: last(watched))
    path = watched.file()
    await TelegramDelivery(watched.means).deliver(
        job, artifact(path), path=path, cover=None, ticks=no_ticks
    )
    watched.feed.tell(Finished(await watched.move(job, State.DONE)))
    await asyncio.sleep(0.3)
    assert watched.playground.calls("sendMessageDraft") == []


async def test_the_first_words_of_many_are_shown_at_once(office, monkeypatch):
    monkeypatch.setattr(follower, "_UNTIL_FIRST_DRAFT", timedelta(days=1))
    watch(office)
    await until(lambda: office.feed._listeners)
    job = await queue(office, product=Product.WORDS, choice="")
    office.feed.tell(Moved(job, Stage.LISTEN, fraction=0.01))
    office.feed.tell(Heard(job, "Good morning."))
    [draft] = await until(office.playground.drafts)
    assert "Good morning." in draft["text"]


async def test_the_first_words_of_few_are_left_to_their_message(office, monkeypatch):
    monkeypatch.setattr(follower, "_UNTIL_FIRST_DRAFT", timedelta(days=1))
    watch(office)
    await until(lambda: office.feed._listeners)
    job = await queue(office, product=Product.WORDS, choice="")
    office.feed.tell(Moved(job, Stage.LISTEN, fraction=0.9))
    office.feed.tell(Heard(job, "Good morning."))
    await until(lambda: "Listening" in words(last(office) or {}))
    assert not office.playground.drafts()


async def listening(office, chat=None):
    job = await queue(office, chat, product=Product.WORDS, choice="")
    office.feed.tell(Moved(job, Stage.LISTEN, fraction=0.01))
    return job


@pytest.mark.parametrize(
    ("sentence", "newest"),
    [("Words & words, {}.", "Words & words, 599."), ("שלום <עולם> {}.", "שלום <עולם> 599.")],
    ids=["left to right", "right to left"],
)
async def test_of_more_words_than_a_message_has_room_for_the_last_are_shown(
    watched, sentence, newest
):
    job = await listening(watched)
    for number in range(600):
        watched.feed.tell(Heard(job, sentence.format(number)))

    [draft] = await until(lambda: [d for d in watched.playground.drafts() if newest in d["text"]])

    said = draft["text"].rpartition("\n\n")[2]
    assert said.startswith("… ")
    assert set(said.split()[1:-1]) <= {
        word for n in range(600) for word in sentence.format(n).split()
    }
    assert len(draft["text"]) <= 4096


async def test_words_without_spaces_are_cut_anywhere(watched):
    job = await listening(watched)
    watched.feed.tell(Heard(job, "好" * 5000))

    [draft] = await until(watched.playground.drafts)
    assert draft["text"].rpartition("\n\n")[2] == f"… {'好' * 3000}"


async def test_in_a_group_words_come_by_edits_that_keep_the_pace(watched):
    group = watched.playground.add_group("Band")["id"]
    job = await listening(watched, group)
    for number in range(60):
        watched.feed.tell(Heard(job, f"word {number}"))
        await asyncio.sleep(0.01)

    await until(lambda: "word 59" in words(last(watched, group)))
    edits = [call.at for call in watched.playground.calls("editMessageText")]
    assert min(b - a for a, b in pairwise(edits)) > 2.5
    assert watched.playground.drafts(group) == []


async def test_words_go_on_when_telegram_no_longer_holds_them_back(watched):
    fault = {"code": 429, "description": "Too Many Requests: retry after 5", "retry_after": 5}
    watched.playground.add_fault("sendMessageDraft", "error", **fault)
    job = await listening(watched)
    for number in range(200):
        watched.feed.tell(Heard(job, f"word {number}"))
        await asyncio.sleep(0.005)

    await until(lambda: any("word 199" in d["text"] for d in watched.playground.drafts()))


async def test_a_draft_that_was_lost_on_the_way_is_not_the_last_one(watched):
    watched.playground.add_fault("sendMessageDraft", "cut_before", count=1)
    job = await listening(watched)
    for number in range(200):
        watched.feed.tell(Heard(job, f"word {number}"))
        await asyncio.sleep(0.005)

    await until(lambda: any("word 199" in d["text"] for d in watched.playground.drafts()))


async def test_only_the_newest_job_of_a_chat_has_the_draft(watched):
    older, newer = await queue(watched), await queue(watched, choice="ogg")
    for _ in range(100):
        for job in (older, newer):
            watched.feed.tell(Moved(job, Stage.FETCH, **HALF))
        await asyncio.sleep(0.005)
    newest = max([await watched.means.statuses.of(job) for job in (older, newer)])
    assert [draft["draft_id"] for draft in watched.playground.drafts()] == [newest]
    other = min(m["message_id"] for m in watched.sent())
    await until(lambda: "50%" in words(watched.message(other)))


async def test_a_server_that_knows_no_drafts_is_asked_once(watched):
    watched.playground.add_fault(
        "sendMessageDraft", "error", code=404, description="Not Found: method not found", count=0
    )
    job = await queue(watched)
    for _ in range(100):
        watched.feed.tell(Moved(job, Stage.FETCH, **HALF))
        await asyncio.sleep(0.005)
    await until(lambda: "50%" in words(last(watched)))
    assert len(watched.playground.calls("sendMessageDraft")) == 1


async def test_an_upload_is_announced_as_long_as_it_lasts(watched):
    job = await queue(watched)
    for _ in range(60):
        watched.feed.tell(Moved(job, Stage.DELIVER, **HALF))
        await asyncio.sleep(0.01)
    # On a slow machine, the first words may have been seen being typed before.
    said = [call.params["action"] for call in watched.playground.calls("sendChatAction")]
    actions = [action for action in said if action != "typing"]
    assert 2 <= len(actions) <= 4
    assert set(actions) == {"upload_document"}


async def test_progress_never_overwrites_the_result(watched):
    """With a picture above, progress is a caption: written too late, it would replace the song's."""
    group = watched.playground.add_group("Band")["id"]
    delivery = TelegramDelivery(watched.means)
    for number in range(5):
        path = watched.file(f"{number}.mp3", size_bytes=3_000_000)
        job = await queue(watched, group, choice="mp3")
        watched.means.statuses.note_caption(group, await watched.means.statuses.of(job), has=True)
        feeding = watched.nursery.spawn(feed(watched, job), name="feed")
        delivered = await delivery.deliver(
            job, artifact(path, key=f"k{number}"), path=path, cover=None, ticks=no_ticks
        )
        await asyncio.sleep(0.2)
        feeding.cancel()
        watched.feed.tell(Finished(await watched.move(job, State.DONE)))
        await asyncio.sleep(0.05)
        assert words(watched.message(delivered.message_id, group)) == "example.com"
        assert "audio" in watched.message(delivered.message_id, group)


async def test_a_draft_that_is_slow_to_arrive_lets_no_progress_follow_the_result(
    watched, monkeypatch
):
    under_way, arrived = asyncio.Event(), asyncio.Event()

    async def slow(*_):
        under_way.set()
        await arrived.wait()
        return False

    monkeypatch.setattr(watched.means.drafts, "show", slow)
    monkeypatch.setattr(follower, "_BETWEEN_EDITS", timedelta(0))
    job = await queue(watched)
    watched.feed.tell(Moved(job, Stage.FETCH, **HALF))
    await asyncio.wait_for(under_way.wait(), 10)
    watched.means.statuses.settle(job.id)
    before = len(watched.playground.calls("editMessageText"))
    arrived.set()
    watched.feed.tell(Moved(job, Stage.DELIVER, **HALF))
    await asyncio.sleep(0.2)
    assert len(watched.playground.calls("editMessageText")) == before


async def feed(office: Office, job) -> None:
    while True:
        for percent in range(100):
            office.feed.tell(Moved(job, Stage.DELIVER, fraction=percent / 100))
            await asyncio.sleep(0.002)


async def test_a_failure_arrives_with_its_sentence_and_a_way_on(watched):
    job = await queue(watched)
    failed = await watched.move(job, State.FAILED, Failure("site-trouble", {"host": "example.com"}))
    watched.feed.tell(Failed(failed))
    message = await until(lambda: last(watched) if "⚠️" in words(last(watched) or {}) else None)
    assert "example.com" in words(message)
    assert message["reply_markup"]["inline_keyboard"][0][0]["text"] == "Try again"
    await told(watched, job)


async def test_a_cancelled_job_says_so_and_offers_it_again(watched):
    job = await queue(watched)
    watched.feed.tell(Cancelled(await watched.move(job, State.CANCELLED)))
    message = await until(
        lambda: last(watched) if "Stopped" in words(last(watched) or {}) else None
    )
    assert message["reply_markup"]["inline_keyboard"][0][0]["text"] == "Again"


@pytest.mark.parametrize("kind", ["html", "cut_before", "cut_after", "truncated"])
async def test_an_end_arrives_through_a_broken_wire(watched, kind):
    watched.may_violate = True
    job = await queue(watched)
    await until(lambda: last(watched))
    watched.playground.add_fault("editMessageText", kind, count=3)
    watched.feed.tell(Cancelled(await watched.move(job, State.CANCELLED)))
    await until(lambda: "Stopped" in words(last(watched)))
    await told(watched, job)


async def test_an_end_arrives_after_a_long_429(watched):
    job = await queue(watched)
    await until(lambda: last(watched))
    watched.playground.add_fault("editMessageText", "error", code=429, retry_after=60)
    watched.feed.tell(Cancelled(await watched.move(job, State.CANCELLED)))
    await until(lambda: "Stopped" in words(last(watched)))


async def test_an_end_is_sent_anew_when_its_message_was_deleted(watched):
    job = await queue(watched)
    await until(lambda: watched.means.statuses.find(job))
    await watched.bot.delete_message(watched.chat, watched.means.statuses.find(job))
    watched.feed.tell(Cancelled(await watched.move(job, State.CANCELLED)))
    message = await until(lambda: last(watched))
    assert "Stopped" in words(message)
    await told(watched, job)
    assert (await watched.jobs.get(job.id)).message_id == message["message_id"]


async def test_a_result_that_may_have_arrived_is_offered_again(watched):
    job = await queue(watched)
    failed = await watched.move(
        job, State.FAILED, Failure("delivery-failed", {"reason": "uncertain"})
    )
    watched.feed.tell(Failed(failed))
    message = await until(
        lambda: last(watched) if "cut off" in words(last(watched) or {}) else None
    )
    assert message["reply_markup"]["inline_keyboard"][0][0]["text"] == "Try again"


async def test_ends_that_nobody_told_are_told_at_the_next_start(office):
    job = await office.submit()
    await office.means.statuses.of(job)
    await office.move(job, State.FAILED, Failure("site-trouble", {"host": "example.com"}))
    told_before = await office.submit()
    await office.means.statuses.of(told_before)
    await office.move(told_before, State.CANCELLED)
    await office.means.intents.done(told_before.id, Act.END, chat_id=office.chat, message_id=1)
    watch(office)
    await until(lambda: "⚠️" in words(office.sent()[0]))
    await told(office, job)
    assert "⚠️" not in words(office.sent()[1])


async def test_an_untold_end_does_not_overwrite_a_later_job_in_the_same_message(office):
    job = await office.submit()
    message_id = await office.means.statuses.of(job)
    await office.move(job, State.FAILED, Failure("site-trouble", {"host": "example.com"}))
    await asyncio.sleep(0.01)
    await office.submit(message_id=message_id)
    assert await office.means.intents.ends_untold(since=0) == []


async def test_an_untold_end_is_told_also_when_the_clock_was_set_back_after_the_card(office):
    card = await office.submit(product=Product.CARD)
    message_id = await office.means.statuses.of(card)
    await office.move(card, State.DONE)
    office.clock.set_by_seconds = -3600
    pressed = await office.submit(message_id=message_id)
    await office.move(pressed, State.FAILED, Failure("site-trouble", {"host": "example.com"}))
    assert await office.means.intents.ends_untold(since=0) == [pressed.id]
    assert (await office.jobs.of_message(office.chat, message_id)).id == pressed.id


async def test_a_result_that_was_not_noted_before_the_end_is_not_written_over(office):
    job = await office.move(await office.submit(), State.RUNNING)
    path = office.file()
    await TelegramDelivery(office.means).deliver(
        job, artifact(path), path=path, cover=None, ticks=no_ticks
    )
    job = await office.jobs._ledger.enter(job.id, Stage.DELIVER)
    office.means.statuses.forget(job.id)  # another life of the program
    before = office.playground.calls()
    watch(office)
    await until(lambda: office.feed._listeners)
    for _ in range(3):
        office.feed.tell(Started(job, Stage.DELIVER))
        await office.clock.sleep(follower._BETWEEN_EDITS)
    assert [call.method for call in office.playground.calls()[len(before) :]] == []
    assert last(office)["audio"]


async def test_a_delivery_that_is_begun_anew_shows_what_happens(office):
    job = await office.move(await office.submit(), State.RUNNING)
    await office.means.statuses.of(job)
    job = await office.jobs._ledger.enter(job.id, Stage.DELIVER)
    watch(office)
    await until(lambda: office.feed._listeners)
    office.feed.tell(Started(job, Stage.CONVERT))
    await until(lambda: "Converting" in words(last(office)))


async def test_a_job_without_a_message_gets_one_after_a_restart(office):
    await office.submit()
    watch(office)
    await until(office.sent)


async def test_who_blocked_the_bot_disturbs_nobody(watched):
    other = watched.playground.add_user("Other")["id"]
    watched.playground.block()
    job = await queue(watched)
    watched.feed.tell(Cancelled(await watched.move(job, State.CANCELLED)))
    await queue(watched, other)
    await until(lambda: last(watched, other))
    assert watched.sent() == []


async def test_a_pressed_button_with_a_ready_answer_shows_no_progress(watched):
    shown = await watched.bot.send_message(watched.chat, "the card")
    job = await queue(watched, message_id=shown.message_id)
    watched.feed.tell(Started(job, Stage.DELIVER))
    path = watched.file()
    await TelegramDelivery(watched.means).deliver(
        job, artifact(path), path=path, cover=None, ticks=no_ticks
    )
    watched.feed.tell(Finished(await watched.move(job, State.DONE)))
    await asyncio.sleep(0.1)
    assert watched.playground.calls("editMessageText") == []
    assert "audio" in watched.message(shown.message_id)


async def test_a_card_with_a_picture_shows_progress_in_its_caption(watched):
    from tests.bot.test_delivery import SONG, picture

    card_job = await watched.submit(product=Product.CARD, choice="")
    shown = await TelegramDelivery(watched.means).show_card(
        card_job, SONG, thumbnail=picture(watched)
    )
    job = await queue(watched, message_id=shown.message_id, choice="mp3")
    for _ in range(20):
        watched.feed.tell(Moved(job, Stage.FETCH, **HALF))
        await asyncio.sleep(0.005)
    await until(lambda: "Fetching" in words(watched.message(shown.message_id)))
    assert watched.message(shown.message_id)["photo"]


async def told(office: Office, job) -> None:
    await until(lambda: office.means.intents.find(job.id, Act.END))
