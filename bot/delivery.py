"""A result becomes a message: the job's own message turns into the card, or into the sound or video itself.

Changing a message may be repeated without harm, so a crash at any instant leaves one result. Only where
the message is gone is a new one sent, with a note before and after (`bot/intents.py`): when the note
says that it was begun and not whether it arrived, the person is asked instead of being sent it twice.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from weakref import WeakValueDictionary

import structlog
from aiogram.exceptions import AiogramError, TelegramAPIError
from aiogram.types import FSInputFile, InlineKeyboardMarkup, InputMediaPhoto, Message
from typing_extensions import override

from bot import refusals
from bot.client import FateUnknown
from bot.intents import Act
from bot.means import Means
from bot.media_message import Media, as_message, caption, known_media, media
from bot.refusals import Unreachable
from bot.sent_files import sent_file
from bot.upload import Shipment, Upload
from bot.urgency import Urgency, urgency
from handlers.chat import keyboards
from handlers.chat.card import card
from locales.texts import texts_for
from services.errors import SourceExpired, TooBig
from services.jobs.artifact import Artifact
from services.jobs.delivery import Delivered, Delivery, Ticks
from services.jobs.job import Job
from services.sources.medium import Medium

log = structlog.get_logger(__name__)


class TelegramDelivery(Delivery):
    """The way out into chats."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._shipments: WeakValueDictionary[str, Shipment] = WeakValueDictionary()

    @override
    def limit_bytes(self) -> int | None:
        """Return the largest file that the Bot API server takes."""
        return self._means.send_limit_bytes

    @override
    async def has(self, artifact_key: str) -> bool:
        """Return whether Telegram has the file already."""
        return await self._means.sent_files.find(artifact_key) is not None

    @override
    async def show_card(self, job: Job, medium: Medium, *, thumbnail: Path | None) -> Delivered:
        """Turn the job's message into the card of a medium with its buttons."""
        shown = card(
            job, medium, texts_for(job.order.language), limit_bytes=self._means.send_limit_bytes
        )
        async with self._final(job, size_bytes=0):
            if thumbnail is None:
                await self._means.statuses.show(job, shown.html, shown.keyboard)
                return Delivered(await self._means.statuses.of(job), uploaded=False)
            key = f"thumbnail:{await asyncio.to_thread(_digest, thumbnail)}"
            sent = await self._means.sent_files.find(key)
            picture = InputMediaPhoto(
                media=sent.file_id if sent else FSInputFile(thumbnail, filename="cover.jpg"),
                caption=shown.html,
            )
            return await self._put(job, picture, shown.keyboard, key=key, uploads=sent is None)

    @override
    async def deliver(
        self, job: Job, artifact: Artifact, *, path: Path | None, cover: Path | None, ticks: Ticks
    ) -> Delivered:
        """Turn the job's message into the result.

        Raises:
            SourceExpired: the bytes are needed after all.
            TooBig: the server does not take so much.
            DeliveryFailed: the chat cannot be reached, or Telegram cannot.
        """
        async with self._final(job, size_bytes=artifact.size_bytes):
            earlier = await self._sent_before(job, artifact)
            if earlier is not None:
                return earlier
            if path is None:
                raise SourceExpired
            return await self._upload(job, artifact, path, cover, ticks)

    async def _sent_before(self, job: Job, artifact: Artifact) -> Delivered | None:
        """Deliver by Telegram's name of an earlier upload; None when there is none, or not any more."""
        sent = await self._means.sent_files.find(artifact.key)
        if sent is None:
            return None
        texts = texts_for(job.order.language)
        shown = known_media(sent, caption(job, artifact, texts))
        try:
            return await self._put(
                job, shown, await self._buttons(job), key=artifact.key, uploads=False
            )
        except AiogramError as error:
            if not refusals.is_file_refused(error):
                raise
            log.info("an upload is forgotten by telegram", artifact=artifact.key)
            await self._means.sent_files.drop(artifact.key, sent)
            return None

    async def _upload(
        self, job: Job, artifact: Artifact, path: Path, cover: Path | None, ticks: Ticks
    ) -> Delivered:
        if artifact.size_bytes > self._means.send_limit_bytes:
            raise TooBig(size_bytes=artifact.size_bytes, limit_bytes=self._means.send_limit_bytes)
        message_id = await self._means.statuses.of(job)

        async def last_word() -> None:
            self._means.statuses.settle(job.id)
            await self._means.governor.settle(job.order.recipient.chat_id, message_id)

        shipment = self._shipments.setdefault(artifact.key, Shipment())
        file = Upload(
            path, name=artifact.file_name, shipment=shipment, ticks=ticks, last_word=last_word
        )
        words = caption(job, artifact, texts_for(job.order.language))
        shown = media(artifact, words, file=file, cover=cover)
        buttons = await self._buttons(job)
        delivered = await self._put(job, shown, buttons, key=artifact.key, uploads=True)
        return replace(delivered, uploaded=file.was_read)

    async def _put(
        self,
        job: Job,
        shown: Media,
        keyboard: InlineKeyboardMarkup | None,
        *,
        key: str,
        uploads: bool,
    ) -> Delivered:
        """Turn the job's message into the media, and remember what Telegram calls the file."""
        chat_id, message_id = job.order.recipient.chat_id, await self._means.statuses.of(job)
        if not uploads:
            self._means.statuses.settle(job.id)
        answer: Message | bool | None
        try:
            with urgency(Urgency.DELIVERY):
                answer = await self._means.bot.edit_message_media(
                    shown, chat_id=chat_id, message_id=message_id, reply_markup=keyboard
                )
        except TelegramAPIError as error:
            if refusals.is_unchanged(error):
                return Delivered(message_id, uploaded=False)
            if not refusals.is_message_gone(error):
                raise
            answer = await self._send_anew(job, shown, keyboard)
            message_id = await self._means.statuses.of(job)
        if isinstance(answer, Message):
            await self._remember(key, answer)
        self._means.statuses.note_caption(chat_id, message_id, has=True)
        return Delivered(message_id, uploaded=uploads)

    async def _send_anew(
        self, job: Job, shown: Media, keyboard: InlineKeyboardMarkup | None
    ) -> Message | None:
        """Send a message of its own, at most once; None when it was sent before.

        Raises:
            Unreachable: nobody knows whether it was sent before.
        """
        chat_id = job.order.recipient.chat_id
        begun = await self._means.intents.find(job.id, Act.RESULT)
        if begun is not None and begun.message_id is not None:
            await self._means.statuses.moved(job, begun.message_id)
            return None
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

    async def _remember(self, key: str, message: Message) -> None:
        sent = sent_file(message)
        if sent is not None:
            await self._means.sent_files.keep(key, sent)

    async def _buttons(self, job: Job) -> InlineKeyboardMarkup | None:
        medium = await self._means.jobs.medium(job.order.source_key)
        texts = texts_for(job.order.language)
        return keyboards.done(job, medium, texts, limit_bytes=self._means.send_limit_bytes)

    @asynccontextmanager
    async def _final(self, job: Job, *, size_bytes: int) -> AsyncIterator[None]:
        """Translate what Telegram says; when it did not work out, progress may go on."""
        try:
            yield
        except BaseException as error:
            self._means.statuses.unsettle(job.id)
            if isinstance(error, AiogramError):
                raise refusals.explained(
                    error, size_bytes=size_bytes, limit_bytes=self._means.send_limit_bytes
                ) from error
            raise


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
