"""Copies of the database, made while it is in use, complete and consistent.

Decided: SQLite's own online copy, all pages in one step, in a thread with a connection of its own. In
WAL mode neither readers nor writers wait for it, and what is written meanwhile is not in the copy.
Not chosen: copying the file, which lacks what is still in the log; nor VACUUM INTO, which would number
rows anew; nor copying in small steps, which begins anew whenever somebody writes.

These are copies of the one database; `services/jobs/copying.py` has those of everything together.
"""

import asyncio
import os
import re
import secrets
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from services.clock import Clock
from services.errors import NoRoom, NotFound

_NAME: Final = re.compile(r"hearsay-\d{8}T\d{6}Z-[0-9a-f]{4}\.db")


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy."""

    name: str
    path: Path
    size_bytes: int
    made_at: float


class Backups:
    """A folder of copies, of which the newest are kept."""

    def __init__(self, database: Path, folder: Path, clock: Clock, *, kept: int = 7) -> None:
        self._database = database
        self._folder = folder
        self._clock = clock
        self._kept = kept
        self._turn = asyncio.Lock()

    async def make(self) -> Backup:
        """Make a copy of the database as it stands now; the oldest ones beyond the limit go.

        Raises:
            NoRoom: the disk is full.
        """
        moment = datetime.fromtimestamp(self._clock.now(), tz=UTC)
        name = f"hearsay-{moment:%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}.db"
        async with self._turn:
            try:
                await asyncio.to_thread(copy_database, self._database, self._folder / name)
            except OSError as error:
                raise NoRoom(needed_bytes=self._database.stat().st_size) from error
            for old in (await self.all())[self._kept :]:
                await asyncio.to_thread(old.path.unlink, missing_ok=True)
        return await self.get(name)

    async def all(self) -> list[Backup]:
        """Return all copies, the newest first."""
        return await asyncio.to_thread(_listed, self._folder)

    async def get(self, name: str) -> Backup:
        """Return one copy.

        Raises:
            NotFound: there is none of this name.
        """
        for backup in await self.all():
            if backup.name == name:
                return backup
        raise NotFound

    async def delete(self, name: str) -> None:
        """Remove one copy.

        Raises:
            NotFound: there is none of this name.
        """
        backup = await self.get(name)
        await asyncio.to_thread(backup.path.unlink, missing_ok=True)


def copy_database(database: Path, to: Path) -> None:
    """Copy a database as it stands now, whether anybody uses it or not.

    Raises:
        OSError: the disk is full, or there is no such database.
    """
    to.parent.mkdir(parents=True, exist_ok=True)
    for left in to.parent.glob("*.part*"):
        left.unlink(missing_ok=True)
    unfinished = to.with_suffix(".part")
    # Whoever reads a copy knows what everybody has asked for.
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with (
            closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(unfinished)) as copy,
        ):
            source.backup(copy)
            # One file that needs no log beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
        _flush(unfinished)
        unfinished.rename(to)
        _flush(to.parent)
    except sqlite3.OperationalError as error:
        raise OSError(str(error)) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _listed(folder: Path) -> list[Backup]:
    found = []
    for path in folder.glob("hearsay-*.db"):
        if not _NAME.fullmatch(path.name):
            continue
        facts = path.stat()
        made = datetime.strptime(path.name[8:24], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        found.append(Backup(path.name, path, facts.st_size, made.timestamp()))
    return sorted(found, key=lambda backup: (backup.made_at, backup.name), reverse=True)
