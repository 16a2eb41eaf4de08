"""Asks SponsorBlock what people who watched a video before say can be skipped.

The server is told four letters of a hash that thousands of videos share, so it does not learn which
one is meant.
"""

import hashlib
import json
from datetime import timedelta
from typing import Any, Final
from urllib.parse import quote

import structlog

from services.errors import HearsayError, LinkGone
from services.media.stretches import Stretch, merged
from services.sources.medium import Medium
from services.web import Web

log = structlog.get_logger(__name__)

_SITE: Final = "youtube"
_SERVICE: Final = "YouTube"
_SKIPPED: Final = ("sponsor", "selfpromo", "interaction")
_MOST_BYTES: Final = 4 * 1024**2
_PATIENCE: Final = timedelta(seconds=8)
_SAME_LENGTH_SECONDS: Final = 2.0
_SHORTEST_SECONDS: Final = 0.3


class SponsorBlock:
    """One server.

    Args:
        web: Asks it.
        url: Where it is; empty turns it off.
    """

    def __init__(self, web: Web, url: str) -> None:
        self._web = web
        self._url = url.rstrip("/")

    async def segments(self, medium: Medium) -> tuple[Stretch, ...] | None:
        """Return what can be skipped, in order; None when nobody can say now."""
        site, _, video = medium.key.partition(":")
        if site != _SITE:
            return ()
        if not self._url:
            return None
        prefix = hashlib.sha256(video.encode()).hexdigest()[:4]
        categories = quote(json.dumps(_SKIPPED, separators=(",", ":")))
        query = f"categories={categories}&service={_SERVICE}"
        url = f"{self._url}/api/skipSegments/{prefix}?{query}"
        try:
            answer = await self._web.read(url, most_bytes=_MOST_BYTES, deadline=_PATIENCE)
            return _segments(json.loads(answer), video, medium.seconds)
        except LinkGone:
            # Its way to say that it knows nothing about any of them.
            return ()
        except (HearsayError, ValueError, TypeError, KeyError, AttributeError) as error:
            log.info("sponsorblock cannot be asked", error=repr(error))
            return None


def _segments(told: list[dict[str, Any]], video: str, seconds: float | None) -> tuple[Stretch, ...]:
    rows = [row for entry in told if entry["videoID"] == video for row in entry["segments"]]
    found = []
    for row in rows:
        start, end = (float(moment) for moment in row["segment"])
        length = float(row.get("videoDuration") or 0)
        # Somebody may have looked at another cut of the video.
        is_other = seconds and length and abs(length - seconds) > _SAME_LENGTH_SECONDS
        is_skipped = row.get("actionType", "skip") == "skip" and row["category"] in _SKIPPED
        if is_skipped and not is_other and end - start >= _SHORTEST_SECONDS:
            found.append(Stretch(max(0.0, start), end))
    return merged(found)
