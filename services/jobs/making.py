"""The work that is shared: asking a site, fetching an original, making a file. Each is done once.

A piece of work has the key of its result. It leaves the result in the tables and the blobs, where
whoever comes later finds it, and is done in a folder that is gone when it ends. It looks there first:
who looked before it began may have missed by a moment what another piece was about to leave.
"""

import hashlib
from collections.abc import Awaitable, Callable
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
from services.jobs.artifact import Artifact
from services.jobs.names import file_name
from services.jobs.order import ChatFile, LocalFile
from services.jobs.shared import Watch
from services.jobs.tries import tried
from services.jobs.workshop import Workshop
from services.media.brief import Brief, Tags
from services.media.formats import Format, Kind
from services.platforms.link import Link
from services.sources.medium import Medium

T = TypeVar("T")
_RESOLVE_WITHIN: Final = timedelta(seconds=90)
_FETCH_WITHIN: Final = timedelta(hours=2)
_CONVERT_WITHIN: Final = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Original:
    """What a file is made from. Whoever asks for the work holds the bytes."""

    medium: Medium
    path: Path
    cover: Path | None = None


async def ask_site(shop: Workshop, link: Link, *, watch: Watch) -> Medium:
    """Ask what a link leads to, and keep the answer under the link's key and the medium's own."""

    async def ask(bench: Path, _watch: Watch) -> Medium:
        known = await shop.artifacts.medium(link.key)
        if known and known.is_fresh(shop.clock.now()):
            return known.medium
        medium = await shop.sources.resolve(link, folder=bench)
        await shop.artifacts.put_medium(medium, keys=[link.key])
        return medium

    piece = _Piece(f"resolve {link.key}", _RESOLVE_WITHIN, _too_slow(link.host, _RESOLVE_WITHIN))
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

    Raises:
        FileUnreadable: there is no such file, or it is no media.
    """
    path = Path(file.path)
    try:
        facts = path.stat()
    except OSError as error:
        raise FileUnreadable(name=file.name) from error
    state = f"{path.resolve()}|{facts.st_size}|{facts.st_mtime_ns}|{facts.st_ino}"
    key = f"file:{hashlib.sha256(state.encode()).hexdigest()[:32]}"
    medium = await shop.crafts.examine(path, file.name, key=key)
    await shop.artifacts.put_medium(medium, keys=[])
    return medium


async def fetch_original(
    shop: Workshop, medium: Medium, wanted: Format, *, key: str, watch: Watch
) -> None:
    """Bring the bytes behind a link from which the wanted format can be made, and keep them."""

    async def bring(bench: Path, watch: Watch) -> None:
        if await shop.artifacts.is_here(key):
            return
        fetched = await shop.sources.fetch(medium, wanted, folder=bench, ticks=watch)
        await _keep_original(shop, Original(medium, fetched.path, fetched.cover), key=key)

    late = _too_slow(medium.site, _FETCH_WITHIN)
    await _Piece(f"fetch {key}", _FETCH_WITHIN, late).done(shop, bring, watch=watch)


async def make_result(
    shop: Workshop, original: Original, wanted: Format, *, key: str, watch: Watch
) -> None:
    """Make the file that was asked for, and keep it."""

    async def make(bench: Path, watch: Watch) -> None:
        if await shop.artifacts.is_here(key):
            return
        result = bench / f"result.{wanted.extension}"
        artifact = await _convert(shop, original, wanted, to=result, watch=watch)
        cover = original.cover or await shop.crafts.cover_of(result, to=bench / "cover.jpg")
        await _keep(shop, replace(artifact, key=key), result, cover)

    late = ConversionFailed(choice=wanted.name)
    await _Piece(f"convert {key}", _CONVERT_WITHIN, late).done(shop, make, watch=watch)


@dataclass(frozen=True, slots=True)
class _Piece:
    """What the log calls it, how long one try may take, and what to say when it took longer."""

    name: str
    within: timedelta
    late: HearsayError

    async def done(
        self, shop: Workshop, act: Callable[[Path, Watch], Awaitable[T]], *, watch: Watch
    ) -> T:
        """Do it together with all who want it now; each try has a bench of its own."""

        async def once(watch: Watch) -> T:
            async with shop.bench() as bench:
                return await act(bench, watch)

        async def work(watch: Watch) -> T:
            return await tried(
                partial(once, watch),
                name=self.name,
                within=self.within,
                late=self.late,
                clock=shop.clock,
            )

        return await shop.shared.join(self.name, work, watch=watch)


async def _convert(
    shop: Workshop, original: Original, wanted: Format, *, to: Path, watch: Watch
) -> Artifact:
    medium = original.medium
    made = await shop.crafts.convert(
        original.path,
        Brief(
            wanted,
            tags=Tags(title=medium.title, performer=medium.author),
            cover=original.cover,
            seconds=medium.seconds,
        ),
        to=to,
        ticks_seconds=lambda seconds: watch(seconds, medium.seconds),
    )
    return Artifact(
        key="",
        medium=medium.key,
        choice=wanted.name,
        blob="",
        size_bytes=0,
        file_name=file_name(medium.title, wanted.extension),
        mime=wanted.mime,
        kind=wanted.kind,
        title=medium.title,
        performer=medium.author,
        seconds=made.seconds,
        width=made.width,
        height=made.height,
    )


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
    )
    await _keep(shop, artifact, original.path, original.cover)


async def _keep(shop: Workshop, artifact: Artifact, path: Path, cover: Path | None) -> None:
    """Keep bytes first and facts after: facts that are found always had bytes."""
    holder = f"artifact:{artifact.key}"
    blob = await shop.blobs.put(path, held_by=holder)
    picture = await shop.blobs.put(cover, held_by=holder) if cover else None
    await shop.artifacts.put(
        replace(
            artifact,
            blob=blob.sha256,
            size_bytes=blob.size_bytes,
            cover=picture.sha256 if picture else "",
        )
    )


def _too_slow(host: str, within: timedelta) -> SiteTooSlow:
    return SiteTooSlow(host=host, seconds=int(within.total_seconds()))
