"""Reads the size of a picture from its first bytes."""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

START_OF_FRAME = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Picture:
    """What its header says."""

    kind: str
    width: int
    height: int


def measure(path: Path) -> Picture | None:
    """Return kind and size, or None when the file is no JPEG, PNG, GIF or WebP."""
    with path.open("rb") as file:
        head = file.read(32)
        try:
            if head.startswith(b"\x89PNG\r\n\x1a\n"):
                return Picture("png", *struct.unpack(">II", head[16:24]))
            if head.startswith((b"GIF87a", b"GIF89a")):
                return Picture("gif", *struct.unpack("<HH", head[6:10]))
            if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
                return _webp(head)
            if head.startswith(b"\xff\xd8"):
                return _jpeg(file)
        except struct.error:
            return None
    return None


def _webp(head: bytes) -> Picture | None:
    if head[12:16] == b"VP8X":
        width = int.from_bytes(head[24:27], "little") + 1
        return Picture("webp", width, int.from_bytes(head[27:30], "little") + 1)
    if head[12:16] == b"VP8 ":
        width, height = struct.unpack("<HH", head[26:30])
        return Picture("webp", width & 0x3FFF, height & 0x3FFF)
    if head[12:16] == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return Picture("webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    return None


def _jpeg(file: BinaryIO) -> Picture | None:
    file.seek(2)
    while marker := file.read(4):
        _, kind, length = struct.unpack(">BBH", marker)
        if kind in START_OF_FRAME:
            _, height, width = struct.unpack(">BHH", file.read(5))
            return Picture("jpeg", width, height)
        file.seek(length - 2, 1)
    return None
