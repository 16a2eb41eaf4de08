"""How the chat door speaks: a message below, a change of the message with the button, a passing alert."""

from typing import Final

import structlog
from aiogram import Bot
from aiogram.enums import ParseMode
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramBadRequest
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MaybeInaccessibleMessageUnion,
    Message,
    ReplyParameters,
)

from locales.speaker import Html
from services.errors import ButtonExpired

log = structlog.get_logger(__name__)

UNSAID: Final = (TelegramAPIError, ClientDecodeError)
"""What an answer can fail of: refused, not connected, or an HTML page of Telegram's front server."""

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_LONGEST_ALERT: Final = 200


async def say(
    message: MaybeInaccessibleMessageUnion,
    html: str,
    keyboard: InlineKeyboardMarkup | None = None,
) -> Message:
    """Answer in the same chat and topic; in a group, as a reply, so that it is clear to whom."""
    quoted = None
    if message.chat.type != "private":
        quoted = ReplyParameters(message_id=message.message_id, allow_sending_without_reply=True)
    return await message.answer(
        Html(html),
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard,
        reply_parameters=quoted,
        link_preview_options=_NO_PREVIEW,
    )


async def acknowledge(callback: CallbackQuery, text: str = "", *, alert: bool = False) -> None:
    """Let the pressed button rest. A press that is too old to be answered still does its work."""
    shown = text if len(text) <= _LONGEST_ALERT else text[: _LONGEST_ALERT - 1] + "…"
    try:
        await callback.answer(shown or None, show_alert=alert or None)
    except UNSAID as error:
        log.info("callback not answered", reason=str(error))


async def show(
    bot: Bot, callback: CallbackQuery, html: str, keyboard: InlineKeyboardMarkup | None
) -> None:
    """Change the text of the message with the pressed button."""
    message = message_of(callback)
    try:
        await bot.edit_message_text(
            html,
            chat_id=message.chat.id,
            message_id=message.message_id,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard,
            link_preview_options=_NO_PREVIEW,
        )
    except TelegramBadRequest as error:
        pass_if_unchanged(error)


async def show_buttons(
    bot: Bot, callback: CallbackQuery, keyboard: InlineKeyboardMarkup | None
) -> None:
    """Change the buttons of the message with the pressed button."""
    message = message_of(callback)
    try:
        await bot.edit_message_reply_markup(
            chat_id=message.chat.id, message_id=message.message_id, reply_markup=keyboard
        )
    except TelegramBadRequest as error:
        pass_if_unchanged(error)


def message_of(callback: CallbackQuery) -> MaybeInaccessibleMessageUnion:
    """Return the message with the pressed button; it may be too old for its text to be seen.

    Raises:
        ButtonExpired: there is none, as with messages sent through inline mode.
    """
    if callback.message is None:
        raise ButtonExpired
    return callback.message


def pass_if_unchanged(error: TelegramBadRequest) -> None:
    """Let it pass that Telegram refused an edit which changes nothing, as after a double tap.

    Raises:
        TelegramBadRequest: it is another refusal.
    """
    if "message is not modified" not in error.message:
        raise error
