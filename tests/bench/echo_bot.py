"""The bot to compare with: as little as aiogram lets one write, long polling and all."""

import asyncio
import os

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, Message


async def echo(message: Message) -> None:
    """Say it again."""
    await message.answer(message.text or "?")


async def answer(query: CallbackQuery) -> None:
    """Say that the button was seen."""
    await query.answer("seen")


async def main() -> None:
    """Poll until terminated."""
    server = TelegramAPIServer.from_base(os.environ["BOT_API_URL"])
    dispatcher = Dispatcher()
    dispatcher.message.register(echo)
    dispatcher.callback_query.register(answer)
    bot = Bot(os.environ["BOT_TOKEN"], session=AiohttpSession(api=server))
    await dispatcher.start_polling(bot, handle_signals=True)


if __name__ == "__main__":
    asyncio.run(main())
