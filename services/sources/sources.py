"""Where media come from: asks a link what it holds, and brings the bytes."""

import asyncio
import math
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

from services.clock import SystemClock
from services.errors import (
    ChoiceUnavailable,
    EpisodeMissing,
    FileShort,
    LinkExpired,
    LinkGone,
    LinkLogin,
    LinkPrivate,
    LinkProtected,
    LinkUnsupported,
    SiteDown,
    SiteTrouble,
)
from services.media.child import Limits
from services.media.choices import Wanted
from services.media.formats import IMAGES
from services.media.probe import Probe
from services.media.stretches import Stretch
from services.nursery import Nursery
from services.platforms.catalogue import (
    expires_at,
    is_file,
    link_of,
    refuse_hopeless,
)
from services.platforms.link import Link
from services.sources.captioning import Captioning, Written
from services.sources.cookies import Cookies
from services.sources.editions import Editions
from services.sources.fetched import Fetched, Ticks
from services.sources.images import fetch_images
from services.sources.lengths import piece, whole
from services.sources.lone_files import LoneFiles
from services.sources.medium import Caption, Medium
from services.sources.memory import Memory
from services.sources.nest import Nest
from services.sources.pictures import Pictures, own_cover
from services.sources.playlist import Playlist
from services.sources.sniffing import ends_like_a_file
from services.sources.sponsorblock import SponsorBlock
from services.sources.telling import entry_in, medium_of, playlist_of, told_by_list
from services.sources.ytdlp import YtDlp
from services.sources.ytdlp_talk import Wish
from services.web import Web

_MOST_LISTED: Final = 200
_CLOCK: Final = SystemClock()
_STALL: Final = timedelta(seconds=30)
_KEPT: Final = timedelta(minutes=20)
_MOST_BYTES: Final = 16 * 1024**3
_MOST_MEMORY: Final = 3 * 1024**3 // 2
_MAY_BE_OLD: Final = (
    LinkExpired,
    LinkGone,
    LinkLogin,
    LinkPrivate,
    LinkUnsupported,
    SiteDown,
    SiteTrouble,
)
"""What a site says about addresses that it gave out a while ago."""
_OUT_OF_HEARING: Final = (EpisodeMissing, LinkProtected)
"""What a site says about sound that cannot be had; it may be there to read all the same."""
_Bring = Callable[[Wish], Awaitable[tuple[Path, float | None]]]


@asynccontextmanager
async def open_sources(  # noqa: PLR0913 - each is a knob with a good default
    web: Web,
    nursery: Nursery,
    *,
    most_bytes: int | None = None,
    most_listed: int = _MOST_LISTED,
    stall: timedelta = _STALL,
    sponsorblock_url: str = "",
    spotify_sp_dc: str = "",
    cookies: Cookies | None = None,
    editions: Editions | None = None,
) -> AsyncIterator["Sources"]:
    """Open the way to links; when the block ends no child is left.

    Args:
        web: Asks addresses.
        nursery: Keeps a child of yt-dlp ready.
        most_bytes: The largest file that is fetched.
        most_listed: How many entries of a list are taken.
        stall: How long a line may be silent.
        sponsorblock_url: The server that knows what can be skipped; empty for none.
        spotify_sp_dc: The cookie of an account that reads along at Spotify; empty for none.
        cookies: What is shown to sites that want to know who asks.
        editions: Which yt-dlp is used; the one that came with us when not given.
    """
    limits = Limits(memory_bytes=_MOST_MEMORY, file_bytes=most_bytes or _MOST_BYTES)
    edition = (lambda: editions.path) if editions else (lambda: None)
    nest = Nest(nursery, limits=limits, edition=edition)
    ytdlp = YtDlp(nest, web.proxy, cookies=cookies, stall=stall)
    try:
        yield Sources(
            web,
            ytdlp,
            most_bytes=most_bytes,
            most_listed=most_listed,
            stall=stall,
            sponsorblock_url=sponsorblock_url,
            spotify_sp_dc=spotify_sp_dc,
        )
    finally:
        await nest.close()


