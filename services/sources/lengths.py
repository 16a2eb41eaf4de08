"""Checks whether what came is as long as was announced."""

from pathlib import Path
from typing import Final

import structlog

from services.errors import FileShort, RangeOutside
from services.media.choices import Clip
from services.media.probe import Probe, probe
from services.sources.medium import Medium

log = structlog.get_logger(__name__)

_SHORTEST_PART: Final = 0.85
_SLACK_SECONDS: Final = 3.0


async def whole(path: Path, medium: Medium, *, announced: float | None) -> Probe:
    """Return the facts about a file that is there whole.

    Args:
        path: The file.
        medium: What it should be.
        announced: How long the site says that it is; None when it does not say.

    Raises:
        FileShort: much of it is missing.
        FileUnreadable: it is no sound and no video.
    """
    found = await probe(path, name=medium.title)
    expected = max(announced or 0.0, found.seconds or 0.0)
    if found.reaches is not None and found.reaches < expected * _SHORTEST_PART - _SLACK_SECONDS:
        log.info("cut short", site=medium.site, seconds=found.reaches, announced=expected)
        raise FileShort(host=medium.site)
    return found


async def piece(path: Path, medium: Medium, clip: Clip) -> Probe:
    """Return the facts about a file of which only a stretch was fetched.

    Raises:
        FileUnreadable: it is no sound and no video.
        RangeOutside: the medium ends before.
    """
    if path.stat().st_size == 0 or (medium.seconds is not None and clip.start >= medium.seconds):
        raise RangeOutside(seconds=medium.seconds or 0)
    return await probe(path, name=medium.title)
