"""Looking through what was hidden: each place shown, heard, kept or hidden again."""

from dataclasses import replace

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import EditMessageCaption, EditMessageMedia, SendMessage, SendPhoto

from handlers.chat.callbacks import Deed, Hidden
from handlers.chat.review import place
from locales.texts import texts_for
from services.censor.cleaning import Cleaning, cleaning_of
from services.censor.word_lists import Severity
from services.jobs.job import State
from services.jobs.order import Product
from tests.handlers.chat.clean import COPY, NOTE, REPORT, TALK, clean_job, put
from tests.handlers.chat.fakes import GUEST
from tests.handlers.chat.things import button, labels, labels_flat

REVIEW = 88
PHOTO = {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]}
TEXTS = texts_for("en")


async def press(chat, deed, job, value="", *, message_id=REVIEW, **fields):
    chat.hush()
    await chat.press(Hidden(deed=deed, job=job.id, value=value), message_id=message_id, **fields)


def cleaning_now(chat):
    return cleaning_of(chat.jobs.orders[-1].clean)


async def test_the_first_place_is_shown_below_the_copy(chat):
    job = put(chat)

    await press(chat, Deed.REVIEW, job, message_id=COPY)

    assert "<b>1 of 3</b> · 0:00" in chat.text
    assert (
        "Well <b>d***</b> (<tg-spoiler>darn</tg-spoiler>) it &lt;all&gt; said the h***" in chat.text
    )
    assert "medium · profanity · English · 90 % sure" in chat.text
    assert "🙈 Hidden" in chat.text
    (shown,) = chat.said(SendMessage)
    assert labels(shown.reply_markup) == [["▶ Play", "👂 Let it be heard"], ["‹", "1/3", "›"]]


async def test_the_picture_of_all_places_comes_with_it(chat, tmp_path):
    job = put(chat)
    chat.jobs.pictures[job.id] = tmp_path / "picture.png"

    await press(chat, Deed.REVIEW, job, message_id=COPY)

    (shown,) = chat.said(SendPhoto)
    assert shown.photo.path == tmp_path / "picture.png"
    assert "<b>1 of 3</b>" in shown.caption
    assert shown.reply_parameters.message_id == COPY


async def test_where_nothing_was_found_there_is_nothing_to_look_through(chat):
    job = put(chat, report=replace(REPORT, hits=(), hidden=()))

    await press(chat, Deed.REVIEW, job)

    assert chat.alert == "Nothing was found here."


async def test_another_place_is_shown_in_the_same_message(chat):
    job = put(chat)

    await press(chat, Deed.PLACE, job, "1")

    assert "<b>2 of 3</b> · 0:03" in chat.edit.text
    assert "30 % sure ❔" in chat.edit.text
    assert "mild" in chat.edit.text


async def test_under_a_picture_the_caption_changes(chat):
    job = put(chat)

    await press(chat, Deed.PLACE, job, "2", **PHOTO)

    (edit,) = chat.said(EditMessageCaption)
    assert "<b>3 of 3</b>" in edit.caption
    assert (edit.message_id, edit.chat_id) == (REVIEW, GUEST)
    turns = edit.reply_markup.inline_keyboard[1]
    assert [Hidden.unpack(key.callback_data).value for key in turns] == ["1", "2", "0"]


async def test_a_caption_that_is_so_already_is_no_trouble(chat):
    job = put(chat)
    chat.session.refusals[EditMessageCaption] = "Bad Request: message is not modified: same"

    await press(chat, Deed.PLACE, job, "0", **PHOTO)

    assert chat.said(SendMessage) == []
    assert chat.jobs.problems.noted == []


async def test_any_other_refusal_is_not_swallowed(chat):
    job = put(chat)
    chat.session.refusals[EditMessageCaption] = "Bad Request: message to edit not found"
    seen = []

    async def watch(handler, event, data):
        try:
            return await handler(event, data)
        except TelegramBadRequest as error:
            seen.append(error.message)
            raise

    chat.dispatcher.callback_query.outer_middleware(watch)
    await press(chat, Deed.PLACE, job, "0", **PHOTO)

    assert seen == ["Bad Request: message to edit not found"]


@pytest.mark.parametrize(("number", "clip"), [("0", "0-1.9"), ("1", "2-4.4"), ("2", "3.5-5")])
async def test_a_place_is_heard_as_it_was_with_a_second_around(chat, number, clip):
    job = put(chat)

    await press(chat, Deed.PLAY, job, number)

    order = chat.jobs.orders[-1]
    assert (order.product, order.source, order.clean) == (Product.MEDIA, NOTE, "")
    assert order.choice == f"mp3;clip={clip}"
    assert (order.recipient.reply_to, order.recipient.message_id) == (REVIEW, None)


