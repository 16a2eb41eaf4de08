"""Buttons under a card or a file: a format, more formats, “always this”, another look at the page.

The core is asked before the button is answered: it takes milliseconds, and its refusal has to be the
answer, because Telegram shows only one.
"""

from dataclasses import replace

from aiogram import Bot, F, Router
from aiogram.types import CallbackQuery, InlineKeyboardMarkup

from handlers.chat import keyboards, menus
from handlers.chat.answers import acknowledge, message_of, show_buttons
from handlers.chat.asking import recipient_of
from handlers.chat.callbacks import Act, Pick, Press
from handlers.chat.offers import size_over
from handlers.chat.visit import Visit
from handlers.chat.wishes import tail_of, wish_of
from handlers.chat.words_card import word_buttons
from services.core import Core
from services.errors import ButtonExpired
from services.jobs.job import Job, State
from services.jobs.order import RESULTS, ChatFile, LocalFile, Order, Product
from services.media.choices import Wanted, wanted_of
from services.platforms.link import Link
from services.sources.medium import Medium


def router() -> Router:
    """Return a fresh router."""
    formats = Router(name="formats")
    formats.callback_query.register(on_pick, Pick.filter())
    menu = F.act.in_({Act.MORE, Act.RATES, Act.TRACKS, Act.CHAPTERS})
    formats.callback_query.register(on_menu, Press.filter(menu))
    formats.callback_query.register(on_habit, Press.filter(F.act.in_({Act.ASK, Act.WAIT})))
    formats.callback_query.register(on_skip, Press.filter(F.act == Act.SKIP))
    formats.callback_query.register(on_back, Press.filter(F.act == Act.BACK))
    formats.callback_query.register(on_refresh, Press.filter(F.act == Act.REFRESH))
    return formats


async def on_pick(
    callback: CallbackQuery, callback_data: Pick, bot: Bot, core: Core, visit: Visit
) -> None:
    """Make the medium in the format: a card turns into it, a finished file gets company."""
    job, wanted = await visit.job(core, callback_data.job), wanted_of(callback_data.wanted)
    medium = await core.jobs.medium(job.order.source_key)
    terms, texts = visit.terms(core), visit.texts
    size = size_over(medium, wanted, limit_bytes=terms.limit_bytes) if medium else None
    if medium is None or size is None:
        await _make(callback, core, visit, job, wanted, always=callback_data.always)
        return
    limit, links = terms.limit_bytes or 0, "yes" if terms.links else "no"
    title = wanted.format.title
    told = texts.alert_too_big(format=title, size=size, limit=limit, links=links)
    await acknowledge(callback, told, alert=True)
    ways = keyboards.too_big(job, medium, texts, wanted, terms=terms)
    await show_buttons(bot, callback, ways)


async def on_menu(
    callback: CallbackQuery, callback_data: Press, bot: Bot, core: Core, visit: Visit
) -> None:
    """Show every format, or one of the menus behind them; with `always`, the next one is usual."""
    job, medium = await _about(callback_data, core, visit)
    says_always = callback_data.always and callback_data.act is Act.MORE
    await acknowledge(callback, visit.texts.alert_always_on() if says_always else "")
    await show_buttons(bot, callback, _menu(callback_data, job, medium, core, visit))


async def on_habit(
    callback: CallbackQuery, callback_data: Press, bot: Bot, core: Core, visit: Visit
) -> None:
    """Ask each time from now on; or wait a while for a choice before the usual one is made."""
    job, medium = await _about(callback_data, core, visit)
    account, texts = visit.account, visit.texts
    if callback_data.act is Act.ASK:
        changed = replace(account, usual=None, patience_seconds=0)
        said = texts.alert_usual_cleared()
    else:
        seconds = 0 if account.patience_seconds else menus.PATIENCE_SECONDS
        changed = replace(account, patience_seconds=seconds)
        said = texts.alert_wait_on(after=seconds) if seconds else texts.alert_wait_off()
    await core.accounts.set_habits(changed)
    await acknowledge(callback, said)
    visit = replace(visit, account=changed)
    await show_buttons(bot, callback, _menu(callback_data, job, medium, core, visit))


async def on_skip(
    callback: CallbackQuery, callback_data: Press, bot: Bot, core: Core, visit: Visit
) -> None:
    """Leave out what is sponsored, here and from now on; or leave it in."""
    job, medium = await _about(callback_data, core, visit)
    skips = bool(callback_data.wish and callback_data.wish.skip)
    await core.accounts.set_habits(replace(visit.account, skips=skips))
    said = visit.texts.alert_skip_on() if skips else visit.texts.alert_skip_off()
    await acknowledge(callback, said)
    await show_buttons(bot, callback, _menu(callback_data, job, medium, core, visit))


