"""Bytes that people sent to the bot: fetched to a temporary name, whole or not at all."""

import asyncio
import errno
import math
import os
import shutil
import tempfile
from contextlib import aclosing
from datetime import timedelta
from pathlib import Path
from typing import Final

import aiofiles
import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import File
from typing_extensions import override

from bot.patience import patience_with
from bot.refusals import is_file_refused, is_too_big
from bot.session import FileCut, FileRefused
from services.clock import Clock
from services.errors import Failed, FileOutOfReach, NoRoom, SiteTrouble, SourceExpired
from services.jobs.delivery import ChatFiles, Ticks
from services.jobs.order import ChatFile

log = structlog.get_logger(__name__)

_HOST: Final = "Telegram"
_PAUSES: Final = (timedelta(seconds=1), timedelta(seconds=4))
_PIECE_BYTES: Final = 256 * 1024
_SILENCE_SECONDS: Final = 30


class TelegramFiles(ChatFiles):
    """Files of chats, over HTTP, or by path where the Bot API server runs on this machine."""

    def __init__(self, bot: Bot, clock: Clock, *, take_limit_bytes: int | None) -> None:
        self._bot = bot
        self._clock = clock
        self._limit_bytes = take_limit_bytes

    @override
    async def download(self, file: ChatFile, *, to: Path, ticks: Ticks) -> None:
        """Write the file's bytes to `to`, whole or not at all.

        Raises:
            FileOutOfReach: Telegram does not hand files of this size to bots.
            SourceExpired: Telegram does not know the file any more.
            SiteTrouble: Telegram did not give it, after several attempts.
            NoRoom: the disk is full.
        """
        size_bytes, limit_bytes = file.size_bytes or 0, self._limit_bytes
        if limit_bytes is not None and size_bytes > limit_bytes:
            raise FileOutOfReach(size_bytes=size_bytes, limit_bytes=limit_bytes)
        for pause in (*_PAUSES, None):
            try:
                await self._fetch(file, to, ticks)
            except (FileCut, FileRefused) as error:
                log.info("a file was cut off", file=file.unique_id, reason=str(error))
                if pause is None:
                    raise SiteTrouble(host=_HOST) from error
                await self._clock.sleep(pause)
            else:
                return

    async def read(self, file: ChatFile) -> bytes:
        """Return what is in a small file.

        Raises:
            FileOutOfReach: Telegram does not hand files of this size to bots.
            SourceExpired: Telegram does not know the file any more.
            SiteTrouble: Telegram did not give it, after several attempts.
            NoRoom: the disk is full.
        """
        folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="hearsay-"))
        path = folder / "file"
        try:
            await self.download(file, to=path, ticks=lambda _done, _total: None)
            return await asyncio.to_thread(path.read_bytes)
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def _fetch(self, file: ChatFile, to: Path, ticks: Ticks) -> None:
        found = await self._find(file)
        partial = to.with_name(f"{to.name}.part")
        try:
            if self._bot.session.api.is_local:
                await asyncio.to_thread(_take, Path(found.file_path or ""), partial)
            else:
                await self._stream(found, partial, ticks)
            size_bytes = _checked_size(partial, found)
            partial.replace(to)
            ticks(size_bytes, size_bytes)
        except FileNotFoundError as error:
            raise FileCut("the server does not have it") from error
        except PermissionError as error:
            raise FileCut("the server's files may not be read") from error
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            raise NoRoom(needed_bytes=found.file_size or 0) from error
        finally:
            partial.unlink(missing_ok=True)

    async def _stream(self, found: File, partial: Path, ticks: Ticks) -> None:
        url = self._bot.session.api.file_url(self._bot.token, found.file_path or "")
        pieces = self._bot.session.stream_content(
            url, timeout=_SILENCE_SECONDS, chunk_size=_PIECE_BYTES
        )
        done = 0
        async with aiofiles.open(partial, "wb") as target, aclosing(pieces):
            async for piece in pieces:
                await target.write(piece)
                done += len(piece)
                ticks(done, found.file_size)

    async def _find(self, file: ChatFile) -> File:
        try:
            return await self._bot.get_file(file.file_id, request_timeout=self._patience(file))
        except AiogramError as error:
            raise self._explained(error, file) from error

    def _patience(self, file: ChatFile) -> int | None:
        """Return for how many seconds to wait: a server of one's own answers when it has the file."""
        if not self._bot.session.api.is_local:
            return None
        return math.ceil(patience_with(file.size_bytes or 0))

    def _explained(
        self, error: AiogramError, file: ChatFile
    ) -> Failed | FileOutOfReach | SourceExpired:
        if is_too_big(error):
            return FileOutOfReach(
                size_bytes=file.size_bytes or 0, limit_bytes=self._limit_bytes or 0
            )
        if is_file_refused(error):
            return SourceExpired()
        return SiteTrouble(host=_HOST)


def _take(source: Path, to: Path) -> None:
    """Give a file of the server's another name of ours; its bytes are copied only where they must be."""
    to.unlink(missing_ok=True)
    try:
        os.link(source, to)
    except OSError:
        shutil.copyfile(source, to)


def _checked_size(partial: Path, found: File) -> int:
    written = partial.stat().st_size
    if found.file_size is not None and written != found.file_size:
        raise FileCut(f"{written} of {found.file_size} bytes")
    return written
