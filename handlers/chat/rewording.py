"""Buttons under words: other ones of the same sound, a closer listen to some, the way back to earlier ones.

What changes the words is a new order about the same thing: it takes the message over. Where that is a
file already, the new words come below it.
"""

from dataclasses import replace
from typing import Final

from aiogram import Bot, F, Router
from aiogram.types import CallbackQuery, Message

from handlers.chat import words_menus
from handlers.chat.answers import acknowledge, message_of, say, show, show_buttons
from handlers.chat.asking import HEARD, recipient_of
from handlers.chat.callbacks import Heard, Tell, number_in
from handlers.chat.visit import Visit
from handlers.chat.words_card import word_buttons, words_message
from services.core import Core
from services.errors import ButtonExpired
from services.jobs.job import Job, Stage
from services.jobs.order import Order, Product, Recipient
from services.media.choices import Clip
from services.transcripts.asking import Task
from services.transcripts.spoken import SPOKEN
from services.transcripts.transcript import Transcript
from services.transcripts.unsure import Passage, doubtful
from services.transcripts.wish import Wish, WordsWanted, checked, wanted_words

_AROUND_SECONDS: Final = 0.75
"""Nobody understands a word that begins with the sound of it."""
_MOST_WRITTEN: Final = 9
_MOST_BEFORE: Final = 20


def router() -> Router:
    """Return a fresh router."""
    changes = Router(name="rewording")
    for tell, handler in (
        (Tell.KEYS, on_keys),
        (Tell.SHOW, on_show),
        (Tell.LANGUAGES, on_languages),
        (Tell.LANGUAGE, on_language),
        (Tell.MODELS, on_models),
        (Tell.MODEL, on_model),
        (Tell.ENGLISH, on_english),
        (Tell.ANYWAY, on_anyway),
        (Tell.POLISH, on_polish),
        (Tell.DOUBTS, on_doubts),
        (Tell.PASSAGE, on_passage),
    ):
        changes.callback_query.register(handler, Heard.filter(F.tell == tell))
    return changes


async def on_keys(
    callback: CallbackQuery, callback_data: Heard, bot: Bot, core: Core, visit: Visit
) -> None:
    """Show the buttons of the words, all of them where they were folded."""
    job, transcript = await found_by(callback_data, core, visit)
    await acknowledge(callback)
    ears, unfolded = visit.ears(core), bool(callback_data.page)
    keyboard = word_buttons(job, transcript, visit.texts, ears=ears, unfolded=unfolded)
    await show_buttons(bot, callback, keyboard)


async def on_show(
    callback: CallbackQuery, callback_data: Heard, bot: Bot, core: Core, visit: Visit
) -> None:
    """Show words again that a change did not replace after all."""
    job = await visit.job(core, callback_data.job)
    job, transcript = await _last_found(job, core)
    await acknowledge(callback)
    keyboard = word_buttons(job, transcript, visit.texts, ears=visit.ears(core))
    await show(bot, callback, words_message(job, transcript, visit.texts), keyboard)


async def on_languages(
    callback: CallbackQuery, callback_data: Heard, bot: Bot, core: Core, visit: Visit
) -> None:
    """Show the languages in which it may have been said."""
    job, transcript = await found_by(callback_data, core, visit)
    await acknowledge(callback)
    likely, page = await _likely(job, core, visit), callback_data.page
    keyboard = words_menus.languages(job, transcript, visit.texts, likely=likely, page=page)
    await show_buttons(bot, callback, keyboard)


async def on_language(
    callback: CallbackQuery, callback_data: Heard, core: Core, visit: Visit
) -> None:
    """Listen once more, in a language that somebody knows it to be in."""
    job, _ = await found_by(callback_data, core, visit)
    wish = replace(wish_of_words(job), language=callback_data.value)
    await again(callback, job, wish, core, visit)


async def on_models(
    callback: CallbackQuery, callback_data: Heard, bot: Bot, core: Core, visit: Visit
) -> None:
    """Show the models that could listen."""
    job, transcript = await found_by(callback_data, core, visit)
    await acknowledge(callback)
    keyboard = words_menus.models(job, transcript, visit.texts, ears=visit.ears(core))
    await show_buttons(bot, callback, keyboard)


async def on_model(callback: CallbackQuery, callback_data: Heard, core: Core, visit: Visit) -> None:
    """Let another model listen."""
    job, _ = await found_by(callback_data, core, visit)
    names = dict(enumerate(visit.ears(core).models))
    number = number_in(callback_data.value)
    if number not in names:
        raise ButtonExpired
    await again(callback, job, replace(wish_of_words(job), model=names[number]), core, visit)


async def on_english(
    callback: CallbackQuery, callback_data: Heard, core: Core, visit: Visit
) -> None:
    """Write it down in English, or as it was said."""
    job, _ = await found_by(callback_data, core, visit)
    task = Task.TRANSLATE if callback_data.value == "yes" else Task.TRANSCRIBE
    await again(callback, job, replace(wish_of_words(job), task=task), core, visit)


