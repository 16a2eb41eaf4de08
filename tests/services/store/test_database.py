"""Transactions on a real file."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.store.database import Database, open_database


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with open_database(tmp_path / "hearsay.db") as database:
        await database.write("CREATE TABLE notes (text TEXT UNIQUE) STRICT")
        yield database


async def notes(database: Database) -> list[str]:
    return [row["text"] for row in await database.rows("SELECT text FROM notes ORDER BY text")]


async def test_what_is_written_is_read(database: Database) -> None:
    rows = await database.write("INSERT INTO notes VALUES (:text) RETURNING text", text="a")
    assert rows[0]["text"] == "a"
    assert await notes(database) == ["a"]
    assert await database.row("SELECT * FROM notes WHERE text = 'b'") is None


async def test_a_transaction_is_kept_together_or_not_at_all(database: Database) -> None:
    async def note_twice() -> None:
        async with database.transaction() as transaction:
            await transaction.run("INSERT INTO notes VALUES ('a')")
            await transaction.run("INSERT INTO notes VALUES ('a')")

    with pytest.raises(sqlite3.IntegrityError):
        await note_twice()
    assert await notes(database) == []
    assert await database.write("INSERT INTO notes VALUES ('b') RETURNING text")


async def test_many_rows_are_written_by_one_call(database: Database) -> None:
    async with database.transaction() as transaction:
        rows = [{"text": str(number)} for number in range(100)]
        assert await transaction.run_many("INSERT INTO notes VALUES (:text)", rows) == 100
    assert len(await notes(database)) == 100


async def test_a_reader_does_not_see_what_is_not_committed(database: Database) -> None:
    async with database.transaction() as transaction:
        await transaction.run("INSERT INTO notes VALUES ('a')")
        assert await notes(database) == []
    assert await notes(database) == ["a"]


async def test_writing_through_the_reader_is_refused(database: Database) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await database.rows("INSERT INTO notes VALUES ('a')")


async def test_a_writer_cancelled_at_any_point_leaves_the_next_one_unharmed(
    database: Database,
) -> None:
    async def write(text: str) -> None:
        async with database.transaction() as transaction:
            await transaction.run("INSERT INTO notes VALUES (:text)", text=text)
            await transaction.run("INSERT INTO notes VALUES (:text)", text=f"{text} too")

    for turns in range(12):
        task = asyncio.get_running_loop().create_task(write(f"cancelled {turns}"))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        await write(f"kept {turns}")
    kept = await notes(database)
    assert {f"kept {turns}" for turns in range(12)} <= set(kept)
    halves = [text for text in kept if not text.endswith(" too")]
    assert all(f"{text} too" in kept for text in halves)


async def test_another_process_waits_for_the_lock(database: Database, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "hearsay.db", timeout=0, isolation_level=None)
    try:
        async with database.transaction() as transaction:
            await transaction.run("INSERT INTO notes VALUES ('a')")
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    finally:
        other.close()


async def test_the_file_is_kept_safely(database: Database) -> None:
    async def pragma(name: str) -> object:
        async with database.transaction() as transaction:
            return (await transaction.run(f"PRAGMA {name}"))[0][0]

    assert await pragma("journal_mode") == "wal"
    assert await pragma("synchronous") == 2
    assert await pragma("foreign_keys") == 1
    assert await database.check() == "ok"
