"""Turns what a file really is into the facts that a card shows."""

import re
from pathlib import Path, PurePath

from services.errors import FileUnreadable
from services.media.probe import Probe, language_tag, probe
from services.media.subtitles import FORMS
from services.sources.medium import Caption, Medium, Picture, Scribe
from services.sources.sniffing import ENDINGS
from services.sources.titles import title_line


async def examine(path: Path, name: str, *, key: str = "") -> Medium:
    """Return the facts about a file that was sent to us or lies on this machine.

    Args:
        path: Where it lies.
        name: What people call it.
        key: The medium's canonical key, which the caller knows.

    Raises:
        FileUnreadable: it is no sound and no video, whatever its name says.
    """
    try:
        found = await probe(path, name=name)
    except OSError as error:
        raise FileUnreadable(name=name) from error
    return medium_of(found, name=name, size_bytes=path.stat().st_size, key=key)


def medium_of(
    found: Probe, *, name: str, size_bytes: int | None, key: str = "", site: str = "file"
) -> Medium:
    """Return the facts, with the file's name as its title where its tags have none."""
    pictures: tuple[Picture, ...] = ()
    if found.has_picture:
        pictures = (Picture(min(found.shown_size), size_bytes, exact=size_bytes is not None),)
    return Medium(
        key=key,
        url="",
        site=site,
        title=title_line(found.tags.get("title") or title_from(name)),
        author=found.tags.get("artist") or found.tags.get("album_artist") or "",
        seconds=found.seconds,
        has_sound=found.has_sound,
        sound_codec=found.sound_codec,
        sound_bytes=None if found.has_picture else size_bytes,
        pictures=pictures,
        published=found.tags.get("date", ""),
        spoken=language_tag(found.sound.language),
        captions=_captions(found),
    )


def title_from(name: str) -> str:
    """Return a file's name as a title: without a media file's ending."""
    stem, dot, ending = PurePath(name).name.rpartition(".")
    known = dot and ending.lower() in ENDINGS
    return re.sub(r"[\s_]+", " ", stem if known else name).strip() or name


def _captions(found: Probe) -> tuple[Caption, ...]:
    """Return the texts inside the file; those for a few foreign words alone are left out."""
    return tuple(
        Caption(
            language_tag(track.language),
            Scribe.FILE,
            str(track.index),
            ext=FORMS[track.codec],
            chosen=track.default,
        )
        for track in found.subtitles
        if track.codec in FORMS and not track.forced
    )
