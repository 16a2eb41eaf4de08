"""The menu behind Telegram's menu button and the bot's own page, in each language."""

from collections.abc import Iterable

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)

from locales.messages import Messages
from locales.texts import LANGUAGES, texts_for

log = structlog.get_logger(__name__)

_Scope = BotCommandScopeDefault | BotCommandScopeChat


def commands_for(texts: Messages, *, owner: bool) -> list[BotCommand]:
    """Return the commands that somebody may use, in the order in which they are listed."""
    listed = {
        "help": texts.menu_help(),
        "queue": texts.menu_queue(),
        "cancel": texts.menu_cancel(),
        "again": texts.menu_again(),
        "get": texts.menu_get(),
        "here": texts.menu_here(),
        "transcribe": texts.menu_transcribe(),
        "live": texts.menu_live(),
        "clean": texts.menu_clean(),
        "words": texts.menu_words(),
        "settings": texts.menu_settings(),
        "keys": texts.menu_keys(),
        "language": texts.menu_language(),
        "forget": texts.menu_forget(),
    }
    if owner:
        listed |= {"invite": texts.menu_invite(), "admin": texts.menu_admin()}
    return [BotCommand(command=name, description=about) for name, about in listed.items()]


async def publish_commands(bot: Bot, *, owner_ids: Iterable[int] = ()) -> None:
    """Tell Telegram the commands and the words of the bot's page, as far as it has others.

    Owners named in the settings get theirs here; those who became owners by a link, at that moment.
    """
    for language in LANGUAGES:
        texts, code = texts_for(language), _code(language)
        await _publish(bot, texts, scope=BotCommandScopeDefault(), owner=False)
        page = await bot.get_my_description(language_code=code)
        if page.description != texts.bot_description():
            await bot.set_my_description(texts.bot_description(), language_code=code)
        about = await bot.get_my_short_description(language_code=code)
        if about.short_description != texts.bot_about():
            await bot.set_my_short_description(texts.bot_about(), language_code=code)
    for owner_id in owner_ids:
        await publish_owners_commands(bot, owner_id)


async def publish_owners_commands(bot: Bot, chat_id: int) -> None:
    """Give one chat the owners' commands as well; it has to have been opened once."""
    try:
        for language in LANGUAGES:
            scope = BotCommandScopeChat(chat_id=chat_id)
            await _publish(bot, texts_for(language), scope=scope, owner=True)
    except TelegramBadRequest as error:
        log.info("no menu for an owner yet", chat=chat_id, reason=error.message)


async def _publish(bot: Bot, texts: Messages, *, scope: _Scope, owner: bool) -> None:
    code, wanted = _code(texts.language), commands_for(texts, owner=owner)
    if await bot.get_my_commands(scope=scope, language_code=code) != wanted:
        await bot.set_my_commands(wanted, scope=scope, language_code=code)


def _code(language: str) -> str | None:
    """Return Telegram's word for the language; English is for all who speak none of ours."""
    return None if language == "en" else language
