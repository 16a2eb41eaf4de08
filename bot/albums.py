"""Hands over the pictures of a post: albums of up to ten, in their order, each sent at most once.

Pictures are small and many, so they are uploaded within the albums themselves, a few calls for all of
them. A note stands before and after each (`bot/sets.py`); who asks again gets them by Telegram's names.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from aiogram.exceptions import AiogramError
from aiogram.types import InlineKeyboardMarkup, Message

from bot import refusals
from bot.intents import Act
from bot.means import Means
from bot.media_message import Media, known_media
from bot.placing import Placing
from bot.sent_files import SentFile
from bot.sets import Item, Sets, sizes
from bot.upload import Shipment, Upload
from locales.speaker import Html
from services.errors import SourceExpired
from services.jobs.delivery import Delivered, Ticks
from services.jobs.job import Job


@dataclass(frozen=True, slots=True)
class Below:
    """What stands below the albums."""

    words: Html
    keyboard: InlineKeyboardMarkup | None


class Albums:
    """Works on the messages of jobs about posts of pictures."""

    def __init__(self, means: Means, placing: Placing, sets: Sets) -> None:
        self._means = means
        self._placing = placing
        self._sets = sets

    async def hand_over(
        self, job: Job, items: Sequence[Item], *, below: Below, ticks: Ticks
    ) -> Delivered:
        """Send the pictures in their order.

        Args:
            job: Whose.
            items: The pictures and short films.
            below: What the message below them says.
            ticks: Hears of the bytes of all of them.

        Raises:
            SourceExpired: bytes are needed after all.
            TelegramAPIError: the chat cannot be written to.
            Unreachable: nobody knows whether an album was sent before.
        """
        told = await self._means.intents.find(job.id, Act.RESULT)
        if told is not None and told.message_id is not None:
            return Delivered(told.message_id, uploaded=False)
        progress = _Progress(ticks, sum(item.size_bytes for item in items))
        shots = [await self._shot(item, progress) for item in items]
        waiting = iter(shots)
        for number, size in enumerate(sizes([shot.media.type for shot in shots]), start=1):
            album = list(islice(waiting, size))
            await self._send(job, f"{Act.ALBUM}:{number}", album)
            progress.done += sum(shot.item.size_bytes for shot in album)
            ticks(progress.done, progress.total)
        self._means.statuses.settle(job.id)
        message_id = await self._sets.move_below(job, below.words, below.keyboard)
        return Delivered(message_id, uploaded=any(shot.sent is None for shot in shots))

    async def _shot(self, item: Item, progress: "_Progress") -> "_Shot":
        """Return one picture as it is sent: by its name, or as an upload."""
        sent = await self._means.sent_files.find(item.key)
        if sent is not None:
            return _Shot(item, known_media(sent, item.words), sent)
        if item.path is None:
            raise SourceExpired
        upload = Upload(
            item.path,
            name=item.name,
            shipment=Shipment(),
            ticks=progress.tick,
            last_word=_nothing,
        )
        return _Shot(item, item.shown(upload), None)

    async def _send(self, job: Job, act: str, album: "Sequence[_Shot]") -> None:
        try:
            messages = await self._sets.send_album(job, act, [shot.media for shot in album])
        except AiogramError as error:
            if not refusals.is_file_refused(error):
                raise
            for shot in album:
                if shot.sent is not None:
                    await self._means.sent_files.drop(shot.item.key, shot.sent)
            raise SourceExpired from error
        await self._remember(album, messages)

    async def _remember(self, album: "Sequence[_Shot]", messages: Sequence[Message]) -> None:
        # Nothing comes back from an album that an earlier life of the process has sent.
        for shot, message in zip(album, messages, strict=False):
            await self._placing.remember(shot.item.key, message)


@dataclass(frozen=True, slots=True)
class _Shot:
    item: Item
    media: Media
    sent: SentFile | None
    """What Telegram calls it; None when it is uploaded."""


@dataclass(slots=True)
class _Progress:
    """Adds up the albums."""

    ticks: Ticks
    total: int
    done: int = 0

    def tick(self, done: int, _total: int | None) -> None:
        """Hear of the bytes of one picture: those of its album that went before are not counted yet."""
        self.ticks(min(self.done + done, self.total), self.total)


async def _nothing() -> None:
    """Let nothing hold the last bytes back: no message turns into this one."""
