"""The real library with the miniature model, on real sound that comes bit by bit."""

import asyncio
import errno
import json
import sqlite3
from datetime import timedelta
from difflib import SequenceMatcher

import numpy as np
import pytest

from services.errors import LiveGap, LiveGone, NoRoom, SpeechModelMissing, TooManyLive
from services.live import spool as spooling
from services.live.events import (
    Cleared,
    Committed,
    Complete,
    Ending,
    Failed,
    Lag,
    Partial,
    SpeechStarted,
    SpeechStopped,
    Spoken,
)
from services.live.journal import Journal
from services.live.live import LiveRules
from services.live.wish import Encoding, LiveWish
from tests.services.live.conftest import events_of, sound_of
from tests.speech import SAMPLES
from tests.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="module")

ACCOUNT = 7
CHUNK = 3200


def plain(text):
    kept = "".join(letter for letter in text.casefold() if letter.isalnum() or letter.isspace())
    return kept.split()


def truth(name):
    return plain(json.loads((SAMPLES / f"{name}.json").read_text())["text"])


async def speak(session, sound, *, chunk=CHUNK):
    """Send a sound in pieces, a little slower than it is worked off."""
    raw = sound.tobytes()
    for at in range(0, len(raw), chunk):
        await session.feed(raw[at : at + chunk], at=at)
        await asyncio.sleep(0.01)


def committed_in(events, utterance):
    return "".join(
        event.text
        for event in events
        if isinstance(event, Committed) and event.utterance == utterance
    )


async def test_words_come_while_one_speaks_and_the_whole_at_the_end(room):
    sound = sound_of("10_minute.ogg")
    async with room() as live:
        session = await live.begin(ACCOUNT, LiveWish())
        await speak(session, sound)
        await session.stop()
        events = await events_of(session)

    spoken = [event for event in events if isinstance(event, Spoken)]
    heard = plain(" ".join(event.text for event in spoken))
    alike = SequenceMatcher(None, heard, truth("10_minute"), autojunk=False).ratio()
    assert alike >= 0.85  # the miniature mishears some
    for event in spoken:
        assert committed_in(events, event.utterance) == event.text
        assert [w.start for w in event.words] == sorted(w.start for w in event.words)
    assert isinstance(events[-1], Complete)
    assert events[-1].job == "job"
    assert plain(events[-1].text)[-3:] == truth("10_minute")[-3:]
    numbers = [event.number for event in events]
    assert numbers == sorted(set(numbers))


async def test_what_is_committed_only_grows_and_begins_what_the_utterance_becomes(room):
    async with room() as live:
        session = await live.begin(ACCOUNT, LiveWish())
        seen = []

        async def follow():
            seen.extend([event async for event in session.events()])

        async with asyncio.TaskGroup() as group:
            group.create_task(follow())
            await speak(session, sound_of("05_plain_gb.mp3"))
            await session.stop()

    spoken = {event.utterance: event.text for event in seen if isinstance(event, Spoken)}
    before = {}
    for event in seen:
        if isinstance(event, Partial):
            assert event.committed.startswith(before.get(event.utterance, ""))
            assert spoken[event.utterance].startswith(event.committed)
            before[event.utterance] = event.committed
    starts = [event for event in seen if isinstance(event, SpeechStarted)]
    stops = [event for event in seen if isinstance(event, SpeechStopped)]
    assert len(starts) == len(stops) == len(spoken)


async def test_sound_sent_twice_is_taken_once_and_a_gap_is_refused(room):
    raw = sound_of("09_one_sentence.ogg").tobytes()
    async with room() as live:
        session = await live.begin(ACCOUNT, LiveWish())
        assert await session.feed(raw[:8000], at=0) == 8000
        assert await session.feed(raw[:8000], at=0) == 8000
        assert await session.feed(raw[6000:9000], at=6000) == 9000
        with pytest.raises(LiveGap) as refused:
            await session.feed(raw[9002:9100], at=9002)
        assert refused.value.details == {"expected_bytes": 9000}
        await session.feed(raw[9000:])
        assert session.taken == len(raw)
        await session.stop()
        await events_of(session)
        again = await events_of(session)
        assert await events_of(session, after=again[1].number) == again[2:]
    assert plain(again[-1].text) == truth("09_one_sentence")


