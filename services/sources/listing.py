"""Reads what yt-dlp tells of a medium or a list, in the words of our own `Medium`.

Runs inside the child, on plain dictionaries in yt-dlp's own words.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from yt_dlp.utils import unsmuggle_url

from services.sources import captions, choice, facts

Info = dict[str, Any]

IMAGES: Final = "hearsay_images"
"""The addresses of a post's pictures and short films, in their order: our own word beside yt-dlp's."""

_MOST_IMAGES: Final = 35
_MOST_LISTS: Final = 6
"""Within a list: the tabs of a channel are three or four."""


class Refusal(Exception):
    """What ends a request for a reason of ours; the code is the only argument."""


def is_list(info: Info) -> bool:
    """Return whether it is a list of media and none itself."""
    return info.get("_type") in {"playlist", "multi_video"} and not info.get(IMAGES)


def entries_of(info: Info, expand: Callable[[Info], Info], *, most: int) -> list[Info]:
    """Return the entries of a list that have addresses, those of the lists within it in their place.

    Args:
        info: The list.
        expand: Asks for a list that stands in it.
        most: How many are enough.
    """
    found: list[Info] = []
    lists = 0
    for entry in info.get("entries") or ():
        if len(found) >= most:
            break
        if not entry or not address_of(entry):
            continue
        if lists < _MOST_LISTS and _leads_to_list(entry):
            lists += 1
            found += entries_of(expand(entry), expand, most=most - len(found))
        else:
            found.append(entry)
    return found[:most]


def address_of(entry: Info) -> str:
    """Return where an entry is found; empty when it cannot be asked for alone."""
    told = str(entry.get("url") or "")
    if entry.get("formats"):
        return ""
    if "://" not in told and entry.get("ie_key") == "Youtube":
        return f"https://www.youtube.com/watch?v={told}"
    return str(unsmuggle_url(told, {})[0]) if "://" in told else ""


def is_meant_whole(info: Info, entries: Sequence[Info], *, asked: bool) -> bool:
    """Return whether who asks for the list wants all of it: of a feed, they want the newest entry."""
    return bool(entries) and (asked or (len(entries) > 1 and not _is_feed(info)))


def list_facts(info: Info, entries: Sequence[Info]) -> dict[str, object]:
    """Return the facts about a list."""
    told = {
        "title": info.get("title"),
        "author": _first(info, "uploader", "channel", "creator"),
        "count": info.get("playlist_count"),
        "entries": [[address_of(entry), entry.get("title"), _length(entry)] for entry in entries],
    }
    return {name: value for name, value in told.items() if value is not None}


def one_of(entries: Sequence[Info]) -> Info:
    """Return the newest of the entries where they tell dates, else the first."""
    dated = all(entry.get("timestamp") for entry in entries)
    return max(entries, key=lambda entry: entry["timestamp"]) if dated else entries[0]


def told_by_list(info: Info, entry: Info, address: str) -> dict[str, object]:
    """Return what a list tells about its entry."""
    told = {
        "entry": address,
        "feed": _is_feed(info),
        "author": info.get("title"),
        "title": entry.get("title"),
        "seconds": entry.get("duration"),
        "thumbnail_url": entry.get("thumbnail"),
        "published": _day(entry.get("timestamp")),
    }
    return {name: value for name, value in told.items() if value}


def facts_of(info: Info) -> dict[str, object]:
    """Return the facts about a medium.

    Raises:
        Refusal: there is nothing in it that can be fetched, or it has not begun.
    """
    if info.get("live_status") == "is_upcoming":
        raise Refusal("link-premiere")
    images = info.get(IMAGES)
    formats = [] if images and not info.get("formats") else formats_of(info)
    seconds = info.get("duration")
    heard = choice.sound(formats, (), seconds)
    shown = choice.pictures(formats, seconds)
    alone = heard is not None and not choice.has_picture(heard.formats[-1])
    told = {
        "page": info.get("webpage_url"),
        "title": facts.title(info),
        "author": _first(info, "artist", "uploader", "channel", "creator"),
        "handle": facts.handle(info),
        "seconds": seconds,
        "has_sound": heard is not None,
        "sound_codec": choice.sound_codec(heard),
        "sound_bytes": heard.size_bytes if heard and alone else None,
        "pictures": [[height, pick.size_bytes, pick.exact] for height, pick in shown.items()],
        "thumbnail_url": info.get("thumbnail"),
        "published": _day(info.get("timestamp")) or _dashed(info.get("upload_date")),
        "direct": bool(info.get("direct")),
        "file": choice.unmeasured(formats),
        "images": list(images)[:_MOST_IMAGES] if images else None,
        "chapters": facts.chapters(info) or None,
        "sounds": facts.sounds(formats) or None,
        "live": facts.is_live(info) or None,
        "spoken": captions.spoken(info) or None,
        "captions": captions.captions(info) or None,
        "translations": captions.translations(info) or None,
    }
    return facts.music(info) | {name: value for name, value in told.items() if value is not None}


def formats_of(info: Info) -> list[choice.Row]:
    """Return what can be fetched.

    Raises:
        Refusal: nothing.
    """
    told = info.get("formats") or ([info] if info.get("url") else [])
    formats = choice.usable(told)
    if not formats:
        protected = any(row.get("has_drm") for row in told)
        raise Refusal("link-protected" if protected else "link-unsupported")
    return formats


def unchosen(info: Info) -> Info:
    """Return it without what belongs to the formats that yt-dlp would have chosen itself."""
    rows = info.get("formats")
    if not rows:
        return info
    theirs = {name for row in rows for name in row} | {"requested_formats", "requested_downloads"}
    return {name: value for name, value in info.items() if name not in theirs}


def _is_feed(info: Info) -> bool:
    """Return whether it is the feed of a podcast or a page's, which grows by one entry at a time."""
    entries = info.get("entries") or ()
    return info.get("extractor_key") == "Generic" and all(
        entry and entry.get("_type") == "url_transparent" and "season_number" in entry
        for entry in entries
    )


def _leads_to_list(entry: Info) -> bool:
    return entry.get("ie_key") == "YoutubeTab"


def _length(entry: Info) -> float | None:
    seconds = entry.get("duration")
    return float(seconds) if seconds else None


def _first(info: Info, *names: str) -> str | None:
    return next((str(info[name]) for name in names if info.get(name)), None)


def _day(timestamp: float | None) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(timestamp)) if timestamp else ""


def _dashed(day: str | None) -> str | None:
    return f"{day[:4]}-{day[4:6]}-{day[6:]}" if day else None
