"""Copies of everything that a service knows, made while it runs, and how they are put back.

Decided: the engine's database is copied first and ours after it. What ours knows and the engine does
not yet is lined up anew at the next start (`works.py`); the other way about, a workflow would run for
a job that nobody has asked for. A copy of the engine's is put back only under the same edition of the
library that wrote it; without it, jobs that were under way are begun again.

In a copy are also the files that programs have sent for jobs that have not ended: they cannot be had
anywhere else. All other kept files can be made again, so they are in it only on demand.
"""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from services.accounts.master import KEY_FILE
from services.errors import BackupNewer, BackupUnreadable, NoRoom, NothingToBackUp
from services.store.archive import Manifest, Piece, contents, pack, unpack
from services.store.backup import copy_database
from services.store.files import blob_path, digest_of, disk_bytes
from services.store.migrate import migrations
from services.store.swap import FRESH, swap, undo_unfinished

_DATABASE: Final = "hearsay.db"
_ENGINE: Final = "engine.sqlite"
_BLOBS: Final = "blobs"
_BESIDE: Final = ("", "-wal", "-shm")
_WRITTEN_BY: Final = version("dbos")
_ALL: Final = "SELECT sha256 FROM blobs ORDER BY sha256"
_NEEDED: Final = """
    SELECT DISTINCT sha256 FROM blob_uses
    JOIN jobs ON jobs.id = substr(held_by, 8) AND jobs.state IN ('waiting', 'running')
    WHERE held_by >= 'source:' AND held_by < 'source;'
    ORDER BY sha256
"""
_UNDER_WAY: Final = "SELECT count(*) FROM jobs WHERE state IN ('waiting', 'running')"


@dataclass(frozen=True, slots=True)
class Copied:
    """One copy of everything."""

    path: Path
    size_bytes: int
    made_at: float
    files: int
    """How many kept files are in it."""


@dataclass(frozen=True, slots=True)
class PutBack:
    """What came of putting a copy back."""

    aside: Path
    """Where that lies what was there before."""
    made_at: float
    jobs: int
    """How many jobs were under way when it was made."""


def copy_everything(
    folder: Path, to: Path | None = None, *, now: float, all_files: bool = False
) -> Copied:
    """Copy what the service in a folder knows into one file; it may be running meanwhile.

    Args:
        folder: The data folder.
        to: The file, which must not exist; a new one among the folder's backups when not given.
        now: The time, in seconds since 1970.
        all_files: Whether all kept files go in, and not only those that nobody can make again.

    Raises:
        NothingToBackUp: no service has worked there.
        NoRoom: the disk is full.
        OSError: the file cannot be written, or is there already.
    """
    if not (folder / _DATABASE).exists():
        raise NothingToBackUp(folder=str(folder))
    to = to or folder / "backups" / f"hearsay-{_stamp(now)}.zip"
    to.parent.mkdir(parents=True, exist_ok=True)
    with _workbench(folder / "backups") as bench:
        pieces = list(_pieces(folder, bench, all_files=all_files))
        facts: dict[str, str | int | bool] = {
            "schema": _schema(bench / _DATABASE),
            "engine": _WRITTEN_BY,
            "all_files": all_files,
        }
        manifest = pack(pieces, to, made_at=now, facts=facts)
    return _described(to, manifest)


def copies_in(folder: Path) -> list[Copied]:
    """Return the copies among a data folder's backups, the newest first; broken ones are left out."""
    found = []
    for path in (folder / "backups").glob("*.zip"):
        try:
            found.append(_described(path, contents(path)))
        except BackupUnreadable:
            continue
    return sorted(found, key=lambda copied: (copied.made_at, copied.path.name), reverse=True)


