"""Makes of any file the small one that is enough to listen to: 16 kHz, one channel, without loss.

Who listens to it writes the very same words as who listens to the file itself, film or not; a minute takes
about a megabyte. Made in a process that no file can harm us through.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from services.errors import FileUnreadable, NoRoom, NoSound
from services.media.child import Limits
from services.media.ffmpeg import DEMUXERS
from services.media.readers import Told, last_word
from services.transcripts.wish import Speakers, Wish

_PROGRAM: Final = "services.transcripts.for_ears_child"
_LIMITS: Final = Limits(memory_bytes=2 * 1024**3, open_files=64)
_SMALL_BYTES: Final = 1024**2
_HEAD_BYTES: Final = 12
_SOUNDS: Final = (b"OggS", b"fLaC", b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")


@dataclass(frozen=True, slots=True)
class Ask:
    """What of a file is to be heard."""

    track: int = 0
    """Which sound track, from 0."""
    apart: bool = False
    """Whether the channels are kept where each person has one of their own."""

    @classmethod
    def of(cls, wish: Wish) -> "Ask":
        """Return what a wish takes."""
        return cls(wish.track, wish.speakers is Speakers.CHANNELS)


def is_for_ears(path: Path) -> bool:
    """Return whether a file is small and nothing but sound already, as voice notes are."""
    if path.stat().st_size > _SMALL_BYTES:
        return False
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    return head.startswith(_SOUNDS) or (head.startswith(b"RIFF") and head.endswith(b"WAVE"))


async def sound_for_ears(
    path: Path, ask: Ask, *, to: Path, ticks_seconds: Callable[[float], None] | None = None
) -> Path:
    """Make the sound, whole or not at all, and return where it is.

    Args:
        path: The file.
        ask: What of it is to be heard.
        to: Where the sound goes; nothing else is written in that folder.
        ticks_seconds: Called with the seconds that are done.

    Raises:
        FileUnreadable: it is no sound that could be decoded.
        NoRoom: the disk is full.
        NoSound: it has no such sound track.
    """
    request = {
        "path": str(path.absolute()),
        "demuxers": DEMUXERS,
        "track": ask.track,
        "apart": ask.apart,
        "to": str(to.absolute()),
    }

    def at(step: Told) -> None:
        if ticks_seconds is not None:
            ticks_seconds(step["seconds"])

    command = [_PROGRAM, json.dumps(request)]
    try:
        told = await last_word(command, folder=to.parent, limits=_LIMITS, at=at)
        if told["event"] == "done":
            return to
    except BaseException:
        to.unlink(missing_ok=True)
        raise
    to.unlink(missing_ok=True)
    raise _complaint(told["code"], path=path, to=to)


def _complaint(code: str, *, path: Path, to: Path) -> FileUnreadable | NoRoom | NoSound:
    match code:
        case NoSound.code:
            return NoSound()
        case NoRoom.code:
            return NoRoom(needed_bytes=0, free_bytes=shutil.disk_usage(to.parent).free)
        case _:
            return FileUnreadable(name=path.name)
