"""Runs programs of our own that read strangers' files: each shuts itself in before it opens one."""

import asyncio
import json
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import structlog

from services.media.child import LIVES, Child, Limits, child, last_lines, was_killed

log = structlog.get_logger(__name__)

Told = dict[str, Any]
"""A line of JSON that a program prints; its `event` says which kind it is."""

_PYTHON: Final = (sys.executable, "-s", "-P", "-B", "-m")
"""Nothing is imported from the folder that it works in, where strangers may have named the files."""
_ROOT: Final = Path(__file__).resolve().parents[2]
_STALL: Final = timedelta(minutes=3)
_DIED: Final[Told] = {"event": "failed", "code": "", "said": "died or stuck"}


def reader(
    command: Sequence[str],
    *,
    folder: Path,
    limits: Limits,
    environment: Mapping[str, str] | None = None,
    passed: Sequence[int] = (),
) -> AbstractAsyncContextManager[Child]:
    """Run one of our modules for the length of the block; nothing of it is alive afterwards.

    Args:
        command: The module's name, and its arguments.
        folder: Where it works.
        limits: Memory, file size and open files.
        environment: Variables beside the usual.
        passed: Open files that it gets under the same numbers.
    """
    return child(
        [*_PYTHON, *command],
        folder=folder,
        cage=None,  # it goes into one by itself
        limits=limits,
        environment={"PYTHONPATH": str(_ROOT), **(environment or {})},
        passed=passed,
    )


async def last_word(
    command: Sequence[str], *, folder: Path, limits: Limits, at: Callable[[Told], None]
) -> Told:
    """Run one that tells how far it is, and return what it says at last.

    One that somebody killed is run again.

    Args:
        command: The module's name, and its arguments.
        folder: Where it works.
        limits: Memory, file size and open files.
        at: Called with every word before the last.

    Returns:
        `done`, or `failed` with a code, which is empty where it died without a word or was stuck.
    """
    told = None
    for _ in range(LIVES):
        told = told or await _run(command, folder=folder, limits=limits, at=at)
    return told or _DIED


async def _run(
    command: Sequence[str], *, folder: Path, limits: Limits, at: Callable[[Told], None]
) -> Told | None:
    """Return the last word; None when somebody killed the program before it had said it."""
    complaints: deque[str] = deque(maxlen=12)
    async with (
        reader(
            command, folder=folder, limits=limits, environment={"OPENBLAS_NUM_THREADS": "1"}
        ) as process,
        asyncio.TaskGroup() as group,
    ):
        group.create_task(last_lines(process.stderr, complaints))
        told = await _listen(process.stdout, at)
        is_killed = told is _DIED and await was_killed(process)
    if told["event"] != "done":
        said = list(complaints)
        log.info("program failed", program=command[0], told=told, said=said, killed=is_killed)
    return None if is_killed else told


async def _listen(stream: asyncio.StreamReader, at: Callable[[Told], None]) -> Told:
    while True:
        try:
            async with asyncio.timeout(_STALL.total_seconds()):
                told: Told = json.loads(await stream.readline())
        except (TimeoutError, ValueError):
            return _DIED
        if told["event"] != "at":
            return told
        at(told)
