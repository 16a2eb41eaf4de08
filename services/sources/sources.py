"""Where media come from: asks a link what it holds, and brings the bytes."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import structlog

from services.errors import (
    FileUnreadable,
    HearsayError,
    LinkEmpty,
    LinkGone,
    LinkPrivate,
    LinkUnsupported,
    Refused,
    SiteTrouble,
    TooBig,
)
from services.media.child import Limits
from services.media.covers import cover_from_picture, cover_of
from services.media.formats import Format
from services.media.probe import probe
from services.nursery import Nursery
from services.platforms.catalogue import link_of, refuse_hopeless
from services.platforms.link import Link
from services.sources.direct import download, sniff
from services.sources.fetched import Fetched, Ticks
from services.sources.heads import is_page, medium_from
from services.sources.medium import Medium, Picture
from services.sources.memory import Memory
from services.sources.nest import Nest
from services.sources.playlist import Entry, Playlist
from services.sources.sniffing import ends_like_a_file
from services.sources.ytdlp import Wish, YtDlp
from services.web import Web

log = structlog.get_logger(__name__)

_MOST_LISTED: Final = 200
_STALL: Final = timedelta(seconds=30)
_SNIFFED_WITHIN: Final = timedelta(seconds=15)
_MOST_BYTES: Final = 16 * 1024**3
_MOST_MEMORY: Final = 3 * 1024**3
_PICTURE_BYTES: Final = 10 * 1024**2
_SHORTEST_PART: Final = 0.85
_SLACK_SECONDS: Final = 3.0
_TITLE_LENGTH: Final = 300
_MAY_BE_OLD: Final = (LinkGone, LinkPrivate, LinkUnsupported, SiteTrouble)
"""What a site says about addresses that it gave out a while ago."""


@asynccontextmanager
async def open_sources(
    web: Web,
    nursery: Nursery,
    *,
    most_bytes: int | None = None,
    most_listed: int = _MOST_LISTED,
    stall: timedelta = _STALL,
) -> AsyncIterator["Sources"]:
    """Open the way to links; when the block ends no child is left.

    Args:
        web: Asks addresses.
        nursery: Keeps a child of yt-dlp ready.
        most_bytes: The largest file that is fetched.
        most_listed: How many entries of a list are taken.
        stall: How long a line may be silent.
    """
    limits = Limits(memory_bytes=_MOST_MEMORY, file_bytes=most_bytes or _MOST_BYTES)
    nest = Nest(nursery, limits=limits)
    ytdlp = YtDlp(nest, web.proxy, stall=stall)
    try:
        yield Sources(web, ytdlp, most_bytes=most_bytes, most_listed=most_listed, stall=stall)
    finally:
        await nest.close()


class Sources:
    """Made by `open_sources`."""

    def __init__(
        self,
        web: Web,
        ytdlp: YtDlp,
        *,
        most_bytes: int | None = None,
        most_listed: int = _MOST_LISTED,
        stall: timedelta = _STALL,
    ) -> None:
        self._web = web
        self._ytdlp = ytdlp
        self._most_bytes = most_bytes
        self._most_listed = most_listed
        self._stall = stall
        self._infos = Memory[str](room=24 * 1024**2, kept=timedelta(minutes=20))
        self._heads = Memory[bytes](room=8 * 1024**2, kept=timedelta(minutes=20))
        self._covers = Memory[bytes](room=4 * 1024**2, kept=timedelta(minutes=20))

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
        if link.site == "web" and ends_like_a_file(link.url):
            medium = await self._direct(link, folder)
            if medium is not None:
                return medium
        answer = await self._ytdlp.resolve(link, folder=folder, most=self._most_listed)
        if "list" in answer.facts:
            return _playlist(link, answer.facts["list"])
        facts = {**answer.facts, "listing": link.url} if answer.facts.get("feed") else answer.facts
        if not facts.get("direct"):
            medium = _medium(link, facts)
            self._infos.put(medium.key, answer.info)
            return medium
        # In a list the file has an address of its own, else the link itself leads to it.
        entry = _entry(facts)
        medium = await self._direct(entry or link, folder)
        if medium is None:
            raise LinkUnsupported(host=link.host)
        return _told_by_list(medium, facts) if entry else medium

    async def fetch(
        self,
        medium: Medium,
        format: Format,  # noqa: A002 - the word that everybody uses for it
        *,
        folder: Path,
        ticks: Ticks,
    ) -> Fetched:
        """Bring the original from which the format can be made best, whole or not at all.

        Args:
            medium: As `resolve` found it, at any time before.
            format: What will be made of it.
            folder: An empty one to work in.
            ticks: Hears of the bytes.

        Raises:
            FileUnreadable: it is no sound and no video after all.
            NoRoom: the disk is full.
            SiteTooSlow: no bytes came for too long.
            SiteTrouble: the line breaks again and again, or the file is shorter than announced.
            TooBig: it is larger than what is fetched at most.
            HearsayError: what the site says.
        """
        if medium.direct:
            path = folder / "original"
            await download(
                self._web,
                medium.url,
                to=path,
                ticks=ticks,
                most_bytes=self._most_bytes,
                stall=self._stall,
            )
        else:
            path = await self._extracted(medium, format, folder=folder, ticks=ticks)
        cover = await self.thumbnail(medium, folder=folder)
        return Fetched(path, cover or await _own_cover(path, folder))

    async def thumbnail(self, medium: Medium, *, folder: Path) -> Path | None:
        """Return a JPEG of at most 320 pixels a side and 200 kB, None when there is none.

        It never raises: a medium without its picture is still one.
        """
        to = folder / "thumbnail.jpg"
        try:
            known = self._covers.get(medium.key)
            if known is not None:
                to.write_bytes(known)
                return to
            drawn = await self._draw(medium, folder=folder, to=to)
            if drawn is not None:
                self._covers.put(medium.key, drawn.read_bytes())
        except (HearsayError, OSError) as error:
            log.info("no thumbnail", site=medium.site, error=repr(error))
            return None
        return drawn

    async def _draw(self, medium: Medium, *, folder: Path, to: Path) -> Path | None:
        if medium.thumbnail_url:
            raw = folder / "thumbnail.raw"
            raw.write_bytes(await self._web.read(medium.thumbnail_url, most_bytes=_PICTURE_BYTES))
            return await cover_from_picture(raw, to=to)
        head = self._heads.get(medium.key)
        if head is None:
            return None
        beginning = folder / "beginning"
        beginning.write_bytes(head)
        return await cover_of(beginning, to=to)

    async def _direct(self, link: Link, folder: Path) -> Medium | None:
        """Return the facts about the file at an address, None when there is a page instead."""
        sniffed = await sniff(self._web, link.url, patience=min(self._stall, _SNIFFED_WITHIN))
        if is_page(sniffed):
            return None
        if self._most_bytes is not None and (sniffed.size_bytes or 0) > self._most_bytes:
            raise TooBig(size_bytes=sniffed.size_bytes or 0, limit_bytes=self._most_bytes)
        medium, has_cover = await medium_from(self._web, sniffed, folder=folder)
        if has_cover:
            self._heads.put(link.key, sniffed.head)
        return replace(medium, key=link.key, url=link.url, site=link.host, direct=True)

    async def _extracted(self, medium: Medium, form: Format, *, folder: Path, ticks: Ticks) -> Path:
        info = self._infos.get(medium.key) or ""
        wish = Wish(medium.url, medium.site, form, most_bytes=self._most_bytes, info=info)
        try:
            path, seconds = await self._ytdlp.fetch(wish, folder=folder, ticks=ticks)
        except _MAY_BE_OLD:
            if not info:
                raise
            self._infos.forget(medium.key)
            # What came so far may belong to something else.
            for piece in folder.glob("original*"):
                piece.unlink()
            anew = replace(wish, info="")
            path, seconds = await self._ytdlp.fetch(anew, folder=folder, ticks=ticks)
        await _refuse_short(path, seconds, medium)
        return path


async def _refuse_short(path: Path, seconds: float | None, medium: Medium) -> None:
    """Let whole files pass.

    Raises:
        FileUnreadable: it is no sound and no video.
        SiteTrouble: much of it is missing.
    """
    found = await probe(path, name=medium.title)
    if not seconds or not found.seconds:
        return
    if found.seconds < seconds * _SHORTEST_PART - _SLACK_SECONDS:
        log.info("cut short", site=medium.site, seconds=found.seconds, announced=seconds)
        raise SiteTrouble(host=medium.site)


async def _own_cover(path: Path, folder: Path) -> Path | None:
    """Return the picture that came inside the sound: not every format's file can hand it on."""
    try:
        found = await probe(path)
    except FileUnreadable:
        return None
    return await cover_of(path, to=folder / "cover.jpg") if found.has_cover else None


