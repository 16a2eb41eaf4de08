"""Decides how a file becomes another: what is copied, what is encoded, and FFmpeg's words for it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from services.errors import ChoiceUnavailable
from services.media.brief import Brief
from services.media.cutting import packet_filters, picture_filters, reading, sound_filters
from services.media.ffmpeg import DEMUXERS, LOCAL, PICTURES
from services.media.formats import Format, Kind
from services.media.probe import Probe

CHAPTERS_IN_TAGS: Final = frozenset({"ogg", "flac"})
"""The formats whose chapters are tags like others."""

_MUXERS: Final = {"m4a": "ipod", "ogg": "ogg", "mp3": "mp3", "flac": "flac", "wav": "wav"}
_CONTAINERS: Final = {"m4a": "mov", "ogg": "ogg", "mp3": "mp3", "flac": "flac", "wav": "wav"}
_HOLD_COVERS: Final = frozenset({"mp3", "m4a", "flac"})
_HOLD_CHAPTERS: Final = frozenset({"mp3", "m4a", "ogg", "flac"})
_HOLD_SURROUND: Final = frozenset({"flac", "wav"})
_COMMON_PIXELS: Final = frozenset({"yuv420p", "yuvj420p"})
_HDR_CURVES: Final = frozenset({16, 18})
_A_LITTLE: Final = 0.01
_MOST_SAMPLES: Final = 192_000
_THREADS: Final = str(max(1, min(4, os.cpu_count() or 1)))
_TO_SDR: Final = (
    "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,"
    "zscale=t=bt709:m=bt709:r=tv,format=yuv420p"
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """One conversion: FFmpeg's arguments between the inputs and the output's path."""

    inputs: tuple[str, ...]
    arguments: tuple[str, ...]
    copies_sound: bool = False
    copies_picture: bool = False
    as_is: bool = False
    """The source is already what was asked for, once its index stands first."""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Dish:
    """What a recipe is for: the source and its facts, what is wanted, the tags, the cover."""

    source: Path
    found: Probe
    """With the track chosen that is wanted."""
    brief: Brief
    tags: Mapping[str, str]
    cover: Path | None
    """A square JPEG to be put in; None keeps the file's own, if any."""
    notes: Path
    """Where tags and chapters are written down for FFmpeg."""

    @property
    def format(self) -> Format:
        """Return the row of the table that is wanted."""
        return self.brief.format


def recipe_for(dish: Dish) -> Recipe:
    """Return how to make it.

    Raises:
        ChoiceUnavailable: sound was asked for and there is none, or a picture.
    """
    video = dish.format.kind is Kind.VIDEO
    if not (dish.found.has_picture if video else dish.found.has_sound):
        raise ChoiceUnavailable(choice=dish.format.name)
    return _film(dish) if video else _sound(dish)


def _sound(dish: Dish) -> Recipe:
    found, form, keeps = dish.found, dish.format, dish.brief.keeps
    # The head of FLAC tells its length, and encoding it anew costs nothing but time.
    copied = found.sound_codec in form.copies and not (keeps and form.family == "flac")
    filters = sound_filters(keeps)
    coding: tuple[str, ...] = ("-c:a", "copy", *packet_filters(keeps))
    if not copied:
        coding = (*form.encoder, *_sound_shape(found, form))
        coding += ("-af", ",".join(filters)) if filters else ()
    cover_inputs, cover_arguments = _cover(dish)
    extras = {
        "mp3": ("-id3v2_version", "3", "-write_id3v1", "1"),
        "m4a": ("-movflags", "+faststart"),
        "wav": ("-rf64", "auto"),
    }
    made = Recipe(
        inputs=(*_source(dish), *cover_inputs),
        arguments=(
            *("-map", f"0:{found.sound_index}", *coding, *cover_arguments),
            *("-map_metadata", "1", "-map_metadata:s:a", "-1"),
            *("-map_chapters", "-1" if form.family in CHAPTERS_IN_TAGS else "1"),
            *(*extras.get(form.family, ()), "-f", _MUXERS[form.family]),
        ),
        copies_sound=copied,
    )
    return replace(made, as_is=copied and _is_already(dish))


def _is_already(dish: Dish) -> bool:
    found, form = dish.found, dish.format
    if _CONTAINERS[form.family] not in found.container.split(",") or found.has_picture:
        return False
    if len(found.tracks) != 1 or dish.cover is not None or dish.brief.keeps:
        return False
    if dish.brief.chapters and not found.chapters and form.family in _HOLD_CHAPTERS:
        return False
    return form.family == "wav" or all(
        found.tags.get(key) == value for key, value in dish.tags.items()
    )


def _sound_shape(found: Probe, form: Format) -> tuple[str, ...]:
    shape: tuple[str, ...] = ()
    if found.sound.channels > 2 and form.family not in _HOLD_SURROUND:  # noqa: PLR2004 - stereo
        shape += ("-ac", "2")
    if found.sound.rate > _MOST_SAMPLES:
        shape += ("-ar", "96000")
    if form.family == "flac" and not found.sound.lossless:
        # A lossy decoder gives floats, which FLAC would keep as 24 bits of noise.
        shape += ("-sample_fmt", "s16")
    return shape


