"""Finds where a file can be cut so that each part is small enough and plays by itself."""

import asyncio
import json
import sys
from collections import deque
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Final

import structlog

from services.errors import FileUnreadable, TooBig
from services.media import parts_child
from services.media.child import Limits, child, last_lines
from services.media.ffmpeg import DEMUXERS
from services.media.stretches import Stretch

log = structlog.get_logger(__name__)

_LIMITS: Final = Limits(memory_bytes=1024**3, file_bytes=0, open_files=32)
_PATIENCE: Final = timedelta(minutes=10)
_OVERHEAD_BYTES: Final = 256 * 1024
"""Tags, a cover and what else stands in a file once."""

Step = tuple[float, int]
"""A second at which a file can be cut, and the bytes from there to the next one."""


async def parts_of(path: Path, *, most_bytes: int) -> tuple[Stretch, ...]:
    """Return the parts, in seconds since the file's beginning; together they are the whole file.

    Raises:
        FileUnreadable: it is no sound and no video.
        TooBig: between two places where it can be cut there is more than `most_bytes`.
    """
    steps, seconds = await _steps(path)
    return cut_up(steps, seconds, most_bytes=most_bytes)


def cut_up(steps: Iterable[Step], seconds: float, *, most_bytes: int) -> tuple[Stretch, ...]:
    """Return as few parts as it takes, each filled as far as it goes.

    Raises:
        TooBig: one step alone is larger than `most_bytes`.
    """
    starts, used = [0.0], _OVERHEAD_BYTES
    for second, size_bytes in steps:
        if size_bytes + _OVERHEAD_BYTES > most_bytes:
            raise TooBig(size_bytes=size_bytes, limit_bytes=most_bytes)
        if used + size_bytes > most_bytes:
            starts.append(second)
            used = _OVERHEAD_BYTES
        used += size_bytes
    ends = [*starts[1:], seconds]
    return tuple(Stretch(start, end) for start, end in zip(starts, ends, strict=True))


async def _steps(path: Path) -> tuple[list[Step], float]:
    command = [sys.executable, "-I", parts_child.__file__, str(path.absolute()), DEMUXERS]
    complaints: deque[str] = deque(maxlen=4)
    answer = b""
    try:
        async with (
            asyncio.timeout(_PATIENCE.total_seconds()),
            child(command, folder=path.parent, limits=_LIMITS) as ran,
            asyncio.TaskGroup() as group,
        ):
            assert ran.stdout is not None  # noqa: S101 - asked for when it was started
            assert ran.stderr is not None  # noqa: S101
            group.create_task(last_lines(ran.stderr, complaints))
            answer = await ran.stdout.read()
            await ran.wait()
        told = json.loads(answer)
    except (TimeoutError, ValueError) as error:
        log.info("file unreadable", said=list(complaints))
        raise FileUnreadable(name=path.name) from error
    return [(second, size_bytes) for second, size_bytes in told["steps"]], told["seconds"]
