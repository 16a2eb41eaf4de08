"""What the service costs while nobody wants anything from it."""

import asyncio
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from tests.bench.stage import open_stage, playing
from tests.bench.table import Row, mb
from tests.e2e.service import descendants

_SETTLE_SECONDS = 5
_WATCH_SECONDS = 30


async def measure() -> list[Row]:
    """Return a row for the processor and one for the memory."""
    with tempfile.TemporaryDirectory() as name:
        async with (
            open_stage(Path(name)) as stage,
            playing(stage, "main.py", "serve", name="service") as service,
        ):
            await asyncio.sleep(_SETTLE_SECONDS)
            before = _cpu_seconds(service.pid)
            await asyncio.sleep(_WATCH_SECONDS)
            share = (_cpu_seconds(service.pid) - before) / _WATCH_SECONDS
            memory = memory_bytes(service.pid)
    return [
        Row("idle, share of one core", f"{share:.2%}", bar="< 2 %"),
        Row("idle, memory", mb(memory)),
    ]


def _family(pid: int) -> list[int]:
    return [pid, *descendants(pid)]


def _cpu_seconds(pid: int) -> float:
    ticks = 0
    for each in _family(pid):
        after = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        ticks += int(after[11]) + int(after[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory_bytes(pid: int) -> int:
    """Return the proportional share of all its processes: what is shared counts once."""
    total = 0
    for each in _family(pid):
        # One that ends meanwhile takes nothing any more.
        with suppress(OSError, IndexError):
            rollup = Path(f"/proc/{each}/smaps_rollup").read_text()
            total += int(rollup.partition("\nPss:")[2].split()[0])
    return total * 1024
