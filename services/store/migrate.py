"""Bring the tables up to date: numbered `.sql` files, each applied once, in one transaction."""

import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import aiosqlite

FOLDER = Path(__file__).parent / "migrations"
_NAME = re.compile(r"(?P<number>\d{4})_(?P<what>\w+)\.sql")


class MigrationFailed(Exception):
    """A migration did not apply; the tables are as they were before it."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One file: its number is the version that the database has afterwards."""

    number: int
    what: str
    sql: str


def migrations(folder: Path = FOLDER) -> list[Migration]:
    """Return the migrations in order.

    Raises:
        MigrationFailed: a name is no `NNNN_what.sql`, or the numbers are not 1, 2, 3, ….
    """
    found: list[Migration] = []
    for path in sorted(folder.glob("*.sql")):
        name = _NAME.fullmatch(path.name)
        if name is None or int(name["number"]) != len(found) + 1:
            raise MigrationFailed(f"{path.name} does not follow number {len(found)}")
        found.append(Migration(len(found) + 1, name["what"], path.read_text(encoding="utf-8")))
    return found


async def migrate(connection: aiosqlite.Connection, *, folder: Path = FOLDER) -> int:
    """Apply what is missing and return the version reached.

    `executescript` alone commits first and stops midway; so each file is wrapped together with its
    version bump, and rolled back whole when a statement fails.

    Raises:
        MigrationFailed: a file failed, or the database is newer than this program.
    """
    rows = list(await connection.execute_fetchall("PRAGMA user_version"))
    version = int(rows[0][0])
    known = migrations(folder)
    if version > len(known):
        raise MigrationFailed(f"the database has version {version}, this program {len(known)}")
    for step in known[version:]:
        script = f"BEGIN IMMEDIATE;\n{step.sql}\n;PRAGMA user_version = {step.number};\nCOMMIT;"
        try:
            await connection.executescript(script)
        except sqlite3.Error as error:
            await connection.rollback()
            raise MigrationFailed(f"{step.number:04} {step.what}: {error}") from error
    return len(known)