def _playlist(link: Link, told: Mapping[str, Any]) -> Playlist:
    entries = [
        Entry(url, title=_line(title), seconds=seconds)
        for url, title, seconds in told["entries"]
        if _can_be_asked(url)
    ]
    if not entries:
        raise LinkEmpty(host=link.host)
    return Playlist(
        key=link.key,
        url=link.url,
        site=link.site if link.site != "web" else link.host,
        title=_line(told.get("title")) or link.host,
        author=_line(told.get("author")),
        entries=tuple(entries),
        count=told.get("count"),
    )


def _can_be_asked(url: str) -> bool:
    try:
        link_of(url)
    except Refused:
        return False
    return True


def _entry(facts: Mapping[str, Any]) -> Link | None:
    """Return the link of the list's entry that is spoken of; None when there is no list."""
    return link_of(facts["entry"]) if facts.get("entry") else None


def _medium(link: Link, facts: Mapping[str, Any]) -> Medium:
    link = _entry(facts) or link
    if link.site == "web" and facts.get("page"):
        # Behind a short link there may be a platform, which knows the medium's own key.
        page = link_of(facts["page"])
        link = page if page.site != "web" else link
    return Medium(
        key=link.key,
        url=link.url,
        site=link.site if link.site != "web" else link.host,
        title=_line(facts.get("title")) or link.host,
        author=_line(facts.get("author")),
        seconds=facts.get("seconds"),
        has_sound=facts["has_sound"],
        sound_codec=facts["sound_codec"],
        sound_bytes=facts.get("sound_bytes"),
        pictures=tuple(Picture(*row) for row in facts["pictures"]),
        thumbnail_url=facts.get("thumbnail_url", ""),
        published=facts.get("published", ""),
        listing=facts.get("listing", ""),
    )


def _told_by_list(medium: Medium, facts: Mapping[str, Any]) -> Medium:
    """Return the facts with those that a feed tells about its entry, which knows it better."""
    return replace(
        medium,
        title=_line(facts.get("title")) or medium.title,
        author=_line(facts.get("author")) or medium.author,
        seconds=medium.seconds or facts.get("seconds"),
        thumbnail_url=facts.get("thumbnail_url", ""),
        published=facts.get("published", "") or medium.published,
        listing=facts.get("listing", ""),
    )


def _line(text: object) -> str:
    return " ".join(str(text or "").split())[:_TITLE_LENGTH]
