"""Looks at the machine's processes, to see that nothing was left behind."""

import asyncio
from pathlib import Path


def alive(pid: int) -> bool:
    """Return whether a process runs; one that only waits to be buried does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] not in {"Z", "X"}


def naming(word: str) -> list[int]:
    """Return the processes whose command line has `word` in it, such as the path of a folder."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            command = (folder / "cmdline").read_bytes() + str((folder / "cwd").readlink()).encode()
        except OSError:
            continue
        if word.encode() in command and alive(int(folder.name)):
            found.append(int(folder.name))
    return found


async def until(condition, *, seconds: float = 10) -> None:
    """Wait until the condition holds; the limit is there for a test that fails."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - a process that ends tells nobody
            await asyncio.sleep(0.01)
