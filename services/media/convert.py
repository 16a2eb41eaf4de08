"""Turns a file into the asked-for format: copied where the codec allows, encoded where it must be."""

import asyncio
import os
import re
import shutil
import struct
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from services.errors import (
    ChoiceUnavailable,
    ConversionFailed,
    FileUnreadable,
    NoRoom,
    RangeOutside,
)
from services.media.brief import Brief
from services.media.covers import is_square, square_cover_from, square_cover_of
from services.media.ffmpeg import FfmpegFailed, run
from services.media.formats import Format, Kind
from services.media.notes import write_notes
from services.media.probe import Probe, probe
from services.media.recipe import CHAPTERS_IN_TAGS, Dish, Recipe, recipe_for
from services.media.stretches import Stretch, moved

_UNREADABLE: Final = ("Error opening input", "Invalid data found when processing input")
_FULL: Final = "No space left on device"
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


async def convert(
    source: Path,
    brief: Brief,
    *,
    to: Path,
    ticks_seconds: Callable[[float], None] | None = None,
) -> Made:
    """Make `to`, whole or not at all.

    Args:
        source: The file as it came.
        brief: What is wanted of it.
        to: Where the result goes, beside which the work is done.
        ticks_seconds: Called with the seconds that are done.

    Raises:
        ChoiceUnavailable: the source has no sound, no picture, or not in that language.
        ConversionFailed: FFmpeg could not make it.
        FileUnreadable: the source is no sound and no video.
        NoRoom: the disk is full.
        RangeOutside: the source ends before what is to be kept begins.
    """
    found = _heard(await probe(source), brief)
    length = found.seconds or brief.seconds
    brief = replace(brief, keeps=_within(brief.keeps, length))
    work = _Work(source, to)
    try:
        cover = await _cover(work, found, brief)
        tags = brief.tags.over(found.tags)
        recipe = recipe_for(Dish(source, found, brief, tags, cover, work.notes))
        made = _made(recipe, brief, length)
        if recipe.as_is and await asyncio.to_thread(_index_first, source):
            await asyncio.to_thread(_duplicate, source, to)
            return made
        family = brief.format.family
        await asyncio.to_thread(
            write_notes,
            work.notes,
            tags,
            chapters=_chapters(found, brief),
            in_tags=family in CHAPTERS_IN_TAGS,
            picture=(cover or brief.cover) if family == "ogg" else None,
        )
        await _cook(recipe, part=work.part, tick=ticks_seconds)
        work.part.replace(to)
    except FfmpegFailed as error:
        if any(_FULL in line for line in error.args):
            free = shutil.disk_usage(to.parent).free
            raise NoRoom(needed_bytes=0, free_bytes=free) from error
        if any(said in line for line in error.args for said in _UNREADABLE):
            raise FileUnreadable(name=source.name) from error
        raise ConversionFailed(choice=brief.format.name) from error
    finally:
        work.clear()
    return made


class _Work:
    """The files beside the result that are there while it is made."""

    def __init__(self, source: Path, to: Path) -> None:
        self.source = source
        self.notes = to.with_name(f".{to.name}.tags")
        self.part = to.with_name(f".{to.name}.part")
        self.square = to.with_name(f".{to.name}.cover.jpg")

    def clear(self) -> None:
        """Remove them."""
        for path in (self.notes, self.part, self.square):
            path.unlink(missing_ok=True)


def _heard(found: Probe, brief: Brief) -> Probe:
    if not brief.language:
        return found
    heard = found.heard_in(brief.language)
    if heard is None and len(found.tracks) > 1:
        raise ChoiceUnavailable(choice=f"{brief.format.name};sound={brief.language}")
    # The only track is the one that was fetched because of its language.
    return heard or found


def _within(keeps: Sequence[Stretch], seconds: float | None) -> tuple[Stretch, ...]:
    """Return what there is of the stretches in a file of so many seconds."""
    if not keeps or seconds is None:
        return tuple(keeps)
    whole = Stretch(0, seconds)
    there = tuple(part for part in (keep.overlap(whole) for keep in keeps) if part.seconds > 0)
    if not there:
        raise RangeOutside(seconds=seconds)
    return () if there == (whole,) else there


async def _cover(work: _Work, found: Probe, brief: Brief) -> Path | None:
    """Return the square JPEG that the sound is to carry; None when it keeps its own, or has none."""
    if brief.format.kind is Kind.VIDEO:
        return None
    if found.has_cover and brief.format.family != "ogg":
        width, height = found.cover_size
        return (
            None if width == height else await square_cover_of(work.source, found, to=work.square)
        )
    if brief.cover is None or await asyncio.to_thread(is_square, brief.cover):
        return brief.cover
    return await square_cover_from(brief.cover, to=work.square)


def _chapters(found: Probe, brief: Brief) -> tuple[Stretch, ...]:
    own = (
        Stretch(row.start - found.starts, row.end - found.starts, row.title)
        for row in found.chapters
    )
    chapters = brief.chapters or tuple(own)
    return moved(chapters, brief.keeps) if brief.keeps else chapters


def _made(recipe: Recipe, brief: Brief, length: float | None) -> Made:
    seconds = sum(keep.seconds for keep in brief.keeps) if brief.keeps else length
    return Made(seconds, recipe.width, recipe.height, copied=_copies(recipe, brief.format))


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
