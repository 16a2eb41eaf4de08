"""A result becomes a message: the job's own message turns into the card, or into the sound or video itself.

Each act may be repeated after a crash without harm (`bot/placing.py`, `bot/sets.py`).
"""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import structlog
from aiogram.exceptions import AiogramError
from aiogram.types import InlineKeyboardMarkup, InputMediaPhoto
from typing_extensions import override

from bot import refusals
from bot.albums import Albums, Below
from bot.means import Means
from bot.media_message import (
    caption,
    known_media,
    link_words,
    media,
    piece_caption,
    set_words,
)
from bot.placing import Placing
from bot.sets import Item, Sets
from bot.upload import safe_name
from handlers.chat import keyboards
from handlers.chat.card import card
from handlers.chat.clean_card import clean_buttons, clean_notes
from handlers.chat.ears import ears_of
from handlers.chat.list_card import list_card, tally_buttons, tally_words
from handlers.chat.words_card import MOST_LETTERS, word_buttons, words_message, words_notes
from locales.messages import Messages
from locales.speaker import Html
from locales.texts import texts_for
from services.errors import ChoiceUnavailable, SourceExpired, TooBig
from services.jobs.artifact import Artifact
from services.jobs.delivery import Delivered, Delivery, Piece, Ticks
from services.jobs.job import Job
from services.jobs.order import Product
from services.jobs.tally import Tally
from services.media.choices import Hand, wanted_of
from services.media.formats import Kind
from services.sources.medium import Medium
from services.sources.playlist import Playlist
from services.store.file_links import Shared
from services.transcripts.transcript import Transcript

log = structlog.get_logger(__name__)


class TelegramDelivery(Delivery):
    """The way out into chats."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._placing = Placing(means)
        self._sets = Sets(means, self._placing)
        self._albums = Albums(means, self._placing, self._sets)

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
        shown = card(job, medium, texts_for(job.order.language), terms=self._means.terms)
        if thumbnail is None:
            return await self._say(job, shown.html, shown.keyboard)
        async with self._placing.final(job, size_bytes=0):
            key = f"thumbnail:{await asyncio.to_thread(_digest, thumbnail)}"
            sent = await self._means.sent_files.find(key)
            file = await self._placing.upload(
                job, thumbnail, key=key, name="cover.jpg", ticks=_untold
            )
            picture = InputMediaPhoto(media=sent.file_id if sent else file, caption=shown.html)
            return await self._placing.put(
                job, picture, shown.keyboard, key=key, uploads=sent is None
            )

    @override
    async def show_list(self, job: Job, playlist: Playlist) -> Delivered:
        """Turn the job's message into the card of a list with its buttons."""
        shown = list_card(job, playlist, texts_for(job.order.language))
        return await self._say(job, shown.html, shown.keyboard)

    @override
    async def show_tally(self, job: Job, tally: Tally) -> Delivered:
        """Turn the message of a list's job into what has become of its entries."""
        texts = texts_for(job.order.language)
        words, buttons = tally_words(job, tally, texts), tally_buttons(job, tally, texts)
        return await self._say(job, words, buttons)

    @override
    def most_letters(self) -> int | None:
        """Return what a message has room for beside a line or two of ours."""
        return MOST_LETTERS

    @override
    async def show_words(self, job: Job, medium: Medium, transcript: Transcript) -> Delivered:
        """Turn the job's message into what was said, with the forms in which it can be had."""
        texts = texts_for(job.order.language)
        keyboard = word_buttons(job, transcript, texts, ears=ears_of(self._means.jobs))
        return await self._say(job, words_message(job, transcript, texts), keyboard)

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
        choice = job.order.choice
        if choice and wanted_of(choice).hand is Hand.LINK:
            return await self._share(job, artifact)
        async with self._placing.final(job, size_bytes=artifact.size_bytes):
            earlier = await self._sent_before(job, artifact)
            if earlier is not None:
                return earlier
            if path is None:
                raise SourceExpired
            return await self._upload(job, artifact, path, cover, ticks)

    @override
    async def deliver_all(
        self, job: Job, artifact: Artifact, pieces: Sequence[Piece], *, ticks: Ticks
    ) -> Delivered:
        """Send the several files of a result, as few albums as can be, and the buttons below them.

        Raises:
            SourceExpired: bytes are needed after all.
            TooBig: the server does not take so much.
            DeliveryFailed: the chat cannot be reached, or Telegram cannot.
        """
        texts = texts_for(job.order.language)
        if artifact.kind is Kind.IMAGES:
            small = [piece for piece in pieces if self._takes(piece)]
            artifact = replace(artifact, left_out=artifact.left_out + len(pieces) - len(small))
            pieces = small
        items = [_item(job, piece, texts, number) for number, piece in enumerate(pieces, start=1)]
        words = set_words(job, artifact, texts, count=len(items))
        keyboard = await self._buttons(job, artifact)
        size_bytes = max((item.size_bytes for item in items), default=0)
        async with self._placing.final(job, size_bytes=size_bytes):
            if artifact.kind is Kind.IMAGES:
                below = Below(words, keyboard)
                return await self._albums.hand_over(job, items, below=below, ticks=ticks)
            return await self._sets.hand_over(
                job, items, words=words, keyboard=keyboard, ticks=ticks
            )

    def _takes(self, piece: Piece) -> bool:
        return piece.artifact.size_bytes <= self._means.send_limit_bytes

    async def _share(self, job: Job, artifact: Artifact) -> Delivered:
        """Turn the job's message into a link to the file."""
        links = self._means.file_links
        if links is None or not links.are_served:
            raise ChoiceUnavailable(choice=job.order.choice)
        shared = Shared(artifact.blob, safe_name(artifact.file_name), artifact.mime)
        link = await links.make(shared, job=job.id, account=job.order.account)
        words = link_words(job, artifact, link, texts_for(job.order.language))
        buttons = await self._buttons(job, artifact)
        async with self._placing.final(job, size_bytes=0):
            self._means.statuses.settle(job.id)
            await self._means.statuses.show(job, words, buttons)
            return Delivered(await self._means.statuses.of(job), uploaded=False)

    async def _say(self, job: Job, words: Html, keyboard: InlineKeyboardMarkup | None) -> Delivered:
        async with self._placing.final(job, size_bytes=0):
            self._means.statuses.settle(job.id)
            message_id = await self._means.statuses.show_for_good(job, words, keyboard)
            return Delivered(message_id, uploaded=False)

    async def _sent_before(self, job: Job, artifact: Artifact) -> Delivered | None:
        """Deliver by Telegram's name of an earlier upload; None when there is none, or not any more."""
        sent = await self._means.sent_files.find(artifact.key)
        if sent is None:
            return None
        shown = known_media(sent, await self._caption(job, artifact))
        try:
            return await self._placing.put(
                job, shown, await self._buttons(job, artifact), key=artifact.key, uploads=False
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
        file = await self._placing.upload(
            job, path, key=artifact.key, name=artifact.file_name, ticks=ticks
        )
        words = await self._caption(job, artifact)
        shown = media(artifact, words, file=file, cover=cover)
        buttons = await self._buttons(job, artifact)
        delivered = await self._placing.put(job, shown, buttons, key=artifact.key, uploads=True)
        return replace(delivered, uploaded=file.was_read)

    async def _caption(self, job: Job, artifact: Artifact) -> Html:
        """Return the words below a file; of one that holds words, where these come from as well."""
        texts = texts_for(job.order.language)
        words = caption(job, artifact, texts)
        transcript = await self._transcript(job, artifact)
        notes = [*words_notes(job, transcript, texts)] if transcript else []
        if job.order.product is Product.CLEAN:
            report = await self._means.jobs.report(artifact.key)
            notes += clean_notes(artifact, report, texts)
        return Html("\n".join([words, *notes]))

    async def _buttons(self, job: Job, artifact: Artifact) -> InlineKeyboardMarkup | None:
        texts = texts_for(job.order.language)
        transcript = await self._transcript(job, artifact)
        if transcript is not None:
            return word_buttons(job, transcript, texts, ears=ears_of(self._means.jobs))
        if job.order.product is Product.CLEAN:
            report = await self._means.jobs.report(artifact.key)
            return clean_buttons(job, report, texts)
        medium = await self._means.jobs.medium(job.order.source_key)
        return keyboards.done(job, medium, texts, terms=self._means.terms)

    async def _transcript(self, job: Job, artifact: Artifact) -> Transcript | None:
        """Return the words that a file holds because they are too many for a message."""
        if not artifact.beginning:
            return None
        return await self._means.jobs.transcript(replace(job, artifact=artifact.key))


def _item(job: Job, piece: Piece, texts: Messages, number: int) -> Item:
    artifact, cover = piece.artifact, piece.cover
    words = piece_caption(job, artifact, texts, number=number)
    return Item(
        key=artifact.key,
        name=artifact.file_name,
        words=words,
        path=piece.path,
        size_bytes=artifact.size_bytes,
        shown=lambda file: media(artifact, words, file=file, cover=cover),
    )


def _untold(_done: int, _total: int | None) -> None:
    """Let nobody wait for a bar: it is a small picture."""


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
