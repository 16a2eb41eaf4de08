"""Which container a result gets: its source's own wherever FFmpeg can write that again."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Container:
    """How a result is packed."""

    muxer: str
    """FFmpeg's name."""
    suffix: str
    """Of the file's name, with the dot."""
    codec: str = ""
    """What its sound must be; empty: what it was."""


_BY_SUFFIX: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType({
    "mov": {
        ".m4a": "ipod",
        ".m4b": "ipod",
        ".mp4": "mp4",
        ".m4v": "mp4",
        ".mov": "mov",
        ".3gp": "3gp",
    },
    "matroska": {".mkv": "matroska", ".mka": "matroska", ".webm": "webm"},
    "ogg": {".opus": "opus", ".ogg": "ogg", ".oga": "ogg", ".ogv": "ogv"},
    "mpegts": {".ts": "mpegts", ".mts": "mpegts", ".m2ts": "mpegts"},
    "mpeg": {".mpg": "mpeg", ".mpeg": "mpeg", ".vob": "vob"},
    "mp3": {".mp3": "mp3", ".mp2": "mp2"},
    "wav": {".wav": "wav"},
    "w64": {".w64": "w64"},
    "aiff": {".aiff": "aiff", ".aif": "aiff"},
    "caf": {".caf": "caf"},
    "au": {".au": "au"},
    "flac": {".flac": "flac"},
    "aac": {".aac": "adts"},
    "ac3": {".ac3": "ac3"},
    "eac3": {".eac3": "eac3"},
    "avi": {".avi": "avi"},
    "flv": {".flv": "flv"},
    "wv": {".wv": "wv"},
    "tta": {".tta": "tta"},
    "mxf": {".mxf": "mxf"},
})
_LOSSLESS: Final = ("ape", "tak", "shorten", "dsd", "mlp", "truehd", "als")
_PLAIN_ONLY: Final = ("wav", "w64", "aiff", "au")


def container_for(name: str, demuxer: str, *, codecs: tuple[str, ...], picture: bool) -> Container:
    """Return how the result of a file is packed.

    Args:
        name: What the file is called.
        demuxer: FFmpeg's name of what it is, or several with commas.
        codecs: Of its sound tracks.
        picture: Whether it has a moving picture.
    """
    first = demuxer.partition(",")[0]
    suffix = PurePath(name).suffix.lower()
    codec = codecs[0] if codecs else ""
    if first in _PLAIN_ONLY and not codec.startswith("pcm_"):
        return Container("wav", ".wav", "pcm_s16le")
    family = _BY_SUFFIX.get(first)
    if family is None:
        return _instead(codec, picture=picture)
    if suffix not in family:
        suffix = _unnamed(first, codec, picture=picture) or next(iter(family))
    return Container(family[suffix], suffix)


def _unnamed(demuxer: str, codec: str, *, picture: bool) -> str:
    """Return what a file is called that has a strange name or none; empty: as most of its kind."""
    match demuxer:
        case "mov" if picture:
            return ".mp4"
        case "ogg" if picture:
            return ".ogv"
        case "ogg" if codec != "opus":
            return ".ogg"
        case "matroska" if not picture:
            return ".mka"
        case "mp3" if codec == "mp2":
            return ".mp2"
    return ""


def _instead(codec: str, *, picture: bool) -> Container:
    if picture:
        return Container("matroska", ".mkv", "" if codec else "aac")
    if codec.startswith(_LOSSLESS):
        return Container("flac", ".flac", "flac")
    if codec in {"wavpack", "tta", "flac"}:
        return Container("matroska", ".mka")
    return Container("ipod", ".m4a", "aac")
