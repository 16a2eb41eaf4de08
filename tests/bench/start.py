"""How long `--help` takes, beside a Python that does nothing but parse arguments."""

import asyncio
import sys
import time

from bot.checkout import ROOT
from tests.bench.table import Row, in_pairs, ms

_BARE = "import argparse; argparse.ArgumentParser(prog='bare').parse_args(['--help'])"


async def help_time() -> list[Row]:
    """Return the row."""
    ours, theirs, ratio = await in_pairs(
        lambda: _timed("main.py", "--help"), lambda: _timed("-c", _BARE)
    )
    return [Row("--help", ms(ours), "bare argparse", ms(theirs), ratio, "< 300 ms")]


async def _timed(*arguments: str) -> float:
    began = time.perf_counter()
    child = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=ROOT, stdout=asyncio.subprocess.DEVNULL
    )
    await child.wait()
    return time.perf_counter() - began
