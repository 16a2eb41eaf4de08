"""Files on the way to an act and back: each gets the name that matters where it is used."""

import asyncio
import os
import shutil
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Final

from services.crew.call import Answer, Call, Crew, Hear, Json, NobodyThere, Task
from services.crew.packing import Unfit

NOWHERE: Final = Path(os.devnull)
"""For answers that bring no files."""

Tell = Callable[[float, float | None], None]


async def asked(
    crew: Crew,
    call: Call,
    *,
    folder: Path,
    hear: Hear | None = None,
    enough: asyncio.Event | None = None,
) -> Answer | None:
    """Return what a worker answers, None where it is to be done here.

    Raises:
        HearsayError: the act did.
    """
    if not crew.has(call.role):
        return None
    try:
        return await crew.call(call, folder=folder, hear=hear, enough=enough)
    except NobodyThere:
        return None


def telling(task: Task) -> Tell:
    """Return what tells the front how much is done."""
    return lambda done, total: task.tell({"done": done, "total": total})


def hearing(tell: Callable[[int, int | None], None]) -> Hear:
    """Return what passes on how much is done, as `telling` tells it."""

    async def hear(note: Json) -> None:
        if "done" in note:
            tell(note["done"], note.get("total"))

    return hear


async def named(task: Task, file: str, name: str) -> Path:
    """Return one of an act's files under its proper name: programs look at endings."""
    folder = task.folder / f"given-{file}"
    path = folder / plain(name)
    await asyncio.to_thread(_lay, task.files[file], path)
    return path


async def settled(answer: Answer, file: str, *, to: Path) -> Path:
    """Give a file of an answer its place."""
    await asyncio.to_thread(answer.files[file].replace, to)
    return to


def plain(name: str) -> str:
    """Return a name that leads nowhere else.

    Raises:
        Unfit: it does.
    """
    if PurePath(name).name != name or name in {"", ".."}:
        raise Unfit(name)
    return name


def _lay(path: Path, to: Path) -> None:
    to.parent.mkdir()
    try:
        os.link(path, to)
    except OSError:
        shutil.copyfile(path, to)
