"""A file on its way to Telegram: told piece by piece, and its end held back until nothing can overtake it."""

import asyncio
import os
import secrets
import shutil
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import aiofiles
from aiogram import Bot
from aiogram.types import FSInputFile, InputFile, Message
from typing_extensions import override

from bot.sent_files import SentFile, sent_file
from locales.quoting import clipped, tamed
from services.jobs.delivery import Ticks

_PIECE_BYTES: Final = 256 * 1024
_LONGEST_STEM: Final = 100
_UNSAFE: Final = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_"))
"""Signs that break the header of the part, or the name on some machine."""


class Shipment:
    """Bytes that several chats may want at the same time: the first to have its turn uploads them."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.sent: SentFile | None = None
        """How Telegram calls them, once they have arrived."""


class Upload(InputFile):
    """A file that is read as it is sent. Sent again after a 429, it begins anew.

    While others upload the same bytes, it waits; then it is sent by the name that they got.
    """

    def __init__(
        self,
        path: Path,
        *,
        name: str,
        shipment: Shipment,
        ticks: Ticks,
        last_word: Callable[[], Awaitable[None]],
    ) -> None:
        super().__init__(filename=safe_name(name), chunk_size=_PIECE_BYTES)
        self.path = path
        self.was_read = False
        self.address = ""
        """Where a server on this machine finds the file by itself; empty: its bytes are sent."""
        self._shipment = shipment
        self._ticks = ticks
        self._last_word = last_word

    @property
    def file_id(self) -> str:
        """Return Telegram's own name of the bytes; empty as long as they have to be uploaded."""
        return self._shipment.sent.file_id if self._shipment.sent else ""

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until nobody uploads the same; held while the call is on the wire, not while it waits."""
        async with self._shipment.lock:
            if self.file_id:
                await self._last_word()
            yield

    @asynccontextmanager
    async def by_path(self, outbox: Path) -> AsyncIterator[None]:
        """Have a server on this machine read the file by itself, under the name that it is to have.

        Everything that must come first is let through before: nobody sees the server read.

        Args:
            outbox: A folder that the server sees, too; the file lies there until the context is left.
        """
        total = self.path.stat().st_size
        place = outbox / secrets.token_hex(8)
        await asyncio.to_thread(_lay_out, self.path, place / self.name)
        try:
            await self._last_word()
            self._ticks(0, total)
            self.was_read = True
            self.address = (place / self.name).absolute().as_uri()
            yield
            self._ticks(total, total)
        finally:
            self.address = ""
            await asyncio.to_thread(shutil.rmtree, place, ignore_errors=True)

    @property
    def name(self) -> str:
        """Return what the file is called in the chat."""
        return self.filename or "file"

    def landed(self, answer: object) -> None:
        """Remember what the bytes are called now."""
        if isinstance(answer, Message):
            self._shipment.sent = sent_file(answer)

    @override
    async def read(self, bot: Bot) -> AsyncGenerator[bytes, None]:
        """Yield the bytes. Before the last of them, everything that must come first is let through."""
        self.was_read = True
        total = self.path.stat().st_size
        done = 0
        async with aiofiles.open(self.path, "rb") as file:
            piece = await file.read(self.chunk_size)
            while piece:
                following = await file.read(self.chunk_size)
                if not following:
                    await self._last_word()
                yield piece
                done += len(piece)
                self._ticks(done, total)
                piece = following


class Cover(FSInputFile):
    """The small picture of an upload; left out when the upload is not needed after all."""

    def __init__(self, path: Path, upload: Upload) -> None:
        super().__init__(path, filename="cover.jpg")
        self.upload = upload


def safe_name(name: str) -> str:
    """Return a file name that every header and every machine takes, its extension kept."""
    stem, dot, extension = tamed(name).translate(_UNSAFE).rpartition(".")
    if not dot:
        stem, extension = extension, ""
    stem = clipped(stem.strip(" ."), _LONGEST_STEM).rstrip("…") or "file"
    return f"{stem}{dot}{extension}"


def _lay_out(path: Path, to: Path) -> None:
    """Let the file be found under another name as well; its bytes are copied only where they must be."""
    to.parent.mkdir(parents=True)
    try:
        os.link(path, to)
    except OSError:
        shutil.copyfile(path, to)
