"""Measures how loud a file is, in a process that no file can harm us through."""

import asyncio
import json
from collections import deque
from datetime import timedelta
from pathlib import Path
from typing import Final

import structlog

from services.censor.loudness import Loudness
from services.errors import FileUnreadable
from services.media.child import KILLED, LIVES, Limits, last_lines
from services.media.ffmpeg import DEMUXERS
from services.media.readers import reader

log = structlog.get_logger(__name__)

_PROGRAM: Final = "services.censor.loudness_child"
_LIMITS: Final = Limits(memory_bytes=1024**3, file_bytes=0, open_files=64)
_STALL: Final = timedelta(minutes=3)
_READ_BYTES: Final = 64 * 1024


async def measure(path: Path, *, folder: Path, track: int = 0) -> Loudness:
    """Listen to how loud a file is; only its sound is decoded, in a process of its own.

    Args:
        path: The file.
        folder: Where the process works; it writes nothing.
        track: Which sound track, from 0.

    Raises:
        FileUnreadable: it has no such track, or it cannot be decoded.
    """
    request = {"path": str(path.absolute()), "demuxers": DEMUXERS, "track": track}
    command = [_PROGRAM, json.dumps(request)]
    for _ in range(LIVES):
        code, told = await _run(command, folder=folder)
        if code == 0 and told is not None:
            return Loudness(told)
        if code not in KILLED:
            break
    raise FileUnreadable(name=path.name)


async def _run(command: list[str], *, folder: Path) -> tuple[int | None, bytes | None]:
    """Return how the program ended, and all that it told; None if nothing came for too long."""
    complaints: deque[str] = deque(maxlen=4)
    async with (
        reader(
            command, folder=folder, limits=_LIMITS, environment={"OPENBLAS_NUM_THREADS": "1"}
        ) as process,
        asyncio.TaskGroup() as group,
    ):
        group.create_task(last_lines(process.stderr, complaints))
        told = await _read(process.stdout)
        code = await process.wait() if told is not None else None
    if code != 0 or told is None:
        log.info("loudness unknown", code=code, said=list(complaints))
    return code, told


async def _read(reader: asyncio.StreamReader) -> bytes | None:
    """Return all that is told; None if nothing came for too long."""
    told = bytearray()
    try:
        while True:
            async with asyncio.timeout(_STALL.total_seconds()):
                part = await reader.read(_READ_BYTES)
            if not part:
                return bytes(told)
            told += part
    except TimeoutError:
        return None
