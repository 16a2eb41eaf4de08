"""The pieces of speech in a file, one after the other, cut in a process that no file can harm us through."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
import structlog

from services.errors import FileUnreadable, NoSound
from services.media.child import Child, Limits, was_killed
from services.media.ffmpeg import DEMUXERS
from services.media.readers import reader
from services.transcripts.samples import RATE, Piece
from services.transcripts.wish import USUAL, Speakers, Wish

log = structlog.get_logger(__name__)

_PROGRAM: Final = "services.transcripts.hearing_child"
_LIMITS: Final = Limits(memory_bytes=2 * 1024**3, file_bytes=0, open_files=64)
_STALL: Final = timedelta(minutes=2)
_LARGEST_PIECE: Final = 60 * RATE * 4


class ReaderKilled(FileUnreadable):
    """Somebody ended the process, which says nothing about the file; again and again, it does."""


@dataclass(slots=True)
class Hearing:
    """A file that is being read. `seconds` grows as it goes on, and is its length at the end."""

    name: str
    process: Child
    seconds: float = 0.0
    ended: bool = field(default=False)

    async def pieces(self) -> AsyncGenerator[Piece]:
        """Yield the pieces in their order; what is not taken is not read.

        Raises:
            FileUnreadable: it is no sound that could be decoded.
            NoSound: it has no such sound track.
            ReaderKilled: somebody ended the process.
        """
        while not self.ended:
            told = await self._told()
            match told["event"]:
                case "piece":
                    samples = np.frombuffer(await self._sound(told["bytes"]), np.float32)
                    piece = Piece(told["number"], told["start"], samples, told["channel"])
                    self.seconds = max(self.seconds, piece.end)
                    yield piece
                case "at":
                    self.seconds = told["seconds"]
                case "end":
                    self.seconds, self.ended = told["seconds"], True
                case _ if told.get("code") == NoSound.code:
                    raise NoSound
                case _:
                    raise FileUnreadable(name=self.name)

    async def _told(self) -> dict[str, Any]:
        try:
            async with asyncio.timeout(_STALL.total_seconds()):
                line = await self.process.stdout.readline()
            told: dict[str, Any] = json.loads(line)
        except (TimeoutError, ValueError) as error:
            raise await self._ended() from error
        return told

    async def _sound(self, size_bytes: int) -> bytes:
        try:
            return await self.process.stdout.readexactly(min(size_bytes, _LARGEST_PIECE))
        except asyncio.IncompleteReadError as error:
            raise await self._ended() from error

    async def _ended(self) -> FileUnreadable:
        """Return why there is no more to hear before the end."""
        is_killed = await was_killed(self.process)
        log.warning("a file ended its reader", name=self.name, killed=is_killed)
        return ReaderKilled(name=self.name) if is_killed else FileUnreadable(name=self.name)


@asynccontextmanager
async def hear_file(
    path: Path,
    *,
    window_seconds: float,
    folder: Path,
    wish: Wish = USUAL,
    skip: int = 0,
) -> AsyncIterator[Hearing]:
    """Begin to read a file; when the block ends, so does the process.

    Args:
        path: The file.
        window_seconds: The longest piece.
        folder: Where the process works; it writes nothing.
        wish: Which of its sound tracks, how much noise is taken out before, and whether each person's
            channel is cut into pieces of its own, where they have some.
        skip: How many pieces are known already: they are read, and not handed over.
    """
    request = {
        "path": str(path.absolute()),
        "demuxers": DEMUXERS,
        "window_seconds": window_seconds,
        "track": wish.track,
        "apart": wish.speakers is Speakers.CHANNELS,
        "noise": wish.noise,
        "skip": skip,
    }
    command = [_PROGRAM, json.dumps(request)]
    async with reader(command, folder=folder, limits=_LIMITS) as process:
        yield Hearing(path.name, process)
