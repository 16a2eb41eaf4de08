"""Turns what a client sends into sound: one channel, 16 kHz, whatever it came as and however it is cut up."""

import asyncio
import os
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from io import FileIO
from pathlib import Path
from typing import Final

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray

from services.errors import FileUnreadable
from services.live.wish import Encoding, LiveWish
from services.media.child import Child, Limits
from services.media.readers import reader
from services.nursery import Nursery
from services.transcripts.samples import RATE, Samples

Raw = AsyncIterator[bytes]
"""What comes, piece by piece, until no more does."""

_PROGRAM: Final = "services.live.container_child"
_LIMITS: Final = Limits(memory_bytes=1024**3, file_bytes=0, open_files=64)
_STALL: Final = timedelta(minutes=1)
_CHUNK_BYTES: Final = 64 * 1024
_FULL_SCALE: Final = 32767
_BIAS: Final = 0x84
"""What G.711 adds to a µ-law value before its logarithm is taken (ITU-T G.711, table 2)."""


def sound_in(
    raw: Raw, wish: LiveWish, *, nursery: Nursery, folder: Path
) -> AsyncGenerator[Samples, None]:
    """Yield the sound of a stream while it comes; the same bytes are always the same sound.

    Args:
        raw: The stream.
        wish: Says what it is.
        nursery: Keeps the task that gives a container to its decoder.
        folder: Where that decoder lives; it writes nothing.

    Raises:
        FileUnreadable: nothing of it is sound.
        OSError: there is no room for another process.
    """
    if wish.encoding is Encoding.CONTAINER:
        return _contained(raw, nursery, folder)
    return _plain(raw, wish)


async def _plain(raw: Raw, wish: LiveWish) -> AsyncGenerator[Samples, None]:
    resampler: AudioResampler | None = None
    if wish.rate != RATE:
        resampler = AudioResampler(format="s16", layout="mono", rate=RATE)
    rest = b""
    async for piece in raw:
        whole = rest + piece
        size = len(whole) - len(whole) % wish.frame_bytes
        rest = whole[size:]
        yield await asyncio.to_thread(_samples, whole[:size], wish, resampler)
    if resampler is not None:
        yield _joined(resampler.resample(None))


async def _contained(raw: Raw, nursery: Nursery, folder: Path) -> AsyncGenerator[Samples, None]:
    """Have a stranger's container read by a process that can do nothing else."""
    heard = False
    async with _decoder(folder) as (process, pipe):
        pouring = nursery.spawn(_pour(raw, pipe, process), name="pour a live container")
        try:
            async for samples in _numbers(process.stdout):
                heard = True
                yield samples
            if pouring.done():
                pouring.result()
            if not heard and await process.wait():
                raise FileUnreadable(name="")
        finally:
            pouring.cancel()
            await asyncio.wait({pouring})


@asynccontextmanager
async def _decoder(folder: Path) -> AsyncIterator[tuple[Child, FileIO]]:
    """Start one, and yield it with the pipe that leads into it."""
    theirs, ours = os.pipe()
    os.set_blocking(ours, False)
    with FileIO(theirs) as its_end, FileIO(ours, "w") as pipe:
        running = reader([_PROGRAM, str(theirs)], folder=folder, limits=_LIMITS, passed=[theirs])
        async with running as process:
            its_end.close()
            yield process, pipe


async def _numbers(stdout: asyncio.StreamReader) -> AsyncIterator[Samples]:
    rest = b""
    while chunk := await stdout.read(_CHUNK_BYTES):
        whole = rest + chunk
        size = len(whole) - len(whole) % 2
        rest = whole[size:]
        if size:
            yield np.frombuffer(whole[:size], np.int16)


async def _pour(raw: Raw, pipe: FileIO, decoder: Child) -> None:
    """Give a stream to its decoder; one that has all of it, or takes no more, and does not end is stuck."""
    with suppress(BrokenPipeError, TimeoutError), pipe:
        async for piece in raw:
            rest = memoryview(piece)
            while rest := rest[pipe.write(rest) or 0 :]:
                await _has_room(pipe.fileno())
    await asyncio.sleep(_STALL.total_seconds())
    with suppress(ProcessLookupError):
        decoder.kill()


async def _has_room(pipe: int) -> None:
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    loop.add_writer(pipe, ready.set)
    try:
        async with asyncio.timeout(_STALL.total_seconds()):
            await ready.wait()
    finally:
        loop.remove_writer(pipe)


def _samples(raw: bytes, wish: LiveWish, resampler: AudioResampler | None) -> Samples:
    floats = _decoded(raw, wish.encoding).reshape(-1, wish.channels).mean(axis=1)
    loud = np.clip(np.nan_to_num(floats), -1, 1)
    samples: Samples = np.round(loud * _FULL_SCALE).astype(np.int16)
    if resampler is None or not len(samples):
        return samples
    frame = AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = wish.rate
    return _joined(resampler.resample(frame))


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
