"""The database: one SQLite file in WAL mode, one writing connection, one for reading.

Decided: aiosqlite with hand-written SQL beside each feature, because the queries are few and their
plans matter. Not chosen: an ORM, which would hide which statement holds the write lock.
`synchronous=FULL` is kept: an update that was acknowledged must survive a power cut.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import aiosqlite

from services.store.migrate import migrate

Value = str | int | float | bytes | None

_PRAGMAS = (
    "PRAGMA busy_timeout = 10000",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # What is erased shall not be found in the file any more.
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
)


class Transaction:
    """Statements that are kept together or not at all."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def run(self, sql: str, /, **values: Value) -> list[sqlite3.Row]:
        """Run one statement with `:named` values and return its rows (those of RETURNING, too)."""
        return list(await self._connection.execute_fetchall(sql, values))

    async def run_many(self, sql: str, rows: Iterable[Mapping[str, Value]], /) -> int:
        """Run one statement for each row of `:named` values; return how many rows it changed."""
        cursor = await self._connection.executemany(sql, rows)
        changed = cursor.rowcount
        await cursor.close()
        return max(0, changed)


class Database:
    """Reads at any time; writes one transaction after another."""

    def __init__(self, writing: aiosqlite.Connection, reading: aiosqlite.Connection) -> None:
        self._writing = writing
        self._reading = reading
        self._turn = asyncio.Lock()

    async def rows(self, sql: str, /, **values: Value) -> list[sqlite3.Row]:
        """Return what a SELECT finds among what is committed."""
        return list(await self._reading.execute_fetchall(sql, values))

    async def row(self, sql: str, /, **values: Value) -> sqlite3.Row | None:
        """Return the first row that a SELECT finds, or None."""
        found = await self.rows(sql, **values)
        return found[0] if found else None

    async def write(self, sql: str, /, **values: Value) -> list[sqlite3.Row]:
        """Run one statement in a transaction of its own and return the rows of its RETURNING."""
        async with self.transaction() as transaction:
            return await transaction.run(sql, **values)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Hold the write lock; commit at the end, roll back on any error or cancellation.

        The lock keeps other processes from writing, too. Everything is queued to one thread in
        order, so a rollback also undoes a BEGIN whose caller was cancelled while it waited.
        """
        async with self._turn:
            try:
                await self._writing.execute("BEGIN IMMEDIATE")
                yield Transaction(self._writing)
                await asyncio.shield(self._writing.commit())
            except BaseException:
                await asyncio.shield(self._writing.rollback())
                raise

    async def scrub(self) -> None:
        """Empty the log beside the file: what has been erased still stands in it until then.

        Where somebody reads just now, that has to wait for the next time.
        """
        async with self._turn:
            await self._writing.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")

    async def check(self) -> str:
        """Return SQLite's own verdict on the file: `ok`, or what is wrong with it."""
        return str((await self.rows("PRAGMA quick_check(1)"))[0][0])


@asynccontextmanager
async def open_database(path: Path) -> AsyncIterator[Database]:
    """Open the file, bring its tables up to date, and close it at the end.

    Raises:
        DataNewer: a newer program has written the file.
        MigrationFailed: a migration did not apply.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    async with _connect(path) as writing:
        await migrate(writing)
        async with _connect(path) as reading:
            await reading.execute_fetchall("PRAGMA query_only = ON")
            yield Database(writing, reading)


@asynccontextmanager
async def _connect(path: Path) -> AsyncIterator[aiosqlite.Connection]:
    async with aiosqlite.connect(path, isolation_level=None) as connection:
        connection.row_factory = sqlite3.Row
        for pragma in _PRAGMAS:
            await connection.execute_fetchall(pragma)
        await _use_wal(connection)
        yield connection


async def _use_wal(connection: aiosqlite.Connection) -> None:
    """Switch to WAL: the one statement that SQLite's own busy timeout does not cover."""
    for pause in (0.01, 0.1, 0.2, 0.4, 0.8, 1.6):
        try:
            await connection.execute_fetchall("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            await asyncio.sleep(pause)
        else:
            return
    await connection.execute_fetchall("PRAGMA journal_mode = WAL")
