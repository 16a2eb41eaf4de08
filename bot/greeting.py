"""What the operator is told at the start, and Telegram about the commands."""

import errno
import sys

import structlog
from aiogram.exceptions import AiogramError

from bot.chat import Chat
from bot.polling import TokenRefused
from bot.settings import Settings
from bot.tokens import without_tokens
from bot.webhook import WebhookRefused
from bot.wiring import House
from handlers.chat.menu import publish_commands
from locales.messages import Messages
from locales.quoting import plain
from locales.texts import say_error
from services.errors import HearsayError
from services.jobs.engine import EngineBusy

log = structlog.get_logger(__name__)


async def greet(
    settings: Settings, house: House, chat: Chat, texts: Messages, *, page: str
) -> None:
    """Say where to begin, hand out the first claim, and publish the menu of commands.

    Args:
        settings: as served, so with the token that is used.
        house: the core behind the bot.
        chat: the bot.
        texts: the operator's language.
        page: the playground's address; empty when the bot is a real one.
    """
    if page:
        tell(texts.serve_playground(url=page))
    try:
        me = await chat.bot.me()
        if not page:
            await _welcome(house, me.username or "", texts)
        await publish_commands(chat.bot, owner_ids=settings.owner_ids)
    except AiogramError as error:
        log.warning("the menu is not published", reason=without_tokens(error))


def told(error: Exception, settings: Settings, texts: Messages) -> str:
    """Return the sentence for what keeps the service from serving."""
    match error:
        case TokenRefused():
            return texts.serve_token_refused()
        case WebhookRefused():
            return texts.serve_webhook_refused(reason=str(error))
        case EngineBusy():
            return texts.serve_second(folder=str(settings.data_dir))
        case HearsayError():
            return plain(say_error(texts, error))
        case OSError(errno=errno.EADDRINUSE):
            return texts.serve_port_taken(host=settings.http_host, port=settings.http_port)
        case _:
            return str(error)


def tell(sentence: str) -> None:
    """Write a sentence where the operator looks, apart from the log's lines."""
    sys.stderr.write(f"\n  {plain(sentence)}\n\n")


async def _welcome(house: House, name: str, texts: Messages) -> None:
    tell(texts.serve_telegram(name=name))
    claim = await house.core.accounts.first_claim()
    if claim is not None:
        tell(texts.serve_claim(url=f"https://t.me/{name}?start={claim}"))
