"""Makes the bot: which server it talks to, and what stands between it and the wire."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.middlewares.base import (
    NextRequestMiddlewareType,
    RequestMiddlewareType,
)
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.session import TelegramSession

SEND_LIMIT_BYTES: Final = 50 * 2**20
TAKE_LIMIT_BYTES: Final = 20 * 2**20
LOCAL_SEND_LIMIT_BYTES: Final = 2000 * 2**20
"""What an own Bot API server (`--local`) carries; it hands out files of any size."""


def make_bot(
    token: str,
    *,
    api_url: str = "",
    local: bool = False,
    outbox: Path | None = None,
    governor: RequestMiddlewareType | None,
) -> Bot:
    """Return a bot whose every call goes through the governor.

    Args:
        token: as given by @BotFather.
        api_url: the address of an own Bot API server or of the playground; empty is Telegram's.
        local: that server runs with `--local`: files come by path, and are up to 2000 MB.
        outbox: a folder from which such a server reads what is sent; None sends it the bytes.
        governor: order and pace; None lets every call go at once.
    """
    api = TelegramAPIServer.from_base(api_url, is_local=local) if api_url else PRODUCTION
    session = TelegramSession(api=api, outbox=outbox if local else None)
    if governor is not None:
        session.middleware(governor)
    return Bot(
        token,
        session=session,
        default=DefaultBotProperties(
            parse_mode=ParseMode.HTML,
            allow_sending_without_reply=True,
            link_preview_is_disabled=True,
        ),
    )


def leading_only(confirm: Callable[[], Awaitable[None]]) -> RequestMiddlewareType:
    """Return what looks before each call whether we may still speak; `confirm` does not return if not."""

    async def ask_first(
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        await confirm()
        return await make_request(bot, method)

    return ask_first


def session_of(bot: Bot) -> TelegramSession:
    """Return the session of a bot that `make_bot` has made."""
    assert isinstance(bot.session, TelegramSession)  # noqa: S101 - no other is made
    return bot.session
