"""Messages with links: one card for each. What has nothing in it gets a sentence with an example."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.enums import ChatType, ContentType
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from handlers.chat.answers import say
from handlers.chat.asking import ask_about, links_of, order_for, recipient_of
from handlers.chat.files import file_of, within_reach
from handlers.chat.filters import addressed, with_links, with_stretch
from handlers.chat.lists import ask_about_links
from handlers.chat.visit import Visit
from handlers.chat.wishes import wish_of
from locales.messages import Messages
from services.core import Core
from services.errors import NoLinkFound
from services.jobs.job import Job
from services.jobs.order import LocalFile, Product
from services.media.choices import Clip
from services.media.formats import IMAGES
from services.platforms.link import Link

_WRITTEN = frozenset({
    ContentType.TEXT,
    ContentType.PHOTO,
    ContentType.STICKER,
    ContentType.CONTACT,
    ContentType.LOCATION,
    ContentType.VENUE,
    ContentType.POLL,
    ContentType.DICE,
    ContentType.STORY,
})
"""What people send, as opposed to what happens in a chat (a pinned message, a new photo)."""


def router() -> Router:
    """Return a fresh router; it must stand after those of the commands."""
    found = Router(name="links")
    private = F.chat.type == ChatType.PRIVATE
    found.message.register(on_get, Command("get"))
    found.message.register(on_links, addressed, with_links)
    found.message.register(on_stretch, F.reply_to_message, with_stretch)
    found.message.register(on_unknown_command, private, F.text.startswith("/"))
    found.message.register(on_nothing, private, F.content_type.in_(_WRITTEN))
    return found


async def on_links(message: Message, links: list[Link], core: Core, visit: Visit) -> None:
    """Show what is behind each link."""
    removes = visit.group is not None and visit.group.deletes
    await ask_about_links(links, message, core, visit, removes=removes)


async def on_stretch(message: Message, job: Job, clip: Clip, core: Core, visit: Visit) -> None:
    """Show, or make, a clip of what the answered message is about."""
    wanted = replace(wish_of(job), clip=clip)
    if isinstance(job.order.source, LocalFile) or wanted.format is IMAGES:
        raise NoLinkFound
    order = order_for(job.order.source, visit, recipient_of(message), clip=clip)
    if job.order.product is Product.MEDIA:
        order = replace(order, product=Product.MEDIA, choice=wanted.choice)
    await core.jobs.submit(order, once=visit.once)


async def on_get(message: Message, command: CommandObject, core: Core, visit: Visit) -> None:
    """Show what is behind the links after the command, or in the message that it answers."""
    asked = message if command.args else message.reply_to_message
    if asked is None:
        await say(message, visit.texts.get_empty())
        return
    file = file_of(asked, visit.texts)
    if file is not None:
        await ask_about([within_reach(file, visit.limits)], message, core, visit)
        return
    links = links_of(asked, core)
    if not links:
        raise NoLinkFound
    await ask_about_links(links, message, core, visit)


async def on_unknown_command(message: Message, texts: Messages) -> None:
    """Say where the known ones are listed."""
    await say(message, texts.command_unknown())


async def on_nothing(_message: Message) -> None:
    """Say what to send instead.

    Raises:
        NoLinkFound: always.
    """
    raise NoLinkFound
