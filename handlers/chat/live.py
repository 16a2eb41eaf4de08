"""`/live`: a button that opens the page on which one speaks and reads along."""

from typing import Final

from aiogram import Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message, WebAppInfo

from handlers.chat.answers import say
from handlers.chat.visit import Visit
from services.core import Core

_PAGE: Final = "/live"


def router() -> Router:
    """Return a fresh router."""
    live = Router(name="live")
    live.message.register(on_live, Command("live"))
    return live


async def on_live(message: Message, core: Core, visit: Visit) -> None:
    """Show the button; Telegram opens pages in private chats only, and only over https."""
    texts, base_url = visit.texts, core.file_links.base_url
    if message.chat.type != ChatType.PRIVATE:
        await say(message, texts.chat_live_private())
    elif base_url.startswith("https://"):
        page = WebAppInfo(url=f"{base_url}{_PAGE}")
        button = InlineKeyboardButton(text=texts.button_live(), web_app=page)
        keyboard = InlineKeyboardMarkup(inline_keyboard=[[button]])
        await say(message, texts.chat_live_open(), keyboard)
    elif base_url:
        await say(message, texts.chat_live_address(url=f"{base_url}{_PAGE}"))
    else:
        await say(message, texts.chat_live_unset())
