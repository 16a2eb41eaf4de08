"""Reads a container from a pipe while it is still being written, and gives its sound; a program of its own.

A hostile stream may end it without harm to anybody. What comes out are whole numbers of 16 bits, one
channel, 16 kHz; silence stands where the stream says that time has passed without sound.
"""

import os
import sys
from collections.abc import Iterator
from io import FileIO
from typing import Final, cast

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError
from typing_extensions import override

from services.media.cage import needs_of, shut_in
from services.media.ffmpeg import DEMUXERS
from services.transcripts.samples import RATE, Samples

_BROKEN_IN_A_ROW: Final = 200
_GAP: Final = RATE // 8
_MOST_SILENCE: Final = 10 * RATE
"""A clock that jumps further than that is wrong."""


def main() -> None:
    """Read the pipe whose number is the argument to its end."""
    pipe = int(sys.argv[1])
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    shut_in(programs=needs_of(sys.executable), reads=[], writes=[])
    options = {"protocol_whitelist": "", "format_whitelist": DEMUXERS, "fflags": "nobuffer"}
    try:
        with av.open(_Stream(pipe), mode="r", options=options, buffer_size=4096) as container:
            for samples in _sound(container):
                sys.stdout.buffer.write(samples.tobytes())
                sys.stdout.buffer.flush()
    except (FFmpegError, OSError):
        sys.exit(1)


class _Stream(FileIO):
    """A pipe: FFmpeg must not think that it can go back."""

    @override
    def seekable(self) -> bool:
        return False


def _sound(container: InputContainer) -> Iterator[Samples]:
    resampler = AudioResampler(format="s16", layout="mono", rate=RATE)
    stream = container.streams.audio[0]
    origin: float | None = None
    done = 0.0
    for frame in _frames(container, stream):
        time = frame.time
        origin = time if origin is None else origin
        missing = 0
        if time is not None and origin is not None:
            missing = round((time - origin) * RATE - done)
        if _GAP < missing < _MOST_SILENCE:
            done += missing
            yield np.zeros(missing, np.int16)
        done += frame.samples * RATE / frame.sample_rate
        for made in resampler.resample(frame):
            yield _row(made)
    for made in resampler.resample(None):
        yield _row(made)


def _row(frame: AudioFrame) -> Samples:
    return cast("Samples", frame.to_ndarray().reshape(-1))


def _frames(container: InputContainer, stream: AudioStream) -> Iterator[AudioFrame]:
    """Decode; broken packets are left out, but not without end."""
    packets = container.demux(stream)
    broken = 0
    while broken < _BROKEN_IN_A_ROW:
        try:
            packet = next(packets)
        except StopIteration:
            return
        except FFmpegError:
            # A stream that was cut off ends so.
            return
        try:
            yield from packet.decode()
        except FFmpegError:
            broken += 1
            continue
        broken = 0


if __name__ == "__main__":
    main()
