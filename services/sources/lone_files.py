"""Files that stand alone at an address: what is in them is told by their first bytes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import structlog

from services.errors import HearsayError, LinkExpired, LinkGone, LinkPrivate, TooBig
from services.platforms.catalogue import is_fleeting, link_of
from services.platforms.link import Link
from services.sources.direct import download, sniff
from services.sources.fetched import Ticks
from services.sources.heads import is_page, medium_from
from services.sources.medium import Medium
from services.sources.memory import Memory
from services.sources.pace import Pace
from services.web import Web

log = structlog.get_logger(__name__)

_SNIFFED_WITHIN: Final = timedelta(seconds=15)
_VARIES: Final = (b"Xing\0", b"VBRI\0")
"""What an MP3 begins with whose seconds differ in size."""


class LoneFiles:
    """Looks into files and fetches them.

    Args:
        web: Asks addresses.
        heads: Keeps the first bytes of files that have a picture inside, by the keys of their media.
        most_bytes: The largest file that is fetched.
        stall: How long a line may be silent.
    """

    def __init__(
        self, web: Web, heads: Memory[bytes], *, most_bytes: int | None, stall: timedelta
    ) -> None:
        self._web = web
        self._heads = heads
        self._most_bytes = most_bytes
        self._stall = stall

    async def look(self, link: Link, *, folder: Path) -> Medium | None:
        """Return the facts about the file at an address, None when there is a page instead.

        Raises:
            LinkExpired: the address was good for a while only.
            TooBig: it is larger than what is fetched at most.
            HearsayError: what else the site says.
        """
        patience = min(self._stall, _SNIFFED_WITHIN)
        with _lapsing(link):
            sniffed = await sniff(self._web, link.url, patience=patience)
        if is_page(sniffed):
            return None
        if self._most_bytes is not None and (sniffed.size_bytes or 0) > self._most_bytes:
            raise TooBig(size_bytes=sniffed.size_bytes or 0, limit_bytes=self._most_bytes)
        medium, has_cover = await medium_from(self._web, sniffed, folder=folder)
        if has_cover:
            self._heads.put(link.key, sniffed.head)
        return replace(medium, key=link.key, url=link.url, site=link.host, direct=True)

    async def measured(self, medium: Medium, url: str | None, *, folder: Path) -> Medium:
        """Return the facts with those of the file itself, where a page does not tell how it looks."""
        if not url:
            return medium
        try:
            sniffed = await sniff(self._web, url, referer=medium.url, patience=_SNIFFED_WITHIN)
            if is_page(sniffed):
                return medium
            found, _ = await medium_from(self._web, sniffed, folder=folder)
        except HearsayError as error:
            log.info("not measured", site=medium.site, error=repr(error))
            return medium
        return replace(
            medium,
            seconds=medium.seconds or found.seconds,
            has_sound=found.has_sound,
            sound_codec=found.sound_codec,
            sound_bytes=found.sound_bytes,
            pictures=found.pictures,
        )

    async def fetch(self, medium: Medium, *, to: Path, ticks: Ticks) -> None:
        """Bring a file as it is.

        Raises:
            LinkExpired: the address was good for a while only.
            TooBig: it is larger than what is fetched at most.
            HearsayError: what else the site says.
        """
        with _lapsing(link_of(medium.url)):
            await download(
                self._web,
                medium.url,
                to=to,
                ticks=ticks,
                most_bytes=self._most_bytes,
                pace=Pace(silence=self._stall),
            )

    async def is_steady(self, medium: Medium) -> bool:
        """Return whether the place of a second in an MP3 can be computed, so that it need not be sought."""
        if not medium.direct or medium.sound_codec != "mp3":
            return False
        head = self._heads.get(medium.key)
        if head is None:
            head = (await sniff(self._web, medium.url, patience=self._stall)).head
        return not any(mark in head for mark in _VARIES)


@contextmanager
def _lapsing(link: Link) -> Iterator[None]:
    """Say of an address that is good for a while only that its time is over, when it is refused.

    Raises:
        LinkExpired: it was refused.
    """
    try:
        yield
    except (LinkGone, LinkPrivate) as error:
        if is_fleeting(link):
            raise LinkExpired(host=link.host) from error
        raise
