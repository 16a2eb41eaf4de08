"""Sources that have a worker ask and fetch, where there is one; else it is done here.

When a site is asked at all, how often, and what it has refused stays with the front, which knows of all
jobs; so does what yt-dlp told of a medium, which goes along with every call about that medium. Cookies,
the proxy and the edition of yt-dlp are those of the worker.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import structlog

from services.crew import source_acts as acts
from services.crew.call import Answer, Call, Crew, Json
from services.crew.carrying import NOWHERE, asked, hearing, plain, settled
from services.crew.pace import Pace
from services.crew.packing import packed, unpacked
from services.crew.role import Role
from services.crew.source_acts import Remembering
from services.errors import HearsayError
from services.jobs.delivery import Ticks
from services.jobs.order import Lane
from services.jobs.plan import lane_for
from services.jobs.workshop import Fetched
from services.media.choices import Wanted
from services.media.stretches import Stretch
from services.platforms.link import Link
from services.sources import fetched
from services.sources.captioning import Written
from services.sources.medium import Caption, Medium
from services.sources.playlist import Playlist

log = structlog.get_logger(__name__)


class FarSources:
    """The `Sources` of a front with workers.

    Args:
        near: Does it where there is no worker.
        crew: The workers.
    """

    def __init__(self, near: Remembering, crew: Crew) -> None:
        self._near = near
        self._crew = crew

    async def resolve(self, link: Link, *, folder: Path) -> Medium | Playlist:
        """Return the facts about what a link leads to."""
        call = Call(acts.RESOLVE, Role.CPU, {"link": packed(link)}, pace=Pace.ASKING)
        answer = await asked(self._crew, call, folder=folder)
        if answer is None:
            return await self._near.resolve(link, folder=folder)
        if "playlist" in answer.value:
            return unpacked(Playlist, answer.value["playlist"])
        return await self._medium(answer)

    async def fetch(
        self,
        medium: Medium,
        wanted: Wanted,
        *,
        folder: Path,
        ticks: Ticks,
        enough: asyncio.Event | None = None,
    ) -> Fetched:
        """Bring the original from which it can be made."""
        arguments = {"medium": packed(medium), "wanted": packed(wanted)}
        pace = Pace.LONG if lane_for(medium, wanted) is Lane.BULK else Pace.QUICK
        async with self._call(acts.FETCH, medium, arguments, folder=folder) as call:
            answer = await asked(
                self._crew,
                replace(call, pace=pace),
                folder=folder,
                hear=hearing(ticks),
                enough=enough,
            )
        if answer is None:
            return await self._near.fetch(medium, wanted, folder=folder, ticks=ticks, enough=enough)
        told = answer.value
        path = await settled(answer, "original", to=folder / plain(told["name"]))
        cover = None
        if "cover" in answer.files:
            cover = await settled(answer, "cover", to=folder / plain(told["cover"]))
        return fetched.Fetched(path, cover, unpacked(float, told["starts"]))

    async def captioned(self, medium: Medium, *, folder: Path) -> Medium:
        """Return the facts with all the captions that there are."""
        arguments = {"medium": packed(medium)}
        async with self._call(acts.CAPTIONED, medium, arguments, folder=folder) as call:
            answer = await asked(self._crew, call, folder=folder)
        if answer is None:
            return await self._near.captioned(medium, folder=folder)
        return await self._medium(answer)

    async def written(self, medium: Medium, caption: Caption, *, folder: Path) -> Written:
        """Bring one of a medium's captions."""
        arguments = {"medium": packed(medium), "caption": packed(caption)}
        async with self._call(acts.WRITTEN, medium, arguments, folder=folder) as call:
            answer = await asked(self._crew, call, folder=folder)
        if answer is None:
            return await self._near.written(medium, caption, folder=folder)
        text = await asyncio.to_thread(answer.files["text"].read_bytes)
        return Written(text.decode(), unpacked(str, answer.value["ext"]))

    async def sponsored(self, medium: Medium) -> Sequence[Stretch] | None:
        """Return what is to be skipped of a medium; None when nobody can say now."""
        arguments = {"medium": packed(medium)}
        call = Call(acts.SPONSORED, Role.CPU, arguments, pace=Pace.ASKING)
        answer = await asked(self._crew, call, folder=NOWHERE)
        if answer is None:
            return await self._near.sponsored(medium)
        told = answer.value["stretches"]
        return None if told is None else unpacked(tuple[Stretch, ...], told)

    async def thumbnail(self, medium: Medium, *, folder: Path) -> Path | None:
        """Return a small JPEG, or None; never fails."""
        try:
            arguments = {"medium": packed(medium)}
            call = Call(acts.THUMBNAIL, Role.CPU, arguments, pace=Pace.ASKING)
            answer = await asked(self._crew, call, folder=folder)
        except HearsayError as error:
            log.info("no thumbnail", error=repr(error))
            return None
        if answer is None:
            return await self._near.thumbnail(medium, folder=folder)
        if "picture" not in answer.files:
            return None
        return await settled(answer, "picture", to=folder / plain(answer.value["name"]))

    async def _medium(self, answer: Answer) -> Medium:
        """Return what a worker found, and remember what yt-dlp told it."""
        medium = unpacked(Medium, answer.value["medium"])
        if acts.INFO in answer.files:
            info = await asyncio.to_thread(answer.files[acts.INFO].read_text, "utf-8")
            self._near.remember(medium.key, info)
        return medium

    @asynccontextmanager
    async def _call(
        self, act: str, medium: Medium, arguments: Json, *, folder: Path
    ) -> AsyncIterator[Call]:
        """Give a call about a medium; what is known of it lies in the folder meanwhile."""
        info = self._near.recall(medium.key) if self._crew.has(Role.CPU) else ""
        if not info:
            yield Call(act, Role.CPU, arguments, pace=Pace.ASKING)
            return
        path = folder / f"{acts.INFO}-given"
        await asyncio.to_thread(path.write_text, info, "utf-8")
        try:
            yield Call(act, Role.CPU, arguments, hints={acts.INFO: path}, pace=Pace.ASKING)
        finally:
            path.unlink()
