"""Writes tags and chapters down in the form in which FFmpeg reads them."""

import base64
import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from services.media.stretches import Stretch

_FRONT_COVER: Final = 3


def write_notes(
    to: Path,
    tags: Mapping[str, str],
    *,
    chapters: Iterable[Stretch] = (),
    in_tags: bool = False,
    picture: Path | None = None,
) -> None:
    """Write the file.

    Args:
        to: Where.
        tags: FFmpeg's names and what they say.
        chapters: In order.
        in_tags: Chapters are tags, as Ogg and FLAC have them.
        picture: A JPEG that goes into a tag, as Ogg files have it.
    """
    lines = [";FFMETADATA1", *(f"{key}={_escaped(value)}" for key, value in tags.items())]
    if picture is not None:
        lines.append(f"METADATA_BLOCK_PICTURE={_escaped(_picture_block(picture.read_bytes()))}")
    lines += _as_tags(chapters) if in_tags else _as_chapters(chapters)
    to.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _as_tags(chapters: Iterable[Stretch]) -> Iterator[str]:
    """Yield chapters as Vorbis comments. FFmpeg leaves them out of FLAC, and rounds them in Ogg."""
    for number, chapter in enumerate(chapters):
        milliseconds = round(chapter.start * 1000)
        seconds, milliseconds = divmod(milliseconds, 1000)
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        name = f"CHAPTER{number:03}"
        yield f"{name}={hours:02}:{minutes:02}:{seconds:02}.{milliseconds:03}"
        yield f"{name}NAME={_escaped(chapter.title)}"


def _as_chapters(chapters: Iterable[Stretch]) -> Iterator[str]:
    for chapter in chapters:
        yield from ("[CHAPTER]", "TIMEBASE=1/1000", f"START={round(chapter.start * 1000)}")
        yield from (f"END={round(chapter.end * 1000)}", f"title={_escaped(chapter.title)}")


def _escaped(value: str) -> str:
    readable = re.sub(r"[\x00-\x1f\x7f]+", " ", value).encode(errors="replace").decode()
    return re.sub(r"([=;#\\])", r"\\\1", readable)


def _picture_block(jpeg: bytes) -> str:
    """Return a JPEG as FLAC's picture block in base64: how Ogg files carry their cover."""
    mime = b"image/jpeg"
    head = struct.pack(">II", _FRONT_COVER, len(mime)) + mime
    rest = struct.pack(">IIIIII", 0, 0, 0, 0, 0, len(jpeg))
    return base64.b64encode(head + rest + jpeg).decode()
