"""Hides strips of a WAV file in place: every other byte of the file stays what it was."""

import os
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from services.censor.painting import Painter, Sound, Strip
from services.censor.proof import Proof
from services.censor.witness import loudest_of

_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_UNTOLD: Final = 0xFFFFFFFF
_CHUNK_HEAD, _LONG_SIZES, _PLAIN_SHAPE, _NAMED_SHAPE = 8, 16, 16, 26
"""How many bytes each of them has at least."""
_BYTE, _THREE_BYTES, _SINGLE = 8, 24, 32
"""Bits of a sample."""
_MOST_CHUNKS: Final = 10_000
_MOST_CHANNELS: Final = 64
_MARGIN_SECONDS: Final = 0.5
_PROVED_SECONDS: Final = 4
_BLOCK: Final = 1 << 17


class NotPlainWav(Exception):
    """It is no WAV, or one whose samples are packed."""


@dataclass(frozen=True, slots=True)
class Wav:
    """Where the samples of a file lie, and what they look like."""

    rate: int
    channels: int
    bits: int
    floating: bool
    begins: int
    """The place of the first sample in the file."""
    samples: int
    """How many there are in each channel."""

    @property
    def frame_bytes(self) -> int:
        """Return how many bytes one sample of all channels takes."""
        return self.channels * self.bits // 8


def wav_of(path: Path) -> Wav:
    """Return what a WAV or RF64 file says about its samples.

    Raises:
        NotPlainWav: they cannot be changed in place.
    """
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        head = file.read(12)
        if head[:4] not in {b"RIFF", b"RF64", b"BW64"} or head[8:] != b"WAVE":
            raise NotPlainWav("no WAV")
        return _look(file, size)


def hide_in_wav(
    path: Path, wav: Wav, strips: Sequence[Strip], *, tick: Callable[[float], None]
) -> None:
    """Hide the strips in a file that is ours.

    Args:
        path: The file, which is changed.
        wav: What `wav_of` said about it.
        strips: What is to be hidden, in order.
        tick: Called with the share that is done.
    """
    margin = round(_MARGIN_SECONDS * wav.rate)
    with path.open("r+b") as file:
        for number, strip in enumerate(strips):
            if strip.first >= wav.samples:
                break
            begin = max(0, strip.first - margin)
            end = min(wav.samples, strip.beyond + margin)
            _hide(file, wav, strip, window=(begin, end))
            tick((number + 1) / len(strips))


def prove_wav(before: Path, after: Path, wav: Wav, strips: Sequence[Strip]) -> Proof:
    """Listen to the strips in the file that was changed.

    Raises:
        StillHeard: the original can be made out in it.
    """
    proof = Proof()
    with before.open("rb") as old, after.open("rb") as new:
        for strip in strips:
            count = min(strip.end, wav.samples, strip.start + _PROVED_SECONDS * wav.rate)
            place = wav.begins + strip.start * wav.frame_bytes
            rows = []
            for file in (old, new):
                file.seek(place)
                size = max(0, count - strip.start) * wav.frame_bytes
                rows.append(_floats(file.read(size), wav))
            channel = loudest_of(rows[0])
            proof.compare(strip, wav.rate, rows[0][channel], rows[1][channel])
    return proof


def _look(file: BinaryIO, size: int) -> Wav:
    shape: tuple[int, int, int, int, int] | None = None
    long_size = 0
    for _ in range(_MOST_CHUNKS):
        head = file.read(_CHUNK_HEAD)
        if len(head) < _CHUNK_HEAD:
            break
        name, length = head[:4], struct.unpack("<I", head[4:])[0]
        if name == b"data":
            told = long_size if length == _UNTOLD and long_size else length
            return _wav(shape, begins=file.tell(), told=told, size=size)
        body = file.read(min(length, 64))
        if name == b"ds64" and len(body) >= _LONG_SIZES:
            long_size = struct.unpack("<Q", body[8:16])[0]
        if name == b"fmt ":
            shape = _shape(body)
        file.seek(length - len(body) + length % 2, os.SEEK_CUR)
    raise NotPlainWav("no samples")


