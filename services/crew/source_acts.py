"""What a worker does with links: asks sites, fetches originals, captions and small pictures."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Protocol

from services.crew.call import Act, Answer, Json, Task
from services.crew.carrying import telling
from services.crew.packing import packed, unpacked
from services.jobs.workshop import Sources
from services.media.choices import Wanted
from services.platforms.link import Link
from services.sources.medium import Caption, Medium
from services.sources.playlist import Playlist

RESOLVE: Final = "resolve"
FETCH: Final = "fetch"
CAPTIONED: Final = "captioned"
WRITTEN: Final = "written"
SPONSORED: Final = "sponsored"
THUMBNAIL: Final = "thumbnail"

INFO: Final = "info"
"""The file with what yt-dlp told: whoever fetches need not ask the site again."""


class Remembering(Sources, Protocol):
    """Sources that can tell what yt-dlp told them."""

    def recall(self, medium: str) -> str:
        """Return what was told of a medium, by its key; empty when nothing is known."""
        ...

    def remember(self, medium: str, info: str) -> None:
        """Take over what somebody else was told."""
        ...


class SourceActs:
    """The acts, on sources of the worker's own."""

    def __init__(self, sources: Remembering) -> None:
        self._sources = sources

    @property
    def by_name(self) -> Mapping[str, Act]:
        """Return the acts."""
        return {
            RESOLVE: self.resolve,
            FETCH: self.fetch,
            CAPTIONED: self.captioned,
            WRITTEN: self.written,
            SPONSORED: self.sponsored,
            THUMBNAIL: self.thumbnail,
        }

    async def resolve(self, task: Task) -> Answer:
        """Tell what a link leads to."""
        link = unpacked(Link, task.arguments["link"])
        found = await self._sources.resolve(link, folder=_own(task))
        if isinstance(found, Playlist):
            return Answer({"playlist": packed(found)})
        return Answer({"medium": packed(found)}, await self._told(found, task))

    async def fetch(self, task: Task) -> Answer:
        """Bring an original."""
        medium = await self._medium(task)
        fetched = await self._sources.fetch(
            medium,
            unpacked(Wanted, task.arguments["wanted"]),
            folder=_own(task),
            ticks=telling(task),
            enough=task.enough,
        )
        value: Json = {"name": fetched.path.name, "starts": packed(fetched.starts)}
        files = {"original": fetched.path}
        if fetched.cover is not None:
            value["cover"], files["cover"] = fetched.cover.name, fetched.cover
        return Answer(value, files)

    async def captioned(self, task: Task) -> Answer:
        """Tell all the captions of a medium."""
        medium = await self._medium(task)
        found = await self._sources.captioned(medium, folder=_own(task))
        return Answer({"medium": packed(found)}, await self._told(found, task))

    async def written(self, task: Task) -> Answer:
        """Bring one of them."""
        medium = await self._medium(task)
        caption = unpacked(Caption, task.arguments["caption"])
        written = await self._sources.written(medium, caption, folder=_own(task))
        text = task.folder / "text"
        await asyncio.to_thread(text.write_text, written.text, "utf-8", newline="")
        return Answer({"ext": written.ext}, {"text": text})

    async def sponsored(self, task: Task) -> Answer:
        """Tell what is to be skipped of a medium."""
        stretches = await self._sources.sponsored(await self._medium(task))
        told = None if stretches is None else [packed(stretch) for stretch in stretches]
        return Answer({"stretches": told})

    async def thumbnail(self, task: Task) -> Answer:
        """Draw its small picture."""
        medium = await self._medium(task)
        picture = await self._sources.thumbnail(medium, folder=_own(task))
        if picture is None:
            return Answer()
        return Answer({"name": picture.name}, {"picture": picture})

    async def _medium(self, task: Task) -> Medium:
        """Return what an act is about, and take over what was told of it."""
        medium = unpacked(Medium, task.arguments["medium"])
        if INFO in task.files and not self._sources.recall(medium.key):
            info = await asyncio.to_thread(task.files[INFO].read_text, "utf-8")
            self._sources.remember(medium.key, info)
        return medium

    async def _told(self, medium: Medium, task: Task) -> dict[str, Path]:
        info = self._sources.recall(medium.key)
        if not info:
            return {}
        path = task.folder / INFO
        await asyncio.to_thread(path.write_text, info, "utf-8")
        return {INFO: path}


def _own(task: Task) -> Path:
    """Return an empty folder: beside it lies what only the way back needs."""
    folder = task.folder / "work"
    folder.mkdir()
    return folder
