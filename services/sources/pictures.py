"""The small pictures that media come with: the one a chat shows, and the square one that sound carries.

None of it ever raises: a medium without its picture is still one.
"""

from collections.abc import Awaitable
from datetime import timedelta
from pathlib import Path
from typing import Final, Protocol

import structlog

from services.errors import HearsayError
from services.media.covers import cover_from_picture, cover_of, square_cover_from
from services.media.probe import Probe
from services.sources.medium import Medium
from services.sources.memory import Memory
from services.web import Web

log = structlog.get_logger(__name__)

_MOST_BYTES: Final = 10 * 1024**2
_KEPT: Final = timedelta(minutes=20)


class Draw(Protocol):
    """Makes a JPEG of a picture."""

    def __call__(self, picture: Path, *, to: Path) -> Awaitable[Path | None]:
        """Return where it is, None when it is no picture."""
        ...


class Pictures:
    """Fetches each picture once for a while.

    Args:
        web: Asks addresses.
        heads: The first bytes of files, by the keys of their media; a picture may be inside.
    """

    def __init__(self, web: Web, heads: Memory[bytes]) -> None:
        self._web = web
        self._heads = heads
        self._thumbnails = Memory[bytes](room=4 * 1024**2, kept=_KEPT)
        self._raw = Memory[bytes](room=16 * 1024**2, kept=_KEPT)

    async def cover(self, medium: Medium, *, folder: Path) -> Path | None:
        """Return the square JPEG that sound carries, None when there is none."""
        return await self._drawn(medium, folder / "cover.jpg", square_cover_from)

    async def thumbnail(self, medium: Medium, *, folder: Path) -> Path | None:
        """Return a JPEG of at most 320 pixels a side and 200 kB, None when there is none."""
        to = folder / "thumbnail.jpg"
        known = self._thumbnails.get(medium.key)
        if known is not None:
            to.write_bytes(known)
            return to
        drawn = await self._drawn(medium, to, cover_from_picture)
        if drawn is not None:
            self._thumbnails.put(medium.key, drawn.read_bytes())
        return drawn

    async def _drawn(self, medium: Medium, to: Path, draw: Draw) -> Path | None:
        raw = to.with_suffix(".raw")
        try:
            if medium.thumbnail_url:
                raw.write_bytes(await self._fetched(medium.thumbnail_url))
                return await draw(raw, to=to)
            head = self._heads.get(medium.key)
            if head is None:
                return None
            raw.write_bytes(head)
            return await cover_of(raw, to=to)
        except (HearsayError, OSError) as error:
            log.info("no picture", site=medium.site, error=repr(error))
            return None

    async def _fetched(self, url: str) -> bytes:
        known = self._raw.get(url)
        if known is None:
            known = await self._web.read(url, most_bytes=_MOST_BYTES)
            self._raw.put(url, known)
        return known


async def own_cover(path: Path, found: Probe, *, folder: Path) -> Path | None:
    """Return the picture that came inside the sound: not every format's file can hand it on."""
    return await cover_of(path, to=folder / "own.jpg") if found.has_cover else None
