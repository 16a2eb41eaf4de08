"""Lists in chat: all of it, some of it by their numbers, what failed of it; and the way to a list."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from aiogram import Bot, F, Router
from aiogram.types import CallbackQuery, Message

from handlers.chat.answers import acknowledge, message_of, say, show
from handlers.chat.asking import ask_about, recipient_of
from handlers.chat.callbacks import Act, Press, Take
from handlers.chat.filters import addressed
from handlers.chat.list_card import list_card, usual_of
from handlers.chat.visit import Visit
from services.core import Core
from services.errors import AlreadyOver, ButtonExpired
from services.jobs.job import Job, Stage
from services.jobs.order import Order, Product, Recipient
from services.media.choices import wanted_of
from services.platforms.link import Link
from services.sources.playlist import MADE_UP, Playlist, picked, written

MOST_APART: Final = 3
"""More links than these in one message are one list."""

_NUMBERS: Final = re.compile(
    r"(?i)\s*(?P<items>all|[\d\s,;–—-]*\d-?)(?:\s+(?P<choice>[a-z0-9-]+))?\s*"
)


def router() -> Router:
    """Return a fresh router; its answers to lists come before those to links."""
    lists = Router(name="lists")
    lists.message.register(on_numbers, F.reply_to_message, addressed, about_list)
    lists.callback_query.register(on_take, Take.filter())
    lists.callback_query.register(on_choose, Press.filter(F.act == Act.CHOOSE))
    lists.callback_query.register(on_each, Press.filter(F.act == Act.EACH))
    lists.callback_query.register(on_whole, Press.filter(F.act == Act.WHOLE))
    lists.callback_query.register(on_rest, Press.filter(F.act == Act.REST))
    return lists


async def about_list(message: Message, core: Core) -> bool | dict[str, Any]:
    """Return the list's job for the argument `job` when a message answers one with numbers."""
    answered = message.reply_to_message
    if answered is None or not _NUMBERS.fullmatch(message.text or ""):
        return False
    job = await core.jobs.of_message(message.chat.id, answered.message_id)
    if job is None or await core.jobs.playlist(job.order.source_key) is None:
        return False
    return {"job": job}


async def on_numbers(message: Message, job: Job, core: Core, visit: Visit) -> None:
    """Fetch the entries with these numbers."""
    playlist = await _list(await visit.job(core, job.id), core)
    told = _NUMBERS.fullmatch(message.text or "")
    numbers = picked(told["items"], most=len(playlist.entries)) if told else None
    if told is None or numbers is None:
        await say(message, visit.texts.list_numbers_wrong(most=len(playlist.entries)))
        return
    choice = wanted_of((told["choice"] or usual_of(job)).lower()).choice
    order = await _order(job, playlist, recipient_of(message), core, visit)
    await core.jobs.submit(replace(order, choice=choice, items=written(numbers)), once=visit.once)


async def on_take(callback: CallbackQuery, callback_data: Take, core: Core, visit: Visit) -> None:
    """Fetch all of a list, or as much of it as the button says."""
    job = await visit.job(core, callback_data.job)
    wanted = wanted_of(callback_data.choice)
    here = replace(job.order.recipient, message_id=message_of(callback).message_id)
    order = await _order(job, await _list(job, core), here, core, visit)
    order = replace(order, choice=wanted.choice, items=callback_data.items)
    await core.jobs.submit(order, once=visit.once)
    await acknowledge(callback, visit.texts.alert_started(format=wanted.format.title))


async def on_choose(
    callback: CallbackQuery, callback_data: Press, bot: Bot, core: Core, visit: Visit
) -> None:
    """Ask for the numbers of what is wanted, in the card itself: an answer to it brings them."""
    job = await visit.job(core, callback_data.job)
    card = list_card(job, await _list(job, core), visit.texts, choosing=True)
    await acknowledge(callback)
    await show(bot, callback, card.html, card.keyboard)


async def on_each(callback: CallbackQuery, callback_data: Press, core: Core, visit: Visit) -> None:
    """Give each link a card of its own."""
    job = await visit.job(core, callback_data.job)
    playlist = await _list(job, core)
    recipient = replace(recipient_of(message_of(callback)), thread_id=job.order.recipient.thread_id)
    links = [link for entry in playlist.entries for link in core.links_in(entry.url)]
    for number, link in enumerate(links):
        order = Order(Product.CARD, link, recipient, visit.account.id, visit.texts.language)
        await core.jobs.submit(order, once=f"{visit.once}:{number}")
    await acknowledge(callback)


async def on_whole(callback: CallbackQuery, callback_data: Press, core: Core, visit: Visit) -> None:
    """Show the list in which something stands, below it."""
    job = await visit.job(core, callback_data.job)
    links = core.links_in(await _listing(job, core))
    if not links:
        raise ButtonExpired
    recipient = replace(recipient_of(message_of(callback)), thread_id=job.order.recipient.thread_id)
    link = links[0].as_a_whole()
    order = Order(Product.CARD, link, recipient, visit.account.id, visit.texts.language)
    await core.jobs.submit(order, once=visit.once)
    await acknowledge(callback, visit.texts.alert_looking())


async def on_rest(callback: CallbackQuery, callback_data: Press, core: Core, visit: Visit) -> None:
    """Fetch what is missing of a list, in the same message."""
    job = await visit.job(core, callback_data.job)
    if job.stage is Stage.DELIVER:  # its end is seen a moment before it is noted
        job = await core.jobs.wait(job.id)
    left = (await core.jobs.tally(job)).left
    if not job.over or not left:
        raise AlreadyOver
    recipient = replace(job.order.recipient, message_id=message_of(callback).message_id)
    order = replace(job.order, items=written(left), recipient=recipient)
    await core.jobs.submit(order, once=visit.once, again_of=job.id)
    await acknowledge(callback)


async def ask_about_links(
    links: Sequence[Link],
    message: Message,
    core: Core,
    visit: Visit,
    *,
    removes: bool = False,
) -> None:
    """Show what is behind each of a few links; of many, the list that they are.

    Where it `removes`, the message goes once all of it has been delivered.
    """
    if len(links) <= MOST_APART:
        await ask_about(links, message, core, visit, removes=removes)
        return
    title = visit.texts.name_links(count=len(links))
    urls = [link.url for link in links]
    made = Playlist.of_links(urls, title=title, most=core.jobs.most_listed)
    pinned = await core.jobs.pin(made)
    order = Order(
        product=Product.CARD,
        source=Link(url="", site=MADE_UP, key=pinned.key),
        recipient=replace(recipient_of(message), removes=removes),
        account=visit.account.id,
        language=visit.texts.language,
        choice=visit.account.usual or "",
    )
    await core.jobs.submit(order, once=visit.once)


async def _list(job: Job, core: Core) -> Playlist:
    playlist = await core.jobs.playlist(job.order.source_key)
    if playlist is None:
        raise ButtonExpired
    return playlist


async def _listing(job: Job, core: Core) -> str:
    """Return the address of the list in which a job's medium was found."""
    source = job.order.source
    if isinstance(source, Link) and source.listing:
        return source.listing
    medium = await core.jobs.medium(job.order.source_key)
    return medium.listing if medium else ""


async def _order(
    job: Job, playlist: Playlist, recipient: Recipient, core: Core, visit: Visit
) -> Order:
    """Return the order for a list as it stands now, its format yet to be filled in."""
    pinned = await core.jobs.pin(playlist)
    return replace(
        job.order,
        product=Product.LIST,
        source=Link(url=pinned.url, site=pinned.site, key=pinned.key),
        recipient=recipient,
        language=visit.texts.language,
        items="",
    )
