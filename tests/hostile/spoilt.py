"""Makes media files that are broken in many ways; the same ones each time."""

import os
import random
import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.world.media import film, made, song, still

COUNT = int(os.environ.get("SPOILT_FILES", "120"))


def spoilt() -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each."""
    special = list(_special())
    yield from special
    wholes = _wholes()
    names = sorted(wholes)
    for number in range(COUNT - len(special)):
        chance = random.Random(number)
        name = names[number % len(names)]
        how = (_cut, _flip, _blank, _swap, _repeat)[number // len(names) % 5]
        ending = name.rpartition(".")[2] if number % 3 else chance.choice(names).rpartition(".")[2]
        yield f"{how.__name__[1:]}-{number}.{ending}", how(wholes[name], chance)


@cache
def _wholes() -> dict[str, bytes]:
    source = str(film(height=240, seconds=3))
    paths = [
        *(
            song(seconds=3, ending=ending)
            for ending in ("mp3", "m4a", "opus", "ogg", "flac", "wav")
        ),
        film(height=240, seconds=3),
        made("mkv", "-i", source, "-c", "copy"),
        made("ts", "-i", source, "-c", "copy"),
        made("avi", "-i", source, "-c:v", "mpeg4", "-c:a", "libmp3lame"),
    ]
    return {path.name: path.read_bytes() for path in paths}


def _cut(whole: bytes, chance: random.Random) -> bytes:
    return whole[: chance.randrange(1, len(whole))]


def _flip(whole: bytes, chance: random.Random) -> bytes:
    body = bytearray(whole)
    for _ in range(chance.choice((1, 20, 400))):
        body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
    return bytes(body)


def _blank(whole: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(whole))
    length = min(chance.randrange(1, 4096), len(whole) - start)
    return whole[:start] + bytes(length) + whole[start + length :]


def _swap(whole: bytes, chance: random.Random) -> bytes:
    middle = chance.randrange(len(whole))
    return whole[middle:] + whole[:middle]


def _repeat(whole: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(whole))
    return whole[:start] + whole[start : start + 2000] * 20 + whole[start:]


def _special() -> Iterator[tuple[str, bytes]]:
    """Yield those that somebody thought about."""
    mp3, mp4 = song(seconds=3).read_bytes(), film(height=240, seconds=3).read_bytes()
    wav = song(seconds=3, ending="wav").read_bytes()
    yield "nothing.mp3", b""
    yield "one-byte.mp4", b"\0"
    yield "zeros.mp3", bytes(200_000)
    yield "ones.mp4", b"\xff" * 200_000
    yield "text.mp3", b"this is no music\n" * 1000
    yield "a-zip.mp3", b"PK\x03\x04" + bytes(1000)
    yield "an-executable.mp4", b"\x7fELF" + bytes(1000)
    yield "a-picture.mp3", still().read_bytes()
    yield "silence.flac", _silence()
    yield "a-hundred-voices.mkv", _voices()
    yield "wide.mp4", _sized(mp4, 0xFFFF, 0xFFFF)
    yield "flat.mp4", _sized(mp4, 0xFFFF, 1)
    yield "without-size.mp4", _sized(mp4, 0, 0)
    yield "for-ever.mp4", _lasting(mp4, 0xFFFFFFFF)
    yield "no-time.mp4", _lasting(mp4, 0)
    yield "four-gigabytes.wav", wav[:4] + b"\xff" * 4 + wav[8:40] + b"\xff" * 4 + wav[44:]
    yield "no-rate.wav", wav[:24] + bytes(4) + wav[28:]
    yield "many-channels.wav", wav[:22] + b"\xff\xff" + wav[24:]
    yield "long-title.mp3", _tagged(b"TIT2", b"\3" + b"a" * 8_000_000) + mp3
    yield "large-cover.mp3", _tagged(b"APIC", b"\0image/png\0\3\0" + _picture(60_000, 60_000)) + mp3
    yield "tag-without-end.mp3", b"ID3\3\0\0\x7f\x7f\x7f\x7f" + mp3
    yield "boxes-in-boxes.mp4", _nested(200)
    yield "box-of-no-size.mp4", mp4[:32] + b"\0\0\0\0moov" + mp4[40:]
    yield "box-of-all-sizes.mp4", mp4[:32] + b"\xff\xff\xff\xffmoov" + mp4[40:]
    yield "only-a-head.mp4", mp4[:500]
    yield "only-an-end.mp4", mp4[-5000:]


def _silence() -> bytes:
    """Return an hour of it, in the room of a picture."""
    quiet = "anullsrc=r=8000:cl=mono:d=3600"
    return made("flac", "-f", "lavfi", "-i", quiet, "-frame_size", "65535").read_bytes()


def _voices() -> bytes:
    tone = ("-f", "lavfi", "-i", "sine=duration=1:sample_rate=8000", "-c:a", "pcm_u8")
    return made("mkv", *tone, *("-map", "0:a") * 100).read_bytes()


def _sized(mp4: bytes, width: int, height: int) -> bytes:
    at = mp4.index(b"avc1", mp4.index(b"stsd")) + 28
    return mp4[:at] + struct.pack(">HH", width, height) + mp4[at + 4 :]


def _lasting(mp4: bytes, duration: int) -> bytes:
    body = bytearray(mp4)
    for kind, skip in ((b"mvhd", 20), (b"mdhd", 20), (b"tkhd", 24)):
        at = body.index(kind) + skip
        body[at : at + 4] = struct.pack(">I", duration)
    return bytes(body)


def _tagged(kind: bytes, body: bytes) -> bytes:
    frame = kind + struct.pack(">IH", len(body), 0) + body
    return b"ID3\3\0\0" + bytes(len(frame) >> shift & 0x7F for shift in (21, 14, 7, 0)) + frame


def _picture(width: int, height: int) -> bytes:
    return (
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\x08\2\0\0\0" * 400
    )


def _nested(depth: int) -> bytes:
    body = b""
    for _ in range(depth):
        body = struct.pack(">I4s", 8 + len(body), b"moov") + body
    return b"\0\0\0\x14ftypisom\0\0\0\0isom" + body


def write_all(folder: Path) -> list[Path]:
    """Write them into a folder and return their paths."""
    paths = []
    for name, body in spoilt():
        path = folder / name
        path.write_bytes(body)
        paths.append(path)
    return paths
