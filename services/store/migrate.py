"""Bring the tables up to date: numbered `.sql` files, each applied once, in one transaction."""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import aiosqlite

from services.errors import DataNewer

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

    Each file is applied together with its version bump. The version is read under the write lock,
    so two programs that start at once do not apply the same file twice.

    Raises:
        DataNewer: a newer program has written the database.
        MigrationFailed: a file failed.
    """
    known = migrations(folder)
    while await _step(connection, known):
        pass
    return len(known)


async def _step(connection: aiosqlite.Connection, known: list[Migration]) -> bool:
    """Apply one migration and return whether there may be another."""
    await connection.execute("BEGIN IMMEDIATE")
    try:
        version = await _version(connection)
        await _apply_next(connection, known, version)
        await connection.commit()
    except BaseException:
        await connection.rollback()
        raise
    return version + 1 < len(known)


async def _version(connection: aiosqlite.Connection) -> int:
    rows = list(await connection.execute_fetchall("PRAGMA user_version"))
    return int(rows[0][0])


async def _apply_next(
    connection: aiosqlite.Connection, known: list[Migration], version: int
) -> None:
    if version > len(known):
        raise DataNewer(version=version, known=len(known))
    for step in known[version : version + 1]:
        try:
            for statement in _statements(step.sql):
                await connection.execute(statement)
            await connection.execute(f"PRAGMA user_version = {step.number}")
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise MigrationFailed(f"{step.number:04} {step.what}: {error}") from error


def _statements(sql: str) -> Iterator[str]:
    """Yield one statement after another: `executescript` would commit before it begins."""
    collected = ""
    for line in sql.splitlines(keepends=True):
        collected += line
        if sqlite3.complete_statement(collected):
            yield collected
            collected = ""
    if collected.strip():
        yield collected
