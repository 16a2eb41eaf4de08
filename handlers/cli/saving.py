"""Puts a finished file into a folder: whole or not at all, and never over another one."""

import errno
import os
import shutil
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

_LONGEST_NAME_BYTES: Final = 240  # file systems take 255; the rest is for " (2)" and ".part"


def save(source: Path, *, folder: Path, name: str) -> Path:
    """Copy the file and return where it is: under its name, or under the next free `name (2)`.

    Raises:
        OSError: the folder cannot be written to, or the disk is full.
    """

    def write(part: Path) -> None:
        shutil.copyfile(source, part)

    return _put(write, folder=folder, name=Path(name).name or source.name)


def make_room(name: str) -> None:
    """Make the folder for a file, and see to it that the file can be one: now, not after an hour of work.

    Raises:
        OSError: there is a folder of this name, or there can be none for the file.
    """
    path = Path(name)
    if name.endswith(os.sep) or path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), name)
    path.parent.mkdir(parents=True, exist_ok=True)


def save_together(files: Sequence[tuple[str, Path]], *, folder: Path, name: str) -> Path:
    """Lay files under their names into one ZIP file and return where that is.

    Raises:
        OSError: the folder cannot be written to, or the disk is full.
    """

    def write(part: Path) -> None:
        # Pictures and sound do not become smaller.
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
            for own_name, file in files:
                archive.write(file, own_name)

    return _put(write, folder=folder, name=Path(name).name)


def _put(write: Callable[[Path], None], *, folder: Path, name: str) -> Path:
    target = _claim(folder, Path(_shortened(name)))
    part = target.with_name(f"{target.name}.part")
    try:
        write(part)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        target.unlink(missing_ok=True)
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
