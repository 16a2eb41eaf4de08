"""Words hidden in an hour of sound, beside a plain FFmpeg that encodes the same hour again."""

import asyncio
import os
import resource
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

from services.censor.render import Way, render
from services.censor.spans import Span
from services.media.ffmpeg import find_ffmpeg
from tests.bench.table import Row, ms

_MINUTES = int(os.environ.get("BENCH_MINUTES", "60"))
_PAIRS = int(os.environ.get("BENCH_CENSOR_PAIRS", "3"))
_SOUND = (
    "aevalsrc='(0.25*sin(2*PI*(140+40*sin(3*t))*t)+0.08*(random(0)-0.5))"
    "*(0.55+0.45*sin(2*PI*4*t))|0.2*sin(2*PI*220*t)+0.08*(random(1)-0.5)':s=44100"
)
_BARS = {
    "mp3": {10: 0.02, 300: 0.06, 2000: 0.30},
    "m4a": {10: 0.05, 300: 0.15, 2000: 0.70},
    "opus": {10: 0.05, 300: 0.15, 2000: 0.70},
}
_RATES = {"mp3": "128k", "m4a": "128k", "opus": "64k"}
_PASS_BAR = 1.10


@dataclass(frozen=True, slots=True)
class _Cost:
    wall: float
    cpu: float


async def measure() -> list[Row]:
    """Return a row for each format and number of words, and one for the pass over everything."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for suffix, bars in _BARS.items():
            source = folder / f"hour.{suffix}"
            length = str(_MINUTES * 60)
            await _run("-f", "lavfi", "-i", _SOUND, "-t", length, "-b:a", _RATES[suffix], source)
            for hits, bar in bars.items():
                rows += await _compared(source, hits, f"≤ {bar}")
        source = folder / "hour.ogg"
        await _run("-i", folder / "hour.mp3", "-c:a", "libvorbis", source)
        rows += await _compared(source, 300, f"≤ {_PASS_BAR}", way=Way.WHOLE_PASS)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    rows.append(Row("the largest process of all these", f"{most:.0f} MiB", bar="≤ 150 MiB"))
    return rows


async def _compared(source: Path, hits: int, bar: str, *, way: Way = Way.SPLICED) -> list[Row]:
    hits = max(1, hits * _MINUTES // 60)
    spans = _spans(hits)
    out = source.parent / "out"
    out.mkdir(exist_ok=True)
    plain = source.with_name(f"plain{source.suffix}")

    async def ours() -> None:
        made = await render(source, spans, folder=out)
        assert made.way is way, made

    async def theirs() -> None:
        codec = ("-c:a", "libvorbis") if source.suffix == ".ogg" else ()
        rate = _RATES.get(source.suffix[1:])
        await _run("-i", source, *codec, *(("-b:a", rate) if rate else ()), plain)

    pairs = [(await _cost(ours), await _cost(theirs)) for _ in range(_PAIRS)]
    what = f"{_MINUTES} min of {source.suffix[1:]}, {hits} words hidden"
    rows = []
    for kind in ("cpu", "wall"):
        mine, other, ratio = sorted(
            (getattr(one, kind), getattr(two, kind), getattr(one, kind) / getattr(two, kind))
            for one, two in pairs
        )[len(pairs) // 2]
        rows.append(Row(f"{what}, {kind}", ms(mine), "plain ffmpeg", ms(other), ratio, bar))
    return rows


def _spans(hits: int) -> list[Span]:
    chance = Random(hits)
    step = (_MINUTES * 60 - 2) / hits
    starts = [1 + number * step + chance.uniform(0, step / 3) for number in range(hits)]
    return [Span(start, start + chance.uniform(0.2, 0.55)) for start in starts]


async def _cost(work) -> _Cost:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    await work()
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return _Cost(wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


async def _run(*arguments: str | Path) -> None:
    words = [f"{word}" for word in arguments]
    child = await asyncio.create_subprocess_exec(
        find_ffmpeg(), "-nostdin", "-v", "error", "-y", *words
    )
    assert await child.wait() == 0
