"""Clean copies: on request, and otherwise than they came: by another method, list or severity."""

from dataclasses import replace

from aiogram import Bot, F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.chat.answers import acknowledge, message_of, say, show_buttons
from handlers.chat.asking import HEARD, hearing, recipient_of
from handlers.chat.callbacks import Clean, Deed, Hidden
from handlers.chat.clean_card import clean_buttons, lists, methods, severities
from handlers.chat.visit import Visit
from handlers.chat.words import sources_of
from services.censor.cleaning import Cleaning, cleaning_of
from services.censor.reports import Report
from services.censor.spans import Method
from services.censor.word_lists import Severity
from services.core import Core
from services.errors import AlreadyOver, ButtonExpired
from services.jobs.job import Job, Stage
from services.jobs.order import ChatFile, LocalFile, Order, Product, Recipient
from services.media.choices import Hand, wanted_of
from services.media.formats import IMAGES
from services.platforms.link import Link
from services.transcripts.wish import WordsWanted


def router() -> Router:
    """Return a fresh router."""
    cleaning = Router(name="cleaning")
    cleaning.message.register(on_clean_command, Command("clean"))
    cleaning.callback_query.register(on_clean, Clean.filter())
    for deed, handler in (
        (Deed.KEYS, on_keys),
        (Deed.METHODS, on_methods),
        (Deed.METHOD, on_method),
        (Deed.SEVERITIES, on_severities),
        (Deed.SEVERITY, on_severity),
        (Deed.LISTS, on_lists),
        (Deed.LIST, on_list),
        (Deed.UNDO, on_undo),
    ):
        cleaning.callback_query.register(handler, Hidden.filter(F.deed == deed))
    return cleaning


async def on_clean_command(
    message: Message, command: CommandObject, core: Core, visit: Visit
) -> None:
    """Clean what is behind the link after the command, or what the message that it answers shows."""
    asked = message if command.args else message.reply_to_message
    if asked is None:
        await say(message, visit.texts.clean_empty())
        return
    recipient = recipient_of(message)
    shown = await core.jobs.of_message(asked.chat.id, asked.message_id)
    if shown is not None:
        await core.jobs.submit(_about(shown, visit, recipient), once=visit.once)
        return
    for number, source in enumerate(sources_of(asked, core, visit)):
        order = clean_order(source, visit, recipient)
        await core.jobs.submit(order, once=f"{visit.once}:{number}")


async def on_clean(callback: CallbackQuery, callback_data: Clean, core: Core, visit: Visit) -> None:
    """Clean what a message shows; the copy comes in a message of its own."""
    job = await visit.job(core, callback_data.job)
    here = recipient_of(message_of(callback))
    recipient = replace(here, thread_id=job.order.recipient.thread_id)
    await core.jobs.submit(_about(job, visit, recipient), once=visit.once)
    await acknowledge(callback, visit.texts.alert_cleaning())


async def on_keys(
    callback: CallbackQuery, callback_data: Hidden, bot: Bot, core: Core, visit: Visit
) -> None:
    """Show the buttons again that the copy came with."""
    job, report = await reported(callback_data, core, visit)
    await acknowledge(callback)
    await show_buttons(bot, callback, clean_buttons(job, report, visit.texts))


async def on_methods(
    callback: CallbackQuery, callback_data: Hidden, bot: Bot, core: Core, visit: Visit
) -> None:
    """Show what may be heard in place of the words."""
    job, _ = await reported(callback_data, core, visit)
    await acknowledge(callback)
    await show_buttons(bot, callback, methods(job, visit.texts))


async def on_method(
    callback: CallbackQuery, callback_data: Hidden, core: Core, visit: Visit
) -> None:
    """Let something else be heard in place of the words."""
    if callback_data.value not in set(Method):
        raise ButtonExpired
    job = await newest(callback_data, core, visit)
    cleaning = replace(cleaning_of(job.order.clean), method=Method(callback_data.value))
    await anew(callback, job, cleaning, core, visit)


async def on_severities(
    callback: CallbackQuery, callback_data: Hidden, bot: Bot, core: Core, visit: Visit
) -> None:
    """Show from how bad a word on it may be hidden."""
    job, _ = await reported(callback_data, core, visit)
    await acknowledge(callback)
    await show_buttons(bot, callback, severities(job, visit.texts))