def put_back(folder: Path, archive: Path, *, now: float) -> PutBack:
    """Put a copy in the place of what is there, which is kept aside. Nobody may be working there.

    Whatever happens before the end, a power cut included, leaves the data as they are: what has been
    begun is undone, here or at the next start.

    Raises:
        BackupUnreadable: it is no copy, or it is damaged.
        BackupNewer: a newer program has made it.
        NoRoom: the disk is full.
        OSError: it cannot be read, or the folder cannot be written to.
    """
    manifest = contents(archive)
    _check_age(archive, manifest.facts)
    folder.mkdir(parents=True, exist_ok=True)
    undo_unfinished(folder)
    _, free = disk_bytes(folder)
    if manifest.size_bytes > free:
        raise NoRoom(needed_bytes=manifest.size_bytes, free_bytes=free)
    fresh = folder / FRESH
    fresh.mkdir(mode=0o700)
    try:
        unpack(archive, fresh)
        jobs = _examined(archive, fresh, manifest)
        if manifest.facts.get("engine") != _WRITTEN_BY:
            (fresh / _ENGINE).unlink(missing_ok=True)
        if not manifest.facts.get("all_files"):
            _add_blobs(fresh / _BLOBS, folder / _BLOBS)
        names = [f"{name}{end}" for name in (_DATABASE, _ENGINE) for end in _BESIDE]
        if (fresh / KEY_FILE).exists():
            names.append(KEY_FILE)
        if manifest.facts.get("all_files"):
            names.append(_BLOBS)
        aside = swap(folder, names, aside=f"before-restore-{_stamp(now)}")
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return PutBack(aside, manifest.made_at, jobs)


def _pieces(folder: Path, bench: Path, *, all_files: bool) -> Iterator[Piece]:
    for name in (_ENGINE, _DATABASE):
        if (folder / name).exists():
            copy_database(folder / name, bench / name)
            yield Piece(name, bench / name)
    if (folder / KEY_FILE).exists():
        yield Piece(KEY_FILE, folder / KEY_FILE)
    with closing(sqlite3.connect(bench / _DATABASE)) as copy:
        digests = [digest for (digest,) in copy.execute(_ALL if all_files else _NEEDED)]
    for digest in digests:
        path = blob_path(folder / _BLOBS, digest)
        name = path.relative_to(folder).as_posix()
        yield Piece(name, path, dense=True, fleeting=True)


@contextmanager
def _workbench(folder: Path) -> Iterator[Path]:
    """Return an empty folder to work in. Whoever comes second waits for the first to be done."""
    folder.mkdir(parents=True, exist_ok=True)
    bench = folder / ".unfinished"
    with (folder / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        shutil.rmtree(bench, ignore_errors=True)
        bench.mkdir(mode=0o700)
        try:
            yield bench
        finally:
            shutil.rmtree(bench, ignore_errors=True)


def _described(path: Path, manifest: Manifest) -> Copied:
    files = sum(member.name.startswith(f"{_BLOBS}/") for member in manifest.members)
    return Copied(path, path.stat().st_size, manifest.made_at, files)


def _check_age(archive: Path, facts: Mapping[str, str | int | bool]) -> None:
    schema = facts.get("schema")
    if not isinstance(schema, int):
        raise BackupUnreadable(name=archive.name)
    if schema > len(migrations()):
        raise BackupNewer(name=archive.name, version=schema)


def _examined(archive: Path, fresh: Path, manifest: Manifest) -> int:
    """Have SQLite look through the databases; return how many jobs are under way in ours."""
    try:
        for name in (_DATABASE, _ENGINE):
            if name == _DATABASE or manifest.has(name):
                _check_database(fresh / name)
        _check_blobs(fresh / _BLOBS)
        with closing(sqlite3.connect(fresh / _DATABASE)) as copy:
            return int(copy.execute(_UNDER_WAY).fetchone()[0])
    except (sqlite3.DatabaseError, ValueError) as error:
        raise BackupUnreadable(name=archive.name) from error


def _check_database(path: Path) -> None:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as copy:
        verdict = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if verdict != "ok":
        raise ValueError(verdict)


def _check_blobs(folder: Path) -> None:
    for path in folder.glob("*/*"):
        if digest_of(path) != path.name:
            raise ValueError(path.name)


def _schema(path: Path) -> int:
    with closing(sqlite3.connect(path)) as copy:
        return int(copy.execute("PRAGMA user_version").fetchone()[0])


def _add_blobs(source: Path, target: Path) -> None:
    """Put kept files beside those that are there: equal names are equal bytes."""
    for path in source.glob("*/*"):
        place = blob_path(target, path.name)
        place.parent.mkdir(parents=True, exist_ok=True)
        path.rename(place)


def _stamp(now: float) -> str:
    return f"{datetime.fromtimestamp(now, UTC):%Y%m%dT%H%M%SZ}-{os.urandom(2).hex()}"
