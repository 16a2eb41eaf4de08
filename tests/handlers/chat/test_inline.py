"""Inline mode: what is ready comes at once, everything else and everybody else is shown the way in."""

import pytest
from aiogram.methods import AnswerInlineQuery

from bot import metrics
from handlers.chat.inline import GET, Ready
from services.jobs.order import Product
from tests.handlers.chat.fakes import GUEST, STRANGER, person
from tests.handlers.chat.things import LINK, SONG


async def ask(chat, text, who=GUEST, language="en"):
    await chat.update(
        inline_query={"id": "7", "from": person(who, language), "query": text, "offset": ""}
    )
    (answer,) = chat.said(AnswerInlineQuery)
    return answer


async def test_what_is_ready_comes_at_once(chat):
    chat.ready = [Ready("MP3", "audio", "sound-id"), Ready("720p", "video", "film-id")]

    chat.jobs.media["web:www.example.com/watch/1"] = SONG

    answer = await ask(chat, LINK.url)

    sound, film = answer.results
    assert sound.audio_file_id == "sound-id"
    assert (film.video_file_id, film.title) == ("film-id", f"{SONG.title} · 720p")
    assert answer.is_personal
    assert answer.cache_time <= 10


async def test_a_link_that_is_not_ready_has_a_button_that_asks_for_it(chat):
    answer = await ask(chat, "https://www.example.com/watch/2")

    (way,) = answer.results
    assert way.input_message_content.message_text == "https://www.example.com/watch/2"
    start = answer.button.start_parameter
    assert way.reply_markup.inline_keyboard[0][0].url == f"https://t.me/HearsayBot?start={start}"
    assert len(start) <= 64

    await chat.write(f"/start {start}")

    (order,) = chat.jobs.orders
    assert (order.product, order.source.url) == (Product.CARD, "https://www.example.com/watch/2")


@pytest.mark.parametrize("text", ["", "some words"])
async def test_without_a_link_it_says_what_to_type(chat, text):
    answer = await ask(chat, text)

    assert answer.results == []
    assert answer.button.text == "Paste a link after my name"


async def test_strangers_are_shown_the_way_in(chat):
    chat.ready = [Ready("MP3", "audio", "sound-id")]

    answer = await ask(chat, LINK.url, who=STRANGER)

    assert answer.results == []
    assert answer.button.text == "Open the bot to be let in"
    await chat.write(f"/start {answer.button.start_parameter}", who=STRANGER)
    assert chat.jobs.orders == []
    assert "only for my owner" in chat.text


async def test_a_strangers_start_with_somebodys_token_gets_nothing(chat):
    start = (await ask(chat, "https://a.b/1")).button.start_parameter

    await chat.write(f"/start {start}", who=STRANGER)

    assert chat.jobs.orders == []
    assert "only for my owner" in chat.text


async def test_an_old_token_gets_an_example(chat):
    await chat.write(f"/start {GET}nothing")

    assert "I see no link" in chat.text


async def test_a_query_that_is_answered_too_late_is_no_trouble(chat):
    chat.session.refusals[AnswerInlineQuery] = "Bad Request: query is too old"

    await ask(chat, LINK.url)

    assert chat.texts == []


async def test_what_is_taken_is_counted(chat):
    before = metrics._INLINE.labels("audio")._value.get()

    await chat.update(
        chosen_inline_result={"result_id": "audio-MP3", "from": person(GUEST, "en"), "query": "x"}
    )

    assert metrics._INLINE.labels("audio")._value.get() == before + 1
