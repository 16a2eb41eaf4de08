"""What a worker does to files: converts them, takes them apart, hides words in them."""

import asyncio
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final

from services.censor.hiding import Hiding
from services.crew.call import Act, Answer, Task
from services.crew.carrying import named, telling
from services.crew.packing import packed, unpacked
from services.jobs.workshop import Crafts
from services.media.brief import Brief

CONVERT: Final = "convert"
SUBTITLES: Final = "subtitles"
ALBUM: Final = "album"
PARTS: Final = "parts"
LOUDNESS: Final = "loudness"
HIDE: Final = "hide"

SOURCE: Final = "source"
COVER: Final = "cover"


class CraftActs:
    """The acts, with the worker's own hands."""

    def __init__(self, crafts: Crafts) -> None:
        self._crafts = crafts

    @property
    def by_name(self) -> Mapping[str, Act]:
        """Return the acts."""
        return {
            CONVERT: self.convert,
            SUBTITLES: self.subtitles_in,
            ALBUM: self.album_of,
            PARTS: self.parts_of,
            LOUDNESS: self.loudness,
            HIDE: self.hide,
        }

    async def convert(self, task: Task) -> Answer:
        """Make a file of another."""
        cover = await named(task, COVER, task.arguments[COVER]) if COVER in task.files else None
        brief = unpacked(Brief, task.arguments["brief"], cover=cover)
        to = await _own(task) / f"result.{brief.format.extension}"
        tell = telling(task)
        made = await self._crafts.convert(
            await _source(task), brief, to=to, ticks_seconds=lambda seconds: tell(seconds, None)
        )
        return Answer(packed(made), {"result": to})

    async def subtitles_in(self, task: Task) -> Answer:
        """Read a track of text."""
        index, ext = task.arguments["index"], task.arguments["ext"]
        read = partial(self._crafts.subtitles_in, ext=ext, folder=await _own(task))
        text = await read(await _source(task), index)
        path = task.folder / "text"
        await asyncio.to_thread(path.write_bytes, text.encode())
        return Answer(files={"text": path})

    async def album_of(self, task: Task) -> Answer:
        """Lay out the pictures and films of a post."""
        shots = await self._crafts.album_of(
            await _source(task),
            folder=await _own(task),
            title=task.arguments["title"],
            ticks=telling(task),
        )
        told = [{"name": shot.path.name, **packed(shot, without="path")} for shot in shots]
        files = {f"shot-{number}": shot.path for number, shot in enumerate(shots)}
        return Answer({"shots": told}, files)

    async def parts_of(self, task: Task) -> Answer:
        """Find where a file can be cut."""
        most_bytes = task.arguments["most_bytes"]
        parts = await self._crafts.parts_of(await _source(task), most_bytes=most_bytes)
        return Answer({"parts": [packed(part) for part in parts]})

    async def loudness(self, task: Task) -> Answer:
        """Listen to how loud a file is."""
        found = await self._crafts.loudness(
            await _source(task), folder=await _own(task), track=task.arguments["track"]
        )
        path = task.folder / "loudness"
        await asyncio.to_thread(path.write_bytes, found.told)
        return Answer(files={"loudness": path})

    async def hide(self, task: Task) -> Answer:
        """Make a clean copy."""
        tell = telling(task)
        rendered = await self._crafts.hide(
            await _source(task),
            unpacked(Hiding, task.arguments["asked"]),
            folder=await _own(task),
            ticks_seconds=lambda seconds: tell(seconds, None),
        )
        value = {"name": rendered.path.name, "rendered": packed(rendered, without="path")}
        return Answer(value, {"copy": rendered.path})


async def _source(task: Task) -> Path:
    return await named(task, SOURCE, task.arguments["name"])


async def _own(task: Task) -> Path:
    """Return an empty folder: beside it lies what only the way back needs."""
    folder = task.folder / "work"
    await asyncio.to_thread(folder.mkdir)
    return folder
