"""Finds where a file can be cut so that each part is small enough and plays by itself."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Final

from services.errors import TooBig
from services.media import parts_child
from services.media.ffmpeg import DEMUXERS
from services.media.questions import ask
from services.media.stretches import Stretch

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
    told = await ask(parts_child, path, DEMUXERS, within=_PATIENCE)
    return [(second, size_bytes) for second, size_bytes in told["steps"]], told["seconds"]