class Sources:
    """Made by `open_sources`."""

    def __init__(  # noqa: PLR0913 - each is a knob with a good default
        self,
        web: Web,
        ytdlp: YtDlp,
        *,
        most_bytes: int | None = None,
        most_listed: int = _MOST_LISTED,
        stall: timedelta = _STALL,
        sponsorblock_url: str = "",
        spotify_sp_dc: str = "",
    ) -> None:
        self._web = web
        self._ytdlp = ytdlp
        self._most_bytes = most_bytes
        self._most_listed = most_listed
        self._stall = stall
        self._infos = Memory[str](room=24 * 1024**2, kept=_KEPT)
        heads = Memory[bytes](room=8 * 1024**2, kept=_KEPT)
        self._files = LoneFiles(web, heads, most_bytes=most_bytes, stall=stall)
        self._pictures = Pictures(web, heads)
        self._sponsorblock = SponsorBlock(web, sponsorblock_url)
        self._captions = Captioning(web, ytdlp, self._infos, spotify_sp_dc=spotify_sp_dc)

    async def resolve(self, link: Link, *, folder: Path) -> Medium | Playlist:
        """Return the facts about what a link leads to; of a feed, its newest entry.

        A feed's entry names the feed as its `listing`; a link that means the `whole` gets the list.

        Args:
            link: Where.
            folder: An empty one to work in.

        Raises:
            HearsayError: why there is nothing to play, or why it could not be asked.
        """
        refuse_hopeless(link)
        if (expires_at(link) or math.inf) <= _CLOCK.now():
            raise LinkExpired(host=link.host)
        if is_file(link) or (link.site == "web" and ends_like_a_file(link.url)):
            medium = await self._files.look(link, folder=folder)
            if medium is not None:
                return medium
        try:
            return await self._told(link, folder=folder)
        except _OUT_OF_HEARING:
            medium = await self._captions.text_alone(link)
            if medium is None:
                raise
            return medium

    async def fetch(
        self,
        medium: Medium,
        wanted: Wanted,
        *,
        folder: Path,
        ticks: Ticks,
        enough: asyncio.Event | None = None,
    ) -> Fetched:
        """Bring the original from which it can be made best, whole or not at all.

        Of a clip no more comes than that, as far as the site allows it.

        Args:
            medium: As `resolve` found it, at any time before.
            wanted: What will be made of it.
            folder: An empty one to work in.
            ticks: Hears of the bytes.
            enough: Set when a recording shall end with what there is.

        Raises:
            ChoiceUnavailable: there are only pictures.
            FileShort: it is shorter than announced.
            FileUnreadable: it is no sound and no video after all.
            NoRoom: the disk is full.
            RangeOutside: the clip begins after the end.
            SiteTooSlow: no bytes came for too long.
            SiteTrouble: the line breaks again and again.
            TooBig: it is larger than what is fetched at most.
            HearsayError: what the site says.
        """
        if wanted.format is IMAGES:
            path = await self._images(medium, folder=folder, ticks=ticks)
            return Fetched(path, await self.thumbnail(medium, folder=folder))
        if medium.images and not (medium.has_sound or medium.pictures):
            raise ChoiceUnavailable(choice=wanted.choice)
        if medium.direct and wanted.clip is None:
            path = folder / "original"
            await self._files.fetch(medium, to=path, ticks=ticks)
            found = await whole(path, medium, announced=None)
        else:
            bring = partial(self._ytdlp.fetch, folder=folder, ticks=ticks, enough=enough)
            path, found = await self._extracted(medium, wanted, bring, folder=folder)
        picture = self.cover if wanted.format.is_sound else self.thumbnail
        cover = await picture(medium, folder=folder) or await own_cover(path, found, folder=folder)
        return Fetched(path, cover, found.starts if wanted.clip else 0.0)

    async def captioned(self, medium: Medium, *, folder: Path) -> Medium:
        """Return the facts with all the captions that there are.

        Raises:
            HearsayError: why the site could not be asked for them.
        """
        return await self._captions.captioned(medium, folder=folder)

    async def written(self, medium: Medium, caption: Caption, *, folder: Path) -> Written:
        """Bring one of a medium's captions.

        Raises:
            HearsayError: why it could not be brought.
        """
        return await self._captions.written(medium, caption, folder=folder)

    async def sponsored(self, medium: Medium) -> tuple[Stretch, ...] | None:
        """Return what can be skipped of a medium; None when nobody can say now."""
        return await self._sponsorblock.segments(medium)

    async def cover(self, medium: Medium, *, folder: Path) -> Path | None:
        """Return the square JPEG that sound carries; like `thumbnail`, it never raises."""
        return await self._pictures.cover(medium, folder=folder)

    async def thumbnail(self, medium: Medium, *, folder: Path) -> Path | None:
        """Return a JPEG of at most 320 pixels a side and 200 kB, None when there is none.

        It never raises: a medium without its picture is still one.
        """
        return await self._pictures.thumbnail(medium, folder=folder)

    def recall(self, medium: str) -> str:
        """Return what yt-dlp told of a medium a while ago, by its key; empty when nothing is known."""
        return self._infos.get(medium) or ""

    def remember(self, medium: str, info: str) -> None:
        """Take over what somebody else's yt-dlp told of a medium: the site is not asked once more."""
        self._infos.put(medium, info)

    async def _told(self, link: Link, *, folder: Path) -> Medium | Playlist:
        """Return what the site tells of a link."""
        answer = await self._ytdlp.resolve(link, folder=folder, most=self._most_listed)
        if "list" in answer.facts:
            return playlist_of(link, answer.facts["list"])
        facts = {**answer.facts, "listing": link.url} if answer.facts.get("feed") else answer.facts
        if facts.get("direct"):
            # In a list the file has an address of its own, else the link itself leads to it.
            entry = entry_in(facts)
            medium = await self._files.look(entry or link, folder=folder)
            if medium is not None:
                return told_by_list(medium, facts) if entry else medium
            if entry:
                raise LinkUnsupported(host=link.host)
        medium = medium_of(link, facts)
        medium = await self._files.measured(medium, facts.get("file"), folder=folder)
        self._infos.put(medium.key, answer.info)
        return medium

    async def _images(self, medium: Medium, *, folder: Path, ticks: Ticks) -> Path:
        bring = partial(fetch_images, self._web, folder=folder, ticks=ticks, stall=self._stall)
        try:
            return await bring(medium.images)
        except _MAY_BE_OLD:
            answer = await self._ytdlp.resolve(link_of(medium.url), folder=folder, most=1)
        return await bring(answer.facts.get("images", ()))

    async def _extracted(
        self, medium: Medium, wanted: Wanted, bring: _Bring, *, folder: Path
    ) -> tuple[Path, Probe]:
        info = "" if medium.direct else self._infos.get(medium.key) or ""
        wish = Wish(medium.url, medium.site, wanted, most_bytes=self._most_bytes, info=info)
        steady = wanted.clip is not None and await self._files.is_steady(medium)
        wish = replace(wish, direct=medium.direct, steady=steady)

        async def bring_again(wish: Wish) -> tuple[Path, float | None]:
            # What came so far may belong to something else.
            for path in folder.glob("original*"):
                path.unlink()
            return await bring(wish)

        try:
            path, seconds = await bring(wish)
        except _MAY_BE_OLD:
            if not info:
                raise
            self._infos.forget(medium.key)
            wish = replace(wish, info="")
            path, seconds = await bring_again(wish)
        if wanted.clip:
            return path, await piece(path, medium, wanted.clip)
        try:
            return path, await whole(path, medium, announced=seconds)
        except FileShort:
            path, seconds = await bring_again(replace(wish, singly=True))
            return path, await whole(path, medium, announced=seconds)
