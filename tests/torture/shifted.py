"""Runs a program of ours on a clock that jumps: `python -m tests.torture.shifted CLOCK main.py serve`.

CLOCK is a file of eight bytes, the seconds by which the wall clock is wrong just now.
"""

import mmap
import os
import runpy
import struct
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

NUMBER = struct.Struct("d")
HASTE = "TORTURE_LOST_AFTER_SECONDS"
"""How often the service looks for lost jobs, where there is no time to wait for its own pace."""


def set_clock(file: Path, seconds: float) -> None:
    """Let the clocks that follow a file be wrong by so much from now on."""
    if not file.exists():
        file.write_bytes(NUMBER.pack(0))
    with file.open("r+b") as opened:
        opened.write(NUMBER.pack(seconds))


def shift_time(file: Path) -> None:
    """Let this process' wall clock follow a file."""
    with file.open("rb") as opened:
        shown = mmap.mmap(opened.fileno(), NUMBER.size, prot=mmap.PROT_READ)
    true: Callable[[], float] = time.time

    def shifted() -> float:
        return true() + float(NUMBER.unpack_from(shown)[0])

    time.time = shifted
    time.time_ns = lambda: round(shifted() * 1e9)


def hurry() -> None:
    """Look for lost jobs as often as the environment says."""
    seconds = os.environ.get(HASTE)
    if seconds:
        from services.jobs import works

        works._LOST_AFTER = timedelta(seconds=float(seconds))


def main() -> None:
    """Run it."""
    clock, program, *rest = sys.argv[1:]
    shift_time(Path(clock))
    hurry()
    sys.argv = [program, *rest]
    runpy.run_path(program, run_name="__main__")


if __name__ == "__main__":
    main()
