"""Says what a file really holds: its codecs, length, shape and tags, whatever it is called."""

import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import structlog
from babel.core import get_global

from services.errors import FileUnreadable
from services.media import probe_child
from services.media.ffmpeg import DEMUXERS
from services.media.questions import ask
from services.media.stretches import Stretch

log = structlog.get_logger(__name__)

_PATIENCE: Final = timedelta(seconds=20)
_SQUARE: Final = 0.01
_NAME_LENGTH: Final = 200
_REMEMBERED: Final = 128
_NO_LANGUAGE: Final = frozenset({"und", "mis", "mul", "zxx"})
_ALIASES: Final[Mapping[str, str]] = get_global("language_aliases")
_known: Final[OrderedDict[tuple[str, int, int, int], "Probe"]] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Track:
    """One sound track. The codec has FFmpeg's name."""

    index: int
    codec: str = ""
    rate: int = 0
    """Samples a second."""
    channels: int = 0
    lossless: bool = False
    language: str = ""
    """As the file has it: two or three letters; empty when it does not say."""
    title: str = ""
    original: bool = False


@dataclass(frozen=True, slots=True)
class Subtitles:
    """One track of text. The codec has FFmpeg's name."""

    index: int
    codec: str = ""
    language: str = ""
    """As the file has it."""
    title: str = ""
    default: bool = False
    forced: bool = False
    """Only what is said in other languages than the rest."""


@dataclass(frozen=True, slots=True)
class Probe:
    """Facts about one file. Codecs and containers have FFmpeg's names."""

    container: str
    seconds: float | None = None
    """As the file says."""
    reaches: float | None = None
    """How far it can be played; less than `seconds` where the end is missing."""
    bit_rate: int = 0
    tags: Mapping[str, str] = field(default_factory=dict)
    starts: float = 0.0
    """The time stamp of its beginning, in seconds."""
    chapters: tuple[Stretch, ...] = ()
    """In the file's own time, which `starts` begins."""
    cover_index: int = -1
    """The picture that came with the sound, where it is one that can be handed on."""
    cover_size: tuple[int, int] = (0, 0)
    tracks: tuple[Track, ...] = ()
    subtitles: tuple[Subtitles, ...] = ()
    sound_index: int = -1
    """The track that a player would choose: the original, else the default, else the first."""
    picture_index: int = -1
    video_codec: str = ""
    pixels: str = ""
    """How a pixel is stored, such as `yuv420p`."""
    width: int = 0
    height: int = 0
    """As stored; `shown_size` is what a person sees."""
    pixel_shape: float = 1.0
    """Width of a pixel over its height."""
    rotation: int = 0
    transfer: int = 0
    """The curve of brightness, as a number of ITU-T H.273."""

    @property
    def has_sound(self) -> bool:
        """Return whether there is anything to hear."""
        return self.sound_index >= 0

    @property
    def sound(self) -> Track:
        """Return the track that is heard; without sound, one that says so."""
        return next((row for row in self.tracks if row.index == self.sound_index), Track(-1))

    @property
    def sound_codec(self) -> str:
        """Return the codec of the track that is heard."""
        return self.sound.codec

    @property
    def voices(self) -> Mapping[str, Track]:
        """Return the tracks by the languages in which they can be asked for, each a word of its own."""
        named: dict[str, Track] = {}
        for track in self.tracks:
            spoken = _tag(track.language)
            again = sum(1 for name in named if name.partition("-x-")[0] == spoken)
            named[f"{spoken}-x-{again + 1}" if again else spoken] = track
        return named

    def heard_in(self, language: str) -> "Probe | None":
        """Return the same file with the track in a language chosen, None when there is no such."""
        track = self.voices.get(language)
        return replace(self, sound_index=track.index) if track else None

    @property
    def has_cover(self) -> bool:
        """Return whether a picture came with the sound."""
        return self.cover_index >= 0

    @property
    def has_picture(self) -> bool:
        """Return whether there is a moving picture; a cover is none."""
        return bool(self.video_codec)

    @property
    def shown_size(self) -> tuple[int, int]:
        """Return width and height as a person sees them: pixels made square, the picture turned."""
        # A size that was rounded to even numbers makes pixels that are all but square.
        square = abs(self.pixel_shape - 1) < _SQUARE
        width = self.width if square else max(1, round(self.width * self.pixel_shape))
        turned = self.rotation % 180 != 0
        return (self.height, width) if turned else (width, self.height)


async def probe(path: Path, *, name: str = "", partial: bool = False) -> Probe:
    """Return the facts about a file; a file that has not changed is looked into once.

    Args:
        path: The file.
        name: What people call it, for the error; the path's own name otherwise.
        partial: Whether parts of it are missing, so that it is no use to read it through.

    Raises:
        FileUnreadable: it is no sound and no video, or reading it crashed.
    """
    identity = _identity(path)
    found = _known.get(identity)
    if found is None:
        found = await _look_into(path, name=(name or path.name)[:_NAME_LENGTH], partial=partial)
        _known[identity] = found
        if len(_known) > _REMEMBERED:
            _known.popitem(last=False)
    return found


def _probe_from(facts: dict[str, Any]) -> Probe:
    """Return the value again that JSON knows only as lists."""
    facts["tracks"] = tuple(Track(**row) for row in facts["tracks"])
    facts["subtitles"] = tuple(Subtitles(**row) for row in facts.get("subtitles", ()))
    facts["chapters"] = tuple(Stretch(*row) for row in facts["chapters"])
    facts["cover_size"] = tuple(facts.get("cover_size", (0, 0)))
    return Probe(**facts)


def language_tag(told: str) -> str:
    """Return the tag of a language, with its script and its country, whatever a site adds to it.

    Empty when it is none.
    """
    base, *parts = re.split(r"[-_.]", told.strip())
    tag = [_tag(base)]
    if len(tag[0]) not in {2, 3} or tag[0] in _NO_LANGUAGE:
        return ""
    for part in parts:
        if not re.fullmatch(r"[A-Za-z]{4}|[A-Za-z]{2}|\d{3}", part):
            break
        tag.append(part.title() if len(part) == len("Latn") else part.upper())
    return "-".join(tag)


def _tag(language: str) -> str:
    """Return the tag of a language that a file names by three letters, such as `ger` or `deu`."""
    code = language.lower().replace("_", "-")
    if not code.replace("-", "").isalnum() or not code.isascii():
        return "und"
    known: str = _ALIASES.get(code, code)
    return known or "und"


def _identity(path: Path) -> tuple[str, int, int, int]:
    seen = path.stat()
    return str(path.absolute()), seen.st_ino, seen.st_mtime_ns, seen.st_size


async def _look_into(path: Path, *, name: str, partial: bool) -> Probe:
    words = (DEMUXERS, "partial") if partial else (DEMUXERS,)
    found = _probe_from(await ask(probe_child, path, *words, within=_PATIENCE, name=name))
    if not found.has_sound and not found.has_picture:
        raise FileUnreadable(name=name)
    return found
