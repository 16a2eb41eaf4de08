"""Puts other files in the place of some, all of them or none; what was there is kept beside them.

A note in the folder says what is being done. Whoever finds it later undoes what was done so far, so
that a process that dies in between leaves everything as it was.
"""

import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from services.store.files import keep_name

FRESH: Final = "restoring"
"""Where in the folder the new files are gathered."""

_NOTE: Final = "restoring.json"


def swap(folder: Path, names: Sequence[str], *, aside: str) -> Path:
    """Put what lies in `folder/restoring` in the place of what has the same names.

    Args:
        folder: Where the names are; everything happens inside it.
        names: Files and folders. What has one of them and is not among the new ones is kept aside, too.
        aside: The name of a new folder in it, for what was there.

    Returns:
        That folder.

    Raises:
        OSError: it could not be done; everything is as it was.
    """
    kept, fresh = folder / aside, folder / FRESH
    kept.mkdir(mode=0o700)
    there = [name for name in names if (folder / name).exists()]
    _write_note(folder, {"aside": aside, "names": list(names), "there": there})
    try:
        for name in there:
            (folder / name).rename(kept / name)
        for name in names:
            if (fresh / name).exists():
                (fresh / name).rename(folder / name)
        _flush(kept)
        _flush(folder)
    except BaseException:
        undo_unfinished(folder)
        raise
    (folder / _NOTE).unlink()
    _flush(folder)
    shutil.rmtree(fresh)
    return kept


def undo_unfinished(folder: Path) -> bool:
    """Put back what a swap that did not come to its end has moved; return whether there was one.

    It may be interrupted, too, and done once more. Nobody may be using the files.
    """
    note = folder / _NOTE
    (folder / f"{_NOTE}.part").unlink(missing_ok=True)
    if not note.exists():
        shutil.rmtree(folder / FRESH, ignore_errors=True)
        return False
    told = json.loads(note.read_text("utf-8"))
    kept = folder / told["aside"]
    for name in told["names"]:
        if name not in told["there"]:
            _remove(folder / name)
        elif (kept / name).exists():
            _remove(folder / name)
            (kept / name).rename(folder / name)
    _flush(folder)
    note.unlink()
    _flush(folder)
    shutil.rmtree(folder / FRESH, ignore_errors=True)
    shutil.rmtree(kept, ignore_errors=True)
    return True


def _write_note(folder: Path, told: dict[str, object]) -> None:
    draft = folder / f"{_NOTE}.part"
    with draft.open("w", encoding="utf-8") as file:
        json.dump(told, file)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(folder / _NOTE)
    _flush(folder)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _flush(folder: Path) -> None:
    keep_name(folder / _NOTE)
