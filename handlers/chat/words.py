"""What is said in things: on request, with a command or a button, whatever it is said in."""

from collections.abc import Sequence
from dataclasses import replace

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.chat.answers import acknowledge, message_of, say
from handlers.chat.asking import HEARD, hearing, links_of, recipient_of, words_order
from handlers.chat.callbacks import Words
from handlers.chat.files import file_of, within_reach
from handlers.chat.visit import Visit
from services.censor.cleaning import cleaning_of
from services.core import Core
from services.errors import NoLinkFound
from services.jobs.job import Job
from services.jobs.order import ChatFile, Order, Product
from services.platforms.link import Link
from services.transcripts.wish import WordsWanted, wanted_words
from services.transcripts.writers.table import form_of


def router() -> Router:
    """Return a fresh router."""
    words = Router(name="words")
    words.message.register(on_transcribe, Command("transcribe"))
    words.callback_query.register(on_words, Words.filter())
    return words


async def on_transcribe(message: Message, command: CommandObject, core: Core, visit: Visit) -> None:
    """Write down what is said behind the link after the command, or in the message that it answers."""
    asked = message if command.args else message.reply_to_message
    if asked is None:
        await say(message, visit.texts.transcribe_empty())
        return
    shown = await core.jobs.of_message(asked.chat.id, asked.message_id)
    if shown is not None:
        await core.jobs.submit(_about(shown, message, visit), once=visit.once)
        return
    for number, source in enumerate(sources_of(asked, core, visit)):
        order = words_order(source, visit, recipient_of(message))
        await core.jobs.submit(order, once=f"{visit.once}:{number}")


async def on_words(callback: CallbackQuery, callback_data: Words, core: Core, visit: Visit) -> None:
    """Give the words of what a message shows, in a message of their own."""
    job = await visit.job(core, callback_data.job)
    order = _order(job, callback, visit, form=callback_data.form)
    await core.jobs.submit(order, once=visit.once)
    form = form_of(callback_data.form) if callback_data.form else None
    alert = visit.texts.alert_started(format=form.title) if form else visit.texts.alert_listening()
    await acknowledge(callback, alert)


def sources_of(asked: Message, core: Core, visit: Visit) -> Sequence[Link | ChatFile]:
    """Return what can be listened to in a message.

    Raises:
        NoLinkFound: nothing.
        FileOutOfReach: Telegram does not hand files of this size to bots.
    """
    file = file_of(asked, visit.texts)
    if file is not None:
        return [within_reach(file, visit.limits)]
    links = links_of(asked, core)
    if not links:
        raise NoLinkFound
    return links


def _about(shown: Job, message: Message, visit: Visit) -> Order:
    """Return the order for the words of what a message of the bot shows: where from is known."""
    order = words_order(shown.order.source, visit, recipient_of(message))
    return replace(order, words=_wanted(shown, visit).text, clean=_masking(shown))


def _order(job: Job, callback: CallbackQuery, visit: Visit, *, form: str) -> Order:
    here = recipient_of(message_of(callback))
    return replace(
        job.order,
        product=Product.WORDS,
        choice=HEARD,
        recipient=replace(here, thread_id=job.order.recipient.thread_id),
        language=visit.texts.language,
        words=_wanted(job, visit).in_form(form).text,
        clean=_masking(job),
        parent="",
        number=0,
    )


def _wanted(job: Job, visit: Visit) -> WordsWanted:
    """Return the words that a message shows, or those that the person likes."""
    if job.order.product is Product.WORDS:
        return wanted_words(job.order.words).in_form("")
    if job.order.product is Product.CLEAN:
        wish = replace(wanted_words(job.order.words).wish, word_times=True)
        return WordsWanted(wish)
    return WordsWanted(hearing(visit.account))


def _masking(job: Job) -> str:
    """Return what is masked in the words: what a clean copy hides is not read below it either."""
    if job.order.product is Product.CLEAN:
        return cleaning_of(job.order.clean).told
    return job.order.clean if job.order.product is Product.WORDS else ""
