"""Results become messages: once each, whatever happens on the wire."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.delivery import TelegramDelivery
from bot.intents import Act
from bot.urgency import Urgency, urgency
from locales.speaker import Html
from services.errors import ChatClosed, DeliveryFailed, SourceExpired, TooBig
from services.jobs.order import Product
from services.media.formats import Kind
from services.sources.medium import Medium, Picture
from services.transcripts.transcript import Origin, Segment, Transcript
from tests.bot.office import LINK, Office, artifact, no_ticks, open_office, words
from tests.waiting import until

SONG = Medium(
    key=LINK.key, url=LINK.url, site="web", title="A Song", seconds=187.0, sound_bytes=4_000_000
)
FILM = replace(SONG, title="A Film", pictures=(Picture(480, 9_000_000), Picture(720, 99_000_000)))


@pytest.fixture
async def office(tmp_path: Path):
    async with open_office(tmp_path) as office:
        yield office


@pytest.fixture
def delivery(office: Office) -> TelegramDelivery:
    return TelegramDelivery(office.means)


async def keep_medium(office: Office, medium: Medium) -> None:
    await office.jobs._artifacts.put_medium(medium, keys=[medium.key])


async def deliver(delivery, job, made, path=None, cover=None, ticks=no_ticks):
    return await delivery.deliver(job, made, path=path, cover=cover, ticks=ticks)


async def test_a_job_without_a_message_gets_one_and_it_becomes_the_song(office, delivery):
    asked = await office.playground.say("https://www.example.com/watch?v=1")
    job = await office.submit(reply_to=asked["message_id"])
    path = office.file()
    delivered = await deliver(delivery, job, artifact(path), path)
    [message] = office.sent()
    assert delivered.message_id == message["message_id"]
    assert delivered.uploaded
    assert message["audio"]["title"] == "A Song"
    assert message["audio"]["performer"] == "A Singer"
    assert message["audio"]["duration"] == 187
    assert message["reply_to_message"]["message_id"] == asked["message_id"]
    assert words(message) == "example.com"
    assert message["caption_entities"][0]["url"] == LINK.url
    assert office.playground.media_bytes(message["audio"]["file_id"]) == path.read_bytes()
    assert (await office.jobs.get(job.id)).message_id == delivered.message_id


async def test_the_same_again_is_neither_read_nor_uploaded(office, delivery):
    path = office.file()
    made = artifact(path)
    first = await office.submit()
    assert not await delivery.has(made.key)
    await deliver(delivery, first, made, path)
    assert await delivery.has(made.key)
    second = await office.submit()
    delivered = await deliver(delivery, second, made)
    assert not delivered.uploaded
    one, two = office.sent()
    assert one["audio"]["file_unique_id"] == two["audio"]["file_unique_id"]


async def test_delivering_twice_leaves_one_message(office, delivery):
    path = office.file()
    office.may_violate = True
    job = await office.submit()
    await deliver(delivery, job, artifact(path), path)
    again = await deliver(TelegramDelivery(office.means), job, artifact(path), path)
    assert again.message_id == office.sent()[0]["message_id"]
    assert len(office.sent()) == 1


async def test_a_video_has_its_size_and_a_document_its_name(office, delivery):
    path = office.file("film.mp4")
    film = artifact(
        path, key="f|480p|1", kind=Kind.VIDEO, choice="480p", width=854, height=480, title="A Film"
    )
    await deliver(delivery, await office.submit(choice="480p"), film, path)
    wave = artifact(
        path, key="f|wav|1", kind=Kind.DOCUMENT, choice="wav", file_name='a/b: "c"\r\n.wav'
    )
    await deliver(delivery, await office.submit(choice="wav"), wave, path)
    video, document = office.sent()
    assert (video["video"]["width"], video["video"]["height"]) == (854, 480)
    assert words(video) == "A Film\nexample.com"
    assert document["document"]["file_name"] == "a_b_ _c_.wav"


async def test_a_cover_becomes_the_thumbnail(office, delivery):
    path = office.file()
    await deliver(delivery, await office.submit(), artifact(path), path, picture(office))
    assert office.sent()[0]["audio"]["thumbnail"]["width"] == 32


async def test_follow_up_buttons_stand_below_the_result(office, delivery):
    await keep_medium(office, FILM)
    path = office.file()
    await deliver(delivery, await office.submit(), artifact(path), path)
    assert [b["text"] for b in buttons(office.sent()[0])] == [
        "🎬 480p · ≈8.6 MB",
        "Other formats",
        "📝 Words",
        "🧼 Clean",
    ]


async def test_one_upload_serves_those_who_ask_at_the_same_time(office, delivery):
    path = office.file(size_bytes=2_000_000)
    people = [office.playground.add_user(f"U{number}")["id"] for number in range(5)]
    jobs = [await office.submit(person) for person in people]
    ended = await asyncio.gather(*(deliver(delivery, job, artifact(path), path) for job in jobs))
    assert [delivered.uploaded for delivered in ended].count(True) == 1
    assert all("audio" in office.sent(person)[0] for person in people)


async def test_upload_ticks_reach_the_end(office, delivery):
    path = office.file(size_bytes=1_000_000)
    seen: list[tuple[int, int | None]] = []
    await deliver(
        delivery, await office.submit(), artifact(path), path, ticks=lambda *t: seen.append(t)
    )
    assert seen[-1] == (1_000_000, 1_000_000)
    assert seen == sorted(seen)


async def test_a_forgotten_upload_is_uploaded_again(office, delivery):
    path = office.file()
    made = artifact(path)
    await deliver(delivery, await office.submit(), made, path)
    office.playground.add_fault(
        "editMessageMedia", "error", code=400, description="Bad Request: wrong file identifier"
    )
    delivered = await deliver(delivery, await office.submit(), made, path)
    assert delivered.uploaded
    office.playground.add_fault(
        "editMessageMedia", "error", code=400, description="Bad Request: wrong file identifier"
    )
    with pytest.raises(SourceExpired):
        await deliver(delivery, await office.submit(), made)
    assert not await delivery.has(made.key)


async def test_what_is_too_big_is_said_before_the_upload(office, delivery):
    path = office.file()
    with pytest.raises(TooBig) as refused:
        await deliver(delivery, await office.submit(), artifact(path, size_bytes=60_000_000), path)
    assert refused.value.details == {"size_bytes": 60_000_000, "limit_bytes": 50 * 2**20}


async def test_what_the_server_finds_too_big_is_too_big(office, delivery):
    path = office.file()
    office.playground.add_fault(
        "editMessageMedia", "error", code=413, description="Request Entity Too Large"
    )
    with pytest.raises(TooBig):
        await deliver(delivery, await office.submit(), artifact(path), path)


async def test_a_deleted_message_is_replaced_by_one_new_message(office, delivery):
    path = office.file()
    job = await office.submit()
    first = await office.means.statuses.of(job)
    await office.bot.delete_message(office.chat, first)
    delivered = await deliver(delivery, job, artifact(path), path)
    [message] = office.sent()
    assert delivered.message_id == message["message_id"] != first
    assert "audio" in message
    assert (await office.jobs.get(job.id)).message_id == message["message_id"]
    await office.bot.delete_message(office.chat, message["message_id"])
    repeated = await deliver(delivery, job, artifact(path), path)
    assert repeated.message_id == message["message_id"]
    assert office.sent() == []


@pytest.mark.parametrize("kind", [Kind.VIDEO, Kind.DOCUMENT])
@pytest.mark.parametrize("known", [False, True])
async def test_every_kind_can_replace_a_deleted_message(office, delivery, kind, known):
    path = office.file("film.mp4")
    made = artifact(path, kind=kind)
    if known:
        await deliver(delivery, await office.submit(), made, path)
    job = await office.submit()
    await office.bot.delete_message(office.chat, await office.means.statuses.of(job))
    await deliver(delivery, job, made, None if known else path)
    assert kind.value in office.sent()[-1]


async def test_what_may_have_arrived_is_not_sent_twice(office, delivery):
    path = office.file()
    job = await office.submit()
    await office.bot.delete_message(office.chat, await office.means.statuses.of(job))
    office.playground.add_fault("sendAudio", "cut_after")
    for _ in range(2):
        with pytest.raises(DeliveryFailed) as failed:
            await deliver(delivery, job, artifact(path), path)
        assert failed.value.details == {"reason": "uncertain"}
        assert not failed.value.retryable
    assert len(office.sent()) == 1


async def test_a_refused_new_message_may_be_tried_again(office, delivery):
    path = office.file()
    job = await office.submit()
    await office.bot.delete_message(office.chat, await office.means.statuses.of(job))
    office.playground.add_fault("sendAudio", "error", code=400, description="Bad Request: odd")
    with pytest.raises(DeliveryFailed):
        await deliver(delivery, job, artifact(path), path)
    assert await office.means.intents.find(job.id, Act.RESULT) is None


@pytest.mark.parametrize("kind", ["html", "truncated", "cut_before", "cut_after", "cut_upload"])
async def test_a_broken_wire_leaves_one_result(office, delivery, kind):
    path = office.file()
    job = await office.submit()
    await office.means.statuses.of(job)
    office.playground.add_fault("editMessageMedia", kind, bytes=1000)
    await deliver(delivery, job, artifact(path), path)
    [message] = office.sent()
    assert message["audio"]["title"] == "A Song"


async def test_who_has_blocked_the_bot_is_not_tried_again(office, delivery):
    path = office.file()
    job = await office.submit()
    await office.means.statuses.of(job)
    office.playground.block()
    with pytest.raises(ChatClosed) as failed:
        await deliver(delivery, job, artifact(path), path)
    assert not failed.value.retryable


async def test_long_and_strange_titles_fit(office, delivery):
    path = office.file("film.mp4")
    title = "👨‍👩‍👧‍👦" * 60 + "שלום <b>&amp;" * 20
    film = artifact(path, kind=Kind.VIDEO, title=title, file_name=title + ".mp4", performer=title)
    await deliver(delivery, await office.submit(), film, path)
    song = artifact(path, key="other", title=title, performer=title)
    await deliver(delivery, await office.submit(), song, path)
    video, audio = office.sent()
    assert len(words(video)) <= 1024
    assert words(video).startswith("👨‍👩‍👧‍👦")
    assert audio["audio"]["title"].startswith("👨‍👩‍👧‍👦")


async def test_a_card_with_a_picture_is_uploaded_once(office, delivery):
    await keep_medium(office, SONG)
    for uploaded in (True, False):
        job = await office.submit(product=Product.CARD, choice="")
        shown = await delivery.show_card(job, SONG, thumbnail=picture(office))
        assert shown.uploaded is uploaded
    first, second = office.sent()
    assert first["photo"] == second["photo"]
    assert words(first) == "A Song\n3:07 · example.com"


async def test_progress_that_waits_does_not_overwrite_a_card_with_a_picture(office, delivery):
    await keep_medium(office, SONG)
    job = await office.submit(product=Product.CARD, choice="")
    await office.means.statuses.of(job)
    office.playground.add_fault("editMessageText", "error", code=429, retry_after=20)
    refused = asyncio.create_task(office.means.statuses.show(job, Html("Looking"), None))
    await until(lambda: office.playground.calls("editMessageText"))
    # The chat has to be left alone for a while: both of these wait, and the card is more urgent.
    with urgency(Urgency.PROGRESS):
        waiting = asyncio.create_task(office.means.statuses.show(job, Html("Sending"), None))
    for _ in range(10):
        await asyncio.sleep(0)
    await delivery.show_card(job, SONG, thumbnail=picture(office))
    await asyncio.gather(refused, waiting)
    [card] = office.sent()
    assert words(card) == "A Song\n3:07 · example.com"


async def test_a_card_without_a_picture_is_text_even_where_a_picture_was(office, delivery):
    office.may_violate = True
    job = await office.submit(product=Product.CARD, choice="")
    shown = await delivery.show_card(job, SONG, thumbnail=None)
    assert office.means.statuses.is_settled(job.id)
    assert office.message(shown.message_id)["text"] == "A Song\n3:07 · example.com"
    await delivery.show_card(job, SONG, thumbnail=picture(office))
    office.means.statuses.note_caption(office.chat, shown.message_id, has=False)
    await delivery.show_card(job, FILM, thumbnail=None)
    assert words(office.message(shown.message_id)).startswith("A Film")
    await delivery.show_card(job, FILM, thumbnail=None)


TITLE = "שלום " * 60
LONG = "Nobody knows why the dog sleeps at the door. " * 12
SAID = Transcript(
    language="de",
    seconds=60.0,
    segments=(Segment(0.0, 1.0, "Guten <Morgen>"),),
    origin=Origin.AUTO_CAPTIONS,
)


@pytest.fixture
def transcript(office, monkeypatch):
    async def known(job):
        return SAID

    monkeypatch.setattr(office.jobs, "transcript", known)


async def test_words_stand_in_the_message_with_what_can_be_had(office, delivery):
    job = await office.submit(product=Product.WORDS)
    shown = await delivery.show_words(job, SONG, SAID)
    message = office.message(shown.message_id)
    assert words(message).startswith("Guten <Morgen>\n\n🗣 German\n\n📄 Not heard by me")
    assert [key["text"] for key in buttons(message)][:5] == [
        "SRT",
        "VTT",
        "TXT",
        "JSON",
        "Markdown",
    ]


@pytest.mark.usefixtures("transcript")
async def test_words_too_many_for_a_message_are_a_file_with_the_same_buttons(office, delivery):
    for number in range(2):  # the second time, Telegram has it already
        job = await office.submit(product=Product.WORDS)
        path = office.file("talk.txt")
        made = artifact(
            path, key="words:x|message", kind=Kind.DOCUMENT, title=TITLE, beginning=LONG
        )
        shown = await deliver(delivery, job, made, path if number == 0 else None)
        message = office.message(shown.message_id)
        assert len(words(message)) <= 1024
        assert "The whole text is in the file." in words(message)
        assert "📄 Not heard by me" in words(message)
        assert "SRT" in {key["text"] for key in buttons(message)}


async def test_a_file_in_one_form_needs_no_further_buttons(office, delivery):
    await keep_medium(office, SONG)
    job = await office.submit(product=Product.WORDS)
    path = office.file("talk.srt")
    shown = await deliver(delivery, job, artifact(path, kind=Kind.DOCUMENT), path)
    assert "reply_markup" not in office.message(shown.message_id)


def buttons(message) -> list:
    return [key for row in message["reply_markup"]["inline_keyboard"] for key in row]


def picture(office: Office) -> Path:
    path = office.folder / "cover.jpg"
    path.write_bytes(JPEG)
    return path


JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0000b080020002001011100ffd9")


async def test_words_are_final_and_survive_that_their_message_was_deleted(office, delivery):
    job = await office.submit(product=Product.WORDS)
    first = await office.means.statuses.of(job)
    await office.bot.delete_message(office.chat, first)

    shown = await delivery.show_words(job, SONG, SAID)

    assert shown.message_id != first
    assert words(office.message(shown.message_id)).startswith("Guten <Morgen>")
    assert office.means.statuses.is_settled(job.id)
