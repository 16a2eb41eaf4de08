"""Brings in what a result is made of: what a site tells, its pictures, and the bytes themselves."""

import asyncio
import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Final

from services.errors import FileOutOfReach, FileUnreadable, SiteTooSlow
from services.jobs.artifact import Artifact
from services.jobs.asking import Question
from services.jobs.briefs import Original
from services.jobs.chore import Chore
from services.jobs.keeping import keep
from services.jobs.order import ChatFile, LocalFile
from services.jobs.shared import Watch
from services.jobs.sites import site_of
from services.jobs.workshop import Workshop
from services.media.choices import Wanted
from services.media.formats import Kind
from services.platforms.link import Link
from services.sources.medium import Medium
from services.sources.playlist import Playlist

_RESOLVE_WITHIN: Final = timedelta(seconds=90)
_RESOLVE_TRIES: Final = 2
_FETCH_WITHIN: Final = timedelta(hours=2)


async def ask_site(
    shop: Workshop, link: Link, *, watch: Watch, anew: bool = False, insist: bool = False
) -> Medium | Playlist:
    """Ask what a link leads to, and keep the answer under the link's key and the medium's own.

    Args:
        shop: Where.
        link: Of what.
        watch: Hears nothing: it takes a moment.
        anew: Ask the site although its last answer is fresh.
        insist: Ask it although it refused a moment ago.
    """

    async def ask(bench: Path, _watch: Watch) -> Medium | Playlist:
        known = await shop.artifacts.medium(link.key)
        if known and not anew and known.is_fresh(shop.clock.now()):
            return known.medium
        listed = await shop.playlists.get(link.key)
        if listed and not anew and listed.is_fresh(shop.clock.now()):
            return listed.playlist
        found = await shop.sources.resolve(link, folder=bench)
        if isinstance(found, Playlist):
            await shop.playlists.put(found, keys=[link.key])
        else:
            await shop.artifacts.put_medium(found, keys=[link.key])
        return found

    question = Question(
        link.key, site_of(link), link.host, insist or anew, most_tries=_RESOLVE_TRIES, quick=True
    )
    late = _too_slow(link.host, _RESOLVE_WITHIN)
    chore = Chore(f"resolve {link.key}", _RESOLVE_WITHIN, late, question)
    return await chore.done(shop, ask, watch=watch)


async def draw_thumbnail(shop: Workshop, medium: Medium, *, watch: Watch) -> None:
    """Keep the small picture of a medium, if there is one."""

    async def draw(bench: Path, _watch: Watch) -> None:
        known = await shop.artifacts.medium(medium.key)
        if known and known.thumbnail and await shop.blobs.find(known.thumbnail):
            return
        picture = await shop.sources.thumbnail(medium, folder=bench)
        if picture is not None:
            blob = await shop.blobs.put(picture, held_by=f"medium:{medium.key}")
            await shop.artifacts.put_medium(medium, keys=[], thumbnail=blob.sha256)

    late = _too_slow(medium.site, _RESOLVE_WITHIN)
    chore = Chore(f"thumbnail {medium.key}", _RESOLVE_WITHIN, late)
    await chore.done(shop, draw, watch=watch)


async def take_in(
    shop: Workshop, file: ChatFile, *, key: str, original: str, watch: Watch
) -> Medium:
    """Fetch what somebody sent to the bot; keep the bytes as the original, and what they are."""

    async def bring(bench: Path, watch: Watch) -> Medium:
        if shop.chat_files is None:
            raise FileOutOfReach(size_bytes=file.size_bytes or 0, limit_bytes=0)
        known = await shop.artifacts.medium(key)
        if known and await shop.artifacts.is_here(original):
            return known.medium
        path = bench / "original"
        await shop.chat_files.download(file, to=path, ticks=watch)
        medium = await shop.crafts.examine(path, file.name, key=key)
        await _keep_original(shop, Original(medium, path), key=original)
        await shop.artifacts.put_medium(medium, keys=[])
        return medium

    late = _too_slow("telegram", _FETCH_WITHIN)
    return await Chore(f"take in {key}", _FETCH_WITHIN, late).done(shop, bring, watch=watch)


async def look_at(shop: Workshop, file: LocalFile) -> Medium:
    """Examine a file of this machine. A file that changes becomes another medium.

    One whose bytes are known by their digest is the same medium under every name, and tells none.

    Raises:
        FileUnreadable: there is no such file, or it is no media.
    """
    path = shop.place_of(file)
    try:
        facts = path.stat()
    except OSError as error:
        raise FileUnreadable(name=file.name) from error
    state = f"{path.resolve()}|{facts.st_size}|{facts.st_mtime_ns}|{facts.st_ino}"
    key = f"file:{hashlib.sha256(state.encode()).hexdigest()[:32]}"
    name = file.name
    if file.digest:
        key, name = f"sha256:{file.digest}", ""
    medium = await shop.crafts.examine(path, name, key=key)
    await shop.artifacts.put_medium(medium, keys=[])
    return medium


async def fetch_original(  # noqa: PLR0913 - the last two are rare
    shop: Workshop,
    medium: Medium,
    wanted: Wanted,
    *,
    key: str,
    watch: Watch,
    insist: bool = False,
    enough: asyncio.Event | None = None,
) -> None:
    """Bring the bytes behind a link from which the result can be made, and keep them.

    Args:
        shop: Where.
        medium: What is behind the link.
        wanted: What will be made of it.
        key: The name of the original.
        watch: Hears of the bytes.
        insist: Ask the site although it refused a moment ago.
        enough: Set when a recording shall end with what there is.
    """

    async def bring(bench: Path, watch: Watch) -> None:
        if await shop.artifacts.is_here(key):
            return
        fetched = await shop.sources.fetch(medium, wanted, folder=bench, ticks=watch, enough=enough)
        original = Original(medium, fetched.path, fetched.cover, fetched.starts)
        await _keep_original(shop, original, key=key)

    within = _FETCH_WITHIN + timedelta(seconds=wanted.record_seconds)
    late = _too_slow(medium.site, within)
    question = Question(key, medium.site, medium.site, insist)
    await Chore(f"fetch {key}", within, late, question).done(shop, bring, watch=watch)


def _too_slow(host: str, within: timedelta) -> SiteTooSlow:
    return SiteTooSlow(host=host, seconds=int(within.total_seconds()))


async def _keep_original(shop: Workshop, original: Original, *, key: str) -> None:
    medium = original.medium
    artifact = Artifact(
        key=key,
        medium=medium.key,
        choice="",
        blob="",
        size_bytes=0,
        file_name=original.path.name,
        mime="application/octet-stream",
        kind=Kind.DOCUMENT,
        title=medium.title,
        seconds=medium.seconds,
        starts=original.starts,
    )
    await keep(shop, artifact, original.path, original.cover)
