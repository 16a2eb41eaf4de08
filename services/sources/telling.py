"""Makes our own values of what a child tells about a medium or a list."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from services.errors import LinkEmpty, Refused
from services.media.probe import language_tag
from services.platforms.catalogue import led_to, link_of
from services.platforms.link import Link
from services.sources.medium import Caption, Chapter, Medium, Picture, Scribe, Sound
from services.sources.playlist import Entry, Playlist
from services.sources.titles import title_line


def medium_of(link: Link, facts: Mapping[str, Any]) -> Medium:
    """Return a medium, under the key of the page where its link has led."""
    link = entry_in(facts) or link
    if facts.get("page"):
        # Behind a short link there may be a platform, which knows the medium's own key.
        link = led_to(link, facts["page"])
    return Medium(
        key=link.key,
        url=link.url,
        site=link.site if link.site != "web" else link.host,
        title=title_line(facts.get("title")) or link.host,
        author=title_line(facts.get("author")),
        handle=title_line(facts.get("handle")),
        seconds=facts.get("seconds"),
        has_sound=facts["has_sound"],
        sound_codec=facts["sound_codec"],
        sound_bytes=facts.get("sound_bytes"),
        pictures=tuple(Picture(*row) for row in facts["pictures"]),
        thumbnail_url=facts.get("thumbnail_url", ""),
        published=facts.get("published", ""),
        album=title_line(facts.get("album")),
        track=facts.get("track"),
        chapters=tuple(
            Chapter(start, end, title_line(name)) for start, end, name in _rows(facts, "chapters")
        ),
        sounds=tuple(Sound(*row) for row in _rows(facts, "sounds")),
        live=facts.get("live", False),
        listing=facts.get("listing", ""),
        images=tuple(facts.get("images", ())),
        spoken=language_tag(facts.get("spoken", "")),
        captions=tuple(_captions(facts)),
        translations=tuple(facts.get("translations", ())),
        captions_later=facts.get("captions_later", False),
    )


def playlist_of(link: Link, told: Mapping[str, Any]) -> Playlist:
    """Return a list.

    Raises:
        LinkEmpty: nothing in it can be asked for.
    """
    entries = [
        Entry(url, title=title_line(title), seconds=seconds)
        for url, title, seconds in told["entries"]
        if _can_be_asked(url)
    ]
    if not entries:
        raise LinkEmpty(host=link.host)
    return Playlist(
        key=link.key,
        url=link.url,
        site=link.site if link.site != "web" else link.host,
        title=title_line(told.get("title")) or link.host,
        author=title_line(told.get("author")),
        entries=tuple(entries),
        count=told.get("count"),
    )


def entry_in(facts: Mapping[str, Any]) -> Link | None:
    """Return the link of the list's entry that is spoken of; None when there is no list."""
    return link_of(facts["entry"]) if facts.get("entry") else None


def told_by_list(medium: Medium, facts: Mapping[str, Any]) -> Medium:
    """Return the facts with those that a feed tells about its entry, which knows it better."""
    return replace(
        medium,
        title=title_line(facts.get("title")) or medium.title,
        author=title_line(facts.get("author")) or medium.author,
        seconds=medium.seconds or facts.get("seconds"),
        thumbnail_url=facts.get("thumbnail_url", ""),
        published=facts.get("published", "") or medium.published,
        listing=facts.get("listing", ""),
        captions_later=bool(facts.get("feed")),
    )


def _captions(facts: Mapping[str, Any]) -> Iterator[Caption]:
    for language, scribe, name, ext, url in _rows(facts, "captions"):
        yield Caption(language_tag(language), Scribe(scribe), name, ext, url)


def _can_be_asked(url: str) -> bool:
    try:
        link_of(url)
    except Refused:
        return False
    return True


def _rows(facts: Mapping[str, Any], name: str) -> list[list[Any]]:
    return list(facts.get(name) or ())
