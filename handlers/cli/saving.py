"""Puts a finished file into a folder: whole or not at all, and never over another one."""

import asyncio
import errno
import os
import secrets
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Final

_LONGEST_NAME_BYTES: Final = 240  # file systems take 255; the rest is for " (2)" and ".part"
_COPIED_BYTES: Final = 4 * 1024 * 1024

Put = Callable[[Event], Path]
"""Puts a file somewhere and returns where; it gives up and leaves nothing as soon as the event is set."""


class Stopped(Exception):
    """Somebody did not want the file any more."""


async def put_unless_stopped(put: Put) -> Path:
    """Put a file where it belongs, beside everything else; who cancels this finds nothing there.

    Raises:
        OSError: it cannot be written.
    """
    stop = Event()
    # A thread cannot be cancelled, and is waited for: it takes away what it began.
    putting = asyncio.get_running_loop().run_in_executor(None, put, stop)
    try:
        return await asyncio.shield(putting)
    except asyncio.CancelledError:
        stop.set()
        with suppress(Stopped, OSError):
            (await putting).unlink(missing_ok=True)
        raise


def save(source: Path, *, folder: Path, name: str, stop: Event | None = None) -> Path:
    """Copy the file and return where it is: under its name, or under the next free `name (2)`.

    Raises:
        OSError: the folder cannot be written to, or the disk is full.
        Stopped: the event was set.
    """

    def write(part: Path) -> None:
        with source.open("rb") as old, part.open("wb") as new:
            while read := old.read(_COPIED_BYTES):
                _go_on(stop)
                new.write(read)

    return _put(write, folder=folder, name=Path(name).name or source.name)


def save_text(text: str, *, folder: Path, name: str) -> Path:
    """Write a text likewise.

    Raises:
        OSError: the folder cannot be written to, or the disk is full.
    """
    return _put(lambda part: _written(part, text), folder=folder, name=Path(name).name)


def make_room(name: str) -> None:
    """Make the folder for a file, and see to it that the file can be one: now, not after an hour of work.

    Raises:
        OSError: there is a folder of this name, or there can be none for the file.
    """
    path = Path(name)
    if name.endswith(os.sep) or path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), name)
    path.parent.mkdir(parents=True, exist_ok=True)


def save_together(
    files: Sequence[tuple[str, Path]], *, folder: Path, name: str, stop: Event | None = None
) -> Path:
    """Lay files under their names into one ZIP file and return where that is.

    Raises:
        OSError: the folder cannot be written to, or the disk is full.
        Stopped: the event was set.
    """

    def write(part: Path) -> None:
        # Pictures and sound do not become smaller.
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
            for own_name, file in files:
                _go_on(stop)
                archive.write(file, own_name)

    return _put(write, folder=folder, name=Path(name).name)


def _go_on(stop: Event | None) -> None:
    if stop is not None and stop.is_set():
        raise Stopped


def _written(part: Path, text: str) -> None:
    part.write_text(text, encoding="utf-8")


def _put(write: Callable[[Path], None], *, folder: Path, name: str) -> Path:
    """Write under a name that nobody looks at, and give the file its own when it is whole."""
    name = _shortened(name)
    part = folder / f".{secrets.token_hex(8)}.part"
    try:
        write(part)
        target = _claim(folder, Path(name))
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return target


def _claim(folder: Path, name: Path) -> Path:
    """Return a path that did not exist and now does, empty: nobody else can take it meanwhile."""
    number = 1
    while True:
        numbered = name.name if number == 1 else f"{name.stem} ({number}){name.suffix}"
        try:
            (folder / numbered).touch(exist_ok=False)
        except FileExistsError:
            number += 1
        else:
            return folder / numbered


def _shortened(name: str) -> str:
    stem, suffix = Path(name).stem, Path(name).suffix
    room = _LONGEST_NAME_BYTES - len(suffix.encode())
    return stem.encode()[:room].decode(errors="ignore") + suffix