async def on_back(
    callback: CallbackQuery, callback_data: Press, bot: Bot, core: Core, visit: Visit
) -> None:
    """Show the few buttons again that the message came with, for what is wished by now."""
    job, medium = await _about(callback_data, core, visit)
    await acknowledge(callback)
    await show_buttons(bot, callback, await _first_buttons(callback_data, job, medium, core, visit))


async def on_refresh(
    callback: CallbackQuery, callback_data: Press, core: Core, visit: Visit
) -> None:
    """Look again what there is; a card shows it itself, a finished file gets a card below it."""
    job = await visit.job(core, callback_data.job)
    tail = tail_of(wish_of(job))
    order = replace(_order(callback, job, visit), product=Product.CARD, choice=tail, anew=True)
    await core.jobs.submit(order, once=visit.once)
    await acknowledge(callback, visit.texts.alert_looking())


async def _make(
    callback: CallbackQuery, core: Core, visit: Visit, job: Job, wanted: Wanted, *, always: bool
) -> None:
    source = await _shown(job, core)
    order = replace(
        _order(callback, job, visit), source=source, product=Product.MEDIA, choice=wanted.choice
    )
    await core.jobs.submit(order, once=visit.once)
    title = wanted.format.title
    if not always:
        await acknowledge(callback, visit.texts.alert_started(format=title))
        return
    await core.accounts.set_usual(visit.account.id, wanted.format.name)
    await acknowledge(callback, visit.texts.alert_usual_set(format=title), alert=True)


async def _first_buttons(
    press: Press, job: Job, medium: Medium, core: Core, visit: Visit
) -> InlineKeyboardMarkup:
    """Return the buttons of a card, or those with which a result came when nothing else is wished."""
    terms, texts = visit.terms(core), visit.texts
    wish = press.wish or wish_of(job)
    first = None
    if _is_result(job) and tail_of(wish) == tail_of(wish_of(job)):
        transcript = await core.jobs.transcript(job)
        first = keyboards.done(job, medium, texts, terms=terms)
        if transcript is not None:
            first = word_buttons(job, transcript, texts, ears=visit.ears(core), unfolded=True)
    return first or keyboards.card(job, medium, texts, terms=terms, wish=wish)


async def _shown(job: Job, core: Core) -> Link | ChatFile | LocalFile:
    """Return what the card shows: the link of a feed may lead to a newer episode by now.

    Raises:
        ButtonExpired: it does, and which one it was is no longer known.
    """
    source = job.order.source
    medium = await core.jobs.medium(job.order.source_key)
    if not isinstance(source, Link) or medium is None or not medium.listing:
        return source
    if medium.key == source.key:
        return source
    if medium.title != job.title:
        raise ButtonExpired
    return replace(core.links_in(medium.url)[0], key=medium.key)


async def _about(press: Press, core: Core, visit: Visit) -> tuple[Job, Medium]:
    job = await visit.job(core, press.job)
    medium = await core.jobs.medium(job.order.source_key)
    if medium is None:
        raise ButtonExpired
    return job, medium


def _menu(press: Press, job: Job, medium: Medium, core: Core, visit: Visit) -> InlineKeyboardMarkup:
    terms, always, texts = visit.terms(core), press.always, visit.texts
    wish = press.wish or wish_of(job)
    match press.act:
        case Act.RATES:
            return menus.rates(job, medium, texts, terms=terms, always=always, wish=wish)
        case Act.TRACKS:
            return menus.tracks(job, medium, texts, always=always, wish=wish)
        case Act.CHAPTERS:
            return menus.chapters(job, medium, texts, terms=terms, wish=wish, page=press.page)
        case _:
            account = visit.account
            return menus.more(
                job, medium, texts, terms=terms, account=account, always=always, wish=wish
            )


def _order(callback: CallbackQuery, job: Job, visit: Visit) -> Order:
    """Return the job's order, to be shown where the button is: in that message, or below a result."""
    message = message_of(callback)
    here = replace(job.order.recipient, message_id=message.message_id)
    below = replace(recipient_of(message), thread_id=here.thread_id)
    recipient = below if _is_result(job) else here
    return replace(job.order, recipient=recipient, language=visit.texts.language, anew=False)


def _is_result(job: Job) -> bool:
    """Return whether a message shows what was asked for, and so is to stay as it is."""
    return job.order.product in RESULTS and job.state is State.DONE
