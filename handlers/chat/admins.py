"""Who runs a group: asked of Telegram, and remembered for a minute."""

from datetime import timedelta
from typing import Final

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import ChatMemberAdministrator, ChatMemberOwner, Message

from services.clock import Clock

log = structlog.get_logger(__name__)

_BELIEVED: Final = timedelta(minutes=1)
_MOST_KEPT: Final = 1000


class Admins:
    """The administrators of all groups, as far as somebody asked."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[tuple[int, int], tuple[bool, float]] = {}

    async def wrote(self, message: Message, bot: Bot) -> bool:
        """Return whether an administrator wrote a message; some write in the name of the group."""
        if message.sender_chat is not None:
            return message.sender_chat.id == message.chat.id
        person = message.from_user
        return person is not None and await self.has(message.chat.id, person.id, bot)

    async def has(self, chat_id: int, user_id: int, bot: Bot) -> bool:
        """Return whether somebody runs a group; when Telegram does not tell, they do not."""
        now = self._clock.monotonic()
        known, asked_at = self._known.get((chat_id, user_id), (False, None))
        if asked_at is not None and now - asked_at < _BELIEVED.total_seconds():
            return known
        try:
            member = await bot.get_chat_member(chat_id, user_id)
        except TelegramAPIError as error:
            log.info("a member was not told", chat=chat_id, user=user_id, reason=str(error))
            return False
        if len(self._known) >= _MOST_KEPT:
            self._known.clear()
        runs = isinstance(member, ChatMemberAdministrator | ChatMemberOwner)
        self._known[chat_id, user_id] = (runs, now)
        return runs


async def may_delete(bot: Bot, chat_id: int) -> bool:
    """Return whether the bot has the right to remove other people's messages."""
    try:
        me = await bot.get_chat_member(chat_id, bot.id)
    except TelegramAPIError as error:
        log.info("rights were not told", chat=chat_id, reason=str(error))
        return False
    return isinstance(me, ChatMemberAdministrator) and me.can_delete_messages
