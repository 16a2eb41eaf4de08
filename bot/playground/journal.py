"""Keeps the playground's facts in one SQLite file, so that a restart finds the chat still there.

Facts are JSON values under (kind, key). Writes are gathered for a moment and then written in one
transaction: what a killed server leaves behind is the whole state of at most a moment ago.
"""

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from bot.playground.shapes import Value

GATHERED_FOR_SECONDS = 0.05
_GONE = object()


class Journal:
    """A file of facts. `run` writes in the background, `finish` and `close` end it."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        path.chmod(0o600)  # the bot's token is in it
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=OFF")
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS facts (kind TEXT NOT NULL, key TEXT NOT NULL,"
            " body TEXT NOT NULL, PRIMARY KEY (kind, key)) STRICT, WITHOUT ROWID"
        )
        self._waiting: dict[tuple[str, str], Value] = {}
        self._news = asyncio.Event()
        self._is_finishing = False
        self._finished = asyncio.Event()

    def read(self, kind: str) -> Iterator[tuple[str, Value]]:
        """Return every fact of a kind, as key and value."""
        rows = self._database.execute("SELECT key, body FROM facts WHERE kind = ?", (kind,))
        for key, body in rows.fetchall():
            yield key, json.loads(body)

    def put(self, kind: str, key: object, value: Value) -> None:
        """Write a fact soon. A value that changes before it is written is written as it is then."""
        self._waiting[kind, str(key)] = value
        self._news.set()

    def drop(self, kind: str, key: object) -> None:
        """Forget a fact soon."""
        self.put(kind, key, _GONE)

    async def run(self) -> None:
        """Write whatever comes, until `finish`."""
        try:
            while not self._is_finishing:
                await self._news.wait()
                await asyncio.sleep(GATHERED_FOR_SECONDS)
                await asyncio.to_thread(self._write, self._gather())
        finally:
            self._finished.set()

    async def finish(self) -> None:
        """End `run` when nothing is being written, so that the file can be closed."""
        self._is_finishing = True
        self._news.set()
        await self._finished.wait()

    def close(self) -> None:
        """Write the rest and close the file."""
        self._write(self._gather())
        self._database.close()

    def _gather(self) -> list[tuple[str, str, str | None]]:
        self._news.clear()
        gathered = [
            (kind, key, None if value is _GONE else json.dumps(value, ensure_ascii=False))
            for (kind, key), value in self._waiting.items()
        ]
        self._waiting.clear()
        return gathered

    def _write(self, facts: list[tuple[str, str, str | None]]) -> None:
        database = self._database
        database.execute("BEGIN")
        database.executemany(
            "DELETE FROM facts WHERE kind = ? AND key = ?",
            [(kind, key) for kind, key, body in facts if body is None],
        )
        database.executemany(
            "INSERT OR REPLACE INTO facts VALUES (?, ?, ?)",
            [fact for fact in facts if fact[2] is not None],
        )
        database.execute("COMMIT")
