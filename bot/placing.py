"""Puts media into a job's own message: may be repeated without harm, so a crash leaves one result.

Only where the message is gone is a new one sent, with a note before and after (`bot/intents.py`): when
the note says that it was begun and not whether it arrived, the person is asked instead of being sent it
twice.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from weakref import WeakValueDictionary

from aiogram.exceptions import AiogramError, TelegramAPIError
from aiogram.types import InlineKeyboardMarkup, Message

from bot import refusals
from bot.intents import Act
from bot.means import Means
from bot.media_message import Media, as_message
from bot.refusals import Unreachable
from bot.sent_files import sent_file
from bot.session import FateUnknown
from bot.upload import Shipment, Upload
from bot.urgency import Urgency, urgency
from services.jobs.delivery import Delivered, Ticks
from services.jobs.job import Job


class Placing:
    """Works on the messages of jobs."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._shipments: WeakValueDictionary[str, Shipment] = WeakValueDictionary()

    async def upload(self, job: Job, path: Path, *, key: str, name: str, ticks: Ticks) -> Upload:
        """Return a file on its way into the job's message; whoever else sends the key shares the way."""
        message_id = None if self._comes_anew(job) else await self._means.statuses.of(job)

        async def last_word() -> None:
            self._means.statuses.settle(job.id)
            if message_id is None:
                return
            await self._means.governor.settle(job.order.recipient.chat_id, message_id)

        shipment = self._shipments.setdefault(key, Shipment())
        return Upload(path, name=name, shipment=shipment, ticks=ticks, last_word=last_word)

    async def put(
        self,
        job: Job,
        shown: Media,
        keyboard: InlineKeyboardMarkup | None,
        *,
        key: str,
        uploads: bool,
    ) -> Delivered:
        """Turn the job's message into the media, and remember what Telegram calls the file.

        Raises:
            TelegramAPIError: it cannot; see `final`.
            Unreachable: nobody knows whether it was sent before.
        """
        if self._comes_anew(job):
            return await self._put_anew(job, shown, keyboard, key=key, uploads=uploads)
        chat_id, message_id = job.order.recipient.chat_id, await self._means.statuses.of(job)
        if not uploads:
            self._means.statuses.settle(job.id)
        answer: Message | bool | None
        try:
            answer = await self.edit(message_id, job, shown, keyboard)
        except TelegramAPIError as error:
            if refusals.is_unchanged(error):
                return Delivered(message_id, uploaded=False)
            if not refusals.is_message_gone(error):
                raise
            return await self._put_anew(job, shown, keyboard, key=key, uploads=uploads)
        if isinstance(answer, Message):
            await self.remember(key, answer)
        self._means.statuses.note_caption(chat_id, message_id, has=True)
        return Delivered(message_id, uploaded=uploads)

    async def edit(
        self, message_id: int, job: Job, shown: Media, keyboard: InlineKeyboardMarkup | None
    ) -> Message | bool:
        """Turn a message of the job's chat into the media.

        Raises:
            TelegramAPIError: it cannot be changed; see `bot.refusals`.
        """
        with urgency(Urgency.DELIVERY):
            return await self._means.bot.edit_message_media(
                shown,
                chat_id=job.order.recipient.chat_id,
                message_id=message_id,
                reply_markup=keyboard,
            )

    async def remember(self, key: str, message: Message) -> None:
        """Keep what Telegram calls the file in a message."""
        sent = sent_file(message)
        if sent is not None:
            await self._means.sent_files.keep(key, sent)

    @asynccontextmanager
    async def final(self, job: Job, *, size_bytes: int) -> AsyncIterator[None]:
        """Translate what Telegram says; when it did not work out, progress may go on.

        Raises:
            TooBig: the server does not take so much.
            DeliveryFailed: the chat cannot be reached, or Telegram cannot.
        """
        try:
            yield
        except BaseException as error:
            self._means.statuses.unsettle(job.id)
            if isinstance(error, AiogramError):
                raise refusals.explained(
                    error, size_bytes=size_bytes, limit_bytes=self._means.send_limit_bytes
                ) from error
            raise

    def _comes_anew(self, job: Job) -> bool:
        """Return whether the job has no message of its own: an entry of a list has none but its result."""
        return bool(job.order.parent) and self._means.statuses.find(job) is None

    async def _put_anew(
        self,
        job: Job,
        shown: Media,
        keyboard: InlineKeyboardMarkup | None,
        *,
        key: str,
        uploads: bool,
    ) -> Delivered:
        answer = await self._send_anew(job, shown, keyboard)
        message_id = await self._means.statuses.of(job)
        if isinstance(answer, Message):
            await self.remember(key, answer)
        self._means.statuses.note_caption(job.order.recipient.chat_id, message_id, has=True)
        return Delivered(message_id, uploaded=uploads)

    async def _send_anew(
        self, job: Job, shown: Media, keyboard: InlineKeyboardMarkup | None
    ) -> Message | bool:
        """Send a message of its own, at most once; False when it was sent before."""
        chat_id = job.order.recipient.chat_id
        begun = await self._means.intents.find(job.id, Act.RESULT)
        if begun is not None and begun.message_id is not None:
            await self._means.statuses.moved(job, begun.message_id)
            return False
        if begun is not None:
            raise Unreachable(reason="uncertain")
        await self._means.intents.begin(job.id, Act.RESULT, chat_id=chat_id)
        try:
            with urgency(Urgency.DELIVERY):
                message = await self._means.bot(as_message(shown, job.order.recipient, keyboard))
        except FateUnknown as error:
            raise Unreachable(reason="uncertain") from error
        except TelegramAPIError:
            await self._means.intents.undo(job.id, Act.RESULT)
            raise
        await self._means.intents.done(
            job.id, Act.RESULT, chat_id=chat_id, message_id=message.message_id
        )
        await self._means.statuses.moved(job, message.message_id)
        return message