def _cover(dish: Dish) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the input and the arguments for the cover: the given one, else the file's own."""
    if dish.format.family not in _HOLD_COVERS:
        return (), ()
    marks = (
        *("-c:v", "copy", "-disposition:v:0", "attached_pic"),
        *("-metadata:s:v:0", "title=Cover", "-metadata:s:v:0", "comment=Cover (front)"),
    )
    if dish.cover is not None:
        picture = (*LOCAL, "-format_whitelist", PICTURES, "-i", f"file:{dish.cover.absolute()}")
        return picture, ("-map", "2:v:0", *marks)
    if not dish.found.has_cover:
        return (), ()
    if dish.brief.keeps:
        # A picture has the time stamp 0, which is cut away where the beginning is.
        own = (*LOCAL, "-format_whitelist", DEMUXERS, "-i", f"file:{dish.source.absolute()}")
        return own, ("-map", f"2:{dish.found.cover_index}", *marks)
    return (), ("-map", f"0:{dish.found.cover_index}", *marks)


def _film(dish: Dish) -> Recipe:
    found, form, brief = dish.found, dish.format, dish.brief
    width, height = _fitted(found.shown_size, form.height)
    shown = (width, height) == found.shown_size
    copies_picture = shown and _plays_everywhere(found) and _is_cut_at_keys(brief)
    copies_sound = found.sound_codec in form.copies and len(brief.keeps) <= 1
    picture = ("-c:v", "copy") if copies_picture else (*_picture_encoder(dish, (width, height)),)
    sound: tuple[str, ...] = ("-an",)
    if found.has_sound:
        copied = ("-c:a", "copy", *packet_filters(brief.keeps))
        coding = copied if copies_sound else _film_sound(dish)
        sound = ("-map", f"0:{found.sound_index}", *coding)
    made = Recipe(
        inputs=_source(dish),
        arguments=(
            *("-map", f"0:{found.picture_index}", *picture, *sound),
            *("-map_metadata", "1", "-map_chapters", "1"),
            *("-movflags", "+faststart", "-f", "mp4"),
        ),
        copies_sound=copies_sound,
        copies_picture=copies_picture,
        width=width,
        height=height,
    )
    ready = copies_picture and (copies_sound or not found.has_sound) and not brief.keeps
    return replace(
        made, as_is=ready and found.container.startswith("mov") and len(found.tracks) <= 1
    )


def _is_cut_at_keys(brief: Brief) -> bool:
    return not brief.keeps or (
        len(brief.keeps) == 1 and (brief.at_keys or brief.keeps[0].start <= 0)
    )


def _plays_everywhere(found: Probe) -> bool:
    square = found.shown_size in {(found.width, found.height), (found.height, found.width)}
    return found.video_codec == "h264" and found.pixels in _COMMON_PIXELS and square


def _fitted(size: tuple[int, int], lines: int) -> tuple[int, int]:
    """Return a size whose shorter side has at most so many lines; encoders want even numbers."""
    shorter = min(size)
    if shorter <= lines and not any(side % 2 for side in size):
        return size
    factor = min(1.0, lines / shorter)
    # The side of 427 pixels that was 426.67 before somebody rounded it becomes 426.
    width, height = (max(2, round(side * factor / 2 - _A_LITTLE) * 2) for side in size)
    return width, height


def _picture_encoder(dish: Dish, size: tuple[int, int]) -> tuple[str, ...]:
    filters = picture_filters(dish.brief.keeps)
    if dish.found.transfer in _HDR_CURVES:
        filters.append(_TO_SDR)
    if size != (dish.found.width, dish.found.height) or dish.found.rotation:
        # FFmpeg turns the picture before it filters, so the size is the one that people see.
        filters.append(f"scale={size[0]}:{size[1]},setsar=1")
    encoder = dish.format.encoder[: dish.format.encoder.index("-c:a")]
    return (*encoder, "-threads", _THREADS, *(("-vf", ",".join(filters)) if filters else ()))


def _film_sound(dish: Dish) -> tuple[str, ...]:
    form, filters = dish.format, sound_filters(dish.brief.keeps)
    encoder = form.encoder[form.encoder.index("-c:a") :]
    filtered = ("-af", ",".join(filters)) if filters else ()
    return (*encoder, *_sound_shape(dish.found, form), *filtered)


def _source(dish: Dish) -> tuple[str, ...]:
    whitelist = (*LOCAL, "-format_whitelist", DEMUXERS)
    return (
        *(*reading(dish.brief.keeps), *whitelist, "-i", f"file:{dish.source.absolute()}"),
        *(*LOCAL, "-f", "ffmetadata", "-i", f"file:{dish.notes.absolute()}"),
    )
