"""Bytes that look like media from their first bytes on."""

import struct

MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" * 300
OGG = b"OggS\x00\x02" + bytes(400)
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00" + bytes(500)


def jpeg(width: int, height: int) -> bytes:
    comment = b"\xff\xfe" + struct.pack(">H", 6) + b"text"
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 17, 8, height, width, 3) + bytes(9)
    return b"\xff\xd8" + comment + frame + b"\xff\xd9"
