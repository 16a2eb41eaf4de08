"""Databases begin with their tables in place: a test need not wait for all the steps that lead to them."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from shutil import copyfile

import pytest

from services.store import database
from services.store.migrate import migrations


@contextmanager
def tables_in_place(folder: Path) -> Iterator[None]:
    """Let each new file be a copy of one that was made by the same steps, once."""
    with pytest.MonkeyPatch.context() as patch:
        _prepare_database(patch, folder / "hearsay.db")
        if "services.jobs.engine" in sys.modules:  # DBOS costs half a second to import
            _prepare_engine(patch, folder / "engine.sqlite")
        yield


def _prepare_database(patch: pytest.MonkeyPatch, made: Path) -> None:
    connect = database._connect

    @asynccontextmanager
    async def connect_to_copy(path):
        if not path.exists():
            if not made.exists():
                _make_database(made)
            copyfile(made, path)
        async with connect(path) as connection:
            yield connection

    patch.setattr(database, "_connect", connect_to_copy)


def _make_database(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("PRAGMA journal_mode = WAL")
        steps = migrations()
        for step in steps:
            file.executescript(step.sql)
        file.execute(f"PRAGMA user_version = {len(steps)}")


def _prepare_engine(patch: pytest.MonkeyPatch, made: Path) -> None:
    from services.jobs import engine

    use_wal = engine._use_wal

    def copy(path: Path) -> None:
        if not path.exists():
            if not made.exists():
                _make_engine_file(made)
            copyfile(made, path)
        use_wal(path)

    patch.setattr(engine, "_use_wal", copy)


def _make_engine_file(path: Path) -> None:
    from dbos import DBOS

    DBOS.migrate(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA journal_mode = WAL")
