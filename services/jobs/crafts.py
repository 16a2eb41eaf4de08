"""The crafts as they are: what `services.media` and `services.sources` do to files."""

from collections.abc import Callable
from pathlib import Path

from services.media import convert, covers
from services.media.brief import Brief
from services.media.convert import Made
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

    async def cover_of(self, path: Path, *, to: Path) -> Path | None:
        """Make the JPEG that a chat shows beside a file."""
        return await covers.cover_of(path, to=to)
