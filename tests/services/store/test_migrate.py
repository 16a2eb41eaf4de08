"""Numbered steps from an empty file to today's tables."""

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import aiosqlite
import pytest

from services.errors import DataNewer
from services.store.database import open_database
from services.store.migrate import MigrationFailed, migrate, migrations

SCHEMA = Path(__file__).parent / "schema.sql"


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[aiosqlite.Connection]:
    async with aiosqlite.connect(tmp_path / "file.db", isolation_level=None) as connection:
        yield connection


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_one.sql").write_text("CREATE TABLE one (a TEXT); -- the first\n")
    return folder


def tables(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as file:
        rows = file.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        return [name for (name,) in rows]


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as file:
        return int(file.execute("PRAGMA user_version").fetchone()[0])


async def test_the_steps_lead_to_the_written_schema(tmp_path: Path) -> None:
    path = tmp_path / "hearsay.db"
    async with open_database(path):
        pass
    with closing(sqlite3.connect(path)) as file:
        rows = file.execute(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
            " ORDER BY tbl_name, type DESC, name"
        )
        schema = "\n\n".join(f"{sql};" for (sql,) in rows) + "\n"
    assert schema == SCHEMA.read_text(encoding="utf-8"), f"write this to {SCHEMA}:\n{schema}"


async def test_each_step_is_applied_once(connection: aiosqlite.Connection, folder: Path) -> None:
    assert await migrate(connection, folder=folder) == 1
    assert await migrate(connection, folder=folder) == 1
    (folder / "0002_two.sql").write_text("CREATE TABLE two (a TEXT);\nCREATE TABLE three (a TEXT)")
    assert await migrate(connection, folder=folder) == 2


@pytest.mark.parametrize(
    "broken",
    [
        "CREATE TABLE two (a TEXT);\nINSERT INTO nowhere VALUES (1);",
        "CREATE TABLE two (a TEXT);\nCREATE TABLE (;",
        "CREATE TABLE two (a TEXT);\nCREATE TABLE three (a",
        "CREATE TABLE two (a TEXT); CREATE TABLE three (a TEXT);",
    ],
)
async def test_a_broken_step_leaves_the_version_before_it(
    connection: aiosqlite.Connection, folder: Path, tmp_path: Path, broken: str
) -> None:
    (folder / "0002_two.sql").write_text(broken)
    with pytest.raises(MigrationFailed, match="0002 two"):
        await migrate(connection, folder=folder)
    assert tables(tmp_path / "file.db") == ["one"]
    assert version(tmp_path / "file.db") == 1
    (folder / "0002_two.sql").write_text("CREATE TABLE two (a TEXT);")
    assert await migrate(connection, folder=folder) == 2


async def test_triggers_and_semicolons_in_text_are_no_ends(
    connection: aiosqlite.Connection, folder: Path
) -> None:
    (folder / "0002_two.sql").write_text(
        "CREATE TABLE two (a TEXT DEFAULT 'x;y'); -- with; semicolons\n"
        "CREATE TRIGGER t AFTER INSERT ON two BEGIN\n"
        "    UPDATE one SET a = ';';\n    UPDATE one SET a = 'b';\nEND;\n"
    )
    assert await migrate(connection, folder=folder) == 2


@pytest.mark.parametrize("name", ["0003_gap.sql", "0001_twice.sql", "two.sql", "0002-dash.sql"])
def test_numbers_follow_each_other(folder: Path, name: str) -> None:
    (folder / name).write_text("SELECT 1;")
    with pytest.raises(MigrationFailed, match=re.escape(name) + "|0001_"):
        migrations(folder)


async def test_a_database_from_the_future_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "hearsay.db"
    async with open_database(path) as database:
        await database.write("CREATE TABLE of_tomorrow (a TEXT)")
        await database.write("PRAGMA user_version = 9999")
    before = path.read_bytes()
    with pytest.raises(DataNewer) as refused:
        async with open_database(path):
            pass
    assert refused.value.details == {"version": 9999, "known": len(migrations())}
    assert path.read_bytes() == before


async def test_two_programs_that_start_at_once_apply_a_step_once(tmp_path: Path) -> None:
    path = tmp_path / "hearsay.db"

    async def start() -> str:
        async with open_database(path) as database:
            return await database.check()

    assert await asyncio.gather(*(start() for _ in range(4))) == ["ok"] * 4
