"""Asks a small program of ours about a file: it sees nothing else, and answers with one JSON object."""

import asyncio
import json
import sys
from collections import deque
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import structlog

from services.errors import FileUnreadable
from services.media.child import LIVES, Cage, Limits, child, last_lines, was_killed

log = structlog.get_logger(__name__)

_LIMITS: Final = Limits(memory_bytes=1024**3, file_bytes=0, open_files=32)


async def ask(
    program: ModuleType, path: Path, *words: str, within: timedelta, name: str = ""
) -> dict[str, Any]:
    """Return what the program prints; one that somebody killed is asked again.

    Args:
        program: The module that is run, alone.
        path: The file, its first argument.
        words: The other arguments.
        within: How long it may take.
        name: What the file is called in an error; empty: as it is.

    Raises:
        FileUnreadable: it found nothing to say, or took too long.
    """
    command = [sys.executable, "-I", str(program.__file__), str(path.absolute()), *words]
    complaints: deque[str] = deque(maxlen=4)
    try:
        async with asyncio.timeout(within.total_seconds()):
            answer = await _answer(command, path, complaints)
        told: dict[str, Any] = json.loads(answer)
    except (TimeoutError, ValueError) as error:
        log.info("file unreadable", said=list(complaints), size_bytes=path.stat().st_size)
        raise FileUnreadable(name=name or path.name) from error
    return told


async def _answer(command: Sequence[str], path: Path, complaints: deque[str]) -> bytes:
    """Return all that is printed; nothing when the program was killed each time."""
    for _ in range(LIVES):
        answer = await _run(command, path, complaints)
        if answer is not None:
            return answer
    return b""


async def _run(command: Sequence[str], path: Path, complaints: deque[str]) -> bytes | None:
    """Return all that is printed; None when the program was killed."""
    cage = Cage(reads=(path,), works=False)
    async with (
        child(command, folder=path.parent, cage=cage, limits=_LIMITS) as ran,
        asyncio.TaskGroup() as group,
    ):
        group.create_task(last_lines(ran.stderr, complaints))
        answer = await ran.stdout.read()
        return None if await was_killed(ran) else answer
