"""Reads what yt-dlp tells of a medium or a list, in the words of our own `Medium`.

Runs inside the child, on plain dictionaries in yt-dlp's own words.
"""

import time
from typing import Any, Final

from services.sources import choice

Info = dict[str, Any]

_NOT_ENDED: Final = frozenset({"is_live", "is_upcoming", "post_live"})


class Refusal(Exception):
    """What ends a request for a reason of ours; the code is the only argument."""


def is_list(info: Info) -> bool:
    """Return whether it is a list of media and none itself."""
    return info.get("_type") in {"playlist", "multi_video"}


def one_of(info: Info) -> Info:
    """Return the newest entry of a list where it tells dates, else the first.

    Whoever wants the whole list begins here: `info["entries"]` are all of them, unresolved.

    Raises:
        Refusal: it is empty.
    """
    entries = [entry for entry in info.get("entries") or () if entry and entry.get("url")]
    if not entries:
        raise Refusal("link-unsupported")
    dated = all(entry.get("timestamp") for entry in entries)
    return max(entries, key=lambda entry: entry["timestamp"]) if dated else entries[0]


def told_by_list(info: Info, entry: Info, address: str) -> dict[str, object]:
    """Return what a list tells about its entry."""
    told = {
        "entry": address,
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
        Refusal: there is nothing in it that can be fetched, or it has not ended.
    """
    if info.get("live_status") in _NOT_ENDED:
        raise Refusal("link-live")
    formats = formats_of(info)
    seconds = info.get("duration")
    heard = choice.sound(formats, (), seconds)
    shown = choice.pictures(formats, seconds)
    alone = heard is not None and not choice.has_picture(heard.formats[-1])
    facts = {
        "page": info.get("webpage_url"),
        "title": info.get("title"),
        "author": _first(info, "artist", "uploader", "channel", "creator"),
        "seconds": seconds,
        "has_sound": heard is not None,
        "sound_codec": choice.sound_codec(heard),
        "sound_bytes": heard.size_bytes if heard and alone else None,
        "pictures": [[height, pick.size_bytes, pick.exact] for height, pick in shown.items()],
        "thumbnail_url": info.get("thumbnail"),
        "published": _day(info.get("timestamp")) or _dashed(info.get("upload_date")),
        "direct": bool(info.get("direct")),
    }
    return {name: value for name, value in facts.items() if value is not None}


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


def _first(info: Info, *names: str) -> str | None:
    return next((str(info[name]) for name in names if info.get(name)), None)


def _day(timestamp: float | None) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(timestamp)) if timestamp else ""


def _dashed(day: str | None) -> str | None:
    return f"{day[:4]}-{day[4:6]}-{day[6:]}" if day else None
