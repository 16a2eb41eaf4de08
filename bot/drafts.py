"""Drafts in private chats: the live figures of a job with Telegram's own Stop button.

A draft's number is that of the job's message, so that Stop still finds its job after a restart. One chat
shows one draft, that of its newest job. A server that does not know drafts is asked only once.
"""

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramNetworkError, TelegramServerError

from bot.refusals import is_unknown_method
from locales.speaker import Html
from services.jobs.job import Job

log = structlog.get_logger(__name__)


class Drafts:
    """Who shows a draft in which chat."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._known = True
        self._unwanted: set[int] = set()
        self._owners: dict[int, int] = {}
        self._on_show: set[tuple[int, int]] = set()

    def takes(self, job: Job, message_id: int) -> bool:
        """Return whether the job may show its figures in a draft; the newest of a chat may."""
        recipient = job.order.recipient
        chat_id = recipient.chat_id
        if not self._known or not recipient.private or chat_id in self._unwanted:
            return False
        self._owners[chat_id] = max(message_id, self._owners.get(chat_id, 0))
        return self._owners[chat_id] == message_id

    async def show(self, job: Job, message_id: int, words: Html) -> bool:
        """Show the words with a Stop button; False when the chat or the server takes no drafts."""
        recipient = job.order.recipient
        self._on_show.add((recipient.chat_id, message_id))
        try:
            await self._bot.send_message_draft(
                chat_id=recipient.chat_id,
                draft_id=message_id,
                message_thread_id=recipient.thread_id,
                text=words,
                can_stop=True,
            )
        except AiogramError as error:
            log.info("drafts are not shown", chat=recipient.chat_id, reason=str(error))
            if is_unknown_method(error):
                self._known = False
            elif not isinstance(error, TelegramNetworkError | TelegramServerError):
                self._unwanted.add(recipient.chat_id)
            return False
        return True

    async def end(self, job: Job, message_id: int, words: Html) -> None:
        """Let a draft say how it ended, for the seconds until it goes away; it has no Stop any more."""
        chat_id = job.order.recipient.chat_id
        if self._owners.get(chat_id) == message_id:
            del self._owners[chat_id]
        if (chat_id, message_id) not in self._on_show:
            return
        self._on_show.discard((chat_id, message_id))
        try:
            await self._bot.send_message_draft(
                chat_id=chat_id,
                draft_id=message_id,
                message_thread_id=job.order.recipient.thread_id,
                text=words,
            )
        except AiogramError as error:
            log.info("draft was not ended", chat=chat_id, reason=str(error))
