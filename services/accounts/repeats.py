"""Requests that may be repeated without harm: the answer to the first is kept for those that follow."""

import hashlib
import json
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from services.clock import Clock
from services.errors import RepeatDiffers, RepeatRunning
from services.store.database import Database

KEPT: Final = timedelta(hours=24)

_BEGIN: Final = """
    INSERT INTO repeatable (account, key, asked, asked_at) VALUES (:account, :key, '', :now)
    ON CONFLICT DO NOTHING
"""
_COMPARE: Final = "UPDATE repeatable SET asked = :asked WHERE account = :account AND key = :key"
_KEEP: Final = """
    UPDATE repeatable SET status = :status, headers = :headers, body = :body
    WHERE account = :account AND key = :key
"""
_FORGET: Final = "DELETE FROM repeatable WHERE account = :account AND key = :key"
_FORGET_OLD: Final = """
    DELETE FROM repeatable WHERE account = :account AND key = :key AND asked_at < :before
"""
_FIND: Final = "SELECT * FROM repeatable WHERE account = :account AND key = :key"


@dataclass(frozen=True, slots=True)
class Told:
    """What was answered."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class Turn:
    """One request with a key of its own: what was answered before, or the way to keep the answer."""

    def __init__(self, row: sqlite3.Row, database: Database) -> None:
        self.told = _told(row)
        """None: it has not been answered yet."""
        named = f"{row['account']}\n{row['key']}\n{row['asked_at']!r}"
        self.once = f"http:{hashlib.sha256(named.encode()).hexdigest()[:40]}"
        """The same for every try at this request, over restarts as well; never another's."""
        self._row = row
        self._asked = str(row["asked"])
        self._database = database

    async def compare(self, asked: str) -> None:
        """Note what is asked for; its digest is enough.

        Raises:
            RepeatDiffers: the first request was another.
        """
        if self._asked and self._asked != asked:
            raise RepeatDiffers(key=str(self._row["key"]))
        if not self._asked:
            self._asked = asked
            await self._write(_COMPARE, asked=asked)

    async def keep(self, told: Told) -> None:
        """Keep the answer for whoever asks again."""
        self.told = told
        await self._write(
            _KEEP,
            status=told.status,
            headers=json.dumps(dict(told.headers)),
            body=told.body,
        )

    async def forget(self) -> None:
        """Let the next one with this key be the first."""
        await self._write(_FORGET)

    async def _write(self, sql: str, **values: str | int | bytes) -> None:
        key, account = self._row["key"], self._row["account"]
        await self._database.write(sql, key=key, account=account, **values)


class Repeats:
    """The `repeatable` table."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._running: set[tuple[int, str]] = set()

    @asynccontextmanager
    async def turn(self, account: int, key: str) -> AsyncIterator[Turn]:
        """Yield what is known of this key; no other request with it gets in until the block ends.

        What fails inside is forgotten: nothing came of it, and it may be tried again. What is
        cancelled is not, nor what a crash cut off: something may have come of it, which the next
        one finds by `once`.

        Raises:
            RepeatRunning: the first request with this key has not been answered yet.
        """
        if (account, key) in self._running:
            raise RepeatRunning
        self._running.add((account, key))
        try:
            turn = Turn(await self._row(account, key), self._database)
            try:
                yield turn
            except RepeatDiffers:
                raise
            except Exception:
                if turn.told is None:
                    await turn.forget()
                raise
        finally:
            self._running.discard((account, key))

    async def purge(self) -> None:
        """Forget what is old; called now and then."""
        before = self._clock.now() - KEPT.total_seconds()
        await self._database.write("DELETE FROM repeatable WHERE asked_at < :before", before=before)

    async def _row(self, account: int, key: str) -> sqlite3.Row:
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            before = now - KEPT.total_seconds()
            await transaction.run(_FORGET_OLD, account=account, key=key, before=before)
            await transaction.run(_BEGIN, account=account, key=key, now=now)
            found = await transaction.run(_FIND, account=account, key=key)
        return found[0]


def _told(row: sqlite3.Row) -> Told | None:
    if row["status"] is None:
        return None
    return Told(row["status"], row["body"] or b"", json.loads(row["headers"]))
