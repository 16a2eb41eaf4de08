"""Turns what a client sends into sound: one channel, 16 kHz, whatever it came as and however it is cut up."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray

from services.errors import FileUnreadable
from services.live.wish import Encoding, LiveWish
from services.media.child import Limits, child
from services.nursery import Nursery
from services.transcripts.samples import RATE, Samples

Take = Callable[[Samples], Awaitable[None]]
"""Called with the samples that have become known."""

_ROOT: Final = Path(__file__).resolve().parents[2]
_PROGRAM: Final = "services.live.container_child"
_LIMITS: Final = Limits(memory_bytes=1024**3, file_bytes=0, open_files=64)
_CHUNK_BYTES: Final = 64 * 1024
_FULL_SCALE: Final = 32767
_BIAS: Final = 0x84
"""What G.711 adds to a µ-law value before its logarithm is taken (ITU-T G.711, table 2)."""


class Incoming(Protocol):
    """One stream from its first byte to its last."""

    async def feed(self, raw: bytes) -> None:
        """Take the next bytes; waits while they cannot be worked off.

        Raises:
            FileUnreadable: they are no sound.
        """
        ...

    async def end(self) -> None:
        """Give what is still held back.

        Raises:
            FileUnreadable: nothing of all that was sound.
        """
        ...


@asynccontextmanager
async def open_incoming(
    wish: LiveWish, take: Take, *, nursery: Nursery, folder: Path
) -> AsyncIterator[Incoming]:
    """Begin to read a stream.

    Args:
        wish: Says what it is.
        take: Gets the sound.
        nursery: Keeps the task that reads what the decoder of a container says.
        folder: Where that decoder lives; it writes nothing.
    """
    if wish.encoding is not Encoding.CONTAINER:
        yield _Plain(wish, take)
        return
    # A stranger's container is opened in a process that can do nothing but read it.
    theirs, ours = os.pipe()
    try:
        command = [sys.executable, "-s", "-B", "-m", _PROGRAM, str(theirs)]
        environment = {"PYTHONPATH": str(_ROOT)}
        async with child(
            command,
            folder=folder,
            cage=None,  # it goes into one by itself, before it reads the first byte
            limits=_LIMITS,
            environment=environment,
            passed=[theirs],
        ) as process:
            os.close(theirs)
            theirs = -1
            assert process.stdout is not None  # noqa: S101 - `child` opens it
            yield _Container(ours, process.stdout, take, nursery)
    finally:
        for end in (theirs, ours):
            if end >= 0:
                os.close(end)


class _Plain:
    """Samples without a container."""

    def __init__(self, wish: LiveWish, take: Take) -> None:
        self._wish = wish
        self._take = take
        self._rest = b""
        self._frame_bytes = wish.encoding.sample_bytes * wish.channels
        self._resampler: AudioResampler | None = None
        if wish.rate != RATE:
            self._resampler = AudioResampler(format="s16", layout="mono", rate=RATE)

    async def feed(self, raw: bytes) -> None:
        whole = self._rest + raw
        size = len(whole) - len(whole) % self._frame_bytes
        self._rest = whole[size:]
        for start in range(0, size, _CHUNK_BYTES * self._frame_bytes):
            chunk = whole[start : min(size, start + _CHUNK_BYTES * self._frame_bytes)]
            await self._give(await asyncio.to_thread(self._samples, chunk))

    async def end(self) -> None:
        if self._resampler is not None:
            await self._give(_joined(self._resampler.resample(None)))

    async def _give(self, samples: Samples) -> None:
        if len(samples):
            await self._take(samples)

    def _samples(self, raw: bytes) -> Samples:
        floats = _decoded(raw, self._wish.encoding).reshape(-1, self._wish.channels).mean(axis=1)
        loud = np.clip(np.nan_to_num(floats), -1, 1)
        samples: Samples = np.round(loud * _FULL_SCALE).astype(np.int16)
        if self._resampler is None:
            return samples
        frame = AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = self._wish.rate
        return _joined(self._resampler.resample(frame))


class _Container:
    """A file that is read from its beginning while it comes."""

    def __init__(
        self, pipe: int, stdout: asyncio.StreamReader, take: Take, nursery: Nursery
    ) -> None:
        self._pipe = pipe
        self._stdout = stdout
        self._take = take
        self._heard = False
        self._closed = False
        self._reading = nursery.spawn(self._read(), name="read a live container")

    async def feed(self, raw: bytes) -> None:
        try:
            await asyncio.to_thread(_write_all, self._pipe, raw)
        except BrokenPipeError as error:
            raise FileUnreadable(name="") from error

    async def end(self) -> None:
        if not self._closed:
            self._closed = True
            # The number stays ours, so that nobody closes another file that has got it meanwhile.
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._pipe)
        await self._reading
        if not self._heard:
            raise FileUnreadable(name="")

    async def _read(self) -> None:
        rest = b""
        while chunk := await self._stdout.read(_CHUNK_BYTES):
            whole = rest + chunk
            size = len(whole) - len(whole) % 2
            rest = whole[size:]
            if size:
                self._heard = True
                await self._take(np.frombuffer(whole[:size], np.int16))


def _write_all(pipe: int, raw: bytes) -> None:
    rest = memoryview(raw)
    while rest:
        rest = rest[os.write(pipe, rest) :]


def _joined(frames: list[AudioFrame]) -> Samples:
    rows = [frame.to_ndarray().reshape(-1) for frame in frames]
    return np.concatenate(rows).astype(np.int16) if rows else np.zeros(0, np.int16)


def _decoded(raw: bytes, encoding: Encoding) -> NDArray[np.float64]:
    match encoding:
        case Encoding.F32LE:
            return np.frombuffer(raw, "<f4").astype(np.float64)
        case Encoding.MULAW:
            return _mulaw(np.frombuffer(raw, np.uint8))
        case Encoding.ALAW:
            return _alaw(np.frombuffer(raw, np.uint8))
        case _:
            return np.frombuffer(raw, "<i2") / 32768


def _mulaw(codes: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return the values of µ-law codes (ITU-T G.711): all bits inverted, sign, exponent, mantissa."""
    bits = ~codes
    exponent, mantissa = (bits >> 4) & 7, (bits & 15).astype(np.int32)
    size = (((mantissa << 3) + _BIAS) << exponent) - _BIAS
    return np.where(bits & 0x80, -size, size) / 32768


def _alaw(codes: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return the values of A-law codes (ITU-T G.711): every other bit inverted, sign, exponent, mantissa."""
    bits = codes ^ 0x55
    exponent, mantissa = ((bits >> 4) & 7).astype(np.int32), (bits & 15).astype(np.int32)
    low = (mantissa << 4) + 8
    high = (low + 0x100) << np.maximum(exponent - 1, 0)
    size = np.where(exponent == 0, low, high)
    return np.where(bits & 0x80, size, -size) / 32768
