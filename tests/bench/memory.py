"""How much memory the longest conversions take: six hours must cost what six minutes do."""

import asyncio
import os
import tempfile
from pathlib import Path

from services.media.brief import Brief
from services.media.convert import convert
from services.media.formats import format_of
from tests.bench.idle import memory_bytes
from tests.bench.table import Row, mb
from tests.sounds import make, tone

_HOURS = 6
_LOOK_SECONDS = 0.5


async def measure() -> list[Row]:
    """Return the peak of all processes above what they took before, for six hours and six minutes."""
    with tempfile.TemporaryDirectory() as name:
        minute = make(Path(name) / "minute.mp3", *tone(60), "-ac", "1", "-b:a", "64k")
        long = await _peak_bytes(minute, seconds=_HOURS * 3600)
        short = await _peak_bytes(minute, seconds=_HOURS * 60)
    what = f"{_HOURS} h of sound to another format, peak RSS"
    return [Row(what, mb(long), f"{_HOURS} min", mb(short), long / short, "< 400 MB")]


async def _peak_bytes(minute: Path, *, seconds: int) -> int:
    source = minute.with_name(f"{seconds}.mp3")
    repeated = ("-stream_loop", "-1", "-i", str(minute), "-t", str(seconds), "-c", "copy")
    await asyncio.to_thread(make, source, *repeated)
    before = peak = memory_bytes(os.getpid())
    async with asyncio.TaskGroup() as group:
        brief = Brief(format_of("ogg-64"))
        work = group.create_task(convert(source, brief, to=source.with_suffix(".ogg")))
        while not work.done():
            peak = max(peak, memory_bytes(os.getpid()))
            await asyncio.wait([work], timeout=_LOOK_SECONDS)
    return peak - before
