import asyncio

import aiohttp
import pytest
from aiogram.client.session.base import ClientDecodeError
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import BufferedInputFile

from services.clock import SystemClock
from tests.bot.playground.samples import MP3


@pytest.mark.parametrize(
    ("details", "error"),
    [
        ({"code": 429, "retry_after": 7}, TelegramRetryAfter),
        ({"code": 400, "description": "Bad Request: because"}, TelegramBadRequest),
        ({"code": 401}, TelegramUnauthorizedError),
        ({"code": 403}, TelegramForbiddenError),
        ({"code": 409}, TelegramConflictError),
        ({"code": 413}, TelegramEntityTooLarge),
        ({"code": 500}, TelegramServerError),
        ({"code": 502}, TelegramServerError),
    ],
)
async def test_ordered_errors_arrive_once(playground, bot, details, error):
    playground.add_fault("sendMessage", "error", **details)
    with pytest.raises(error) as caught:
        await bot.send_message(playground.me, "x")
    if "retry_after" in details:
        assert caught.value.retry_after == 7
    assert playground.messages() == []
    await bot.send_message(playground.me, "x")
    assert len(playground.messages()) == 1


async def test_429_is_told_in_header_and_body(playground):
    playground.add_fault("getMe", "error", retry_after=5)
    address = f"{playground.url}/bot{playground.token}/getMe"
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        assert response.headers["Retry-After"] == "5"
        assert (await response.json())["parameters"] == {"retry_after": 5}


@pytest.mark.parametrize(
    ("kind", "error", "messages"),
    [
        ("html", ClientDecodeError, 0),
        ("truncated", ClientDecodeError, 1),
        ("cut_before", TelegramNetworkError, 0),
        ("cut_after", TelegramNetworkError, 1),
    ],
)
async def test_broken_answers_break_before_or_after_the_deed(
    playground, bot, kind, error, messages
):
    playground.add_fault("sendMessage", kind)
    with pytest.raises(error):
        await bot.send_message(playground.me, "x")
    assert len(playground.messages()) == messages
    assert playground.calls("sendMessage")[0].code == {"html": 502, "cut_before": 0}.get(kind, 200)


async def test_an_upload_is_cut_in_the_middle(playground, bot):
    playground.add_fault("sendDocument", "cut_upload", bytes=100_000)
    big = BufferedInputFile(bytes(3_000_000), "big.bin")
    with pytest.raises(TelegramNetworkError):
        await bot.send_document(playground.me, big)
    assert playground.messages() == []
    assert not list(playground.desk.files.incoming.iterdir())
    await bot.send_document(playground.me, big)
    assert len(playground.messages()) == 1


async def test_hanging_and_delayed_calls(playground, bot):
    playground.add_fault("sendMessage", "hang")
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(playground.me, "x", request_timeout=0.2)
    assert playground.messages() == []
    playground.add_fault("sendMessage", "delay", seconds=0.1)
    await bot.send_message(playground.me, "x", request_timeout=5)
    assert playground.calls("sendMessage")[-1].seconds >= 0.1


async def test_downloads_are_cut_or_gone(playground, bot):
    content = bytes(500_000)
    sent = await bot.send_document(playground.me, BufferedInputFile(content, "d.bin"))
    path = (await bot.get_file(sent.document.file_id)).file_path
    playground.add_fault("download", "gone")
    with pytest.raises(aiohttp.ClientResponseError):
        await bot.download_file(path)
    playground.add_fault("download", "cut_download", bytes=1000)
    with pytest.raises(aiohttp.ClientPayloadError):
        await bot.download_file(path)
    assert (await bot.download_file(path)).read() == content


async def test_a_fault_is_aimed_by_text_and_counted(playground, bot):
    playground.add_fault("*", "error", match="second", skip=1, count=2, code=400)
    outcomes = []
    for text in ("first", "second", "second", "second", "second"):
        try:
            await bot.send_message(playground.me, text)
            outcomes.append("ok")
        except TelegramBadRequest:
            outcomes.append("refused")
    assert outcomes == ["ok", "ok", "refused", "refused", "ok"]


async def test_an_unknown_fault_is_no_fault(playground):
    with pytest.raises(ValueError, match="there is no fault earthquake"):
        playground.add_fault("sendMessage", "earthquake")


async def test_flood_control_counts_sends_and_edits_together(playground, bot, clock):
    playground.set_flood(True)
    sent = [await bot.send_message(playground.me, str(number)) for number in range(2)]
    place = {"chat_id": playground.me, "message_id": sent[0].message_id}
    await bot.edit_message_text("edited", **place)
    with pytest.raises(TelegramRetryAfter) as caught:
        await bot.edit_message_text("again", **place)
    assert caught.value.retry_after == 1
    await bot.send_chat_action(playground.me, "typing")
    clock.ahead += 1
    await bot.edit_message_text("again", **place)
    assert playground.flood_counts == (5, 1)
    playground.set_flood(False)
    await asyncio.gather(*(bot.send_message(playground.me, "x") for _ in range(5)))


async def test_a_group_takes_twenty_a_minute(playground, bot, clock):
    group = playground.add_group("Friends")["id"]
    playground.set_flood(True)
    for number in range(20):
        clock.ahead += 1
        await bot.send_message(group, str(number))
    clock.ahead += 1
    with pytest.raises(TelegramRetryAfter) as caught:
        await bot.send_message(group, "one too many")
    assert 38 <= caught.value.retry_after <= 41


class StillClock(SystemClock):
    def monotonic(self) -> float:
        return 1000.0


async def test_all_chats_together_take_thirty_a_second(playground, bot):
    people = [playground.add_user(f"P{number}")["id"] for number in range(31)]
    playground.set_flood(True)
    playground.desk.flood._clock = StillClock()
    for person in people[:30]:
        await bot.send_message(person, "x")
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(people[30], "x")


async def test_sound_still_arrives_after_trouble(playground, bot):
    playground.add_fault("sendAudio", "error", code=500)
    with pytest.raises(TelegramServerError):
        await bot.send_audio(playground.me, BufferedInputFile(MP3, "a.mp3"))
    playground.clear_faults()
    assert (await bot.send_audio(playground.me, BufferedInputFile(MP3, "a.mp3"))).audio
