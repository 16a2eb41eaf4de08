"""Encodes sound that comes block by block, in this process: for codecs in which that is no slower."""

from collections.abc import Iterator, Mapping

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame

from services.censor.painting import Sound


def encoder_of(
    name: str, *, rate: int, layout: str, bit_rate: int, options: Mapping[str, str]
) -> AudioCodecContext:
    """Return an encoder, ready to begin.

    Args:
        name: FFmpeg's.
        rate: Samples a second.
        layout: Of the channels, by FFmpeg's name.
        bit_rate: Bits a second.
        options: Its own.
    """
    codec = av.CodecContext.create(name, "w")
    assert isinstance(codec, AudioCodecContext)  # noqa: S101 - all that are asked for are
    codec.sample_rate = rate
    codec.layout = layout
    codec.format = "fltp" if name == "aac" else "flt"
    codec.bit_rate = bit_rate
    codec.options = dict(options)
    codec.open()
    return codec


def encoded_packets(codec: AudioCodecContext, sound: Iterator[Sound]) -> Iterator[bytes]:
    """Yield the packets that the sound becomes, the last of them when it is over."""
    planar = codec.format.is_planar
    size = codec.frame_size
    held: Sound | None = None
    for block in sound:
        held = block if held is None else np.concatenate([held, block], axis=1)
        whole = held.shape[1] // size * size
        for at in range(0, whole, size):
            row = np.ascontiguousarray(held[:, at : at + size], np.float32)
            if not planar:
                row = np.ascontiguousarray(row.T).reshape(1, -1)
            frame = AudioFrame.from_ndarray(row, codec.format.name, codec.layout.name)
            frame.sample_rate = codec.sample_rate
            yield from (bytes(packet) for packet in codec.encode(frame))
        held = held[:, whole:]
    yield from (bytes(packet) for packet in codec.encode(None))
