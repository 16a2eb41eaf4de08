"""Starts programs, each in a cage and a process group of its own, and ends the whole group with them."""

import asyncio
import os
import resource
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from services.media import cage as caging

KILLED: Final = frozenset({-signal.SIGKILL, -signal.SIGTERM})
"""How a program ends that was ended from outside, as a service manager or a full memory does."""
LIVES: Final = 3
"""How often a program is run that is killed each time: in the end it may be what it works on that kills."""

_GIB: Final = 1024**3
_FAREWELL_BYTES: Final = 64 * 1024
_FAREWELL_SECONDS: Final = 1
_LOOKS: Final = 100
_LOOK_SECONDS: Final = 0.005
_ENDS_WITHIN_SECONDS: Final = 5
_NICENESS: Final = 5
_NICENESS_OF_MANY: Final = 15
_niceness: ContextVar[int] = ContextVar("niceness", default=_NICENESS)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use at most; more than that ends it."""

    memory_bytes: int = 4 * _GIB
    file_bytes: int = 64 * _GIB
    open_files: int = 512
    gives_way: bool = True
    """Whether it lets others first where its task does; not what goes on to serve those others."""


@dataclass(frozen=True, slots=True)
class Cage:
    """What a child may touch, beside what every program needs; the network never."""

    reads: tuple[Path, ...] = ()
    """Files and folders that it gets to see."""
    works: bool = True
    """Whether it may write in its folder."""


class Child(Process):
    """A program that runs. What it prints has to be read, or it stands still one day."""

    stdout: asyncio.StreamReader
    stderr: asyncio.StreamReader


def let_others_first() -> None:
    """Have what this task starts from now on take only the processors that nobody else wants."""
    _niceness.set(_NICENESS_OF_MANY)


@asynccontextmanager
async def child(
    command: Sequence[str],
    *,
    folder: Path,
    cage: Cage | None = Cage(),
    limits: Limits = Limits(),
    environment: Mapping[str, str] | None = None,
    passed: Sequence[int] = (),
) -> AsyncIterator[Child]:
    """Run a program for the length of the block; nothing of it is alive afterwards.

    Args:
        command: The program's absolute path and its arguments; no shell reads them.
        folder: Where it works, and all that it knows as its home and its place for temporary files.
        cage: What it may touch; None for one of ours that opens nothing of strangers itself.
        limits: Memory, file size and open files, for it and for whatever it starts.
        environment: Variables beside those; nothing of our own environment is handed down.
        passed: Open files that it gets under the same numbers.
    """
    process = await asyncio.create_subprocess_exec(
        *_door(command, folder, cage),
        *command,
        cwd=folder,
        env={**_bare_environment(folder), **(environment or {})},
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=PIPE,
        start_new_session=True,
        pass_fds=passed,
    )
    try:
        _hold_down(process.pid, limits)
        yield cast("Child", process)  # both pipes are there, which its own type does not say
    finally:
        await _end(process)


async def was_killed(process: Process) -> bool:
    """Return whether a program was ended from outside.

    That says nothing about what it was working on: it is worth another try.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(_ENDS_WITHIN_SECONDS):
            return await process.wait() in KILLED
    return False


async def end_group(pid: int) -> None:
    """End every process of a group, and wait until they are gone.

    Args:
        pid: The number of the group and of its first process.
    """
    # A group that ends tells nobody, so it is asked. Those that nobody buries are not waited for.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
        for _ in range(_LOOKS):
            await asyncio.sleep(_LOOK_SECONDS)
            os.killpg(pid, 0)


async def last_lines(stream: asyncio.StreamReader, into: deque[str]) -> None:
    """Read a stream to its end and keep as many of its last lines as `into` has room for."""
    rest = b""
    while chunk := await stream.read(16 * 1024):
        *lines, rest = (rest + chunk).split(b"\n")
        into.extend(line.decode(errors="replace") for line in lines if line.strip())
        rest = rest[-4096:]
    if rest.strip():
        into.append(rest.decode(errors="replace"))


def _door(command: Sequence[str], folder: Path, cage: Cage | None) -> tuple[str, ...]:
    """Return what goes before a command: it ends with us, and begins in its cage."""
    if sys.platform != "linux":
        return ()
    start = (sys.executable, "-I", "-S", caging.__file__, f"--parent={os.getpid()}")
    if cage is None:
        return (*start, "--open", "--")
    options = [f"--program={path}" for path in caging.needs_of(command[0])]
    options += [f"--read={path.absolute()}" for path in cage.reads]
    options += [f"--write={folder.absolute()}"] if cage.works else []
    return (*start, *options, "--")


def _bare_environment(folder: Path) -> dict[str, str]:
    return {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "XDG_CACHE_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
    }


def _hold_down(pid: int, limits: Limits) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.setpriority(os.PRIO_PGRP, pid, _niceness.get() if limits.gives_way else _NICENESS)
        # Address space is not limited: V8 and FFmpeg reserve far more of it than they ever touch.
        for what, most in (
            (resource.RLIMIT_DATA, limits.memory_bytes),
            (resource.RLIMIT_FSIZE, limits.file_bytes),
            (resource.RLIMIT_NOFILE, limits.open_files),
            (resource.RLIMIT_CORE, 0),
        ):
            _limit(pid, what, most)


def _limit(pid: int, what: int, most: int) -> None:
    if sys.platform == "linux":
        resource.prlimit(pid, what, (most, most))


async def _end(process: Process) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    # Reading to the end lets the pipes close; somebody who fled the group may hold them open.
    with suppress(TimeoutError):
        async with asyncio.timeout(_FAREWELL_SECONDS):
            await _drain(process.stdout)
            await _drain(process.stderr)
    await process.wait()
    await end_group(process.pid)


async def _drain(stream: asyncio.StreamReader | None) -> None:
    # asyncio's word for: somebody else is reading it to its end already.
    with suppress(RuntimeError):
        await _read_to_end(stream)


async def _read_to_end(stream: asyncio.StreamReader | None) -> None:
    while stream is not None and await stream.read(_FAREWELL_BYTES):
        pass
