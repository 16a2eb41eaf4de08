"""The pages of an Ogg file: read, checked, and written again with other packets in them."""

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from services.censor.splicing import CannotSplice

_HEAD: Final = struct.Struct("<4sBBqIIIB")
CONTINUED, FIRST, LAST = 1, 2, 4
FULL: Final = 255
_CRC_PLACE: Final = 22
_MIRRORED: Final = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_ALL: Final = 0xFFFFFFFF
NO_TIME: Final = -1


@dataclass(frozen=True, slots=True)
class Page:
    """One page with what is in it."""

    place: int
    """Of its first byte in the file."""
    flags: int
    granule: int
    serial: int
    sequence: int
    lacing: bytes
    body: bytes
    head: bytes = b""
    """What stood before the lacing."""

    @property
    def raw(self) -> bytes:
        """Return its bytes as they were."""
        return self.head + self.lacing + self.body

    @property
    def body_place(self) -> int:
        """Return the place of its first packet in the file."""
        return self.place + _HEAD.size + len(self.lacing)

    @property
    def goes_on(self) -> bool:
        """Return whether its first bytes belong to a packet of the page before."""
        return bool(self.flags & CONTINUED)

    def pieces(self) -> list[tuple[int, int]]:
        """Return where each packet begins in the body and how long it is; the last may go on."""
        found: list[tuple[int, int]] = []
        begin = size = 0
        for length in self.lacing:
            size += length
            if length < FULL:
                found.append((begin, size))
                begin, size = begin + size, 0
        if size:
            found.append((begin, size))
        return found

    @property
    def is_whole(self) -> bool:
        """Return whether its last packet ends in it."""
        return not self.lacing or self.lacing[-1] < FULL

    def written(self, sequence: int) -> bytes:
        """Return its bytes, under a number."""
        head = _HEAD.pack(
            b"OggS", 0, self.flags, self.granule, self.serial, sequence, 0, len(self.lacing)
        )
        page = bytearray(head + self.lacing + self.body)
        struct.pack_into("<I", page, _CRC_PLACE, checksum(page))
        return bytes(page)


def pages_in(file: BinaryIO) -> Iterator[Page]:
    """Yield the pages of a file.

    Raises:
        CannotSplice: one is damaged or cut off, or there is something else between them.
    """
    place = 0
    while True:
        # Others read the same file between two pages.
        file.seek(place)
        head = file.read(_HEAD.size)
        if not head:
            return
        if len(head) < _HEAD.size:
            raise CannotSplice("cut off")
        sign, version, flags, granule, serial, sequence, told, segments = _HEAD.unpack(head)
        if sign != b"OggS" or version:
            raise CannotSplice("damaged")
        lacing = file.read(segments)
        size = sum(lacing)
        body = file.read(size)
        if len(lacing) < segments or len(body) < size:
            raise CannotSplice("cut off")
        page = Page(place, flags, granule, serial, sequence, lacing, body, head)
        if checksum(head[:_CRC_PLACE] + bytes(4) + head[_CRC_PLACE + 4 :] + lacing + body) != told:
            # Players leave such a page out, so what comes after it is heard earlier.
            raise CannotSplice("damaged")
        yield page
        place += _HEAD.size + segments + size


def laced(size: int) -> bytes:
    """Return how the length of a packet is written."""
    return bytes([FULL]) * (size // FULL) + bytes([size % FULL])


def checksum(page: bytes | bytearray) -> int:
    """Return the checksum of a page in which its own place is zero.

    It is that of zlib with all bits the other way round.
    """
    mirrored = zlib.crc32(page.translate(_MIRRORED), _ALL) ^ _ALL
    return int.from_bytes(mirrored.to_bytes(4, "little").translate(_MIRRORED), "big")


def repacked(page: Page, packets: Sequence[bytes], lengths: Sequence[int]) -> Iterator[Page]:
    """Yield a page, or two where it became too full, with other packets of the same lengths in time.

    Args:
        page: As it was, whole, with nothing of the page before.
        packets: What is to be in it.
        lengths: How many samples each lasts.
    """
    lacing, body = b"", b""
    left = sum(lengths)
    first = True
    for packet, length in zip(packets, lengths, strict=True):
        more = laced(len(packet))
        if len(lacing) + len(more) > FULL:
            flags = page.flags & ~LAST if first else page.flags & ~(LAST | FIRST)
            yield Page(0, flags, page.granule - left, page.serial, 0, lacing, body)
            lacing, body, first = b"", b"", False
        lacing, body = lacing + more, body + packet
        left -= length
    flags = page.flags if first else page.flags & ~FIRST
    yield Page(0, flags, page.granule, page.serial, 0, lacing, body)
