"""Fetches the sample links of each platform from the real sites and prints what came of it.

`python -m tests.live` asks all of them, `python -m tests.live youtube tiktok` only these. The samples
stand in the platforms' test modules (`LIVE`). Nothing here is part of the tests: sites change, and some
turn machines away. The settings are those of the service, cookies and proxies included.
"""

import asyncio
import importlib
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

from bot.checkout import ROOT
from services.platforms.catalogue import PLATFORMS

_PATIENCE_SECONDS = 180
_WIDTHS = (15, 6, 7, 9)


def samples(sites: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield site, link and format of each sample."""
    for platform in PLATFORMS:
        test = importlib.import_module(f"tests.services.platforms.test_{platform.name}")
        for link in getattr(test, "LIVE", ()):
            if not sites or platform.name in sites:
                yield platform.name, link, "mp3"


async def main(sites: Sequence[str]) -> int:
    """Print a row for each sample; return 1 if one of them failed."""
    print(_row("site", "", "seconds", "size", "what came"))
    failed = 0
    async for is_fine, line in _rows(sites):
        print(line, flush=True)
        failed += not is_fine
    return 1 if failed else 0


async def _rows(sites: Sequence[str]) -> AsyncIterator[tuple[bool, str]]:
    for site, link, choice in samples(sites):
        with tempfile.TemporaryDirectory(prefix="live-") as name:
            began = time.monotonic()
            told = await _fetched(link, choice, Path(name))
            took = f"{time.monotonic() - began:.1f}"
        if told.get("error"):
            yield (
                False,
                _row(site, "failed", took, "", f"{link}  {told.get('message', told['error'])}"),
            )
            continue
        size = f"{told['size_bytes'] / 1e6:.1f} MB"
        yield True, _row(site, "fine", took, size, f"{link}  {told['title']}")


async def _fetched(link: str, choice: str, folder: Path) -> dict:
    """Return what the command line says about a link, with a data folder that knows nothing."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "main.py", "get", link),
        *("--format", choice, "--output", str(folder / "out"), "--json"),
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(folder / "data")},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            out, _ = await child.communicate()
    except TimeoutError:
        child.terminate()
        await child.wait()
        return {"error": f"nothing within {_PATIENCE_SECONDS} seconds"}
    return json.loads(out)


def _row(*cells: str) -> str:
    fixed = [cell.ljust(width) for cell, width in zip(cells, _WIDTHS, strict=False)]
    return "  ".join([*fixed, cells[-1]])


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main(sys.argv[1:])))
