"""All that is done to the bytes of a recording to make a clean copy of it, in one go."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from services.censor.finishing import in_format, without_tags
from services.censor.render import Rendered, render
from services.censor.spans import Span


@dataclass(frozen=True, slots=True)
class Hiding:
    """What is to be done."""

    spans: tuple[Span, ...]
    """What is to be hidden; where that is nothing, only the rest is done."""
    name: str
    """What people call the recording."""
    seconds: float
    format: str = ""
    """What the copy is to become; empty: it stays what it is."""
    keeps_tags: bool = True


async def hide(
    source: Path, hiding: Hiding, *, folder: Path, ticks_seconds: Callable[[float], None]
) -> Rendered:
    """Make the clean copy: the words hidden, then the tags taken off and the format changed, if asked for.

    Args:
        source: The recording.
        hiding: What is to be done.
        folder: An empty one, somewhere in which the copy is laid.
        ticks_seconds: Called with the seconds that are done; the new format begins anew.

    Raises:
        ConversionFailed: it could not be made.
        FileUnreadable: the source cannot be decoded.
        NoRoom: the disk is full.
        NoSound: there is nothing to hear in it.
        StillAudible: the original can be heard in every copy that was made.
    """
    rendered = await render(
        source,
        hiding.spans,
        folder=folder,
        name=hiding.name,
        tick=lambda share: ticks_seconds(share * hiding.seconds),
    )
    path = rendered.path
    if not hiding.keeps_tags:
        path = await without_tags(path, folder=await _inside(folder, "bare"))
    if hiding.format:
        made = await _inside(folder, "made")
        path = await in_format(path, hiding.format, folder=made, ticks_seconds=ticks_seconds)
    return replace(rendered, path=path)


async def _inside(folder: Path, name: str) -> Path:
    """Return a new folder: the copies are called alike."""
    inside = folder / name
    await asyncio.to_thread(inside.mkdir)
    return inside