async def on_anyway(
    callback: CallbackQuery, callback_data: Heard, core: Core, visit: Visit
) -> None:
    """Listen although there are captions, or take them after all."""
    job, _ = await found_by(callback_data, core, visit)
    wish = replace(wish_of_words(job), anyway=callback_data.value == "yes")
    await again(callback, job, wish, core, visit)


async def on_polish(
    callback: CallbackQuery, callback_data: Heard, core: Core, visit: Visit
) -> None:
    """Have a language model correct the words, or show them as they were heard."""
    job, _ = await found_by(callback_data, core, visit)
    polished = callback_data.value == "yes"
    wanted = replace(wanted_words(job.order.words), polished=polished)
    await _reworded(callback, job, wanted, core, visit)
    alert = visit.texts.alert_polishing() if polished else ""
    await acknowledge(callback, alert)


async def on_doubts(
    callback: CallbackQuery, callback_data: Heard, core: Core, visit: Visit
) -> None:
    """List the passages that are likely to be wrong, each with a button to hear it."""
    job, transcript = await found_by(callback_data, core, visit)
    passages = doubtful(transcript)
    if not passages:
        await acknowledge(callback, visit.texts.alert_no_doubts())
        return
    await acknowledge(callback)
    keyboard = words_menus.passages_to_hear(job, passages, visit.texts)
    await say(message_of(callback), words_menus.doubts(passages, visit.texts), keyboard)


async def on_passage(
    callback: CallbackQuery, callback_data: Heard, core: Core, visit: Visit
) -> None:
    """Send the sound of a passage, cut from what is kept."""
    job, transcript = await found_by(callback_data, core, visit)
    passages = dict(enumerate(doubtful(transcript)))
    number = number_in(callback_data.value)
    if number not in passages:
        raise ButtonExpired
    clip = _clip(passages[number], transcript)
    order = replace(_below(callback, job, visit), product=Product.MEDIA, words="")
    await core.jobs.submit(replace(order, choice=f"{HEARD};clip={clip}"), once=visit.once)
    await acknowledge(callback)


async def found_by(heard: Heard, core: Core, visit: Visit) -> tuple[Job, Transcript]:
    """Return the job that a button is about, and what it found.

    Raises:
        ButtonExpired: it is not kept any more.
        NotYours: somebody else asked for it.
    """
    job = await visit.job(core, heard.job)
    if job.stage is Stage.DELIVER and not job.over:  # its end is seen a moment before it is noted
        job = await core.jobs.wait(job.id)
    transcript = await core.jobs.transcript(job)
    if transcript is None:
        raise ButtonExpired
    return job, transcript


def wish_of_words(job: Job) -> Wish:
    """Return how the words of a job were to be heard."""
    return wanted_words(job.order.words).wish


async def again(callback: CallbackQuery, job: Job, wish: Wish, core: Core, visit: Visit) -> None:
    """Order other words of the same sound."""
    wanted = replace(wanted_words(job.order.words), wish=checked(wish))
    await _reworded(callback, job, wanted, core, visit)
    await acknowledge(callback, visit.texts.alert_listening_again())


async def _reworded(
    callback: CallbackQuery, job: Job, wanted: WordsWanted, core: Core, visit: Visit
) -> None:
    message = message_of(callback)
    order = _below(callback, job, visit)
    if isinstance(message, Message) and message.text is not None:
        here = replace(job.order.recipient, message_id=message.message_id)
        order = replace(order, recipient=here)
    order = replace(order, words=wanted.in_form("").text)
    await core.jobs.submit(order, once=visit.once, again_of=job.id)


async def _last_found(job: Job, core: Core) -> tuple[Job, Transcript]:
    """Return the words before: a change may have been tried several times."""
    for _ in range(_MOST_BEFORE):
        transcript = await core.jobs.transcript(job)
        if transcript is not None:
            return job, transcript
        if not job.again_of:
            break
        job = await core.jobs.get(job.again_of)
    raise ButtonExpired


async def _likely(job: Job, core: Core, visit: Visit) -> list[str]:
    """Return the languages in which there are captions, and those that the person told of."""
    medium = await core.jobs.medium(job.order.source_key)
    captions = medium.captions if medium else ()
    written = dict.fromkeys(caption.language.partition("-")[0] for caption in captions)
    return [*[code for code in written if code in SPOKEN][:_MOST_WRITTEN], *visit.account.spoken]


def _below(callback: CallbackQuery, job: Job, visit: Visit) -> Order:
    """Return the job's order with its result below the message with the button."""
    here: Recipient = recipient_of(message_of(callback))
    recipient = replace(here, thread_id=job.order.recipient.thread_id)
    order = replace(job.order, recipient=recipient, language=visit.texts.language)
    return replace(order, parent="", number=0)


def _clip(passage: Passage, transcript: Transcript) -> Clip:
    """Return where to cut: with a little around."""
    end = passage.end + _AROUND_SECONDS
    if transcript.seconds:
        end = min(end, transcript.seconds)
    return Clip(round(max(0.0, passage.start - _AROUND_SECONDS), 3), round(end, 3))
