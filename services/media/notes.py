"""Writes tags and chapters down in the form in which FFmpeg reads them."""

import base64
import re
import struct
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from services.media.stretches import Stretch

_FRONT_COVER: Final = 3


def write_notes(
    to: Path,
    tags: Mapping[str, str],
    *,
    chapters: Iterable[Stretch] = (),
    picture: Path | None = None,
) -> None:
    """Write the file.

    Args:
        to: Where.
        tags: FFmpeg's names and what they say.
        chapters: In order.
        picture: A JPEG that goes into a tag, as Ogg files have it.
    """
    lines = [";FFMETADATA1", *(f"{key}={_escaped(value)}" for key, value in tags.items())]
    if picture is not None:
        lines.append(f"METADATA_BLOCK_PICTURE={_escaped(_picture_block(picture.read_bytes()))}")
    for chapter in chapters:
        lines += ["[CHAPTER]", "TIMEBASE=1/1000", f"START={round(chapter.start * 1000)}"]
        lines += [f"END={round(chapter.end * 1000)}", f"title={_escaped(chapter.title)}"]
    to.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _escaped(value: str) -> str:
    readable = re.sub(r"[\x00-\x1f\x7f]+", " ", value).encode(errors="replace").decode()
    return re.sub(r"([=;#\\])", r"\\\1", readable)


def _picture_block(jpeg: bytes) -> str:
    """Return a JPEG as FLAC's picture block in base64: how Ogg files carry their cover."""
    mime = b"image/jpeg"
    head = struct.pack(">II", _FRONT_COVER, len(mime)) + mime
    rest = struct.pack(">IIIIII", 0, 0, 0, 0, 0, len(jpeg))
    return base64.b64encode(head + rest + jpeg).decode()
