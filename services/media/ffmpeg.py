"""Finds FFmpeg and runs it: progress comes in, and a cancelled run leaves no process behind."""

import asyncio
import shutil
from collections import deque
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Final

import imageio_ffmpeg
import structlog

from services.errors import NoRoom
from services.media.child import KILLED, LIVES, Cage, Child, child, last_lines

log = structlog.get_logger(__name__)

DEMUXERS: Final = (
    "aac,ac3,aiff,amr,amrnb,amrwb,ape,asf,au,avi,caf,dsf,dts,dv,eac3,flac,flv,gif,gsm,matroska,mov,"
    "mp3,mpc,mpc8,mpeg,mpegts,mpegvideo,mxf,ogg,oma,rm,shn,tak,tta,voc,w64,wav,webm,wv"
)
"""What may be opened as sound or video: files that hold their own bytes. Lists of other files (HLS,
DASH, concat, SDP ...) would make FFmpeg open whatever a stranger wrote into them."""

PICTURES: Final = "jpeg_pipe,png_pipe,webp_pipe,bmp_pipe,gif,mjpeg,image2,mov"
"""What may be opened as a cover. No SVG: it is a program."""

LOCAL: Final = ("-protocol_whitelist", "file,pipe")
"""Stands before each input: bytes come from this machine's files alone."""

_FULL: Final = "No space left on device"
_KILLED: Final = KILLED | {255}
"""FFmpeg that is asked to end does so, and says 255."""


class FfmpegFailed(Exception):
    """FFmpeg gave up, was stuck or ran out of time; its last lines are the argument."""


@cache
def find_ffmpeg() -> str:
    """Return the path of the machine's own FFmpeg, or of the one that came with the dependencies."""
    return shutil.which("ffmpeg") or str(imageio_ffmpeg.get_ffmpeg_exe())


async def run(
    arguments: Sequence[str],
    *,
    folder: Path,
    tick: Callable[[float], None] | None = None,
    deadline: timedelta = timedelta(hours=6),
    stall: timedelta = timedelta(seconds=90),
) -> float:
    """Run FFmpeg to its end and return the length of what it wrote, in seconds.

    When somebody kills it, it is run again.

    Args:
        arguments: Everything after the options that every run has.
        folder: Where it works.
        tick: Called about twice a second with the seconds written so far.
        deadline: How long it may take in all.
        stall: How long it may write nothing.

    Raises:
        FfmpegFailed: it did not succeed.
        NoRoom: the disk is full.
    """
    command = [find_ffmpeg(), "-hide_banner", "-nostdin", "-y", "-loglevel", "error"]
    command += ["-nostats", "-progress", "pipe:1", "-stats_period", "0.5", *arguments]
    complaints: deque[str] = deque(maxlen=12)
    cage = Cage(reads=_named(arguments))

    async def live(number: int = 1) -> tuple[int | None, float]:
        async with child(command, folder=folder, cage=cage) as ran:
            written = await _watch(ran, complaints, tick=tick, stall=stall)
        if ran.returncode not in _KILLED or number == LIVES:
            return ran.returncode, written
        log.warning("ffmpeg was killed", code=ran.returncode)
        return await live(number + 1)

    try:
        async with asyncio.timeout(deadline.total_seconds()):
            code, written = await live()
    except TimeoutError as error:
        raise FfmpegFailed("out of time", *complaints) from error
    if code != 0:
        _give_up(complaints, folder=folder, code=code)
    return written


def _named(arguments: Sequence[str]) -> tuple[Path, ...]:
    """Return the files that the arguments name: FFmpeg gets to see these and its folder."""
    return tuple(Path(word[5:]) for word in arguments if word.startswith("file:"))


async def _watch(
    ran: Child,
    complaints: deque[str],
    *,
    tick: Callable[[float], None] | None,
    stall: timedelta,
) -> float:
    written = 0.0
    async with asyncio.timeout(stall.total_seconds()) as patience, asyncio.TaskGroup() as group:
        group.create_task(last_lines(ran.stderr, complaints))
        while line := await ran.stdout.readline():
            seconds = _seconds(line)
            if seconds is None or seconds <= written:
                continue
            written = seconds
            patience.reschedule(asyncio.get_running_loop().time() + stall.total_seconds())
            if tick is not None:
                tick(written)
        patience.reschedule(None)
        await ran.wait()
    return written


def _seconds(line: bytes) -> float | None:
    """Return the time that a line of the progress report tells, None for any other line."""
    name, _, value = line.partition(b"=")
    if name != b"out_time_us":
        return None
    try:
        return int(value) / 1_000_000
    except ValueError:
        return None


def _give_up(complaints: deque[str], *, folder: Path, code: int | None) -> None:
    log.info("ffmpeg failed", code=code, said=list(complaints))
    if any(_FULL in line for line in complaints):
        raise NoRoom(needed_bytes=0, free_bytes=shutil.disk_usage(folder).free)
    raise FfmpegFailed(*complaints)