async def test_a_session_goes_on_after_the_service_was_ended_in_mid_sentence(room):
    sound = sound_of("05_plain_gb.mp3")
    raw = sound.tobytes()
    half = len(raw) // 4 * 2
    async with room() as live:
        session = await live.begin(ACCOUNT, LiveWish())
        await speak(session, sound[: half // 2])
        first = session.id
    async with room() as live:
        session = live.find(first, ACCOUNT)
        assert session.taken == half
        for at in range(half, len(raw), CHUNK):
            await session.feed(raw[at : at + CHUNK], at=at)
        await session.stop()
        events = await events_of(session)
    spoken = [event for event in events if isinstance(event, Spoken)]
    assert [event.utterance for event in spoken] == list(range(1, len(spoken) + 1))
    for event in spoken:
        assert committed_in(events, event.utterance) == event.text
    heard, true = plain(" ".join(event.text for event in spoken)), truth("05_plain_gb")
    assert abs(len(heard) - len(true)) <= 2
    assert heard[-2:] == true[-2:]


@pytest.mark.parametrize(
    ("encoding", "rate", "channels"),
    [
        (Encoding.S16LE, 48_000, 1),
        (Encoding.S16LE, 44_100, 2),
        (Encoding.F32LE, 24_000, 1),
        (Encoding.MULAW, 8_000, 1),
        (Encoding.ALAW, 8_000, 1),
    ],
)
async def test_every_encoding_and_rate_is_the_same_sound(room, encoding, rate, channels):
    sound = sound_of("09_one_sentence.ogg")
    places = np.arange(int(len(sound) * rate / 16_000)) * 16_000 / rate
    moved = np.interp(places, np.arange(len(sound)), sound.astype(float))
    raw = encoded(np.repeat(moved, channels), encoding)
    wish = LiveWish(encoding=encoding, rate=rate, channels=channels)
    async with room() as live:
        session = await live.begin(ACCOUNT, wish)
        for at in range(0, len(raw), 1_001):
            await session.feed(raw[at : at + 1_001])
        await session.stop()
        (*_, last) = await events_of(session)
    assert last.seconds == pytest.approx(len(sound) / 16_000, abs=0.02)
    if rate >= 16_000:  # the miniature was never on the telephone
        assert plain(last.text) == truth("09_one_sentence")


def encoded(sound, encoding):
    """Return samples in an encoding; G.711 by the formulas of the standard, the other way round."""
    whole = np.round(sound).astype(np.int32)
    match encoding:
        case Encoding.F32LE:
            return (sound / 32768).astype("<f4").tobytes()
        case Encoding.S16LE:
            return whole.astype("<i2").tobytes()
        case Encoding.MULAW:
            size = np.minimum(np.abs(whole), 32_635) + 0x84
            exponent = np.floor(np.log2(size)).astype(np.int32) - 7
            mantissa = (size >> (exponent + 3)) & 15
            return (
                (~(np.where(whole < 0, 0x80, 0) | exponent << 4 | mantissa))
                .astype(np.uint8)
                .tobytes()
            )
        case _:
            size = np.minimum(np.abs(whole), 32_767) >> 4
            exponent = np.where(size < 16, 0, np.floor(np.log2(np.maximum(size, 1))) - 3).astype(
                int
            )
            mantissa = np.where(exponent == 0, size, size >> np.maximum(exponent - 1, 0)) & 15
            sign = np.where(whole < 0, 0, 0x80)
            return ((sign | exponent << 4 | mantissa) ^ 0x55).astype(np.uint8).tobytes()


@pytest.mark.parametrize("name", ["09_one_sentence.ogg", "01_plain.wav", "05_plain_gb.mp3"])
async def test_a_container_is_read_while_it_comes(room, name):
    raw = (SAMPLES / name).read_bytes()
    async with room() as live:
        session = await live.begin(ACCOUNT, LiveWish(encoding=Encoding.CONTAINER))
        for at in range(0, len(raw), 4_000):
            await session.feed(raw[at : at + 4_000], at=at)
        await session.stop()
        (*_, last) = await events_of(session)
    assert plain(last.text)[-3:] == truth(name.partition(".")[0])[-3:]


async def test_silence_brings_no_words_and_still_an_end(room):
    async with room() as live:
        session = await live.begin(ACCOUNT, LiveWish())
        await speak(session, np.zeros(32_000, "<i2"))
        await session.stop()
        events = await events_of(session)
    assert [type(event) for event in events] == [Complete]
    assert events[0].text == ""


async def test_without_detection_only_the_client_ends_utterances(room):
    sound = sound_of("01_plain.wav")
    async with room() as live:
        session = await live.begin(ACCOUNT, LiveWish(detects=False))
        await speak(session, sound)
        await session.commit()
        events = session.events()
        async for event in events:
            if isinstance(event, Spoken):
                break
        await session.stop()
        rest = await events_of(session, after=event.number)
    assert event.utterance == 1
    assert plain(event.text)[-1] == truth("01_plain")[-1]
    assert len(plain(event.text)) >= len(truth("01_plain")) - 1
    assert [type(event) for event in rest if not isinstance(event, Lag)] == [Complete]


async def test_nobody_finds_somebody_elses_session(room):
    async with room() as live:
        session = await live.begin(ACCOUNT, LiveWish())
        with pytest.raises(LiveGone):
            live.find(session.id, ACCOUNT + 1)
        with pytest.raises(LiveGone):
            live.find("nothing", ACCOUNT)


async def test_an_account_has_so_many_sessions_and_no_more(room):
    async with room(rules=LiveRules(most=3, most_of_account=1, keep_free_bytes=0)) as live:
        first = await live.begin(ACCOUNT, LiveWish())
        async with live.attended(first):
            with pytest.raises(TooManyLive):
                await live.begin(ACCOUNT, LiveWish())
            await live.begin(ACCOUNT + 1, LiveWish())
            await first.stop()
            await live.begin(ACCOUNT, LiveWish())


async def test_a_session_that_nobody_attends_makes_room_for_a_new_one_and_keeps_its_words(room):
    async with room(rules=LiveRules(most=3, most_of_account=1, keep_free_bytes=0)) as live:
        first = await live.begin(ACCOUNT, LiveWish())
        await speak(first, sound_of("09_one_sentence.ogg"))
        await live.begin(ACCOUNT, LiveWish())
        events = await events_of(first)
    assert plain(events[-1].text) == truth("09_one_sentence")


async def test_who_says_stop_and_hangs_up_in_the_same_moment_has_said_it(room, monkeypatch):
    noting = asyncio.Event()

    async def for_ever(_):
        noting.set()
        await asyncio.Event().wait()

    monkeypatch.setattr("services.live.notes.Notes.note_stop", for_ever)
    async with room() as live:
        session = await live.begin(ACCOUNT, LiveWish())
        await session.feed(sound_of("09_one_sentence.ogg").tobytes())
        stopping = asyncio.ensure_future(session.stop())
        await noting.wait()
        stopping.cancel()
        async with asyncio.timeout(60):
            (*_, last) = await events_of(session)
    assert plain(last.text) == truth("09_one_sentence")


async def test_a_session_whose_client_does_not_come_back_ends_by_itself_with_all_its_words(room):
    rules = LiveRules(kept=timedelta(0), keep_free_bytes=0)
    async with room(rules=rules) as live:
        session = await live.begin(ACCOUNT, LiveWish())
        async with live.attended(session):
            await speak(session, sound_of("09_one_sentence.ogg"))
            await live.tidy()
            assert not session.is_stopped
        await live.tidy()
        events = await events_of(session)
    assert plain(events[-1].text) == truth("09_one_sentence")


async def test_what_is_no_sound_ends_with_a_reason_and_nobody_has_to_ask(room):
    async with room() as live:
        session = await live.begin(ACCOUNT, LiveWish(encoding=Encoding.CONTAINER))
        await session.feed(b"these bytes are no medium" * 1000)
        await session.stop()
        (*_, last) = await events_of(session)
        assert isinstance(last, Failed)
        assert last.error().code == "file-unreadable"


@pytest.mark.parametrize("encoding", [Encoding.S16LE, Encoding.CONTAINER])
async def test_who_has_sent_nothing_gets_an_empty_end_and_no_job(room, full_pass, encoding):
    async with room(full_pass=full_pass) as live:
        session = await live.begin(ACCOUNT, LiveWish(encoding=encoding))
        await session.stop()
        (only,) = await events_of(session)
    assert (only.text, only.job, only.seconds) == ("", "", 0.0)
    assert full_pass.sound is None


async def test_who_speaks_for_too_long_is_told_so_and_gets_every_word_up_to_there(room):
    rules = LiveRules(longest=timedelta(seconds=3), keep_free_bytes=0)
    async with room(rules=rules) as live:
        session = await live.begin(ACCOUNT, LiveWish())
        await speak(session, sound_of("05_plain_gb.mp3"))
        events = await events_of(session)
    (ending,) = [event for event in events if isinstance(event, Ending)]
    assert ending.error().code == "live-too-long"
    assert events[-1].seconds == pytest.approx(3, abs=0.1)
    assert plain(events[-1].text)[:2] == truth("05_plain_gb")[:2]


async def test_a_container_that_breaks_off_ends_with_what_was_understood_of_it(room):
    raw = (SAMPLES / "05_plain_gb.mp3").read_bytes()
    async with room() as live:
        session = await live.begin(ACCOUNT, LiveWish(encoding=Encoding.CONTAINER))
        await session.feed(raw)
        await until(lambda: session.seconds > 1)
        name, folder = session.id, live._folder
    (folder / name / "came.0").write_bytes(b"\0" * 200_000)
    async with room() as live:
        session = live.find(name, ACCOUNT)
        await session.stop()
        events = await events_of(session)
    assert isinstance(events[-1], Complete)


async def test_what_was_cleared_stays_so_after_a_crash(room):
    sound = sound_of("01_plain.wav")
    async with room() as live:
        session = await live.begin(ACCOUNT, LiveWish())
        name = session.id
        await speak(session, sound[: len(sound) // 2])
        async for event in session.events():
            if isinstance(event, SpeechStarted):
                break
        await session.clear()
    async with room() as live:
        session = live.find(name, ACCOUNT)
        await session.feed(bytes(32_000) + sound_of("09_one_sentence.ogg").tobytes())
        await session.stop()
        events = await events_of(session)
    assert any(isinstance(event, Cleared) for event in events)
    (spoken,) = [event for event in events if isinstance(event, Spoken)]
    assert spoken.utterance == 2
    assert plain(spoken.text) == truth("09_one_sentence")


async def test_utterances_end_where_the_client_says_so_however_fast_it_sends(room):
    one, two = sound_of("09_one_sentence.ogg"), sound_of("01_plain.wav")
    async with room() as live:
        session = await live.begin(ACCOUNT, LiveWish(detects=False))
        for sound in (one, two, one):
            await session.feed(sound.tobytes())
            await session.commit()
        await session.stop()
        spoken = [event for event in await events_of(session) if isinstance(event, Spoken)]
    assert [plain(event.text)[-2:] for event in spoken] == [
        truth("09_one_sentence")[-2:],
        truth("01_plain")[-2:],
        truth("09_one_sentence")[-2:],
    ]


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "full"), sqlite3.OperationalError("full"), NoRoom()]
)
async def test_where_there_is_no_room_for_a_job_what_was_heard_live_stands_in(
    room, full_pass, monkeypatch, error
):
    async def full(*_):
        raise error

    if isinstance(error, sqlite3.Error):
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
    monkeypatch.setattr(full_pass, "submit", full)
    async with room(full_pass=full_pass) as live:
        session = await live.begin(ACCOUNT, LiveWish())
        await session.feed(sound_of("09_one_sentence.ogg").tobytes())
        await session.stop()
        (*_, last) = await events_of(session)
    assert (plain(last.text), last.job) == (truth("09_one_sentence"), "")


async def test_an_utterance_without_a_word_does_not_end_before_it_begins(room):
    async with room() as live:
        session = await live.begin(ACCOUNT, LiveWish())
        await session.feed(bytes(64_000))
        await session.commit()
        await session.stop()
        events = await events_of(session)
    (started,) = [event for event in events if isinstance(event, SpeechStarted)]
    (stopped,) = [event for event in events if isinstance(event, SpeechStopped)]
    assert started.at_seconds <= stopped.at_seconds <= 2


async def test_sound_that_cannot_be_heard_live_is_heard_as_a_whole(room, full_pass, monkeypatch):
    async with room() as live:
        session = await live.begin(ACCOUNT, LiveWish())
        await session.feed(sound_of("09_one_sentence.ogg").tobytes())
        name = session.id

    async def missing(*_):
        raise SpeechModelMissing(model="gone")

    monkeypatch.setattr("services.live.hearing.Hearing.about", missing)
    async with room(full_pass=full_pass) as live:
        *_, ending, last = await events_of(live.find(name, ACCOUNT))
    assert ending.error().code == "speech-model-missing"
    assert last.job == "job"
    assert plain(last.text) == truth("09_one_sentence")


async def test_who_waits_for_room_on_the_disk_is_told_so_and_then_gets_every_word(
    room, monkeypatch
):
    append, is_full = spooling._append, True

    def onto_a_full_disk(*where):
        if is_full:
            raise OSError(errno.ENOSPC, "full")
        append(*where)

    monkeypatch.setattr(spooling, "_append", onto_a_full_disk)
    monkeypatch.setattr("services.live.intake._AGAIN", timedelta(milliseconds=1))
    sound = sound_of("09_one_sentence.ogg")
    async with room() as live:
        session = await live.begin(ACCOUNT, LiveWish())
        await session.feed(sound.tobytes())
        await session.stop()
        lags = []
        async for event in session.events():
            if isinstance(event, Lag):
                lags.append(event)
                is_full = is_full and not event.code
    assert lags[0].code == "no-room"
    assert lags[0].seconds == pytest.approx(len(sound) / 16_000, abs=0.1)
    assert lags[-1].code == ""
    assert plain(event.text) == truth("09_one_sentence")


async def test_with_the_account_all_goes_also_what_is_going_on(room):
    async with room() as live:
        over = await live.begin(ACCOUNT, LiveWish())
        await over.stop()
        await events_of(over)
        running = await live.begin(ACCOUNT, LiveWish())
        others = await live.begin(ACCOUNT + 1, LiveWish())
        await running.feed(bytes(32_000))
        await live.forget(ACCOUNT)
        (*_, last) = await events_of(running)
        assert last.error().code == "live-gone"
        assert await running.feed(bytes(100)) == running.taken
        for session in (over, running):
            with pytest.raises(LiveGone):
                live.find(session.id, ACCOUNT)
        assert [path.name for path in live._folder.iterdir()] == [others.id]


async def test_with_the_job_its_session_goes_also_when_we_were_not_there(room, full_pass):
    async with room(full_pass=full_pass) as live:
        first, second = [await live.begin(ACCOUNT, LiveWish()) for _ in range(2)]
        await first.feed(bytes(32_000))
        await first.stop()
        assert (await events_of(first))[-1].job == "job"
        await live.forget_jobs(["other"])
        assert live.find(first.id, ACCOUNT) is first
        await live.forget_jobs(["job"])
        assert [path.name for path in live._folder.iterdir()] == [second.id]
        await second.feed(bytes(32_000))
        await second.stop()
        await events_of(second)
    full_pass.forgotten.add("job")
    async with room(full_pass=full_pass) as live:
        assert not list(live._folder.iterdir())


async def test_who_comes_back_after_a_crash_need_not_say_again_that_it_was_all(room):
    async with room() as live:
        session = await live.begin(ACCOUNT, LiveWish())
        await speak(session, sound_of("09_one_sentence.ogg"))
        await session.stop()
        name = session.id
    async with room() as live:
        session = live.find(name, ACCOUNT)
        async with live.attended(session):
            events = await events_of(session)
    assert plain(events[-1].text) == truth("09_one_sentence")


async def test_what_is_told_at_the_same_time_has_numbers_of_its_own_and_reaches_all(tmp_path):
    journal = Journal(tmp_path / "events.jsonl")
    heard = []

    async def follow():
        heard.extend([event async for event in journal.follow()])

    async with asyncio.TaskGroup() as group:
        group.create_task(follow())
        async with asyncio.TaskGroup() as telling:
            for at in range(20):
                event = Cleared if at % 2 else SpeechStarted
                more = {} if at % 2 else {"utterance": at}
                telling.create_task(journal.tell(event(number=0, at_seconds=at, **more)))
        await journal.tell(Failed(number=0, code="live-gone", details={}))
    assert [event.number for event in heard] == list(range(1, 22))
    assert await Journal(tmp_path / "events.jsonl").load() == heard


async def test_what_is_told_by_who_goes_away_is_told_to_the_others(tmp_path):
    journal = Journal(tmp_path / "events.jsonl")
    telling = asyncio.ensure_future(journal.tell(Cleared(number=0, at_seconds=1.0)))
    await asyncio.sleep(0)
    telling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await telling
    await journal.tell(SpeechStarted(number=0, utterance=1, at_seconds=2.0))
    await journal.tell(Failed(number=0, code="live-gone", details={}))
    told = [event async for event in journal.follow()]
    assert [(type(event), event.number) for event in told] == [
        (Cleared, 1),
        (SpeechStarted, 2),
        (Failed, 3),
    ]
    assert await Journal(tmp_path / "events.jsonl").load() == told


async def test_a_line_that_a_crash_cut_off_hides_nothing_that_comes_later(tmp_path):
    journal = Journal(tmp_path / "events.jsonl")
    await journal.tell(SpeechStarted(number=0, utterance=1, at_seconds=0.0))
    with (tmp_path / "events.jsonl").open("a") as file:
        file.write('{"kind": "Spok')
    journal = Journal(tmp_path / "events.jsonl")
    await journal.load()
    await journal.tell(SpeechStopped(number=0, utterance=1, at_seconds=1.0))
    kinds = [type(event) for event in await Journal(tmp_path / "events.jsonl").load()]
    assert kinds == [SpeechStarted, SpeechStopped]
