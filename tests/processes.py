"""Looks at the machine's processes, to see that nothing was left behind."""

import asyncio
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

_PEAK = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)


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


async def until(condition, *, seconds: float = 60) -> None:
    """Wait until the condition holds; the limit is there for a test that fails."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - a process that ends tells nobody
            await asyncio.sleep(0.01)


@dataclass(slots=True)
class Swelling:
    """The most memory that each of our children was seen with."""

    most_bytes: dict[int, int] = field(default_factory=dict)

    def look(self) -> None:
        """Note what all below us have taken by now.

        One that does not run its own program yet is left out: what it has is still ours. (That is why
        `RUSAGE_CHILDREN` tells nothing here: its maximum is never less than the size of the parent.)
        """
        ours = Path("/proc/self/cmdline").read_bytes()
        for pid in below(os.getpid()):
            folder = Path(f"/proc/{pid}")
            try:
                command = (folder / "cmdline").read_bytes()
                # In this order: what is read after the command line is of its program.
                peak = _PEAK.search((folder / "status").read_text())
            except OSError:
                continue
            if command not in {b"", ours} and peak:
                self.most_bytes[pid] = max(self.most_bytes.get(pid, 0), int(peak[1]) * 1024)


@contextmanager
def swelling():
    """Watch how much memory our children take, and theirs, until the block is left."""
    seen, is_over = Swelling(), threading.Event()

    def watch():
        while not is_over.wait(0.02):
            seen.look()

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        is_over.set()
        watcher.join()
        seen.look()


def below(pid: int) -> Iterator[int]:
    """Yield the processes that a process started, and those that these did."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        with suppress(OSError):
            stat = (folder / "stat").read_text()
            parents[int(folder.name)] = int(stat.rpartition(")")[2].split()[1])
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    yield from found - {pid}
