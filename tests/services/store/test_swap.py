"""All of them or none: whatever the process dies of in between."""

import subprocess
import sys
from pathlib import Path

import pytest

from services.store.swap import swap, undo_unfinished

NAMES = ["hearsay.db", "hearsay.db-wal", "engine.sqlite", "signing.key", "blobs"]


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "data"
    (folder / "blobs").mkdir(parents=True)
    (folder / "blobs" / "x").write_text("old")
    for name in NAMES[:3]:
        (folder / name).write_text(f"old {name}")
    (folder / "other").write_text("mine")
    fresh = folder / "restoring"
    (fresh / "blobs").mkdir(parents=True)
    (fresh / "blobs" / "y").write_text("new")
    for name in ("hearsay.db", "signing.key"):
        (fresh / name).write_text(f"new {name}")
    return folder


def seen(folder: Path):
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file()
    }


OLD = {
    "blobs/x": "old",
    "hearsay.db": "old hearsay.db",
    "hearsay.db-wal": "old hearsay.db-wal",
    "engine.sqlite": "old engine.sqlite",
    "other": "mine",
}


def test_what_was_there_is_kept_aside(folder):
    aside = swap(folder, NAMES, aside="before")

    assert seen(aside) == {name: text for name, text in OLD.items() if name != "other"}
    assert {name: text for name, text in seen(folder).items() if not name.startswith("before")} == {
        "blobs/y": "new",
        "hearsay.db": "new hearsay.db",
        "signing.key": "new signing.key",
        "other": "mine",
    }
    assert not undo_unfinished(folder)


def test_whatever_it_dies_of_everything_is_as_it_was(folder):
    """The process is ended before one renaming after the other, until it is through."""
    survived = 0
    for step in range(1, 30):
        ended = die_at(folder, step)
        if ended.returncode == 0:
            break
        assert ended.returncode == 9, ended.stderr
        survived += 1
        # What somebody has begun anew in the meantime is no part of it.
        if not (folder / "hearsay.db").exists():
            (folder / "hearsay.db").write_text("empty")
        undo_unfinished(folder)
        undo_unfinished(folder)
        assert seen(folder) == OLD
        refill(folder)
    assert survived >= len(NAMES)
    assert (folder / "hearsay.db").read_text() == "new hearsay.db"


def refill(folder):
    fresh = folder / "restoring"
    (fresh / "blobs").mkdir(parents=True)
    (fresh / "blobs" / "y").write_text("new")
    for name in ("hearsay.db", "signing.key"):
        (fresh / name).write_text(f"new {name}")


def die_at(folder, step):
    program = """
import os, sys
from pathlib import Path
from services.store.swap import swap
folder, step, left = Path(sys.argv[1]), int(sys.argv[2]), [int(sys.argv[2])]
whole = Path.rename
def rename(self, target):
    left[0] -= 1
    if left[0] == 0:
        os._exit(9)
    return whole(self, target)
Path.rename = rename
swap(folder, sys.argv[3].split(","), aside=f"before-{step}")
"""
    command = [sys.executable, "-c", program, str(folder), str(step), ",".join(NAMES)]
    return subprocess.run(command, check=False, capture_output=True, cwd=Path.cwd())


def test_a_swap_that_fails_is_undone_at_once(folder, monkeypatch):
    whole = Path.rename

    def rename(self, target):
        if self.name == "signing.key":
            raise OSError(16, "busy")
        return whole(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(OSError, match="busy"):
        swap(folder, NAMES, aside="before")

    assert seen(folder) == OLD


def test_files_that_were_only_gathered_go(folder):
    assert not undo_unfinished(folder)

    assert seen(folder) == OLD