async def on_severity(
    callback: CallbackQuery, callback_data: Hidden, core: Core, visit: Visit
) -> None:
    """Hide only what is so bad, or worse."""
    try:
        least = Severity.of(callback_data.value)
    except ValueError:
        raise ButtonExpired from None
    job = await newest(callback_data, core, visit)
    await anew(callback, job, replace(cleaning_of(job.order.clean), least=least), core, visit)


async def on_lists(
    callback: CallbackQuery, callback_data: Hidden, bot: Bot, core: Core, visit: Visit
) -> None:
    """Show the word lists."""
    job, _ = await reported(callback_data, core, visit)
    notes = await core.censor.word_lists.all(visit.account.id, active_only=True)
    await acknowledge(callback)
    await show_buttons(bot, callback, lists(job, notes, visit.texts))


async def on_list(callback: CallbackQuery, callback_data: Hidden, core: Core, visit: Visit) -> None:
    """Take another word list, or the usual ones again."""
    job = await newest(callback_data, core, visit)
    chosen = (callback_data.number,) if callback_data.value else ()
    cleaning = replace(cleaning_of(job.order.clean), lists=chosen, kept=())
    await core.censor.lists(visit.account.id, chosen, language="")
    await anew(callback, job, cleaning, core, visit)


async def on_undo(callback: CallbackQuery, callback_data: Hidden, core: Core, visit: Visit) -> None:
    """Go back to the copy before."""
    job = await newest(callback_data, core, visit)
    before = await core.jobs.get(job.again_of) if job.again_of else job
    if before is job or before.order.product is not Product.CLEAN:
        raise ButtonExpired
    here = replace(before.order.recipient, message_id=job.message_id)
    order = replace(before.order, recipient=here)
    await core.jobs.submit(order, once=visit.once, again_of=before.again_of)
    await acknowledge(callback, visit.texts.alert_rendering())


def clean_order(source: Link | ChatFile | LocalFile, visit: Visit, recipient: Recipient) -> Order:
    """Return the order for a clean copy: of a file as it came, of a link as sound."""
    sound = cleaning_of(visit.account.cleaning).format or HEARD
    return Order(
        product=Product.CLEAN,
        source=source,
        recipient=recipient,
        account=visit.account.id,
        language=visit.texts.language,
        choice=sound if isinstance(source, Link) else "",
        words=WordsWanted(hearing(visit.account)).text,
        clean=visit.account.cleaning,
    )


async def reported(hidden: Hidden, core: Core, visit: Visit) -> tuple[Job, Report]:
    """Return the job of a clean copy as it is now, and what was found.

    Raises:
        ButtonExpired: it is not kept any more.
        NotYours: somebody else asked for it.
    """
    job = await newest(hidden, core, visit)
    if job.stage is Stage.DELIVER and not job.over:  # its end is seen a moment before it is noted
        job = await core.jobs.wait(job.id)
    for known in (job, await core.jobs.get(hidden.job)):
        report = await core.jobs.report(known.artifact)
        if report is not None:
            return job, report
    raise ButtonExpired


async def newest(hidden: Hidden, core: Core, visit: Visit) -> Job:
    """Return the last job for the message with the copy: it knows what was changed meanwhile.

    Raises:
        NotYours: somebody else asked for it.
    """
    job = await visit.job(core, hidden.job)
    if job.message_id is None:
        return job
    last = await core.jobs.of_message(job.order.recipient.chat_id, job.message_id)
    return last if last is not None and last.order.product is Product.CLEAN else job


async def anew(
    callback: CallbackQuery, job: Job, cleaning: Cleaning, core: Core, visit: Visit
) -> None:
    """Make the copy once more in the same message; a change under way is given up for this one."""
    if not job.over:
        try:
            await core.jobs.cancel(job.id, account=visit.account.id)
        except AlreadyOver:
            job = await core.jobs.get(job.id)
    here = replace(job.order.recipient, message_id=job.message_id)
    order = replace(job.order, recipient=here, clean=cleaning.name, language=visit.texts.language)
    await core.jobs.submit(order, once=visit.once, again_of=job.id)
    await acknowledge(callback, visit.texts.alert_rendering())


def _about(job: Job, visit: Visit, recipient: Recipient) -> Order:
    """Return the order for a clean copy of what a job shows: of its file, or of what it was made from."""
    order = clean_order(job.order.source, visit, recipient)
    if job.order.product is not Product.MEDIA or not job.order.choice:
        return order
    wanted = replace(wanted_of(job.order.choice), hand=Hand.FILE, record_seconds=0)
    return order if wanted.format is IMAGES else replace(order, choice=wanted.choice)
