"""What is known about a medium before its bytes are fetched: the facts that a card shows."""

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Picture:
    """One height that really exists."""

    height: int
    size_bytes: int | None
    """Picture and sound together; an estimate when the site gives only rates; None when unknown."""
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """A named stretch of a medium."""

    start: float
    end: float
    title: str


@dataclass(frozen=True, slots=True)
class Sound:
    """One of several sound tracks."""

    language: str
    """A BCP 47 tag such as `de`; unique within its medium."""
    title: str = ""
    original: bool = False
    """It is what was spoken when the pictures were taken, and no dub."""


class Scribe(StrEnum):
    """Who wrote words down."""

    PEOPLE = "people"
    """Somebody, for this very medium."""
    MACHINE = "machine"
    """The site's own recogniser."""
    TRANSLATOR = "translator"
    """A machine, from what others have written down."""
    PUBLISHER = "publisher"
    """The maker of a podcast."""
    READ_ALONG = "read-along"
    """Spotify, for those who read while they listen."""
    FILE = "file"
    """Nobody knows: they lie inside the file."""


@dataclass(frozen=True, slots=True)
class Caption:
    """One text that goes along with a medium."""

    language: str
    """A BCP 47 tag such as `pt-BR`; empty when it is not told."""
    scribe: Scribe
    name: str = ""
    """How its origin calls it: the site's code for the track, or its number in the file."""
    ext: str = ""
    """Its form, where there is one only."""
    url: str = ""
    """Where it can be had at any time; empty where the origin is asked for the address as well."""
    chosen: bool = False
    """The file itself says that it is to be shown."""


@dataclass(frozen=True, slots=True)
class Medium:
    """Facts about one playable thing. JSON-serialisable with `dataclasses.asdict`."""

    key: str
    """The canonical key: `site:id`, `telegram:<file_unique_id>:<digest of the name>`, `file:<sha256>`."""
    url: str
    """Where to fetch it from; empty for files."""
    site: str
    title: str
    author: str = ""
    handle: str = ""
    """What the author is called in the site's addresses, without `@`; empty when it is not told."""
    seconds: float | None = None
    has_sound: bool = True
    sound_codec: str = ""
    """ffmpeg's name of the codec that would be fetched for sound, when known."""
    sound_bytes: int | None = None
    """Size of the original sound, when known."""
    pictures: tuple[Picture, ...] = field(default=())
    """Ascending by height; empty when there is only sound."""
    thumbnail_url: str = ""
    direct: bool = False
    """The URL is the file itself, so no extractor is needed."""
    published: str = ""
    album: str = ""
    track: int | None = None
    """Its number on the album."""
    chapters: tuple[Chapter, ...] = field(default=())
    """Ascending, without overlaps; empty when there are none."""
    sounds: tuple[Sound, ...] = field(default=())
    """Only where there are several to choose from."""
    live: bool = False
    """A broadcast that is under way: it can be recorded, not fetched."""
    images: tuple[str, ...] = field(default=())
    """Addresses of the pictures of a post, in their order."""
    listing: str = ""
    """The address of the list in which the link stands too (a watch page with `list=`)."""
    spoken: str = ""
    """The tag of the language that is spoken, where the site or the file tells it."""
    captions: tuple[Caption, ...] = field(default=())
    """What is written down already, machines' translations left out."""
    translations: tuple[str, ...] = field(default=())
    """The codes of the languages into which the site's machine would translate."""
    captions_later: bool = False
    """The site tells of captions only when it is asked for them."""
