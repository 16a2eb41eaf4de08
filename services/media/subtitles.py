"""Takes a track of text out of a file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from services.errors import FileUnreadable
from services.media.ffmpeg import DEMUXERS, LOCAL, FfmpegFailed, run

FORMS: Final[Mapping[str, str]] = {
    "webvtt": "vtt",
    "ass": "ass",
    "subrip": "srt",
    "text": "srt",
    "mov_text": "srt",
}
"""By the codec's name in FFmpeg, the form in which such a track is written out; the others are pictures."""

_MOST_BYTES: Final = 16 * 1024**2


async def subtitles_in(path: Path, index: int, *, ext: str, folder: Path) -> str:
    """Return what stands in a track.

    Args:
        path: The file.
        index: The number of the track among all that are in the file.
        ext: In which form, one of `FORMS`.
        folder: An empty one to work in.

    Raises:
        FileUnreadable: there is no such track, or too much in it.
        NoRoom: the disk is full.
    """
    to = folder / f"subtitles.{ext}"
    reading = [*LOCAL, "-format_whitelist", DEMUXERS, "-i", f"file:{path.absolute()}"]
    # A track of text may be silent for as long as a film lasts: nothing is written meanwhile.
    writing = ["-map", f"0:{index}", "-fs", str(_MOST_BYTES)]
    try:
        await run([*reading, *writing, "-c", "copy", f"file:{to}"], folder=folder)
    except FfmpegFailed:
        # What has no form of its own outside its file is written anew, which may lose a little.
        try:
            await run([*reading, *writing, f"file:{to}"], folder=folder)
        except FfmpegFailed as error:
            raise FileUnreadable(name=path.name) from error
    return to.read_text(encoding="utf-8", errors="replace")
