"""What is to be made of a file: the format, the stretches that are kept, and what a player shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from services.media.formats import Format
from services.media.stretches import Stretch

KEPT: Final = (
    "title",
    "artist",
    "album",
    "album_artist",
    "composer",
    "genre",
    "date",
    "track",
    "disc",
)
"""The tags that survive; the rest speaks of the old file."""


@dataclass(frozen=True, slots=True)
class Tags:
    """What a player shows. What is left empty stays as the source has it."""

    title: str = ""
    performer: str = ""
    album: str = ""
    album_performer: str = ""
    track: str = ""
    """Its number on the album: `3`, or `3/12`."""
    date: str = ""

    def over(self, own: Mapping[str, str]) -> dict[str, str]:
        """Return the tags to write: these, and those of the source's own that they leave open."""
        kept = {key: own[key] for key in KEPT if own.get(key)}
        given = {
            "title": self.title,
            "artist": self.performer,
            "album": self.album,
            "album_artist": self.album_performer,
            "track": self.track,
            "date": self.date,
        }
        return kept | {key: value for key, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class Brief:
    """One conversion as it is asked for. All times are seconds since the file's own beginning."""

    format: Format
    tags: Tags = Tags()
    cover: Path | None = None
    """A picture; the source's own is preferred to it."""
    seconds: float | None = None
    """The length, where the source does not tell it."""
    language: str = ""
    """Of the sound track; empty for the one that a player would choose."""
    keeps: tuple[Stretch, ...] = ()
    """What is kept, in order; empty for all of it."""
    at_keys: bool = False
    """What is kept begins at a key frame, so that pictures need not be encoded for it."""
    chapters: tuple[Stretch, ...] = ()
    """Empty for those that the source has itself."""
