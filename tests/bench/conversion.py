"""Conversion beside plain FFmpeg: the same program, the same encoder, the same sound."""

import asyncio
import tempfile
import time
from pathlib import Path

from services.media.brief import Brief
from services.media.convert import convert
from services.media.ffmpeg import find_ffmpeg
from services.media.formats import Format, format_of
from tests.bench.table import Row, in_pairs, ms

_SECONDS = 600
_SOUND = (
    f"aevalsrc='0.3*sin(330*t)+0.2*sin(550*t*(1+0.01*sin(t)))+0.05*random(0)':d={_SECONDS}:s=44100"
)


async def measure() -> list[Row]:
    """Return a row for each of the formats that are asked for most."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "sound.flac"
        await _ffmpeg("-f", "lavfi", "-i", _SOUND, "-ac", "2", str(source))
        return [await _row(source, format_of(choice)) for choice in ("mp3", "ogg")]


async def _row(source: Path, format: Format) -> Row:  # noqa: A002 - the word that everybody uses
    target = source.with_name(f"ours.{format.extension}")
    plain = source.with_name(f"plain.{format.extension}")

    async def ours() -> float:
        began = time.perf_counter()
        await convert(source, Brief(format), to=target)
        return time.perf_counter() - began

    async def theirs() -> float:
        began = time.perf_counter()
        await _ffmpeg("-i", str(source), "-vn", *format.encoder, str(plain))
        return time.perf_counter() - began

    mine, other, ratio = await in_pairs(ours, theirs)
    what = f"{_SECONDS // 60} min of FLAC to {format.title}"
    return Row(what, ms(mine), "plain ffmpeg", ms(other), ratio, "≤ 1.05")


async def _ffmpeg(*arguments: str) -> None:
    child = await asyncio.create_subprocess_exec(
        find_ffmpeg(), "-nostdin", "-v", "error", "-y", *arguments
    )
    await child.wait()
