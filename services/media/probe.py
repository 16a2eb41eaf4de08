"""Says what a file really holds: its codecs, length, shape and tags, whatever it is called."""

import asyncio
import json
import sys
from collections import OrderedDict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

import structlog

from services.errors import FileUnreadable
from services.media import probe_child
from services.media.child import Limits, child, last_lines
from services.media.ffmpeg import DEMUXERS

log = structlog.get_logger(__name__)

_LIMITS: Final = Limits(memory_bytes=1024**3, file_bytes=0, open_files=32)
_PATIENCE: Final = timedelta(seconds=20)
_SQUARE: Final = 0.01
_NAME_LENGTH: Final = 200
_REMEMBERED: Final = 128
_known: Final[OrderedDict[tuple[str, int, int, int], "Probe"]] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Probe:
    """Facts about one file. Codecs and containers have FFmpeg's names."""

    container: str
    seconds: float | None = None
    bit_rate: int = 0
    tags: Mapping[str, str] = field(default_factory=dict)
    cover_index: int = -1
    """The picture that came with the sound, where it is one that can be handed on."""
    sounds: int = 0
    """How many sound tracks there are."""
    sound_index: int = -1
    sound_codec: str = ""
    sound_rate: int = 0
    channels: int = 0
    lossless: bool = False
    picture_index: int = -1
    video_codec: str = ""
    pixels: str = ""
    """How a pixel is stored, such as `yuv420p`."""
    width: int = 0
    height: int = 0
    """As stored; `shown_size` is what a person sees."""
    pixel_shape: float = 1.0
    """Width of a pixel over its height."""
    rotation: int = 0
    transfer: int = 0
    """The curve of brightness, as a number of ITU-T H.273."""

    @property
    def has_sound(self) -> bool:
        """Return whether there is anything to hear."""
        return bool(self.sound_codec)

    @property
    def has_cover(self) -> bool:
        """Return whether a picture came with the sound."""
        return self.cover_index >= 0

    @property
    def has_picture(self) -> bool:
        """Return whether there is a moving picture; a cover is none."""
        return bool(self.video_codec)

    @property
    def shown_size(self) -> tuple[int, int]:
        """Return width and height as a person sees them: pixels made square, the picture turned."""
        # A size that was rounded to even numbers makes pixels that are all but square.
        square = abs(self.pixel_shape - 1) < _SQUARE
        width = self.width if square else max(1, round(self.width * self.pixel_shape))
        turned = self.rotation % 180 != 0
        return (self.height, width) if turned else (width, self.height)


async def probe(path: Path, *, name: str = "", partial: bool = False) -> Probe:
    """Return the facts about a file; a file that has not changed is looked into once.

    Args:
        path: The file.
        name: What people call it, for the error; the path's own name otherwise.
        partial: Whether parts of it are missing, so that it is no use to read it through.

    Raises:
        FileUnreadable: it is no sound and no video, or reading it crashed.
    """
    identity = _identity(path)
    found = _known.get(identity)
    if found is None:
        found = await _look_into(path, name=(name or path.name)[:_NAME_LENGTH], partial=partial)
        _known[identity] = found
        if len(_known) > _REMEMBERED:
            _known.popitem(last=False)
    return found


def _identity(path: Path) -> tuple[str, int, int, int]:
    seen = path.stat()
    return str(path.absolute()), seen.st_ino, seen.st_mtime_ns, seen.st_size


async def _look_into(path: Path, *, name: str, partial: bool) -> Probe:
    command = [sys.executable, "-I", probe_child.__file__, str(path.absolute()), DEMUXERS]
    command += ["partial"] if partial else []
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
        found = Probe(**json.loads(answer))
    except (TimeoutError, ValueError) as error:
        log.info("file unreadable", said=list(complaints), size_bytes=path.stat().st_size)
        raise FileUnreadable(name=name) from error
    if not found.has_sound and not found.has_picture:
        raise FileUnreadable(name=name)
    return found
