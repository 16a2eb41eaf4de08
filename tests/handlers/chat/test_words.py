"""Words on request: with the command, with the button, in a form."""

from dataclasses import replace

import pytest

from handlers.chat.callbacks import Words
from services.jobs.order import ChatFile, Product
from services.transcripts.asking import Task
from services.transcripts.wish import Wish, wanted_words
from tests.handlers.chat.fakes import BOT_ID, GUEST
from tests.handlers.chat.speech import words_job
from tests.handlers.chat.things import LINK, MEGABYTE, film_job

VOICE = {"file_id": "f", "file_unique_id": "u", "file_size": 1000, "duration": 3}


def answered(**fields):
    return {
        "message_id": 4,
        "date": 1_800_000_000,
        "chat": {"id": GUEST, "type": "private", "first_name": "Ann"},
        "from": {"id": 3, "is_bot": False, "first_name": "Ben"},
    } | fields


def wish_of(order):
    return wanted_words(order.words).wish


async def test_a_link_after_the_command_is_written_down(chat):
    await chat.write("/transcribe https://a.b/1 https://a.b/2", message_id=5)

    assert [order.source.url for order in chat.jobs.orders] == ["https://a.b/1", "https://a.b/2"]
    assert {order.product for order in chat.jobs.orders} == {Product.WORDS}
    assert chat.jobs.orders[0].recipient.reply_to == 5


async def test_a_link_in_the_answered_message_is_written_down(chat):
    await chat.write("/transcribe", reply_to_message=answered(text="look https://a.b/1"))

    (order,) = chat.jobs.orders
    assert order.source.url == "https://a.b/1"


async def test_an_answered_voice_note_is_written_down(chat):
    await chat.write("/transcribe", message_id=5, reply_to_message=answered(voice=VOICE))

    (order,) = chat.jobs.orders
    assert (order.source.unique_id, order.recipient.reply_to) == ("u", 5)


@pytest.mark.parametrize("about", ["nothing", "text"])
async def test_without_anything_to_hear_it_says_how_it_goes(chat, about):
    fields = {} if about == "nothing" else {"reply_to_message": answered(text="well")}
    await chat.write("/transcribe", **fields)

    assert chat.jobs.orders == []
    assert chat.text


async def test_a_file_that_is_too_big_is_refused_with_the_ways_that_work(chat):
    big = VOICE | {"file_size": 21 * MEGABYTE}
    await chat.write("/transcribe", reply_to_message=answered(audio=big))

    assert chat.jobs.orders == []
    assert "20 MB" in chat.text


async def test_of_a_message_of_the_bot_the_source_is_known(chat):
    """The bot's own files are not fetched from Telegram, which may hold more than it hands to bots."""
    job = film_job("720p", account=7)
    chat.jobs.put(shown(job, message_id=4))
    await chat.write(
        "/transcribe",
        reply_to_message=answered(
            **{"from": {"id": BOT_ID, "is_bot": True, "first_name": "Hearsay"}},
            video=VOICE | {"width": 1, "height": 1, "file_size": 40 * MEGABYTE},
        ),
    )

    order = chat.jobs.orders[-1]
    assert (order.product, order.source, order.choice) == (Product.WORDS, LINK, "mp3")
    assert order.account != 7


async def test_how_somebody_likes_it_goes_with_the_order(chat):
    account = await chat.core.accounts.of_telegram(GUEST, "Ann")
    liked = replace(account, spoken=("de", "en"), vocabulary="Åse")
    await chat.core.accounts.set_habits(liked)
    await chat.write(voice=VOICE)

    assert wish_of(chat.jobs.orders[0]) == Wish(allowed=("de", "en"), vocabulary="Åse")


async def test_the_button_under_a_file_gives_the_words_below_it(chat):
    job = chat.jobs.put(film_job("720p", account=2))
    await chat.press(Words(job=job.id), message_id=50)

    order = chat.jobs.orders[-1]
    assert (order.product, order.source, order.choice) == (Product.WORDS, LINK, "mp3")
    assert (order.recipient.reply_to, order.recipient.message_id) == (50, None)
    assert "come below" in chat.toast


async def test_a_form_is_that_of_the_very_words_that_are_shown(chat):
    wish = Wish(language="de", task=Task.TRANSLATE, model="large-v3")
    job = chat.jobs.put(words_job(wish=wish))
    await chat.press(Words(job=job.id, form="srt"))

    order = chat.jobs.orders[-1]
    assert wish_of(order) == wish
    assert wanted_words(order.words).form == "srt"
    assert chat.toast == "SRT, coming up"


async def test_words_of_somebody_elses_job_are_not_theirs_to_ask_for(chat):
    job = chat.jobs.put(film_job("720p", account=7))
    await chat.press(Words(job=job.id))

    assert len(chat.jobs.orders) == 1
    assert chat.alert


async def test_the_words_of_a_form_are_not_asked_for_as_a_form_again(chat):
    job = chat.jobs.put(shown(words_job(source=ChatFile("f", "u", "a", 1)), message_id=4))
    await chat.write("/transcribe", reply_to_message=answered(text="words"))

    order = chat.jobs.orders[-1]
    assert order.source == job.order.source
    assert wanted_words(order.words).form == ""


def shown(job, *, message_id):
    recipient = replace(job.order.recipient, chat_id=GUEST)
    return replace(job, message_id=message_id, order=replace(job.order, recipient=recipient))
