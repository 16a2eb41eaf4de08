"""What is done to a clean copy once its words are hidden: without its tags, or in another format."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Final

from services.censor.tags import tags_around
from services.errors import ConversionFailed
from services.media.brief import Brief
from services.media.convert import convert
from services.media.ffmpeg import DEMUXERS, LOCAL, FfmpegFailed, run
from services.media.formats import format_of

_BARE_SUFFIXES: Final = frozenset({".mp3", ".aac"})
"""Their tags stand before and after the sound, which has no container."""


async def without_tags(path: Path, *, folder: Path) -> Path:
    """Return the same sound and pictures without tags, covers and chapters; nothing is encoded again.

    Args:
        path: The file; it stays as it is.
        folder: Where the new one goes, under the same name.

    Raises:
        ConversionFailed: FFmpeg could not do it.
        NoRoom: the disk is full.
    """
    to = folder / path.name
    if path.suffix.lower() in _BARE_SUFFIXES:
        await asyncio.to_thread(_cut_out, path, to)
        return to
    arguments = (
        *(*LOCAL, "-format_whitelist", DEMUXERS, "-i", f"file:{path.absolute()}"),
        *("-map", "0:V?", "-map", "0:a", "-map", "0:s?", "-c", "copy"),
        *("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"),
        f"file:{to.absolute()}",
    )
    try:
        await run(arguments, folder=folder)
    except FfmpegFailed as error:
        raise ConversionFailed(choice="clean") from error
    return to


async def in_format(
    path: Path, name: str, *, folder: Path, ticks_seconds: Callable[[float], None] | None = None
) -> Path:
    """Return a sound in another format, with what that can hold of its tags.

    Args:
        path: The file.
        name: The format, such as `mp3` or `mp3-128`.
        folder: Where the new one goes.
        ticks_seconds: Called with the seconds that are done.

    Raises:
        ConversionFailed: it could not be made.
        NoRoom: the disk is full.
    """
    form = format_of(name)
    to = folder / f"{path.stem}.{form.extension}"
    await convert(path, Brief(form), to=to, ticks_seconds=ticks_seconds)
    return to


def _cut_out(path: Path, to: Path) -> None:
    with path.open("rb") as file, to.open("wb") as bare:
        begin, end = tags_around(file)
        file.seek(begin)
        left = end - begin
        while left > 0 and (read := file.read(min(left, 1024 * 1024))):
            bare.write(read)
            left -= len(read)
