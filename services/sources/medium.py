"""What is known about a medium before its bytes are fetched: the facts that a card shows."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Picture:
    """One height that really exists."""

    height: int
    size_bytes: int | None
    """Picture and sound together; an estimate when the site gives only rates; None when unknown."""
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Medium:
    """Facts about one playable thing. JSON-serialisable with `dataclasses.asdict`."""

    key: str
    """The canonical key: `site:id`, or `telegram:<file_unique_id>`, or `file:<sha256>`."""
    url: str
    """Where to fetch it from; empty for files."""
    site: str
    title: str
    author: str = ""
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
