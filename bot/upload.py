"""A file on its way to Telegram: told piece by piece, and its end held back until nothing can overtake it."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path
from typing import Final

import aiofiles
from aiogram import Bot
from aiogram.types import InputFile
from typing_extensions import override

from locales.quoting import clipped, tamed
from services.jobs.delivery import Ticks

_PIECE_BYTES: Final = 256 * 1024
_LONGEST_STEM: Final = 100
_UNSAFE: Final = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_"))
"""Signs that break the header of the part, or the name on some machine."""


class Upload(InputFile):
    """A file that is read as it is sent. Sent again after a 429, it begins anew."""

    def __init__(
        self, path: Path, *, name: str, ticks: Ticks, last_word: Callable[[], Awaitable[None]]
    ) -> None:
        super().__init__(filename=safe_name(name), chunk_size=_PIECE_BYTES)
        self.path = path
        self._ticks = ticks
        self._last_word = last_word

    @override
    async def read(self, bot: Bot) -> AsyncGenerator[bytes, None]:
        """Yield the bytes. Before the last of them, everything that must come first is let through."""
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


def safe_name(name: str) -> str:
    """Return a file name that every header and every machine takes, its extension kept."""
    stem, dot, extension = tamed(name).translate(_UNSAFE).rpartition(".")
    if not dot:
        stem, extension = extension, ""
    stem = clipped(stem.strip(" ."), _LONGEST_STEM).rstrip("…") or "file"
    return f"{stem}{dot}{extension}"
