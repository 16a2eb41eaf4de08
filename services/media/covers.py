"""Makes the JPEGs of a medium: the small one that chats show, and the square one that sound carries."""

import asyncio
import struct
from pathlib import Path
from typing import Final

import structlog

from services.errors import FileUnreadable
from services.media.ffmpeg import DEMUXERS, LOCAL, PICTURES, FfmpegFailed, run
from services.media.probe import Probe, probe

log = structlog.get_logger(__name__)

SIDE: Final = 320
"""The longest side in pixels that Telegram takes for a thumbnail; it must also stay below 200 kB."""

MOST_BYTES: Final = 200_000

SQUARE_SIDE: Final = 640
"""The longest side of the cover inside a file of sound."""

_LATEST_SECONDS: Final = 10.0
_SHRINK: Final = (
    f"scale='min({SIDE},iw)':'min({SIDE},ih)':force_original_aspect_ratio=decrease,setsar=1"
)
_SQUARE: Final = (
    f"crop='min(iw,ih)':'min(iw,ih)',scale='min({SQUARE_SIDE},iw)':-1,setsar=1"  # the middle of it
)
_MOST_SQUARE_BYTES: Final = 1024**2
_JPEG: Final = b"\xff\xd8"
_MARK: Final = 0xFF
_FRAME_BYTES: Final = 9
_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2, 0xC3})
_NO_LENGTH: Final = frozenset({0x01, *range(0xD0, 0xD9)})
_HEAD_BYTES: Final = 256 * 1024


async def thumbnail_of(path: Path, *, picture: Path | None, to: Path) -> Path | None:
    """Return the JPEG that a chat shows beside a file, None when there is none.

    Args:
        path: The file.
        picture: The one that belongs to it: better than any frame, and taken as it is if small.
        to: Where it goes if it has to be made.
    """
    if picture is None:
        return await cover_of(path, to=to)
    width, height = await asyncio.to_thread(_jpeg_size, picture)
    if 0 < max(width, height) <= SIDE and picture.stat().st_size < MOST_BYTES:
        return picture
    return await cover_from_picture(picture, to=to) or await cover_of(path, to=to)


async def cover_from_picture(picture: Path, *, to: Path) -> Path | None:
    """Make the small JPEG from a picture; return its path, or None when it is no picture."""
    return await _draw(_from_picture(picture), to=to)


async def square_cover_from(picture: Path, *, to: Path) -> Path | None:
    """Make the square JPEG from the middle of a picture; None when it is no picture."""
    return await _draw(_from_picture(picture), to=to, shape=_SQUARE, most_bytes=_MOST_SQUARE_BYTES)


async def square_cover_of(path: Path, found: Probe, *, to: Path) -> Path | None:
    """Make the square JPEG from the cover that a file carries."""
    opened = (*LOCAL, "-format_whitelist", DEMUXERS, "-i", f"file:{path.absolute()}")
    source = (*opened, "-map", f"0:{found.cover_index}")
    return await _draw(source, to=to, shape=_SQUARE, most_bytes=_MOST_SQUARE_BYTES)


def is_square(picture: Path) -> bool:
    """Return whether a file is a JPEG as wide as it is high, fit to be carried as it is."""
    width, height = _jpeg_size(picture)
    return 0 < width == height and picture.stat().st_size <= _MOST_SQUARE_BYTES


async def cover_of(path: Path, *, to: Path) -> Path | None:
    """Make the JPEG from the file's own cover, or from a frame near its beginning.

    Returns:
        Its path, or None when the file has neither, or is no sound and no video.
    """
    try:
        found = await probe(path)
    except FileUnreadable:
        return None
    opened = (*LOCAL, "-format_whitelist", DEMUXERS, "-i", f"file:{path.absolute()}")
    if found.has_cover:
        return await _draw((*opened, "-map", f"0:{found.cover_index}"), to=to)
    if not found.has_picture:
        return None
    # The first frame of a film is often black.
    start = min(_LATEST_SECONDS, (found.seconds or 0) / 10)
    return await _draw(("-ss", f"{start:.3f}", *opened, "-map", f"0:{found.picture_index}"), to=to)


def _jpeg_size(picture: Path) -> tuple[int, int]:
    """Return width and height of a JPEG; zeros for anything else."""
    with picture.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head.startswith(_JPEG):
        return 0, 0
    at = len(_JPEG)
    while at + _FRAME_BYTES <= len(head) and head[at] == _MARK:
        kind = head[at + 1]
        if kind in _FRAMES:
            height, width = struct.unpack_from(">HH", head, at + 5)
            return width, height
        at += 2 if kind in _NO_LENGTH else 2 + struct.unpack_from(">H", head, at + 2)[0]
    return 0, 0


def _from_picture(picture: Path) -> tuple[str, ...]:
    opened = (*LOCAL, "-format_whitelist", PICTURES, "-i", f"file:{picture.absolute()}")
    return (*opened, "-map", "0:v:0")


async def _draw(
    source: tuple[str, ...], *, to: Path, shape: str = _SHRINK, most_bytes: int = MOST_BYTES
) -> Path | None:
    arguments = [*source, "-frames:v", "1", "-vf", shape, "-pix_fmt", "yuvj420p", "-q:v", "4"]
    arguments += ["-strict", "unofficial", "-f", "mjpeg", f"file:{to.absolute()}"]
    try:
        await run(arguments, folder=to.parent)
        if 0 < to.stat().st_size < most_bytes:
            return to
    except (FfmpegFailed, FileNotFoundError) as error:
        log.info("no cover", said=str(error))
    to.unlink(missing_ok=True)
    return None
