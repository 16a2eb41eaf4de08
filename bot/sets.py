"""Hands over several files as albums: each is uploaded once, each album is sent at most once.

A file gets its name at Telegram inside the job's own message, where an upload may be repeated without
harm: one that times out after the server took it does no damage. The albums are then sent by these names,
a small call with a note before and after. Below them, a message with the buttons takes the place
of the one that carried the files.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog
from aiogram.exceptions import AiogramError, TelegramAPIError
from aiogram.types import (
    InlineKeyboardMarkup,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    Message,
)

from bot import refusals
from bot.intents import Act
from bot.means import Means
from bot.media_message import Media, as_message, known_media
from bot.placing import Placing
from bot.refusals import Unreachable
from bot.sent_files import SentFile
from bot.session import FateUnknown
from bot.statuses import quoting
from bot.upload import Upload
from bot.urgency import Urgency, urgency
from locales.speaker import Html
from services.errors import SourceExpired
from services.jobs.delivery import Delivered, Ticks
from services.jobs.job import Job

log = structlog.get_logger(__name__)

LARGEST_ALBUM: Final = 10

_TOGETHER: Final = (frozenset({"photo", "video"}), frozenset({"audio"}), frozenset({"document"}))
_AlbumMedia = InputMediaAudio | InputMediaDocument | InputMediaPhoto | InputMediaVideo


@dataclass(frozen=True, slots=True)
class Item:
    """One file of a set."""

    key: str
    name: str
    words: Html
    """What stands below it."""
    path: Path | None
    """None when Telegram has it."""
    size_bytes: int
    shown: Callable[[Upload], Media]
    """Returns the upload with all that its player shows."""


class Sets:
    """Works on the messages of jobs with several files."""

    def __init__(self, means: Means, placing: Placing) -> None:
        self._means = means
        self._placing = placing

    async def hand_over(
        self,
        job: Job,
        items: Sequence[Item],
        *,
        words: Html,
        keyboard: InlineKeyboardMarkup | None,
        ticks: Ticks,
    ) -> Delivered:
        """Send the files in their order.

        Args:
            job: Whose.
            items: The files, at least one.
            words: What the message below them says.
            keyboard: Its buttons.
            ticks: Hears of the bytes of all of them.

        Raises:
            SourceExpired: bytes are needed after all.
            TelegramAPIError: the chat cannot be written to.
            Unreachable: nobody knows whether an album was sent before.
        """
        told = await self._means.intents.find(job.id, Act.RESULT)
        if told is not None and told.message_id is not None:
            return Delivered(told.message_id, uploaded=False)
        sent, uploaded = await self._all_sent(job, items, ticks)
        self._means.statuses.settle(job.id)
        start = 0
        for number, size in enumerate(sizes([one.kind for one in sent]), start=1):
            act = f"{Act.ALBUM}:{number}"
            pairs = zip(sent[start : start + size], items[start : start + size], strict=True)
            await self.send_album(job, act, [known_media(one, item.words) for one, item in pairs])
            start += size
        message_id = await self.move_below(job, words, keyboard)
        return Delivered(message_id, uploaded=uploaded)

    async def _all_sent(
        self, job: Job, items: Sequence[Item], ticks: Ticks
    ) -> tuple[list[SentFile], bool]:
        """Return what Telegram calls each file, and whether any had to be uploaded."""
        total = sum(item.size_bytes for item in items if item.path)
        sent: list[SentFile] = []
        done, uploaded = 0, False
        for item in items:
            known = await self._means.sent_files.find(item.key)
            if known is None:
                known = await self._upload(job, item, _shifted(ticks, done, total))
                uploaded = True
            sent.append(known)
            done += item.size_bytes if item.path else 0
        return sent, uploaded

    async def _upload(self, job: Job, item: Item, ticks: Ticks) -> SentFile:
        if item.path is None:
            raise SourceExpired
        file = await self._placing.upload(job, item.path, key=item.key, name=item.name, ticks=ticks)
        answer = await self._carried(job, item.shown(file))
        if isinstance(answer, Message):
            await self._placing.remember(item.key, answer)
        self._means.statuses.unsettle(job.id)
        found = await self._means.sent_files.find(item.key)
        if found is None:
            raise SourceExpired
        return found

    async def _carried(self, job: Job, shown: Media) -> Message | bool:
        """Put the file into the job's message, or into a new one where that was deleted."""
        chat_id, message_id = job.order.recipient.chat_id, await self._means.statuses.of(job)
        try:
            answer = await self._placing.edit(message_id, job, shown, None)
        except TelegramAPIError as error:
            if not refusals.is_message_gone(error):
                raise
            message_id = await self._means.statuses.send(job.order.recipient, Html("…"), None)
            await self._means.statuses.moved(job, message_id)
            answer = await self._placing.edit(message_id, job, shown, None)
        self._means.statuses.note_caption(chat_id, message_id, has=True)
        return answer

    async def send_album(self, job: Job, act: str, album: Sequence[Media]) -> list[Message]:
        """Send an album once; return its messages, none when it was sent before.

        Raises:
            TelegramAPIError: the chat cannot be written to.
            Unreachable: nobody knows whether it was sent before.
        """
        recipient = job.order.recipient
        begun = await self._means.intents.find(job.id, act)
        if begun is not None:
            if begun.message_id is None:
                raise Unreachable(reason="uncertain")
            return []
        await self._means.intents.begin(job.id, act, chat_id=recipient.chat_id)
        try:
            with urgency(Urgency.DELIVERY):
                messages = await self._sent(job, album)
        except FateUnknown as error:
            raise Unreachable(reason="uncertain") from error
        except TelegramAPIError:
            await self._means.intents.undo(job.id, act)
            raise
        await self._means.intents.done(
            job.id, act, chat_id=recipient.chat_id, message_id=messages[0].message_id
        )
        return messages

    async def _sent(self, job: Job, album: Sequence[Media]) -> list[Message]:
        recipient = job.order.recipient
        if len(album) == 1:
            return [await self._means.bot(as_message(album[0], recipient, None))]
        return await self._means.bot.send_media_group(
            recipient.chat_id,
            [one for one in album if isinstance(one, _AlbumMedia)],
            message_thread_id=recipient.thread_id,
            reply_parameters=quoting(recipient),
        )

    async def move_below(self, job: Job, words: Html, keyboard: InlineKeyboardMarkup | None) -> int:
        """Let a message below the files show the job, instead of the one above them."""
        recipient, above = job.order.recipient, await self._means.statuses.of(job)
        try:
            await self._means.bot.delete_message(recipient.chat_id, above)
        except AiogramError as error:
            log.info("a carrier of files stays", job=job.id, reason=str(error))
        message_id = await self._means.statuses.send(recipient, words, keyboard)
        await self._means.intents.done(
            job.id, Act.RESULT, chat_id=recipient.chat_id, message_id=message_id
        )
        await self._means.statuses.moved(job, message_id)
        return message_id


def sizes(kinds: Sequence[str]) -> Iterator[int]:
    """Yield how many files each album has: as few albums as can be, of nearly the same size."""
    if not any(set(kinds) <= together for together in _TOGETHER):
        yield from (1 for _ in kinds)
        return
    left, albums = len(kinds), -(-len(kinds) // LARGEST_ALBUM)
    for number in range(albums, 0, -1):
        size = -(-left // number)
        yield size
        left -= size


def _shifted(ticks: Ticks, before: int, total: int) -> Ticks:
    def tick(done: int, _total: int | None) -> None:
        ticks(before + done, total)

    return tick
