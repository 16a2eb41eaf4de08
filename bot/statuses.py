"""The one message of a job: sent once, changed as the job goes on, turned into its result at the end."""

import asyncio
from collections import OrderedDict
from datetime import timedelta
from typing import Final

import structlog
from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.exceptions import AiogramError, TelegramAPIError
from aiogram.types import InlineKeyboardMarkup, ReplyParameters

from bot import progress_text
from bot.refusals import (
    is_message_gone,
    is_unchanged,
    is_without_caption,
    is_without_text,
)
from bot.session import FateUnknown
from bot.urgency import Urgency, urgency
from handlers.chat import keyboards
from locales.speaker import Html
from locales.texts import texts_for
from services.clock import Clock
from services.jobs.job import Job
from services.jobs.jobs import Jobs
from services.jobs.order import Recipient
from services.nursery import Nursery

log = structlog.get_logger(__name__)

_CAPTIONS_KEPT: Final = 10_000
_SILENCE: Final = timedelta(seconds=0.4)
_PAUSES: Final = (timedelta(seconds=1), timedelta(seconds=5), None)
"""After a send whose fate is unknown; None: no more."""


class Statuses:
    """Finds a job's message, and remembers what is in it as long as the program runs."""

    def __init__(self, bot: Bot, jobs: Jobs, *, clock: Clock, nursery: Nursery) -> None:
        self._clock = clock
        self._bot = bot
        self._jobs = jobs
        self._nursery = nursery
        self._known: dict[str, int] = {}
        self._sending: dict[str, asyncio.Task[int]] = {}
        self._settled: set[str] = set()
        self._captions: OrderedDict[tuple[int, int], None] = OrderedDict()

    async def of(self, job: Job) -> int:
        """Return the id of the job's message; send it when there is none yet.

        Callers at the same time share one send. A send whose fate is unknown is made again: at worst
        a note about the job stands there twice.

        Raises:
            TelegramAPIError: the chat cannot be written to.
        """
        found = self.find(job)
        if found is not None:
            return found
        sending = self._sending.get(job.id)
        if sending is None:
            sending = self._nursery.spawn(self._send_first(job), name=f"status of {job.id}")
            self._sending[job.id] = sending
        return await asyncio.shield(sending)

    def find(self, job: Job) -> int | None:
        """Return the id of the job's message if there is one."""
        return self._known.get(job.id) or job.message_id or job.order.recipient.message_id

    async def moved(self, job: Job, message_id: int) -> None:
        """Note that another message shows the job from now on."""
        self._known[job.id] = message_id
        await self._jobs.shown(job.id, message_id)

    async def show(self, job: Job, html: Html, keyboard: InlineKeyboardMarkup | None) -> None:
        """Let the job's message say something else, be it a text or the caption of a picture.

        Raises:
            TelegramAPIError: it cannot be changed; see `bot.refusals`.
        """
        key = (job.order.recipient.chat_id, await self.of(job))
        try:
            await self._edit(key, html, keyboard, caption=key in self._captions)
        except TelegramAPIError as error:
            if is_unchanged(error):
                return
            if not is_without_text(error) and not is_without_caption(error):
                raise
            self.note_caption(*key, has=is_without_text(error))
            await self._edit_other_part(key, html, keyboard)

    async def show_for_good(
        self, job: Job, html: Html, keyboard: InlineKeyboardMarkup | None
    ) -> int:
        """Let the job's message say something that stays, and return its id; sent anew where it was deleted.

        Raises:
            TelegramAPIError: it cannot be said.
        """
        try:
            await self.show(job, html, keyboard)
        except TelegramAPIError as error:
            if not is_message_gone(error):
                raise
            message_id = await self.send(job.order.recipient, html, keyboard)
            await self.moved(job, message_id)
        return await self.of(job)

    def note_caption(self, chat_id: int, message_id: int, *, has: bool) -> None:
        """Remember whether words in the message stand under a picture, or are the message."""
        if not has:
            self._captions.pop((chat_id, message_id), None)
            return
        self._captions[chat_id, message_id] = None
        if len(self._captions) > _CAPTIONS_KEPT:
            self._captions.popitem(last=False)

    def settle(self, job_id: str) -> None:
        """Let no progress be written into the message: it becomes the result now."""
        self._settled.add(job_id)

    def unsettle(self, job_id: str) -> None:
        """Allow progress again: it did not become the result."""
        self._settled.discard(job_id)

    def is_settled(self, job_id: str) -> bool:
        """Return whether the message is the result, or about to be."""
        return job_id in self._settled

    def forget(self, job_id: str) -> None:
        """Drop what is remembered of a job that is over."""
        self._known.pop(job_id, None)
        self._settled.discard(job_id)

    async def send(
        self, recipient: Recipient, html: Html, keyboard: InlineKeyboardMarkup | None
    ) -> int:
        """Send words to those who asked, and return the message's id.

        Raises:
            TelegramAPIError: the chat cannot be written to.
        """
        for pause in _PAUSES:
            try:
                with urgency(Urgency.ANSWER):
                    message = await self._bot.send_message(
                        recipient.chat_id,
                        html,
                        message_thread_id=recipient.thread_id,
                        reply_parameters=quoting(recipient),
                        reply_markup=keyboard,
                    )
            except FateUnknown:
                if pause is None:
                    raise
                await self._clock.sleep(pause)
            else:
                return message.message_id
        raise AssertionError("the last try returns or raises")

    async def _send_first(self, job: Job) -> int:
        texts = texts_for(job.order.language)
        typing = self._nursery.spawn(self._type(job.order.recipient), name=f"typing {job.id}")
        try:
            html, keyboard = progress_text.first_words(job, texts), keyboards.progress(job, texts)
            message_id = await self.send(job.order.recipient, html, keyboard)
            await self.moved(job, message_id)
        finally:
            typing.cancel()
            self._sending.pop(job.id, None)
        return message_id

    async def _type(self, recipient: Recipient) -> None:
        """Show that somebody is there while the chat's pace holds the first words back."""
        await self._clock.sleep(_SILENCE)
        try:
            await self._bot.send_chat_action(
                recipient.chat_id, ChatAction.TYPING, message_thread_id=recipient.thread_id
            )
        except AiogramError as error:
            log.info("chat action was not shown", chat=recipient.chat_id, reason=str(error))

    async def _edit_other_part(
        self, key: tuple[int, int], html: Html, keyboard: InlineKeyboardMarkup | None
    ) -> None:
        try:
            await self._edit(key, html, keyboard, caption=key in self._captions)
        except TelegramAPIError as error:
            if not is_unchanged(error):
                raise

    async def _edit(
        self,
        key: tuple[int, int],
        html: Html,
        keyboard: InlineKeyboardMarkup | None,
        *,
        caption: bool,
    ) -> None:
        chat_id, message_id = key
        if caption:
            await self._bot.edit_message_caption(
                chat_id=chat_id, message_id=message_id, caption=html, reply_markup=keyboard
            )
            return
        await self._bot.edit_message_text(
            html, chat_id=chat_id, message_id=message_id, reply_markup=keyboard
        )


def quoting(recipient: Recipient) -> ReplyParameters | None:
    """Return the quotation of the asker's message; sent without it when that one was deleted."""
    if recipient.reply_to is None:
        return None
    return ReplyParameters(message_id=recipient.reply_to, allow_sending_without_reply=True)
