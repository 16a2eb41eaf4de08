"""The crafts as they are: what `services.media`, `services.sources` and `services.censor` do to files."""

from collections.abc import Callable, Sequence
from pathlib import Path

from services.censor import hiding
from services.censor.hiding import Hiding
from services.censor.loudness import Loudness
from services.censor.measuring import measure
from services.censor.render import Rendered
from services.media import album, convert, covers, parts, subtitles
from services.media.album import Shot
from services.media.brief import Brief
from services.media.convert import Made
from services.media.stretches import Stretch
from services.sources.examine import examine
from services.sources.medium import Medium


class MediaCrafts:
    """Hands each craft on to where it is done."""

    async def examine(self, path: Path, name: str, *, key: str) -> Medium:
        """Return the facts about a file."""
        return await examine(path, name, key=key)

    async def convert(
        self, source: Path, brief: Brief, *, to: Path, ticks_seconds: Callable[[float], None]
    ) -> Made:
        """Make the asked-for file."""
        return await convert.convert(source, brief, to=to, ticks_seconds=ticks_seconds)

    async def subtitles_in(self, path: Path, index: int, *, ext: str, folder: Path) -> str:
        """Return what stands in a track of text."""
        return await subtitles.subtitles_in(path, index, ext=ext, folder=folder)

    async def album_of(
        self, path: Path, *, folder: Path, title: str, ticks: Callable[[int, int], None]
    ) -> Sequence[Shot]:
        """Lay the pictures and films of a post into a folder, as every chat shows them."""
        return await album.make_album(path, folder=folder, title=title, ticks=ticks)

    async def parts_of(self, path: Path, *, most_bytes: int) -> Sequence[Stretch]:
        """Return where a file can be cut into playable parts, none of them larger than that."""
        return await parts.parts_of(path, most_bytes=most_bytes)

    async def thumbnail_of(self, path: Path, *, picture: Path | None, to: Path) -> Path | None:
        """Make the JPEG that a chat shows beside a file."""
        return await covers.thumbnail_of(path, picture=picture, to=to)

    async def loudness(self, path: Path, *, folder: Path, track: int) -> Loudness:
        """Listen to how loud one of a file's sound tracks is."""
        return await measure(path, folder=folder, track=track)

    async def hide(
        self, source: Path, asked: Hiding, *, folder: Path, ticks_seconds: Callable[[float], None]
    ) -> Rendered:
        """Make a clean copy of a recording."""
        return await hiding.hide(source, asked, folder=folder, ticks_seconds=ticks_seconds)
