"""Brings what is written down already: captions of sites, transcripts of podcasts, Spotify's Read Along."""

import asyncio
import codecs
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import quote

from services.platforms.address import ITEM
from services.platforms.catalogue import link_of
from services.platforms.link import Link
from services.sources.medium import Caption, Medium, Scribe
from services.sources.memory import Memory
from services.sources.read_along import ALONG, ReadAlong
from services.sources.telling import medium_of
from services.sources.ytdlp import YtDlp
from services.web import Web

_MOST_BYTES: Final = 16 * 1024**2
_WIDE: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Written:
    """A text as its origin gives it."""

    text: str
    ext: str
    """Its form; `read-along` is Spotify's own."""


class Captioning:
    """Finds and fetches captions.

    Args:
        web: Asks addresses.
        ytdlp: Asks sites.
        infos: What yt-dlp has told a while ago, by the keys of media.
        spotify_sp_dc: The cookie of an account that reads along at Spotify; empty for none.
    """

    def __init__(
        self, web: Web, ytdlp: YtDlp, infos: Memory[str], *, spotify_sp_dc: str = ""
    ) -> None:
        self._web = web
        self._ytdlp = ytdlp
        self._infos = infos
        self._read_along = ReadAlong(web, spotify_sp_dc)

    async def captioned(self, medium: Medium, *, folder: Path) -> Medium:
        """Return the facts with all the captions that there are.

        Raises:
            HearsayError: why the site could not be asked for them.
        """
        if medium.captions_later:
            medium = await self._asked(medium, folder)
        if self._read_along.knows(medium):
            captions = dict.fromkeys((*medium.captions, ALONG))
            medium = replace(medium, captions=tuple(captions))
        return medium

    async def text_alone(self, link: Link) -> Medium | None:
        """Return the facts about what cannot be heard but can be read; None where it cannot either."""
        return await self._read_along.medium(link)

    async def written(self, medium: Medium, caption: Caption, *, folder: Path) -> Written:
        """Bring one of a medium's captions.

        Raises:
            HearsayError: why it could not be brought.
        """
        if caption.scribe is Scribe.READ_ALONG:
            return Written(await self._read_along.text(medium), "read-along")
        if caption.url:
            return Written(_decoded(await self._read(caption.url)), caption.ext)
        # Of some translations nothing is told before somebody wants one.
        is_new = caption.scribe is Scribe.TRANSLATOR and caption.name not in medium.translations
        info = "" if is_new else self._infos.get(medium.key) or ""
        link = link_of(medium.url)
        path, ext = await self._ytdlp.captions(link, caption, info=info, folder=folder)
        return Written(_decoded(await asyncio.to_thread(path.read_bytes)), ext)

    async def _asked(self, medium: Medium, folder: Path) -> Medium:
        link = link_of(medium.url)
        if medium.direct:
            # The feed tells more about an episode than its file does.
            link = link_of(f"{medium.listing}{ITEM}{quote(medium.url, safe='')}")
        answer = await self._ytdlp.resolve(link, folder=folder, most=1, captions=True)
        if "has_sound" not in answer.facts:
            return replace(medium, captions_later=False)
        found = medium_of(link, answer.facts)
        if not medium.direct:
            self._infos.put(medium.key, answer.info)
        return replace(
            medium,
            captions=(*medium.captions, *found.captions),
            translations=found.translations,
            spoken=medium.spoken or found.spoken,
            captions_later=False,
        )

    async def _read(self, url: str) -> bytes:
        return await self._web.read(url, most_bytes=_MOST_BYTES)


def _decoded(told: bytes) -> str:
    if told.startswith(_WIDE):
        return told.decode("utf-16", errors="replace")
    return told.decode("utf-8-sig", errors="replace")
