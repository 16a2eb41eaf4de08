"""Turns a file into the asked-for format: copied where the codec allows, encoded where it must be."""

import asyncio
import base64
import os
import re
import shutil
import struct
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from services.errors import ConversionFailed, FileUnreadable
from services.media.ffmpeg import FfmpegFailed, run
from services.media.formats import Format, Kind
from services.media.probe import probe
from services.media.recipe import Dish, Recipe, Tags, recipe_for

_NO_TAGS: Final = Tags()
_UNREADABLE: Final = ("Error opening input", "Invalid data found when processing input")
_FRONT_COVER: Final = 3
_BOXES_READ: Final = 64
_BOX_HEAD: Final = 16


@dataclass(frozen=True, slots=True)
class Made:
    """What came out."""

    seconds: float | None
    width: int = 0
    height: int = 0
    """As a person sees it; 0 for sound."""
    copied: bool = False
    """Whether nothing had to be encoded."""


async def convert(  # noqa: PLR0913 - one act; each argument is a word of the asker's own
    source: Path,
    *,
    to: Path,
    format: Format,  # noqa: A002 - the word that everybody uses for it
    tags: Tags = _NO_TAGS,
    cover: Path | None = None,
    seconds: float | None = None,
    ticks_seconds: Callable[[float], None] | None = None,
) -> Made:
    """Make `to`, whole or not at all.

    Args:
        source: The file as it came.
        to: Where the result goes, beside which the work is done.
        format: A row of the table.
        tags: What a player shows.
        cover: A JPEG; the source's own cover is preferred to it.
        seconds: The length, where the source does not tell it.
        ticks_seconds: Called with the seconds that are done.

    Raises:
        ChoiceUnavailable: the source has no sound, or no picture.
        ConversionFailed: FFmpeg could not make it.
        FileUnreadable: the source is no sound and no video.
        NoRoom: the disk is full.
    """
    found = await probe(source)
    notes = to.with_name(f".{to.name}.tags")
    written = tags.over(found.tags)
    recipe = recipe_for(Dish(source, found, format, written, cover, notes))
    length = found.seconds or seconds
    made = Made(length, recipe.width, recipe.height, copied=_copies(recipe, format))
    if recipe.as_is and await asyncio.to_thread(_index_first, source):
        await asyncio.to_thread(_duplicate, source, to)
        return made
    part = to.with_name(f".{to.name}.part")
    picture = cover if format.family == "ogg" else None
    try:
        await asyncio.to_thread(_write_notes, notes, written, picture)
        await _cook(recipe, part=part, tick=ticks_seconds)
        part.replace(to)
    except FfmpegFailed as error:
        if any(said in line for line in error.args for said in _UNREADABLE):
            raise FileUnreadable(name=source.name) from error
        raise ConversionFailed(choice=format.name) from error
    finally:
        notes.unlink(missing_ok=True)
        part.unlink(missing_ok=True)
    return made


def _copies(recipe: Recipe, form: Format) -> bool:
    return recipe.copies_picture if form.kind is Kind.VIDEO else recipe.copies_sound


async def _cook(recipe: Recipe, *, part: Path, tick: Callable[[float], None] | None) -> None:
    arguments = [*recipe.inputs, *recipe.arguments, f"file:{part.absolute()}"]
    written = await run(arguments, folder=part.parent, tick=tick)
    if not written and not part.stat().st_size:
        raise FfmpegFailed("nothing came out")


def _duplicate(source: Path, to: Path) -> None:
    """Give the file a second name inside its own folder; elsewhere it is somebody's and may change."""
    to.unlink(missing_ok=True)
    if source.parent.absolute() == to.parent.absolute():
        with suppress(OSError):
            os.link(source, to)
            return
    part = to.with_name(f".{to.name}.part")
    try:
        shutil.copyfile(source, part)
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)


def _index_first(path: Path) -> bool:
    """Return whether an MP4 can be played while it arrives; other files always can."""
    with path.open("rb") as file:
        for _ in range(_BOXES_READ):
            head = file.read(_BOX_HEAD)
            if len(head) < _BOX_HEAD:
                return True
            size, kind, large = struct.unpack(">I4sQ", head)
            if kind == b"mdat":
                return False
            if kind == b"moov" or not re.fullmatch(rb"[a-z0-9 ]{4}", kind):
                return True
            file.seek((large if size == 1 else size) - _BOX_HEAD, os.SEEK_CUR)
    return True


def _write_notes(notes: Path, tags: Mapping[str, str], picture: Path | None) -> None:
    lines = [";FFMETADATA1", *(f"{key}={_escaped(value)}" for key, value in tags.items())]
    if picture is not None:
        lines.append(f"METADATA_BLOCK_PICTURE={_escaped(_picture_block(picture.read_bytes()))}")
    notes.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _escaped(value: str) -> str:
    readable = re.sub(r"[\x00-\x1f\x7f]+", " ", value).encode(errors="replace").decode()
    return re.sub(r"([=;#\\])", r"\\\1", readable)


def _picture_block(jpeg: bytes) -> str:
    """Return a JPEG as FLAC's picture block in base64: how Ogg files carry their cover."""
    mime = b"image/jpeg"
    head = struct.pack(">II", _FRONT_COVER, len(mime)) + mime
    rest = struct.pack(">IIIIII", 0, 0, 0, 0, 0, len(jpeg))
    return base64.b64encode(head + rest + jpeg).decode()
