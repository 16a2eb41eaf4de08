"""Buttons under a card or a file: a format, more formats, “always this”, another look at the page.

The core is asked before the button is answered: it takes milliseconds, and its refusal has to be the
answer, because Telegram shows only one.
"""

from dataclasses import replace

from aiogram import Bot, F, Router
from aiogram.types import CallbackQuery, InlineKeyboardMarkup

from handlers.chat import keyboards
from handlers.chat.answers import acknowledge, message_of, show_buttons
from handlers.chat.asking import recipient_of
from handlers.chat.callbacks import Act, Pick, Press
from handlers.chat.offers import check_fits
from handlers.chat.visit import Visit
from services.core import Core
from services.errors import ButtonExpired
from services.jobs.job import Job, State
from services.jobs.order import Order, Product
from services.media.formats import format_of
from services.sources.medium import Medium


def router() -> Router:
    """Return a fresh router."""
    formats = Router(name="formats")
    formats.callback_query.register(on_pick, Pick.filter())
    formats.callback_query.register(on_more, Press.filter(F.act == Act.MORE))
    formats.callback_query.register(on_ask, Press.filter(F.act == Act.ASK))
    formats.callback_query.register(on_back, Press.filter(F.act == Act.BACK))
    formats.callback_query.register(on_refresh, Press.filter(F.act == Act.REFRESH))
    return formats


async def on_pick(callback: CallbackQuery, callback_data: Pick, core: Core, visit: Visit) -> None:
    """Make the medium in the format: a card turns into it, a finished file gets company."""
    job, wanted = await visit.job(core, callback_data.job), format_of(callback_data.choice)
    medium = await core.jobs.medium(job.order.source_key)
    if medium is not None:
        check_fits(medium, wanted, limit_bytes=visit.limits.send_bytes)
    order = replace(_order(callback, job, visit), product=Product.MEDIA, choice=wanted.name)
    under_way = await core.jobs.submit(order, once=visit.once)
    if not callback_data.always:
        is_new = under_way.order.choice == wanted.name
        started = visit.texts.alert_started(format=wanted.title)
        await acknowledge(callback, started if is_new else "")
        return
    await core.accounts.set_usual(visit.account.id, wanted.name)
    await acknowledge(callback, visit.texts.alert_usual_set(format=wanted.title), alert=True)


async def on_more(
    callback: CallbackQuery, callback_data: Press, bot: Bot, core: Core, visit: Visit
) -> None:
    """Show every format; with `always`, the next one chosen becomes the usual one."""
    job, medium = await _about(callback_data, core, visit)
    always = callback_data.always
    await acknowledge(callback, visit.texts.alert_always_on() if always else "")
    usual = visit.account.usual
    await show_buttons(bot, callback, _more(job, medium, visit, always=always, usual=usual))


async def on_ask(
    callback: CallbackQuery, callback_data: Press, bot: Bot, core: Core, visit: Visit
) -> None:
    """Ask each time from now on."""
    job, medium = await _about(callback_data, core, visit)
    await core.accounts.set_usual(visit.account.id, None)
    await acknowledge(callback, visit.texts.alert_usual_cleared())
    await show_buttons(bot, callback, _more(job, medium, visit, always=False, usual=None))


async def on_back(
    callback: CallbackQuery, callback_data: Press, bot: Bot, core: Core, visit: Visit
) -> None:
    """Show the few buttons again that the message came with."""
    job, medium = await _about(callback_data, core, visit)
    await acknowledge(callback)
    short = keyboards.done if _is_file(job) else keyboards.card
    limit_bytes = visit.limits.send_bytes
    await show_buttons(bot, callback, short(job, medium, visit.texts, limit_bytes=limit_bytes))


async def on_refresh(
    callback: CallbackQuery, callback_data: Press, core: Core, visit: Visit
) -> None:
    """Look again what there is; a card shows it itself, a finished file gets a card below it."""
    job = await visit.job(core, callback_data.job)
    order = replace(_order(callback, job, visit), product=Product.CARD, choice="")
    await core.jobs.submit(order, once=visit.once)
    await acknowledge(callback, visit.texts.alert_looking())


async def _about(press: Press, core: Core, visit: Visit) -> tuple[Job, Medium]:
    job = await visit.job(core, press.job)
    medium = await core.jobs.medium(job.order.source_key)
    if medium is None:
        raise ButtonExpired
    return job, medium


def _more(
    job: Job, medium: Medium, visit: Visit, *, always: bool, usual: str | None
) -> InlineKeyboardMarkup:
    limit_bytes = visit.limits.send_bytes
    return keyboards.more(
        job, medium, visit.texts, limit_bytes=limit_bytes, always=always, usual=usual
    )


def _order(callback: CallbackQuery, job: Job, visit: Visit) -> Order:
    """Return the job's order, to be shown where the button is: in that message, or below a file."""
    message = message_of(callback)
    here = replace(job.order.recipient, message_id=message.message_id)
    below = replace(recipient_of(message), thread_id=here.thread_id)
    recipient = below if _is_file(job) else here
    return replace(job.order, recipient=recipient, language=visit.texts.language)


def _is_file(job: Job) -> bool:
    return job.order.product is Product.MEDIA and job.state is State.DONE
