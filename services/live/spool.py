"""The sound of a session on disk: what has come waits there for as long as the recogniser needs.

It is a WAV file from the first byte on, so that nothing has to be copied when the sound has ended.
"""

import asyncio
import os
import struct
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

from services.live.uncut import uncut
from services.transcripts.samples import RATE, Samples, Sound

_SAMPLE_BYTES: Final = 2
_HEADER: Final = struct.Struct("<4sI4s4sIHHIIHH4sI")
_MOST_BYTES: Final = 2**32 - 1
"""What the header can say; a session that long has ended before."""
_FULL_SCALE: Final = 32768.0


class Spool:
    """A file of 16-bit samples that only grows. What is in it after a crash is taken as it is."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._count = 0
        self._file: int | None = None

    async def open(self) -> None:
        """Open the file; half a sample at its end is cut off."""
        self._file, self._count = await asyncio.to_thread(_opened, self.path)

    @property
    def count(self) -> int:
        """Return how many samples there are."""
        return self._count

    @property
    def seconds(self) -> float:
        """Return how long the sound is."""
        return self._count / RATE

    async def append(self, samples: Samples) -> None:
        """Add samples to the end.

        Raises:
            OSError: the disk is full.
        """
        assert self._file is not None  # noqa: S101 - opened by who made it
        # Nobody closes the file under it: the number may be that of another file by then.
        await uncut(partial(_append, self._file, samples, self._count))
        self._count += len(samples)

    async def read(self, start: int, end: int) -> Sound:
        """Return a stretch, shape `(samples,)`; what is not there yet is missing at its end."""
        end = min(end, self._count)
        if end <= start or self._file is None:
            return np.zeros(0, np.float32)
        return await asyncio.to_thread(_read, self._file, start, end)

    def finish(self) -> None:
        """Write into the header how long it has become: from now on it can be read by anybody."""
        assert self._file is not None  # noqa: S101 - opened by who made it
        os.pwrite(self._file, _header(self._count * _SAMPLE_BYTES), 0)

    def close(self) -> None:
        """Close the file; harmless when it is."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _opened(path: Path) -> tuple[int, int]:
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    size = os.fstat(file).st_size
    if size < _HEADER.size:
        os.pwrite(file, _header(0), 0)
        return file, 0
    count = (size - _HEADER.size) // _SAMPLE_BYTES
    os.ftruncate(file, _place(count))
    return file, count


def _header(size_bytes: int) -> bytes:
    """Return the header of a WAV file with one channel of 16 bits (RIFF, format 1)."""
    rest = _HEADER.size - 8
    whole, sound = min(size_bytes + rest, _MOST_BYTES), min(size_bytes, _MOST_BYTES - rest)
    form = (16, 1, 1, RATE, RATE * _SAMPLE_BYTES, _SAMPLE_BYTES, 8 * _SAMPLE_BYTES)
    return _HEADER.pack(b"RIFF", whole, b"WAVE", b"fmt ", *form, b"data", sound)


def _place(sample: int) -> int:
    return _HEADER.size + sample * _SAMPLE_BYTES


def _append(file: int, samples: Samples, at: int) -> None:
    rest = memoryview(samples.astype("<i2").tobytes())
    place = _place(at)
    while rest:
        written = os.pwrite(file, rest, place)
        rest, place = rest[written:], place + written


def _read(file: int, start: int, end: int) -> Sound:
    raw = os.pread(file, (end - start) * _SAMPLE_BYTES, _place(start))
    return np.frombuffer(raw, "<i2").astype(np.float32) / np.float32(_FULL_SCALE)
