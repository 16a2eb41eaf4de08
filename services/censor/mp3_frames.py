"""The frames of an MP3 file: where they lie, and where the bits of each really are.

A frame's bits may begin in the room of frames before it (the bit reservoir): each tells how far back.
"""

import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, BinaryIO, Final

from services.censor.splicing import CannotSplice
from services.censor.tags import tags_around

_RATES: Final = {
    3: (44_100, 48_000, 32_000),
    2: (22_050, 24_000, 16_000),
    0: (11_025, 12_000, 8000),
}
_KBITS: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBITS_LOW: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_MPEG1, _LAYER3, _MONO, _RESERVED = 3, 1, 3, 3
_SYNC: Final = 0x7FF
_HEAD: Final = 4
_SAME_BITS: Final = 0xFFFF0C00
"""What no frame of a file may change: version, layer, protection, rate."""
_CHUNK: Final = 1 << 20
_LONGEST_FRAME: Final = 1441
_TAG_PLACE: Final = 36
_INFO: Final = (b"Xing", b"Info")


@dataclass(frozen=True, slots=True)
class Shape:
    """What all frames of one file have in common."""

    rate: int
    channels: int
    low: bool
    """Whether it is MPEG 2 or 2.5: half as many samples a frame."""

    @property
    def samples(self) -> int:
        """Return how many samples a frame holds."""
        return 576 if self.low else 1152

    @property
    def side_bytes(self) -> int:
        """Return how long the side information is."""
        return ((9, 17) if self.low else (17, 32))[self.channels - 1]

    @property
    def farthest(self) -> int:
        """Return how many bytes back a frame's bits may begin."""
        return 255 if self.low else 511

    @property
    def bit_rates(self) -> tuple[int, ...]:
        """Return the bit rates that there are, in bits a second."""
        return tuple(kbit * 1000 for kbit in (_KBITS_LOW if self.low else _KBITS)[1:])


@dataclass(frozen=True, slots=True)
class Frames:
    """Where the frames that hold sound lie in a file."""

    shape: Shape
    places: "array[int]"
    """Of each frame's first byte, and then of the first byte after the last."""
    joint: bool
    """Whether its encoder used what the channels have in common."""

    def __len__(self) -> int:
        return len(self.places) - 1

    def slot(self, number: int) -> int:
        """Return how many bytes for bits a frame has room for."""
        return self.places[number + 1] - self.places[number] - _HEAD - self.shape.side_bytes


def frames_in(file: BinaryIO) -> Frames:
    """Return where the frames of a file lie.

    Raises:
        CannotSplice: they are damaged, protected, or of more than one kind.
    """
    begin, end = tags_around(file)
    file.seek(begin)
    first = file.read(_LONGEST_FRAME)
    if len(first) < _HEAD:
        raise CannotSplice("empty")
    head = _word(first, 0)
    shape = _shape(head)
    if _is_info(first, shape):
        begin += size_of(head)
        file.seek(begin)
        head = _word(file.read(_HEAD).ljust(_HEAD, b"\0"), 0)
        shape = _shape(head)
    places, modes = _places(file, begin, end, head & _SAME_BITS)
    mono = {mode == _MONO for mode in modes}
    if len(mono) != 1:
        raise CannotSplice("channels change")
    return Frames(shape, places, joint=1 in modes)


def size_of(head: int) -> int:
    """Return how many bytes a frame with this head takes, 0 where it is no head."""
    version, layer = head >> 19 & 3, head >> 17 & 3
    kbit, rate = head >> 12 & 15, head >> 10 & 3
    if head >> 21 != _SYNC or layer != _LAYER3 or version == 1 or rate == _RESERVED:
        return 0
    if not 0 < kbit < len(_KBITS):
        return 0
    padding = head >> 9 & 1
    if version == _MPEG1:
        return 144_000 * _KBITS[kbit] // _RATES[version][rate] + padding
    return 72_000 * _KBITS_LOW[kbit] // _RATES[version][rate] + padding


def split(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield the frames that an encoder writes one after the other."""
    while len(head := stream.read(_HEAD)) == _HEAD:
        size = size_of(_word(head, 0))
        if not size:
            raise CannotSplice("the encoder wrote something else")
        yield head + stream.read(size - _HEAD)


def back_of(side: bytes, shape: Shape) -> int:
    """Return how many bytes before its own room the bits of a frame begin."""
    return side[0] if shape.low else side[0] << 1 | side[1] >> 7


def with_back(side: bytes, shape: Shape, back: int) -> bytes:
    """Return the side information of a frame whose bits begin somewhere else."""
    if shape.low:
        return bytes([back]) + side[1:]
    return bytes([back >> 1, (back & 1) << 7 | side[1] & 0x7F]) + side[2:]


def bits_of(side: bytes, shape: Shape) -> int:
    """Return how many bytes the bits of a frame take."""
    if shape.low:
        begin, parts, step = 8 + shape.channels, shape.channels, 63
    else:
        begin = 9 + (5 if shape.channels == 1 else 3) + 4 * shape.channels
        parts, step = 2 * shape.channels, 59
    whole = int.from_bytes(side, "big")
    width = len(side) * 8
    total = sum(whole >> (width - begin - part * step - 12) & 0xFFF for part in range(parts))
    return (total + 7) // 8


def _shape(head: int) -> Shape:
    version = head >> 19 & 3
    if not size_of(head):
        raise CannotSplice("no MP3 frames")
    if not head >> 16 & 1:
        raise CannotSplice("protected by checksums")
    channels = 1 if head >> 6 & 3 == _MONO else 2
    return Shape(_RATES[version][head >> 10 & 3], channels, low=version != _MPEG1)


def _is_info(frame: bytes, shape: Shape) -> bool:
    at = _HEAD + shape.side_bytes
    return frame[at : at + 4] in _INFO or frame[_TAG_PLACE : _TAG_PLACE + 4] == b"VBRI"


def _places(file: BinaryIO, begin: int, end: int, same: int) -> "tuple[array[int], set[int]]":
    """Walk from frame to frame: there are a hundred thousand, so it is done without ado."""
    places = array("q")
    modes: set[int] = set()
    sizes: dict[int, int] = {}
    at, chunk, base = begin, b"", begin
    while at + _HEAD <= end:
        if at + _HEAD > base + len(chunk):
            base = at
            file.seek(at)
            chunk = file.read(min(_CHUNK, end - at))
            if len(chunk) < _HEAD:
                break
        head = struct.unpack_from(">I", chunk, at - base)[0]
        size = sizes.get(head)
        if size is None:
            size = size_of(head) if head & _SAME_BITS == same else 0
            if not size:
                raise CannotSplice("damaged")
            sizes[head] = size
            modes.add(head >> 6 & 3)
        places.append(at)
        at += size
    if at > end:
        raise CannotSplice("cut off")
    if not places:
        raise CannotSplice("empty")
    places.append(at)
    return places, modes


def _word(raw: bytes, at: int) -> int:
    return int(struct.unpack_from(">I", raw, at)[0])
