"""Reads podcast feeds (RSS) into shows and episodes, and finds the one episode that is meant."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, cast
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from yt_dlp.utils import int_or_none, parse_duration, unified_timestamp

_ITUNES: Final = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
_PODCAST: Final = (
    "{https://podcastindex.org/namespace/1.0}",
    "{https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md}",
)
_SIMPLE_CHAPTERS: Final = "{http://podlove.org/simple-chapters}"
_TRANSCRIPTS: Final = {
    "text/vtt": "vtt",
    "application/json": "json",
    "application/srt": "srt",
    "application/x-subrip": "srt",
    "text/srt": "srt",
    "text/html": "html",
    "text/plain": "txt",
}
_SAME_DAYS: Final = timedelta(days=2).total_seconds()
_SAME_SECONDS: Final = 180
_SAME_SHARE: Final = 0.1


@dataclass(frozen=True, slots=True)
class PublishedTranscript:
    """A text that the show has published beside an episode."""

    url: str
    ext: str
    """`vtt`, `json`, `srt`, `html` or `txt`."""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Episode:
    """One item of a feed that has a file."""

    guid: str
    url: str
    """Of the file."""
    title: str
    page: str = ""
    """Where the show tells of it."""
    author: str = ""
    seconds: float | None = None
    timestamp: float | None = None
    cover: str = ""
    size_bytes: int | None = None
    mime: str = ""
    chapters_url: str = ""
    """Of a JSON document that lists them."""
    language: str = ""
    """Of the whole show."""
    chapters: tuple[tuple[float, str], ...] = field(default=())
    """Those that stand in the feed itself: when each begins, and its title."""
    transcripts: tuple[PublishedTranscript, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Show:
    """A feed."""

    title: str
    author: str
    cover: str
    episodes: tuple[Episode, ...]
    """The newest first where all tell their dates, else in the feed's own order."""


def show_in(text: str) -> Show | None:
    """Return the show that a document tells of, None when it is no feed."""
    try:
        # It runs in a child with limits, and expat itself stops entities that multiply.
        root = ET.fromstring(text.lstrip("\ufeff \t\r\n").encode())  # noqa: S314
    except ET.ParseError:
        return None
    channel = root.find("channel")
    if channel is None:
        return None
    author, cover = _text(channel, f"{_ITUNES}author"), _cover(channel)
    language = _text(channel, "language")
    found = [
        _episode(item, author=author, cover=cover, language=language)
        for item in channel.iter("item")
    ]
    episodes = [episode for episode in found if episode.url]
    if all(episode.timestamp for episode in episodes):
        episodes.sort(key=lambda episode: episode.timestamp or 0, reverse=True)
    return Show(_text(channel, "title"), author, cover, tuple(episodes))


def episode_named(show: Show, name: str) -> Episode | None:
    """Return the episode of a guid, of its file's address or of its page; None for none or several."""
    with_guid = [episode for episode in show.episodes if episode.guid == name]
    wanted = _without_scheme(name)
    return _only(
        with_guid
        or [
            episode
            for episode in show.episodes
            if wanted and wanted in map(_without_scheme, (episode.url, episode.page))
        ]
    )


def episode_titled(
    show: Show, title: str, *, seconds: float | None = None, timestamp: float | None = None
) -> Episode | None:
    """Return the one episode of that title, length and day; None for none or several.

    What is not known, here or there, is not compared. Lengths may differ by a few advertisements, days
    by the hours between two publications.
    """
    return _only(
        episode
        for episode in show.episodes
        if same_name(episode.title, title)
        and _as_long(episode.seconds, seconds)
        and _as_old(episode.timestamp, timestamp)
    )


def same_name(one: str, other: str) -> bool:
    """Return whether two titles differ in nothing but spaces, punctuation and capitals."""
    return bool(_words(one)) and _words(one) == _words(other)


def _words(title: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", title).casefold()
    return re.findall(r"[^\W_]+", re.sub(r"['’`]", "", folded))


def _as_long(one: float | None, other: float | None) -> bool:
    if not one or not other:
        return True
    return abs(one - other) <= max(_SAME_SECONDS, _SAME_SHARE * max(one, other))


def _as_old(one: float | None, other: float | None) -> bool:
    return not one or not other or abs(one - other) <= _SAME_DAYS


def _only(found: Iterable[Episode]) -> Episode | None:
    """Return the one among them; feeds that list an episode twice mean the same file."""
    by_url = {episode.url: episode for episode in found}
    return next(iter(by_url.values())) if len(by_url) == 1 else None


def _without_scheme(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}?{parts.query}" if parts.netloc else url


def _episode(item: ET.Element, *, author: str, cover: str, language: str) -> Episode:
    file = item.find("enclosure")
    attributes = file.attrib if file is not None else {}
    url = attributes.get("url", "").strip()
    return Episode(
        guid=_text(item, "guid") or url,
        url=url,
        title=_text(item, "title") or _text(item, f"{_ITUNES}title"),
        page=_text(item, "link"),
        author=_text(item, f"{_ITUNES}author") or author,
        seconds=_seconds(_text(item, f"{_ITUNES}duration")) or None,
        timestamp=unified_timestamp(_text(item, "pubDate")),
        cover=_cover(item) or cover,
        size_bytes=int_or_none(attributes.get("length")) or None,
        mime=attributes.get("type", ""),
        chapters_url=next(iter(_named(item, "chapters")), ""),
        chapters=_chapters(item),
        transcripts=tuple(_transcripts(item, language)),
        language=language,
    )


def _chapters(item: ET.Element) -> tuple[tuple[float, str], ...]:
    rows = item.iterfind(f"{_SIMPLE_CHAPTERS}chapters/{_SIMPLE_CHAPTERS}chapter")
    told = ((_seconds(row.get("start", "")), row.get("title", "")) for row in rows)
    return tuple(sorted((start, title) for start, title in told if start is not None))


def _transcripts(item: ET.Element, language: str) -> Iterator[PublishedTranscript]:
    for element in _all(item, "transcript"):
        url = element.get("url", "").strip()
        kind = element.get("type", "").partition(";")[0].strip().lower()
        ext = _TRANSCRIPTS.get(kind) or urlsplit(url).path.rpartition(".")[2].lower()
        if url and ext in _TRANSCRIPTS.values():
            yield PublishedTranscript(url, ext, element.get("language", "").strip() or language)


def _seconds(told: str) -> float | None:
    # The stubs promise a number for whatever is written there.
    return cast("float | None", parse_duration(told))


def _named(item: ET.Element, tag: str) -> list[str]:
    """Return the addresses that the podcast namespace's elements of a name tell."""
    return [url for element in _all(item, tag) if (url := element.get("url", "").strip())]


def _all(item: ET.Element, tag: str) -> Iterator[ET.Element]:
    return (element for space in _PODCAST for element in item.iterfind(f"{space}{tag}"))


def _cover(element: ET.Element) -> str:
    told = element.find(f"{_ITUNES}image")
    return told.get("href", "").strip() if told is not None else _text(element, "image/url")


def _text(element: ET.Element, path: str) -> str:
    return " ".join((element.findtext(path) or "").split())
