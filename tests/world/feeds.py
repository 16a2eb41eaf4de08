"""Podcast feeds as hosts write them, from a few facts."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"'
    ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    ' xmlns:podcast="https://podcastindex.org/namespace/1.0"'
    ' xmlns:psc="http://podlove.org/simple-chapters">'
)


@dataclass(frozen=True)
class Item:
    title: str
    url: str
    day: str
    """Such as `2026-02-06`."""
    guid: str = ""
    seconds: int = 3
    page: str = ""
    more: str = ""
    """Further XML."""


def feed(title, *items, author="A maker", cover="https://img.example.net/cover.jpg"):
    """Return the text of a feed."""
    rows = "".join(map(_row, items))
    return (
        f"{_HEAD}<channel><title>{escape(title)}</title>"
        f"<itunes:author>{escape(author)}</itunes:author><itunes:image href={quoteattr(cover)}/>"
        f"{rows}</channel></rss>"
    )


def _row(item):
    day = format_datetime(datetime.fromisoformat(item.day).replace(tzinfo=UTC))
    guid = item.guid or item.url
    return (
        f"<item><title>{escape(item.title)}</title>"
        f'<guid isPermaLink="false">{escape(guid)}</guid><link>{escape(item.page)}</link>'
        f"<pubDate>{day}</pubDate><itunes:duration>{item.seconds}</itunes:duration>"
        f'<enclosure url={quoteattr(item.url)} type="audio/mpeg" length="1000"/>{item.more}</item>'
    )
