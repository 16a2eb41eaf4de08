"""One vector: a link, and what its host answers; and what several of them are made of."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.world.media import film, made, song, still

INSIDE = "http://10.0.0.1/canary"
"""What must never be asked. Whoever asks gets a good film, so that it would pay."""

METADATA = "http://169.254.169.254/latest/meta-data/"
EVIL = "evil-hearsay"
"""A part of every name that something would have outside the jobs' folders."""


@dataclass(frozen=True)
class Page:
    """One answer."""

    body: bytes = b""
    kind: str = "text/html"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    endless: bytes = b""
    """Said again and again after the body."""


@dataclass(frozen=True)
class Vector:
    """A link; `{here}` in it and in its pages is `http://` and the host that serves them."""

    link: str
    pages: dict[str, Page] = field(default_factory=dict)


def media(name: str) -> bytes:
    """Return a small good file."""
    return _media(name).read_bytes()


def feed(items: str, before: str = "") -> Page:
    """Return a feed with these items; `before` stands above it."""
    text = f'<?xml version="1.0"?>{before}<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
    return Page(text.encode(), "application/rss+xml")


def stream(piece: str, before: str = "") -> str:
    """Return a list of one piece; `before` stands above it."""
    return f"#EXTM3U\n#EXT-X-TARGETDURATION:4\n{before}#EXTINF:3,\n{piece}\n#EXT-X-ENDLIST\n"


def manifest(inside: str) -> str:
    """Return a manifest of one film."""
    return (
        '<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" xmlns:xlink="http://www.w3.org/1999/xlink"'
        ' type="static" mediaPresentationDuration="PT3S"><Period><AdaptationSet mimeType="video/mp4">'
        f'<Representation id="v" bandwidth="9" width="426" height="240" codecs="avc1.42c01e">{inside}'
        "</Representation></AdaptationSet></Period></MPD>"
    )


@cache
def _media(name: str) -> Path:
    makers: dict[str, Callable[[], Path]] = {
        "song.mp3": lambda: song(seconds=3),
        "film.mp4": lambda: film(height=240, seconds=3),
        "still.jpg": still,
        "piece.ts": lambda: made("ts", "-i", str(film(height=240, seconds=3)), "-c", "copy"),
        "film.mov": lambda: made("mov", "-i", str(film(height=240, seconds=3)), "-c", "copy"),
        "old.avi": lambda: made(*(
            "avi",
            "-i",
            str(film(height=240, seconds=3)),
            "-c:v",
            "mpeg4",
            "-c:a",
            "libmp3lame",
        )),
    }
    return makers[name]()
