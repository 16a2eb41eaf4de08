"""Who speaks: told apart on request, named by an answer, made one by a button."""

from dataclasses import replace

import pytest
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage

from handlers.chat.callbacks import Heard, Tell
from handlers.chat.words_card import may_have_channels
from services.transcripts.wish import Speakers, Wish, wanted_words
from tests.handlers.chat.fakes import BOT_ID, GUEST, OWNER
from tests.handlers.chat.speech import MESSAGE, NOTE, RECORDING, SAID, TALK, words_job
from tests.handlers.chat.things import labels_flat


@pytest.fixture
def talk(chat):
    job = chat.jobs.put(words_job(source=RECORDING, wish=Wish(speakers=Speakers.CHANNELS)))
    chat.jobs.transcripts[job.id] = TALK
    return job


def pressed(job, tell, **fields):
    return Heard(tell=tell, job=job.id, **fields)


async def answer(chat, text, *, to, who=GUEST):
    asked = {
        "message_id": to,
        "date": 1_800_000_000,
        "chat": {"id": who, "type": "private", "first_name": "Ann"},
        "from": {"id": BOT_ID, "is_bot": True, "first_name": "Hearsay"},
        "text": "Who is that?",
    }
    await chat.write(text, who=who, reply_to_message=asked)


async def asked_for_name(chat, job, number="0"):
    await chat.press(pressed(job, Tell.NAME, value=number))
    (question,) = chat.said(SendMessage)
    message_id = 900 + chat.session.calls.index(question) + 1
    chat.hush()
    return question, message_id


async def test_who_speaks_can_be_told_apart_by_their_channels(chat):
    job = chat.jobs.put(words_job(source=RECORDING))
    chat.jobs.transcripts[job.id] = SAID

    await chat.press(pressed(job, Tell.VOICES))
    assert labels_flat(chat.buttons) == ["🎚 Each has a channel", "‹ Back"]
    await chat.press(pressed(job, Tell.VOICES_BY, value="channels"))

    order = chat.jobs.orders[-1]
    assert wanted_words(order.words).wish == Wish(speakers=Speakers.CHANNELS)
    assert order.recipient.message_id == MESSAGE


@pytest.mark.parametrize("way", ["", "telepathy"])
async def test_the_words_can_be_had_without_names(chat, talk, way):
    await chat.press(pressed(talk, Tell.VOICES_BY, value=way))

    assert wanted_words(chat.jobs.orders[-1].words).wish == Wish()


async def test_those_who_speak_are_listed(chat, talk):
    await chat.press(pressed(talk, Tell.VOICES))

    shown = ["✎ Speaker 1", "✎ Speaker 2", "‹ Back", "✕ Without names"]
    assert labels_flat(chat.buttons) == shown


async def test_one_of_them_is_named_or_is_another_one(chat, talk):
    await chat.press(pressed(talk, Tell.SPEAKER, value="1"))

    assert labels_flat(chat.buttons) == ["✎ Another name", "Is Speaker 1", "‹ Back"]


async def test_an_answer_to_the_question_is_the_name(chat, talk):
    question, message_id = await asked_for_name(chat, talk)
    assert "Who is <b>Speaker 1</b>?" in question.text
    assert question.reply_markup.force_reply

    await answer(chat, "Åse <3", to=message_id)

    assert chat.jobs.transcripts[talk.id].speakers == ("Åse <3", "Speaker 2")
    (edit,) = chat.said(EditMessageText)
    assert (edit.chat_id, edit.message_id) == (GUEST, MESSAGE)
    assert "<b>Åse &lt;3</b>: Good morning" in edit.text
    assert "<b>Speaker 1</b> is <b>Åse &lt;3</b>" in chat.text


async def test_words_in_a_file_keep_their_beginning(chat, talk):
    _, message_id = await asked_for_name(chat, talk)
    chat.session.refusals[EditMessageText] = "Bad Request: there is no text in the message to edit"

    await answer(chat, "Åse", to=message_id)

    assert "Åse" in chat.text


async def test_words_without_a_message_of_their_own_are_named_as_well(chat, talk):
    _, message_id = await asked_for_name(chat, talk)
    chat.jobs.put(replace(chat.jobs.jobs[talk.id], message_id=None))

    await answer(chat, "Åse", to=message_id)

    assert chat.jobs.transcripts[talk.id].speakers == ("Åse", "Speaker 2")
    assert chat.said(EditMessageText) == []


async def test_nobody_answers_for_somebody_else(chat, talk):
    _, message_id = await asked_for_name(chat, talk)
    question = await chat.core.accounts.questions.of_message(GUEST, message_id)
    await chat.core.accounts.questions.keep(OWNER, message_id, question)

    await answer(chat, "Åse", to=message_id, who=OWNER)

    assert chat.jobs.transcripts[talk.id] == TALK


async def test_a_command_is_no_name(chat, talk):
    _, message_id = await asked_for_name(chat, talk)

    await answer(chat, "/queue", to=message_id)

    assert chat.jobs.transcripts[talk.id] == TALK


async def test_two_become_one_with_a_button(chat, talk):
    await chat.press(pressed(talk, Tell.SAME, value="1-0"))

    assert chat.jobs.transcripts[talk.id].speakers == ("Speaker 1",)
    (edit,) = chat.said(EditMessageText)
    assert "Speaker 2" not in edit.text


async def test_two_become_one_under_a_file_too(chat, talk):
    await chat.press(
        pressed(talk, Tell.SAME, value="1-0"),
        text=None,
        document={"file_id": "f", "file_unique_id": "u"},
    )

    assert chat.said(EditMessageText) == []
    assert labels_flat(chat.buttons) == ["✎ Speaker 1", "‹ Back", "✕ Without names"]


@pytest.mark.parametrize(
    ("tell", "value"),
    [(Tell.SPEAKER, "7"), (Tell.NAME, "x"), (Tell.SAME, "0-9"), (Tell.SAME, "0")],
)
async def test_who_does_not_speak_any_more_is_an_old_button(chat, talk, tell, value):
    await chat.press(pressed(talk, tell, value=value))

    (answered,) = chat.said(AnswerCallbackQuery)
    assert "button" in answered.text


def test_what_has_one_channel_offers_no_channels():
    assert not may_have_channels(words_job(source=NOTE))
    assert may_have_channels(words_job(source=RECORDING))
    assert may_have_channels(words_job())
