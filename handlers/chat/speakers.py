"""Who speaks: telling them apart, naming them, and saying that two are one."""

from dataclasses import replace
from typing import Any

from aiogram import Bot, F, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery, Message

from handlers.chat import words_menus
from handlers.chat.answers import acknowledge, message_of, say, show, show_buttons
from handlers.chat.callbacks import Heard, Tell, number_in
from handlers.chat.questions import ask, question_of
from handlers.chat.rewording import again, found_by, wish_of_words
from handlers.chat.visit import Visit
from handlers.chat.words_card import word_buttons, words_message
from services.accounts.questions import Question
from services.core import Core
from services.errors import ButtonExpired, NotYours
from services.jobs.job import Job
from services.transcripts.transcript import Transcript
from services.transcripts.wish import Speakers


def router() -> Router:
    """Return a fresh router; its answers to questions come before other answers."""
    speakers = Router(name="speakers")
    speakers.message.register(on_name, F.reply_to_message, F.text, about_speaker)
    for tell, handler in (
        (Tell.VOICES, on_voices),
        (Tell.VOICES_BY, on_voices_by),
        (Tell.SPEAKER, on_speaker),
        (Tell.NAME, on_name_wanted),
        (Tell.SAME, on_same),
    ):
        speakers.callback_query.register(handler, Heard.filter(F.tell == tell))
    return speakers


async def on_voices(
    callback: CallbackQuery, callback_data: Heard, bot: Bot, core: Core, visit: Visit
) -> None:
    """Show who speaks, or how that can be found out."""
    job, transcript = await found_by(callback_data, core, visit)
    await acknowledge(callback)
    keyboard = words_menus.ways_to_tell_apart(job, visit.texts, ears=visit.ears(core))
    if transcript.speakers:
        keyboard = words_menus.speakers(job, transcript, visit.texts)
    await show_buttons(bot, callback, keyboard)


async def on_voices_by(
    callback: CallbackQuery, callback_data: Heard, core: Core, visit: Visit
) -> None:
    """Listen once more, and tell apart who speaks; or do without."""
    job, _ = await found_by(callback_data, core, visit)
    way = callback_data.value
    speakers = Speakers(way) if way in set(Speakers) else Speakers.NONE
    await again(callback, job, replace(wish_of_words(job), speakers=speakers), core, visit)


async def on_speaker(
    callback: CallbackQuery, callback_data: Heard, bot: Bot, core: Core, visit: Visit
) -> None:
    """Show what one of them may be called."""
    job, transcript = await found_by(callback_data, core, visit)
    number, _ = _speaker(transcript, callback_data.value)
    await acknowledge(callback)
    keyboard = words_menus.speaker(job, transcript, visit.texts, number=number)
    await show_buttons(bot, callback, keyboard)


async def on_name_wanted(
    callback: CallbackQuery, callback_data: Heard, core: Core, visit: Visit
) -> None:
    """Ask for the name of one of them; the answer to that message is it."""
    job, transcript = await found_by(callback_data, core, visit)
    _, name = _speaker(transcript, callback_data.value)
    await acknowledge(callback)
    texts, question = visit.texts, Question(visit.account.id, name, job.id)
    words, field = texts.speaker_ask(speaker=name), texts.name_speaker_field()
    await ask(message_of(callback), words, question, core, field=field)


async def on_same(
    callback: CallbackQuery, callback_data: Heard, bot: Bot, core: Core, visit: Visit
) -> None:
    """Make two of them one."""
    job, transcript = await found_by(callback_data, core, visit)
    first, _, second = callback_data.value.partition("-")
    (_, name), (_, other) = _speaker(transcript, first), _speaker(transcript, second)
    transcript = await core.jobs.rename_speaker(job, speaker=name, name=other)
    await acknowledge(callback)
    message = message_of(callback)
    keyboard = words_menus.speakers(job, transcript, visit.texts)
    if isinstance(message, Message) and message.text is not None:
        await show(bot, callback, words_message(job, transcript, visit.texts), keyboard)
    else:
        await show_buttons(bot, callback, keyboard)


async def about_speaker(message: Message, core: Core) -> bool | dict[str, Any]:
    """Return the `question` that a message answers with a name; False when it is about something else."""
    question = await question_of(message, core)
    return {"question": question} if question is not None and question.job else False


async def on_name(message: Message, question: Question, bot: Bot, core: Core, visit: Visit) -> None:
    """Call somebody by their name from now on."""
    if question.account != visit.account.id:
        raise NotYours
    job, name = await visit.job(core, question.job), (message.text or "").strip()
    transcript = await core.jobs.rename_speaker(job, speaker=question.about, name=name)
    await _show_named(bot, job, transcript, core, visit)
    await say(message, visit.texts.speaker_named(speaker=question.about, name=name))


async def _show_named(bot: Bot, job: Job, transcript: Transcript, core: Core, visit: Visit) -> None:
    """Let the message with the words say the names; one that is a file keeps its beginning."""
    if job.message_id is None:
        return
    keyboard = word_buttons(job, transcript, visit.texts, ears=visit.ears(core))
    try:
        await bot.edit_message_text(
            words_message(job, transcript, visit.texts),
            chat_id=job.order.recipient.chat_id,
            message_id=job.message_id,
            parse_mode="HTML",
            reply_markup=keyboard,
        )
    except TelegramBadRequest:
        return


def _speaker(transcript: Transcript, number: str) -> tuple[int, str]:
    """Return the number and the name of somebody who speaks.

    Raises:
        ButtonExpired: there is nobody with this number any more.
    """
    names = dict(enumerate(transcript.speakers))
    found = number_in(number)
    if found not in names:
        raise ButtonExpired
    return found, names[found]
