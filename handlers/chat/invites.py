"""Letting somebody in: a link that opens the bot for one person."""

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import Message

from handlers.chat.answers import say
from handlers.chat.visit import Visit
from services.accounts.account import Role
from services.accounts.invites import VALID_SECONDS
from services.core import Core


def router() -> Router:
    """Return a fresh router."""
    invites = Router(name="invites")
    invites.message.register(on_invite, Command("invite"))
    return invites


async def on_invite(message: Message, bot: Bot, core: Core, visit: Visit) -> None:
    """Make a one-time link; the core refuses those who may not let others in."""
    code = await core.accounts.invite(Role.GUEST, visit.account.id)
    link = f"https://t.me/{(await bot.me()).username}?start={code}"
    days = VALID_SECONDS // 86_400
    await say(message, visit.texts.invite_ready(link=link, days=days))
