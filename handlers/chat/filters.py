"""Which messages are meant for the bot, and which have something to work on."""

from typing import Any, Final

from aiogram import Bot
from aiogram.enums import ChatType
from aiogram.types import Message

from handlers.chat.asking import clip_in, links_of
from services.accounts.groups import Links
from services.core import Core

_SKIP: Final = "#skip"
"""Whoever writes this beside a link does not want it acted on."""


async def addressed(message: Message, bot: Bot, core: Core) -> bool:
    """Return whether the bot is to act: always in private; in a group as its administrators like it."""
    if message.chat.type == ChatType.PRIVATE:
        return True
    named = await _is_named(message, bot)
    has_links = bool(links_of(message, core))
    if not (named or has_links) or _SKIP in (message.text or message.caption or "").lower():
        return False
    links = (await core.groups.of(message.chat.id)).links
    if links is Links.NEVER:
        return named and not has_links
    return named or links is Links.ALWAYS


async def _is_named(message: Message, bot: Bot) -> bool:
    answered = message.reply_to_message
    if answered and answered.from_user and answered.from_user.id == bot.id:
        return True
    text = message.text or message.caption or ""
    name = f"@{(await bot.me()).username}".lower()
    entities = message.entities or message.caption_entities or []
    return any(entity.extract_from(text).lower() == name for entity in entities)


def with_links(message: Message, core: Core) -> bool | dict[str, Any]:
    """Return the links for the handler's argument `links`; False when there are none."""
    links = links_of(message, core)
    return {"links": links} if links else False


async def with_stretch(message: Message, core: Core) -> bool | dict[str, Any]:
    """Return the `job` that a message answers and the `clip` that it names; False without them."""
    answered = message.reply_to_message
    clip = clip_in(message)
    if answered is None or clip is None:
        return False
    job = await core.jobs.of_message(message.chat.id, answered.message_id)
    return {"job": job, "clip": clip} if job else False
