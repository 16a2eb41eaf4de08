"""Which messages are meant for the bot, and which have something to work on."""

from typing import Any, Final

from aiogram import Bot
from aiogram.enums import ChatType
from aiogram.types import Message

from handlers.chat.asking import clip_in, links_of
from services.accounts.account import Listens
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
    if not (named or has_links) or _is_skipped(message):
        return False
    links = (await core.groups.of(message.chat.id)).links
    if links is Links.NEVER:
        return named and not has_links
    return named or links is Links.ALWAYS


async def sent(message: Message, bot: Bot, core: Core) -> bool | dict[str, Any]:
    """Return for the argument `named` whether a file was meant for the bot; False where it is not to act.

    In a group, recordings in which nobody names it concern it where the group likes to have them all.
    """
    if not (is_recording(message) or message.document or message.animation):
        return False
    if await addressed(message, bot, core):
        return {"named": True}
    return {"named": False} if await is_overheard(message, core) else False


async def is_overheard(message: Message, core: Core) -> bool:
    """Return whether a recording of a group is for the bot although nobody names it."""
    if message.chat.type == ChatType.PRIVATE or not is_recording(message) or _is_skipped(message):
        return False
    listens = (await core.groups.of(message.chat.id)).listens
    return listens in {Listens.ALWAYS, Listens.ASK} and core.jobs.can_hear


async def with_answered(message: Message, bot: Bot, core: Core) -> bool | dict[str, Any]:
    """Return somebody's recording, below which the bot is named and nothing else, for `answered`."""
    answered = message.reply_to_message
    if answered is None or not is_recording(answered) or links_of(message, core):
        return False
    if message.chat.type == ChatType.PRIVATE or (message.text or "").startswith("/"):
        return False
    is_own = answered.from_user is not None and answered.from_user.id == bot.id
    return {"answered": answered} if not is_own and await _is_named(message, bot) else False


def is_note(message: Message) -> bool:
    """Return whether it is somebody speaking into their telephone."""
    return bool(message.voice or message.video_note)


def is_recording(message: Message) -> bool:
    """Return whether somebody may speak in it; what is sent as a file is meant as a file."""
    return is_note(message) or bool(message.audio or message.video)


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


def _is_skipped(message: Message) -> bool:
    return _SKIP in (message.text or message.caption or "").lower()


async def _is_named(message: Message, bot: Bot) -> bool:
    answered = message.reply_to_message
    if answered and answered.from_user and answered.from_user.id == bot.id:
        return True
    text = message.text or message.caption or ""
    name = f"@{(await bot.me()).username}".lower()
    entities = message.entities or message.caption_entities or []
    return any(entity.extract_from(text).lower() == name for entity in entities)
