"""Crafts that have a worker do what is heavy, where there is one; else it is done here.

What looks at no more than a file's beginning or one of its frames is done here in any case: to send the
file would cost more than to look at it.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from pathlib import Path

from services.censor.hiding import Hiding
from services.censor.loudness import Loudness
from services.censor.render import Rendered
from services.crew import craft_acts as acts
from services.crew.call import Answer, Call, Crew, Hear, Json
from services.crew.carrying import NOWHERE, asked, hearing, plain, settled
from services.crew.pace import Pace, pace_of
from services.crew.packing import packed, unpacked
from services.crew.role import Role
from services.jobs.workshop import Crafts
from services.media.album import Shot
from services.media.brief import Brief
from services.media.convert import Made
from services.media.stretches import Stretch
from services.sources.medium import Medium


class FarCrafts:
    """The `Crafts` of a front with workers.

    Args:
        near: Does it where there is no worker.
        crew: The workers.
    """

    def __init__(self, near: Crafts, crew: Crew) -> None:
        self._near = near
        self._crew = crew

    async def examine(self, path: Path, name: str, *, key: str) -> Medium:
        """Return the facts about a file."""
        return await self._near.examine(path, name, key=key)

    async def thumbnail_of(self, path: Path, *, picture: Path | None, to: Path) -> Path | None:
        """Make the JPEG that a chat shows beside a file."""
        return await self._near.thumbnail_of(path, picture=picture, to=to)

    async def convert(
        self, source: Path, brief: Brief, *, to: Path, ticks_seconds: Callable[[float], None]
    ) -> Made:
        """Make the asked-for file."""
        files, arguments = {acts.SOURCE: source}, {"brief": packed(brief, without="cover")}
        if brief.cover is not None:
            files[acts.COVER], arguments[acts.COVER] = brief.cover, brief.cover.name
        hear = hearing(lambda seconds, _total: ticks_seconds(seconds))
        answer = await self._asked(
            acts.CONVERT, arguments, files, folder=to.parent, hear=hear, pace=_pace(source, brief)
        )
        if answer is None:
            return await self._near.convert(source, brief, to=to, ticks_seconds=ticks_seconds)
        await settled(answer, "result", to=to)
        return unpacked(Made, answer.value)

    async def subtitles_in(self, path: Path, index: int, *, ext: str, folder: Path) -> str:
        """Return what stands in a track of text."""
        arguments = {"index": index, "ext": ext}
        answer = await self._asked(acts.SUBTITLES, arguments, {acts.SOURCE: path}, folder=folder)
        if answer is None:
            return await self._near.subtitles_in(path, index, ext=ext, folder=folder)
        return (await asyncio.to_thread(answer.files["text"].read_bytes)).decode()

    async def album_of(
        self, path: Path, *, folder: Path, title: str, ticks: Callable[[int, int], None]
    ) -> Sequence[Shot]:
        """Lay the pictures and films of a post into a folder, as every chat shows them."""
        answer = await self._asked(
            acts.ALBUM,
            {"title": title},
            {acts.SOURCE: path},
            folder=folder,
            hear=hearing(lambda done, total: ticks(done, total or 0)),
        )
        if answer is None:
            return await self._near.album_of(path, folder=folder, title=title, ticks=ticks)
        shots: list[Shot] = []
        for number, told in enumerate(answer.value["shots"]):
            name = plain(told.pop("name"))
            path = await settled(answer, f"shot-{number}", to=folder / name)
            shots.append(unpacked(Shot, told, path=path))
        return shots

    async def parts_of(self, path: Path, *, most_bytes: int) -> Sequence[Stretch]:
        """Return where a file can be cut into playable parts, none of them larger than that."""
        arguments, files = {"most_bytes": most_bytes}, {acts.SOURCE: path}
        answer = await self._asked(acts.PARTS, arguments, files, folder=NOWHERE)
        if answer is None:
            return await self._near.parts_of(path, most_bytes=most_bytes)
        return unpacked(tuple[Stretch, ...], answer.value["parts"])

    async def loudness(self, path: Path, *, folder: Path, track: int) -> Loudness:
        """Listen to how loud one of a file's sound tracks is."""
        arguments = {"track": track}
        answer = await self._asked(acts.LOUDNESS, arguments, {acts.SOURCE: path}, folder=folder)
        if answer is None:
            return await self._near.loudness(path, folder=folder, track=track)
        return Loudness(await asyncio.to_thread(answer.files["loudness"].read_bytes))

    async def hide(
        self, source: Path, asked: Hiding, *, folder: Path, ticks_seconds: Callable[[float], None]
    ) -> Rendered:
        """Make a clean copy of a recording somewhere in a folder."""
        answer = await self._asked(
            acts.HIDE,
            {"asked": packed(asked)},
            {acts.SOURCE: source},
            folder=folder,
            hear=hearing(lambda seconds, _total: ticks_seconds(seconds)),
            pace=pace_of(seconds=asked.seconds),
        )
        if answer is None:
            return await self._near.hide(source, asked, folder=folder, ticks_seconds=ticks_seconds)
        path = await settled(answer, "copy", to=folder / plain(answer.value["name"]))
        return unpacked(Rendered, answer.value["rendered"], path=path)

    async def _asked(
        self,
        act: str,
        arguments: Json,
        files: Mapping[str, Path],
        *,
        folder: Path,
        hear: Hear | None = None,
        pace: Pace | None = None,
    ) -> Answer | None:
        arguments = {**arguments, "name": files[acts.SOURCE].name}
        if pace is None:
            pace = pace_of(size_bytes=files[acts.SOURCE].stat().st_size)
        call = Call(act, Role.CPU, arguments, files, pace=pace)
        return await asked(self._crew, call, folder=folder, hear=hear)


def _pace(source: Path, brief: Brief) -> Pace:
    """Return how long a conversion takes: of a large file perhaps only a piece is made."""
    kept = sum(keep.seconds for keep in brief.keeps)
    if brief.keeps and isfinite(kept):
        return pace_of(seconds=kept)
    return pace_of(seconds=brief.seconds, size_bytes=source.stat().st_size)
