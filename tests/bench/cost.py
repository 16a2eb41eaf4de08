"""What a piece of work takes: time, the time of all processors, and the memory of all its processes."""

import asyncio
import os
import resource
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.table import Row, ms
from tests.e2e.service import command_line, descendants

Work = Callable[[], Awaitable[None]]

_LOOK_SECONDS = 0.02
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one piece of work took."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds of all processors, of this process and of all that it waited for."""


async def cost_of(work: Work) -> Cost:
    """Do the work, and return what it took."""
    cpu, began = _cpu_seconds(), time.perf_counter()
    await work()
    return Cost(time.perf_counter() - began, _cpu_seconds() - cpu)


async def peak_bytes_of(work: Work) -> int:
    """Do the work, and return how much memory all its processes together had at most.

    What two of them share counts twice.
    """
    peak = 0
    async with asyncio.TaskGroup() as group:
        working = group.create_task(work())
        while not working.done():
            peak = max(peak, _resident_bytes())
            await asyncio.wait([working], timeout=_LOOK_SECONDS)
    return peak


def cost_rows(
    what: str, costs: list[Cost], against: str, other: list[Cost], bar: str = ""
) -> list[Row]:
    """Return a row for the processors and one for the time that passed."""
    rows = []
    for kind in ("cpu", "wall"):
        mine = [getattr(cost, kind) for cost in costs]
        theirs = [getattr(cost, kind) for cost in other]
        ratio = median(one / two for one, two in zip(mine, theirs, strict=True))
        rows.append(
            Row(f"{what}, {kind}", ms(median(mine)), against, ms(median(theirs)), ratio, bar)
        )
    return rows


def _cpu_seconds() -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _resident_bytes() -> int:
    """Return what all descendants have in memory."""
    pages = {}
    for pid in descendants(os.getpid()):
        # Who has not begun its own program yet still shows the command and the memory of its parent.
        command = command_line(pid)
        if command and command != command_line(os.getpid()):
            with suppress(OSError, IndexError):
                pages[command] = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return sum(pages.values()) * _PAGE_BYTES
