"""Makes the small JPEG that chats show beside a file: from a picture, or from the file itself."""

from pathlib import Path
from typing import Final

import structlog

from services.errors import FileUnreadable
from services.media.ffmpeg import DEMUXERS, LOCAL, PICTURES, FfmpegFailed, run
from services.media.probe import probe

log = structlog.get_logger(__name__)

SIDE: Final = 320
"""The longest side in pixels that Telegram takes for a thumbnail; it must also stay below 200 kB."""

MOST_BYTES: Final = 200_000

_LATEST_SECONDS: Final = 10.0
_SHRINK: Final = (
    f"scale='min({SIDE},iw)':'min({SIDE},ih)':force_original_aspect_ratio=decrease,setsar=1"
)


async def cover_from_picture(picture: Path, *, to: Path) -> Path | None:
    """Make the JPEG from a picture; return its path, or None when it is no picture."""
    opened = (*LOCAL, "-format_whitelist", PICTURES, "-i", f"file:{picture.absolute()}")
    return await _draw((*opened, "-map", "0:v:0"), to=to)


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


async def _draw(source: tuple[str, ...], *, to: Path) -> Path | None:
    arguments = [*source, "-frames:v", "1", "-vf", _SHRINK, "-pix_fmt", "yuvj420p", "-q:v", "4"]
    arguments += ["-strict", "unofficial", "-f", "mjpeg", f"file:{to.absolute()}"]
    try:
        await run(arguments, folder=to.parent)
        if 0 < to.stat().st_size < MOST_BYTES:
            return to
    except (FfmpegFailed, FileNotFoundError) as error:
        log.info("no cover", said=str(error))
    to.unlink(missing_ok=True)
    return None
