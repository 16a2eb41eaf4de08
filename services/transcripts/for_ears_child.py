"""Reads one file and writes its sound as it is listened to; a program of its own.

A hostile file may end it without harm to anybody: it shuts itself in before it opens the file. The samples
are those that a reader of the file itself would get, so nothing changes when they are read once more.
"""

import errno
import json
import os
import sys
from collections.abc import Iterator
from typing import Any, Final, cast

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.error import FFmpegError

from services.media.cage import needs_of, shut_in
from services.media.decoding import Unreadable
from services.transcripts.channels import people_apart
from services.transcripts.samples import RATE, Sound
from services.transcripts.sound import NoSoundInside, blocks, channel_blocks

_FULL_SCALE: Final = 32768
_TICK_SECONDS: Final = 10
_LAYOUTS: Final = ("mono", "stereo", "3.0", "quad", "5.0", "5.1", "6.1", "7.1")
"""What they are called does not matter, as long as there are as many; FLAC takes no more than these."""


class _Unwritten(Exception):
    """The disk is full."""


def main() -> None:
    """Write the sound that the arguments ask for."""
    request = json.loads(sys.argv[1])
    shut_in(
        programs=needs_of(sys.executable),
        reads=[request["path"]],
        writes=[os.path.dirname(request["to"])],  # noqa: PTH120 - a text, as the cage wants it
    )
    try:
        _write(_wanted(request), request["to"])
    except NoSoundInside:
        _tell("failed", code="no-sound")
    except _Unwritten:
        _tell("failed", code="no-room")
    except Unreadable as error:
        _tell("failed", code="file-unreadable", said=str(error)[-300:])
    else:
        _tell("done")


def _wanted(request: dict[str, Any]) -> Iterator[Sound]:
    """Yield blocks of the shape `(channels, samples)`: several only where people have their own."""
    file = {"demuxers": request["demuxers"], "track": request["track"]}
    path = request["path"]
    if request["apart"] and people_apart(_ticking(channel_blocks(path, **file))):
        return channel_blocks(path, **file)
    return (block[None] for block in blocks(path, **file))


def _write(sound: Iterator[Sound], path: str) -> None:
    first = next(sound, np.zeros((1, 0), np.float32))
    channels = len(first)
    known = channels <= len(_LAYOUTS)
    form, codec = ("flac", "flac") if known else ("w64", "pcm_s16le")
    layout = _LAYOUTS[channels - 1] if known else f"{channels}C"
    try:
        with av.open(path, "w", format=form) as container:
            stream = cast("AudioStream", container.add_stream(codec, rate=RATE, layout=layout))
            for frame in _frames(first, sound, layout=layout):
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
    except FFmpegError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise _Unwritten from error
        raise Unreadable(str(error)) from error


def _frames(first: Sound, rest: Iterator[Sound], *, layout: str) -> Iterator[AudioFrame]:
    for done, block in _ticked(first, rest):
        samples = np.rint(block.T * _FULL_SCALE).astype(np.int16)
        frame = AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout=layout)
        frame.sample_rate, frame.pts = RATE, done
        yield frame


def _ticked(first: Sound, rest: Iterator[Sound]) -> Iterator[tuple[int, Sound]]:
    """Yield each block with how many samples went before it."""
    done = told = 0
    block: Sound | None = first
    while block is not None:
        if block.shape[1]:
            yield done, block
        done += block.shape[1]
        if done - told >= _TICK_SECONDS * RATE:
            told = done
            _tell("at", seconds=done / RATE)
        block = next(rest, None)


def _ticking(sound: Iterator[Sound]) -> Iterator[Sound]:
    """Let it be known that somebody is at work, although nothing is written yet."""
    for number, block in enumerate(sound):
        if number % (30 * _TICK_SECONDS) == 0:
            _tell("at", seconds=0.0)
        yield block


def _tell(event: str, **facts: object) -> None:
    sys.stdout.write(json.dumps({"event": event, **facts}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
