"""Encodes sound that comes block by block, in this process: for codecs in which that is no slower."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame

from services.censor.painting import Sound

_FORMATS: Final = {"aac": "fltp", "libopus": "s16"}
"""In which numbers a codec takes sound. Opus takes less for a silence when it knows that 16 bits are all."""
_STEPS: Final = 1 << 15


def encoder_of(
    name: str,
    *,
    rate: int,
    layout: str,
    bit_rate: int = 0,
    sample_format: str = "",
    options: Mapping[str, str] = MappingProxyType({}),
) -> AudioCodecContext:
    """Return an encoder, ready to begin.

    Args:
        name: FFmpeg's.
        rate: Samples a second.
        layout: Of the channels, by FFmpeg's name.
        bit_rate: Bits a second; 0 where it has none.
        sample_format: Of the numbers, where it takes more than one.
        options: Its own.
    """
    codec = av.CodecContext.create(name, "w")
    assert isinstance(codec, AudioCodecContext)  # noqa: S101 - all that are asked for are
    codec.sample_rate = rate
    codec.layout = layout
    codec.format = _FORMATS.get(name, sample_format)
    if bit_rate:
        codec.bit_rate = bit_rate
    codec.options = dict(options)
    codec.open()
    return codec


def encoded_packets(codec: AudioCodecContext, sound: Iterator[Sound]) -> Iterator[bytes]:
    """Yield the packets that the sound becomes, the last of them when it is over."""
    size = codec.frame_size
    held: Sound | None = None
    for block in sound:
        held = block if held is None else np.concatenate([held, block], axis=1)
        whole = held.shape[1] // size * size
        yield from _packets(codec, held[:, :whole])
        held = held[:, whole:]
    if held is not None:
        yield from _packets(codec, held)
    yield from (bytes(packet) for packet in codec.encode(None) if packet.size)


def whole_numbers(sound: Sound) -> Sound:
    """Return sound in numbers of 16 bits; what is too loud for them is cut off."""
    cut: Sound = np.clip(np.rint(sound * _STEPS), -_STEPS, _STEPS - 1).astype(np.int16)
    return cut


def _packets(codec: AudioCodecContext, sound: Sound) -> Iterator[bytes]:
    """Yield what whole frames of sound become; only the last of all may be shorter."""
    kind, layout = codec.format, codec.layout.name
    rows = sound if kind.is_planar else sound.T.reshape(1, -1)
    if kind.name == "s16" and rows.dtype.kind == "f":
        rows = whole_numbers(rows)
    size = codec.frame_size if kind.is_planar else codec.frame_size * len(sound)
    for at in range(0, rows.shape[1], size):
        part = np.ascontiguousarray(rows[:, at : at + size])
        frame = AudioFrame.from_ndarray(part, kind.name, layout)
        frame.sample_rate = codec.sample_rate
        yield from (bytes(packet) for packet in codec.encode(frame) if packet.size)
