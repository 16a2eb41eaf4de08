"""Puts a finished file into a folder: whole or not at all, and never over another one."""

import shutil
from pathlib import Path
from typing import Final

_LONGEST_NAME_BYTES: Final = 240  # file systems take 255; the rest is for " (2)" and ".part"


def save(source: Path, *, folder: Path, name: str) -> Path:
    """Copy the file and return where it is: under its name, or under the next free `name (2)`.

    Raises:
        OSError: the folder cannot be written to, or the disk is full.
    """
    target = _claim(folder, Path(_shortened(Path(name).name or source.name)))
    part = target.with_name(f"{target.name}.part")
    try:
        shutil.copyfile(source, part)
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
