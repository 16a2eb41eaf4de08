"""From every version that the database ever had to today's: what stood in it still stands there.

No Hearsay has been released yet, so every numbered step counts as a version that somebody has. The
rows are made from each version's own tables: in every column something, in those that may be empty
also nothing.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import aiosqlite
import pytest

from services.store.database import open_database
from services.store.migrate import FOLDER, migrate, migrations

ROWS = 3
LATEST = len(migrations())

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture
def steps(tmp_path: Path):
    """Return what makes a folder with the first steps only."""

    def steps(count: int) -> Path:
        folder = tmp_path / f"first-{count}"
        folder.mkdir()
        for path in sorted(FOLDER.glob("*.sql"))[:count]:
            (folder / path.name).write_text(path.read_text("utf-8"), "utf-8")
        return folder

    return steps


async def at_version(path: Path, folder: Path) -> None:
    """Make a database as an older program left it."""
    async with aiosqlite.connect(path, isolation_level=None) as connection:
        await connection.execute_fetchall("PRAGMA journal_mode = WAL")
        await migrate(connection, folder=folder)


def fill(path: Path) -> None:
    """Put rows into every table."""
    with closing(sqlite3.connect(path)) as file:
        for table, sql in tables(file):
            columns = list(file.execute(f'PRAGMA table_info("{table}")'))
            leads_to = {
                row[3]: (row[2], row[4] or row[3])
                for row in file.execute(f'PRAGMA foreign_key_list("{table}")')
            }
            for number in range(1, ROWS + 1):
                row = {
                    name: value(
                        leads_to.get(name, (table, name)),
                        sql,
                        name,
                        kind,
                        number,
                        may_be_empty=not (needed or key),
                    )
                    for _, name, kind, needed, _, key in columns
                }
                names = ", ".join(f'"{name}"' for name in row)
                marks = ", ".join("?" * len(row))
                file.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', [*row.values()])
        file.commit()


def tables(file: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    found = file.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    return (row for row in found.fetchall() if not row[0].startswith("sqlite_"))


def value(same_as, sql, name, kind, number, *, may_be_empty):
    """Return something that fits a column; every third row has nothing where nothing may stand.

    What leads to another table is the same as the column (of which table, its name) that it leads to.
    """
    table, column = same_as
    if may_be_empty and number == ROWS:
        return None
    allowed = re.search(rf"\"?\b{name}\"?\s.*CHECK \({name} IN \(([^)]+)\)", sql)
    if allowed:
        words = re.findall(r"'([^']+)'", allowed[1])
        return words[number % len(words)]
    if re.search(rf"json_valid\(\"?{name}\"?\)", sql):
        return f'{{"of": "{table}", "number": {number}}}'
    match kind:
        case "INTEGER":
            return number
        case "REAL":
            return number + 0.5
        case "BLOB":
            return f"{table} {column} {number}".encode()
        case _:
            return f"{table} {column} {number} — ü 字"


def rows_of(path: Path) -> Rows:
    with closing(sqlite3.connect(path)) as file:
        file.row_factory = sqlite3.Row
        return {
            table: [dict(row) for row in file.execute(f'SELECT * FROM "{table}"')]
            for table, _ in tables(file)
        }


def without(rows: list[dict[str, Any]], columns) -> list[str]:
    """Return rows with some columns only, in an order of their own."""
    return sorted(repr({name: row[name] for name in columns}) for row in rows)


@pytest.mark.parametrize("version", range(1, LATEST + 1))
async def test_nothing_is_lost_on_the_way_from(version: int, tmp_path: Path, steps) -> None:
    path = tmp_path / "hearsay.db"
    await at_version(path, steps(version))
    fill(path)
    before = rows_of(path)
    assert before
    assert all(len(rows) >= ROWS for rows in before.values())

    async with open_database(path) as database:
        assert await database.check() == "ok"
        assert await database.rows("PRAGMA foreign_key_check") == []
        (schema,) = await database.rows("PRAGMA user_version")
        assert schema[0] == LATEST

    after = rows_of(path)
    for table, rows in before.items():
        assert without(after[table], rows[0]) == without(rows, rows[0]), table


@pytest.mark.parametrize("version", range(1, LATEST))
async def test_what_is_new_is_the_same_as_in_a_new_database(
    version: int, tmp_path: Path, steps
) -> None:
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    await at_version(old, steps(version))
    fill(old)
    for path in (old, new):
        async with open_database(path):
            pass

    assert schema_of(old) == schema_of(new)


def schema_of(path: Path) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(path)) as file:
        return file.execute(
            "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name"
        ).fetchall()


async def test_an_older_program_refuses_what_a_newer_one_wrote(tmp_path: Path, steps) -> None:
    """Going back is done with a backup; the older program changes nothing."""
    path = tmp_path / "hearsay.db"
    async with open_database(path):
        pass
    fill(path)
    before = rows_of(path)
    older = steps(LATEST - 1)
    async with aiosqlite.connect(path, isolation_level=None) as connection:
        with pytest.raises(Exception, match="data-newer"):
            await migrate(connection, folder=older)

    assert rows_of(path) == before
