"""Makes a clean copy of a recording: the spans hidden, everything else left as it was."""

import asyncio
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from services.censor.proof import NOTHING_DB
from services.censor.spans import Span
from services.errors import ConversionFailed, FileUnreadable, NoRoom, NoSound, StillAudible
from services.media.child import Limits
from services.media.ffmpeg import DEMUXERS, find_ffmpeg
from services.media.readers import Told, last_word

_PROGRAM: Final = "services.censor.render_child"
_LIMITS: Final = Limits(memory_bytes=1024**3, open_files=64)
_SPACE_FACTOR: Final = 1.1


class Way(StrEnum):
    """How a clean copy was made."""

    UNTOUCHED = "untouched"
    """There was nothing to hide: the original bytes."""
    SPLICED = "spliced"
    """Only what lies around the spans was changed, all else is byte for byte what it was."""
    WHOLE_PASS = "whole-pass"  # noqa: S105 - no password
    """All of the sound was encoded again."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A clean copy, and what is to be said about it."""

    path: Path
    way: Way
    why: str = ""
    """Why it was not spliced, in a word or two for the log; empty when it was."""
    touched: float = 0.0
    """The share of the sound's packets that are new, from 0 to 1."""
    keeps_tags: bool = True
    places: int = 0
    """Spans that were listened to afterwards."""
    residue_db: float = NOTHING_DB
    """How much of the original was found in them, at the worst."""
    first_db: float = NOTHING_DB
    """The same of the first 20 ms of the silent ones."""


async def render(
    source: Path,
    spans: Sequence[Span],
    *,
    folder: Path,
    name: str = "",
    tick: Callable[[float], None] | None = None,
) -> Rendered:
    """Make the clean copy, whole or not at all.

    Args:
        source: The recording.
        spans: What is to be hidden in each of its sound tracks, on the clock of the transcripts.
        folder: Where the copy goes, under the name of the recording.
        name: That name, where the source is not called so.
        tick: Called with the share that is done, from 0 to 1.

    Raises:
        ConversionFailed: it could not be made.
        FileUnreadable: the source cannot be decoded.
        NoRoom: the disk is full.
        NoSound: there is nothing to hear in it.
        StillAudible: the original can be heard in every copy that was made.
    """
    name = name or source.name
    if not spans:
        path = folder / name
        await asyncio.to_thread(_duplicate, source, path)
        return Rendered(path, Way.UNTOUCHED)
    work = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix=".render-", dir=folder))
    try:
        told = await _made(source, spans, work, name=name, tick=tick)
        made = work / told.pop("file")
        path = folder / f"{Path(name).stem}{made.suffix}"
        made.replace(path)
        return Rendered(path=path, **{**told, "way": Way(told["way"])})
    finally:
        await asyncio.to_thread(shutil.rmtree, work, ignore_errors=True)


def _duplicate(source: Path, to: Path) -> None:
    """Give the file a second name where the disk lets us, copy it elsewhere."""
    if to.exists() and to.samefile(source):
        return
    to.unlink(missing_ok=True)
    try:
        os.link(source, to)
    except OSError:
        shutil.copyfile(source, to)


async def _made(
    source: Path,
    spans: Sequence[Span],
    work: Path,
    *,
    name: str,
    tick: Callable[[float], None] | None,
) -> dict[str, Any]:
    needed = round(source.stat().st_size * _SPACE_FACTOR)
    free = shutil.disk_usage(work).free
    if needed > free:
        raise NoRoom(needed_bytes=needed, free_bytes=free)
    request = {
        "source": str(source.absolute()),
        "name": name,
        "folder": str(work.absolute()),
        "spans": [asdict(span) for span in spans],
        "demuxers": DEMUXERS,
        "ffmpeg": find_ffmpeg(),
    }
    asked = work / "request.json"
    await asyncio.to_thread(asked.write_text, json.dumps(request))

    def at(step: Told) -> None:
        if tick is not None:
            tick(step["share"])

    command = [_PROGRAM, str(asked.absolute())]
    told = await last_word(command, folder=work, limits=_LIMITS, at=at)
    if told["event"] == "done":
        return dict(told["made"])
    raise _complaint(told["code"], name=name, work=work)


def _complaint(
    code: str, *, name: str, work: Path
) -> ConversionFailed | FileUnreadable | NoRoom | NoSound | StillAudible:
    match code:
        case FileUnreadable.code:
            return FileUnreadable(name=name)
        case NoSound.code:
            return NoSound()
        case NoRoom.code:
            return NoRoom(needed_bytes=0, free_bytes=shutil.disk_usage(work).free)
        case StillAudible.code:
            return StillAudible()
        case _:
            return ConversionFailed(choice="clean")