async def test_of_a_recording_of_unknown_length_the_second_is_taken_in_full(chat):
    job = put(chat, report=replace(REPORT, seconds=0.0))

    await press(chat, Deed.PLAY, job, "2")

    assert chat.jobs.orders[-1].choice == "mp3;clip=3.5-5.9"


async def test_a_word_is_let_be_heard_and_hidden_again(chat):
    job = put(chat)

    await press(chat, Deed.KEEP, job, "1")

    assert cleaning_now(chat) == Cleaning(kept=(6,))
    assert chat.jobs.orders[-1].recipient.message_id == COPY
    assert "👂 Heard" in chat.edit.text
    assert button(chat.edit.reply_markup, "Hide it")
    assert chat.toast == "The copy is made anew"

    await press(chat, Deed.HIDE, job, "1")

    assert cleaning_now(chat) == Cleaning()
    assert "🙈 Hidden" in chat.edit.text


async def test_the_picture_follows_the_copy_when_that_is_made_anew(chat, tmp_path):
    job = put(chat)
    chat.jobs.pictures[job.id] = tmp_path / "before.png"

    await press(chat, Deed.KEEP, job, "1", **PHOTO)

    (edit,) = chat.said(EditMessageCaption)
    turns = edit.reply_markup.inline_keyboard[1]
    assert [Hidden.unpack(key.callback_data).job for key in turns] == [job.id] * 3
    anew = list(chat.jobs.jobs.values())[-1]
    chat.jobs.put(replace(anew, state=State.DONE, artifact="anew"))
    chat.jobs.reports["anew"] = REPORT
    chat.jobs.pictures[anew.id] = tmp_path / "after.png"

    await press(chat, Deed.PLACE, job, "1", **PHOTO)

    (edit,) = chat.said(EditMessageMedia)
    assert edit.media.media.path == tmp_path / "after.png"
    assert (edit.message_id, edit.chat_id) == (REVIEW, GUEST)
    assert "👂 Heard" in edit.media.caption
    turns = edit.reply_markup.inline_keyboard[1]
    assert [Hidden.unpack(key.callback_data).job for key in turns] == [anew.id] * 3

    await press(chat, Deed.PLACE, anew, "2", **PHOTO)

    assert len(chat.said(EditMessageCaption)) == 1
    assert chat.said(EditMessageMedia) == []


@pytest.mark.parametrize("deed", [Deed.PLACE, Deed.PLAY, Deed.KEEP])
@pytest.mark.parametrize("value", ["3", "x", ""])
async def test_a_place_that_is_not_there_is_said(chat, deed, value):
    job = put(chat)

    await press(chat, deed, job, value)

    assert chat.said(SendMessage) == []
    assert len(chat.jobs.orders) == 1
    assert chat.alert


async def test_somebody_elses_copy_is_not_looked_through(chat):
    job = put(chat, account=7)

    await press(chat, Deed.REVIEW, job)

    assert chat.texts == []
    assert chat.alert


def test_what_is_not_bad_enough_can_only_be_heard():
    job = clean_job(cleaning=Cleaning(least=Severity.HIGH))

    words, keyboard = place(job, REPORT, TALK, TEXTS, number=0)

    assert "👂 Heard" in words
    assert labels_flat(keyboard) == ["▶ Play", "‹", "1/3", "›"]


def test_without_the_words_the_place_is_shown_alone():
    words, _ = place(clean_job(), REPORT, None, TEXTS, number=2)

    assert "… <b>d***</b> (<tg-spoiler>darn</tg-spoiler>) …" in words


def test_only_where_more_is_said_there_are_dots():
    first, _ = place(clean_job(), REPORT, TALK, TEXTS, number=0)
    last, _ = place(clean_job(), REPORT, TALK, TEXTS, number=2)

    assert "\nWell <b>d***</b>" in first
    assert "said …\n" in first or "all&gt; said" in first
    assert "\n… " in last
    assert "</tg-spoiler>)\n" in last


def test_words_that_do_not_fit_are_not_shown():
    short = replace(TALK, segments=TALK.segments[:1])

    words, _ = place(clean_job(), REPORT, short, TEXTS, number=2)

    assert "… <b>d***</b>" in words


def test_a_single_place_has_no_next():
    report = replace(REPORT, hits=REPORT.hits[:1], lists=("English", "Mine"))

    words, keyboard = place(clean_job(), report, TALK, TEXTS, number=0)

    assert labels(keyboard) == [["▶ Play", "👂 Let it be heard"]]
    assert "English" not in words
