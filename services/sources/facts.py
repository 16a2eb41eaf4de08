"""Reads the finer facts about a medium from what yt-dlp tells: album, chapters, languages.

Runs inside the child, on plain dictionaries in yt-dlp's own words.
"""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from services.sources import choice

Info = Mapping[str, Any]

_MOST_CHAPTERS: Final = 500
_HANDLES: Final = {
    "Instagram": "channel",
    "TikTok": "uploader",
    "Twitter": "uploader_id",
    "Youtube": "uploader_id",
}
"""Where yt-dlp writes it, by its extractors."""


def title(info: Info) -> str | None:
    """Return the title as people know it."""
    told = info.get("title")
    if told and info.get("extractor_key") in {"Generic", "HTML5MediaEmbed"}:
        # Media of a page are numbered, and so is the only one.
        return re.sub(r" \(1\)$", "", str(told))
    return str(told) if told else None


def handle(info: Info) -> str | None:
    """Return what its author is called in the addresses of the site, where that is known."""
    name = _HANDLES.get(str(info.get("extractor_key")))
    told = str(info.get(name) or "") if name else ""
    return told.removeprefix("@") or None


def music(info: Info) -> dict[str, object]:
    """Return the album and the number on it, as far as they are told."""
    number = str(info.get("track_number") or "")
    facts = {
        "album": str(info.get("album") or "").strip(),
        "track": int(number) if number.isdecimal() else None,
    }
    return {name: value for name, value in facts.items() if value}


def chapters(info: Info) -> list[list[object]]:
    """Return start, end and title of each chapter, ascending and without overlaps; none if only one."""
    if info.get("section_start") is not None:
        # Of a piece that somebody has cut out, the site still tells the chapters of the whole.
        return []
    rows = sorted(
        (float(row["start_time"]), float(row.get("end_time") or 0), str(row.get("title") or ""))
        for row in info.get("chapters") or ()
        if row and row.get("start_time") is not None
    )[:_MOST_CHAPTERS]
    whole = float(info.get("duration") or 0)
    found: list[list[object]] = []
    for at, (start, told, name) in enumerate(rows):
        after = rows[at + 1][0] if at + 1 < len(rows) else whole
        end = min(moment for moment in (told, after, whole, math.inf) if moment)
        if end > start:
            found.append([start, end, name])
    return found if len(found) > 1 else []


def sounds(formats: Sequence[choice.Row]) -> list[list[object]]:
    """Return language, title and whether it is the original of each sound track, the original first."""
    spoken = sorted(choice.sounds(formats), key=lambda track: not track[1])
    return [[language, "", original] for language, original in spoken]


def is_live(info: Info) -> bool:
    """Return whether it is a broadcast that is under way: it can be recorded, not fetched."""
    return info.get("live_status") == "is_live"
