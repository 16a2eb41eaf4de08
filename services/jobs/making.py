"""The work that is shared: asking a site, fetching an original, making a file. Each is done once.

A piece of work has the key of its result. It leaves the result in the tables and the blobs, where
whoever comes later finds it, and is done in a folder that is gone when it ends. It looks there first:
who looked before it began may have missed by a moment what another piece was about to leave.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from services.errors import (
    ConversionFailed,
    FileOutOfReach,
    FileUnreadable,
    HearsayError,
    SiteTooSlow,
)
from services.jobs.albums import keep_album
from services.jobs.artifact import Artifact
from services.jobs.artifacts import piece_key
from services.jobs.asking import Question
from services.jobs.briefs import Name, Original, Task, brief_for, name_for
from services.jobs.keeping import artifact_of, keep
from services.jobs.order import ChatFile, LocalFile
from services.jobs.shared import Watch
from services.jobs.sites import site_of
from services.jobs.tries import tried
from services.jobs.workshop import Workshop
from services.media.brief import Brief
from services.media.choices import Wanted
from services.media.convert import Made
from services.media.formats import IMAGES, Kind
from services.platforms.link import Link
from services.sources.medium import Medium
from services.sources.playlist import Playlist

T = TypeVar("T")
_RESOLVE_WITHIN: Final = timedelta(seconds=90)
_RESOLVE_TRIES: Final = 2
_FETCH_WITHIN: Final = timedelta(hours=2)
_CONVERT_WITHIN: Final = timedelta(hours=4)


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
    piece = _Piece(f"resolve {link.key}", _RESOLVE_WITHIN, late, question)
    return await piece.done(shop, ask, watch=watch)


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
    piece = _Piece(f"thumbnail {medium.key}", _RESOLVE_WITHIN, late)
    await piece.done(shop, draw, watch=watch)


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
    return await _Piece(f"take in {key}", _FETCH_WITHIN, late).done(shop, bring, watch=watch)


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
    await _Piece(f"fetch {key}", within, late, question).done(shop, bring, watch=watch)


async def make_result(
    shop: Workshop, original: Original, task: Task, *, key: str, watch: Watch
) -> None:
    """Make the file that was asked for, and keep it."""

    async def make(bench: Path, watch: Watch) -> None:
        if await shop.artifacts.is_here(key):
            return
        named = name_for(original.medium, task)
        product = Product(key, original, bench / f"result.{task.wanted.format.extension}")
        if task.wanted.format is IMAGES:
            await keep_album(shop, original, named, key=key, folder=product.path, watch=watch)
        else:
            await _make(shop, brief_for(original, task), named, product, watch=watch)

    late = ConversionFailed(choice=task.wanted.format.name)
    await _Piece(f"convert {key}", _CONVERT_WITHIN, late).done(shop, make, watch=watch)


async def make_pieces(
    shop: Workshop,
    original: Original,
    tasks: Sequence[tuple[Brief, Name]],
    *,
    key: str,
    watch: Watch,
) -> None:
    """Make the several files that a result is handed over as, and keep them together.

    Args:
        shop: Where.
        original: The result in one file.
        tasks: What each of them is made of, and what it is called.
        key: The name of all together.
        watch: Hears of the seconds that are done.
    """
    total = sum(keep.seconds for brief, _ in tasks for keep in brief.keeps)

    async def make(bench: Path, watch: Watch) -> None:
        if await shop.artifacts.is_here(key):
            return
        done = 0.0
        for number, (brief, named) in enumerate(tasks, start=1):
            result = bench / f"result.{number}.{brief.format.extension}"
            product = Product(piece_key(key, number), original, result)
            before = done

            def tick(seconds: float, _total: float | None, *, before: float = before) -> None:
                watch(before + seconds, total)

            await _make(shop, brief, named, product, watch=tick)
            result.unlink()
            done += sum(keep.seconds for keep in brief.keeps)
        form, medium = tasks[0][0].format, original.medium
        whole = artifact_of(medium, form, Name(medium.title, medium.author), Made(total))
        keys = tuple(piece_key(key, number) for number in range(1, len(tasks) + 1))
        await shop.artifacts.put(replace(whole, key=key, pieces=keys))

    late = ConversionFailed(choice=tasks[0][0].format.name)
    await _Piece(f"cut {key}", _CONVERT_WITHIN, late).done(shop, make, watch=watch)


@dataclass(frozen=True, slots=True)
class _Piece:
    """What the log calls it, how long one try may take, and what to say when it took longer."""

    name: str
    within: timedelta
    late: HearsayError
    question: Question | None = None
    """What it asks a site; none when it asks nobody."""

    async def done(
        self, shop: Workshop, act: Callable[[Path, Watch], Awaitable[T]], *, watch: Watch
    ) -> T:
        """Do it together with all who want it now; each try has a bench of its own."""

        async def once(watch: Watch) -> T:
            async with shop.bench() as bench:
                return await act(bench, watch)

        async def work(watch: Watch) -> T:
            act_once = partial(once, watch)
            if self.question is not None:
                return await shop.desk.ask(
                    self.question, act_once, name=self.name, within=self.within, late=self.late
                )
            return await tried(
                act_once, name=self.name, within=self.within, late=self.late, clock=shop.clock
            )

        return await shop.shared.join(self.name, work, watch=watch)


@dataclass(frozen=True, slots=True)
class Product:
    """One file to be made: its key, what of, and where."""

    key: str
    original: Original
    path: Path


async def _make(
    shop: Workshop, brief: Brief, named: Name, product: Product, *, watch: Watch
) -> None:
    length = sum(keep.seconds for keep in brief.keeps) or brief.seconds
    made = await shop.crafts.convert(
        product.original.path,
        brief,
        to=product.path,
        ticks_seconds=lambda seconds: watch(seconds, length),
    )
    artifact = artifact_of(product.original.medium, brief.format, named, made)
    # Each has a name of its own: what is kept must not be written to again.
    beside = product.path.with_suffix(".jpg")
    picture = product.original.cover
    cover = await shop.crafts.thumbnail_of(product.path, picture=picture, to=beside)
    await keep(shop, replace(artifact, key=product.key), product.path, cover)


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


def _too_slow(host: str, within: timedelta) -> SiteTooSlow:
    return SiteTooSlow(host=host, seconds=int(within.total_seconds()))