def _shape(body: bytes) -> tuple[int, int, int, int, int]:
    if len(body) < _PLAIN_SHAPE:
        raise NotPlainWav("a short head")
    kind, channels, rate, _, align, bits = struct.unpack("<HHIIHH", body[:16])
    if kind == _EXTENSIBLE and len(body) >= _NAMED_SHAPE:
        kind = struct.unpack("<H", body[24:26])[0]
    return kind, channels, rate, align, bits


def _wav(shape: tuple[int, int, int, int, int] | None, *, begins: int, told: int, size: int) -> Wav:
    if shape is None:
        raise NotPlainWav("samples before their head")
    kind, channels, rate, align, bits = shape
    plain = (kind == _PCM and bits in {8, 16, 24, 32}) or (kind == _FLOAT and bits in {32, 64})
    if not plain or not rate or not 0 < channels <= _MOST_CHANNELS or align != channels * bits // 8:
        raise NotPlainWav("packed samples")
    samples = max(0, min(told, size - begins)) // align
    return Wav(rate, channels, bits, kind == _FLOAT, begins, samples)


def _hide(file: BinaryIO, wav: Wav, strip: Strip, *, window: tuple[int, int]) -> None:
    """Read a window piece by piece, and write back what lies in the strip as soon as it is painted."""
    begin, end = window
    painter = Painter([strip], rate=wav.rate, position=begin)
    written = begin
    for at in range(begin, end, _BLOCK):
        file.seek(wav.begins + at * wav.frame_bytes)
        count = min(_BLOCK, end - at)
        painted = painter.feed(_floats(file.read(count * wav.frame_bytes), wav))
        written = _write(file, wav, strip, painted, at=written)
    rest = painter.end()
    if rest is not None:
        _write(file, wav, strip, rest, at=written)


def _write(file: BinaryIO, wav: Wav, strip: Strip, painted: Sound, *, at: int) -> int:
    beyond = at + int(painted.shape[1])
    first, last = max(at, strip.first), min(beyond, strip.beyond)
    if first < last:
        file.seek(wav.begins + first * wav.frame_bytes)
        file.write(_bytes(painted[:, first - at : last - at], wav))
    return beyond


def _floats(raw: bytes, wav: Wav) -> Sound:
    raw = raw[: len(raw) // wav.frame_bytes * wav.frame_bytes]
    rows: NDArray[Any]
    if wav.floating:
        rows = np.frombuffer(raw, "<f4" if wav.bits == _SINGLE else "<f8").astype(np.float64)
    elif wav.bits == _BYTE:
        rows = (np.frombuffer(raw, np.uint8).astype(np.float64) - 128) / 128
    elif wav.bits == _THREE_BYTES:
        three = np.frombuffer(raw, np.uint8).reshape(-1, 3)
        four = np.zeros((len(three), 4), np.uint8)
        four[:, 1:] = three
        rows = four.reshape(-1).view("<i4").astype(np.float64) / 2**31
    else:
        rows = np.frombuffer(raw, f"<i{wav.bits // 8}").astype(np.float64) / 2 ** (wav.bits - 1)
    return np.ascontiguousarray(rows.reshape(-1, wav.channels).T)


def _bytes(sound: Sound, wav: Wav) -> bytes:
    flat = np.ascontiguousarray(sound.T).reshape(-1)
    if wav.floating:
        return bytes(flat.astype("<f4" if wav.bits == _SINGLE else "<f8").tobytes())
    scale = 2 ** (wav.bits - 1)
    whole = np.clip(np.rint(np.nan_to_num(flat) * scale), -scale, scale - 1).astype(np.int64)
    if wav.bits == _BYTE:
        return bytes((whole + 128).astype(np.uint8).tobytes())
    if wav.bits == _THREE_BYTES:
        return bytes(whole.astype("<i4").view(np.uint8).reshape(-1, 4)[:, :3].tobytes())
    return bytes(whole.astype(f"<i{wav.bits // 8}").tobytes())
