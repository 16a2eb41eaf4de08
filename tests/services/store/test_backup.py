"""Copies of the database, made while others write."""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from services.clock import SystemClock
from services.errors import NotFound
from services.store.backup import Backups
from services.store.database import open_database
from tests.services.jobs.shifted import Shifted


async def test_a_copy_made_while_others_write_is_whole(tmp_path):
    path = tmp_path / "hearsay.db"
    async with open_database(path) as database:
        await database.write("CREATE TABLE pairs (number INTEGER, side TEXT) STRICT")
        written = 0

        async def write():
            nonlocal written
            while True:
                async with database.transaction() as transaction:
                    for side in ("left", "right"):
                        await transaction.run(
                            "INSERT INTO pairs VALUES (:number, :side)", number=written, side=side
                        )
                written += 1

        writing = asyncio.ensure_future(write())
        backups = Backups(path, tmp_path / "backups", SystemClock())
        made = []
        for _ in range(5):
            before = written
            backup = await backups.make()
            made.append((before, backup, written))
        writing.cancel()
    for before, backup, after in made:
        with closing(sqlite3.connect(backup.path)) as copy:
            assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            left, right = (
                {n for (n,) in copy.execute("SELECT number FROM pairs WHERE side = ?", (side,))}
                for side in ("left", "right")
            )
        assert left == right
        assert before <= len(left) <= after + 1


async def test_rows_keep_their_numbers(tmp_path):
    path = tmp_path / "hearsay.db"
    async with open_database(path) as database:
        await database.write("CREATE TABLE things (name TEXT)")
        for name in "abc":
            await database.write("INSERT INTO things VALUES (:name)", name=name)
        await database.write("DELETE FROM things WHERE name = 'a'")
        backup = await Backups(path, tmp_path / "backups", SystemClock()).make()
    with closing(sqlite3.connect(backup.path)) as copy:
        rows = copy.execute("SELECT rowid, name FROM things ORDER BY rowid").fetchall()
    assert rows == [(2, "b"), (3, "c")]
    assert backup.path.stat().st_mode & 0o777 == 0o600


async def test_a_copy_opens_as_a_database_of_ours(tmp_path):
    path = tmp_path / "hearsay.db"
    async with open_database(path) as database:
        await database.write(
            "INSERT INTO accounts (role, name, created_at) VALUES ('guest', 'Ann', 0)"
        )
        backup = await Backups(path, tmp_path / "backups", SystemClock()).make()
    async with open_database(backup.path) as copy:
        assert (await copy.row("SELECT name FROM accounts"))["name"] == "Ann"


async def test_the_newest_are_kept(tmp_path):
    path, clock = tmp_path / "hearsay.db", Shifted()
    async with open_database(path):
        backups = Backups(path, tmp_path / "backups", clock, kept=3)
        made = []
        for _ in range(5):
            made.append(await backups.make())
            clock.shift += 60
        assert [backup.name for backup in await backups.all()] == [
            backup.name for backup in reversed(made[2:])
        ]
        await backups.delete(made[-1].name)
        for name in (made[-1].name, made[0].name, "../hearsay.db"):
            with pytest.raises(NotFound):
                await backups.get(name)
