"""Draws a recording as a line of bars, with the places marked in which something is hidden."""

import asyncio
import struct
import zlib
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from services.censor.loudness import STEP_SECONDS, Loudness

WIDE: Final = 1280
SQUARE: Final = 400

_HEIGHT: Final = 400
_MARGIN: Final = 40
_BAR, _GAP = 6, 4
_CLEAN: Final = (91, 141, 239)
_HIDDEN: Final = (235, 87, 87)
_SHADE: Final = (253, 232, 232)
_PAPER: Final = (255, 255, 255)
_LEAST: Final = 0.02
_LOUDNESS_CURVE: Final = 0.6
"""Quiet speech would hardly be seen beside a shout."""

Canvas = npt.NDArray[np.uint8]


async def draw(
    loudness: Loudness, places: Sequence[tuple[float, float]], *, to: Path, width: int = WIDE
) -> Path:
    """Write the picture of a recording as a PNG that is 400 high, and return where it is.

    Args:
        loudness: How the recording sounds.
        places: What is hidden of it, in seconds.
        to: Where the picture goes.
        width: How wide it is.
    """
    png = await asyncio.to_thread(lambda: _png(drawn(loudness, places, width=width)))
    await asyncio.to_thread(to.write_bytes, png)
    return to


def drawn(
    loudness: Loudness, places: Sequence[tuple[float, float]], *, width: int = WIDE
) -> Canvas:
    """Return the picture, shape `(400, width, 3)`."""
    canvas = np.full((_HEIGHT, width, 3), _PAPER, np.uint8)
    starts = range(_MARGIN, width - _MARGIN - _BAR, _BAR + _GAP)
    levels = 10 ** (loudness.levels / np.float32(20))
    seconds = max(len(levels), 1) * STEP_SECONDS
    edges = np.linspace(0, len(levels), len(starts) + 1).astype(int)
    heights = [
        float(levels[one : max(two, one + 1)].max(initial=0.0)) for one, two in pairwise(edges)
    ]
    loudest = max([*heights, _LEAST])
    marked = _marked(places, seconds=seconds, bars=len(starts))
    for number in marked:
        left = starts[number]
        canvas[:, left - _GAP // 2 : left + _BAR + _GAP // 2] = _SHADE
    for number, (left, height) in enumerate(zip(starts, heights, strict=True)):
        share = max(_LEAST, (height / loudest) ** _LOUDNESS_CURVE)
        half = max(2, round(share * (_HEIGHT / 2 - _MARGIN)))
        colour = _HIDDEN if number in marked else _CLEAN
        canvas[_HEIGHT // 2 - half : _HEIGHT // 2 + half, left : left + _BAR] = colour
    return canvas


def _marked(places: Sequence[tuple[float, float]], *, seconds: float, bars: int) -> set[int]:
    """Return the bars in which something is hidden; each place has one at least."""
    marked: set[int] = set()
    for start, end in places:
        first = min(bars - 1, int(start / seconds * bars))
        last = min(bars - 1, int(max(start, end - STEP_SECONDS / 2) / seconds * bars))
        marked.update(range(first, last + 1))
    return marked


def _png(canvas: Canvas) -> bytes:
    height, width, _ = canvas.shape
    rows = np.concatenate([np.zeros((height, 1), np.uint8), canvas.reshape(height, -1)], axis=1)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(rows.tobytes(), 6)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )
