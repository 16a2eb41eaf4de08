"""Calls to addresses that programs gave, in SQL: there before the first try and after the last."""

import sqlite3
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from services.clock import Clock
from services.store.database import Database


class Event(StrEnum):
    """What somebody can be told of."""

    JOB_COMPLETED = "job_completed"
    JOB_FAILED = "job_failed"
    """It failed, or was cancelled; what is told says which."""
    BATCH_COMPLETED = "batch_completed"
    TEST = "test"


class Fate(StrEnum):
    """What has become of a call."""

    WAITING = "waiting"
    """For its first try, or for the next."""
    SENT = "sent"
    """It was taken."""
    FAILED = "failed"
    """It was given up."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call."""

    id: str
    """Goes with every try, so that the receiver can tell a repetition."""
    number: int
    account: int
    event: Event
    about: str
    """The job's id, or the batch's."""
    url: str
    body: str
    """JSON; the same in every try."""
    fate: Fate
    tries: int
    due_at: float
    status: int | None
    """Of the last answer; None: there was none."""
    trouble: str
    """The code of what went wrong last; empty: nothing did, or the status says it."""
    made_at: float
    ended_at: float | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a try. Without a time for the next one there is none."""

    fate: Fate
    status: int | None = None
    trouble: str = ""
    again_at: float = 0.0


_ADD: Final = """
    INSERT INTO webhooks (id, account, event, about, url, body, state, due_at, made_at)
    SELECT :id, :account, :event, :about, :url, :body, 'waiting', :now, :now
    WHERE EXISTS (SELECT 1 FROM accounts WHERE id = :account)
    ON CONFLICT (event, about) DO NOTHING RETURNING rowid AS number, *
"""
_UNTOLD_JOBS: Final = """
    SELECT id FROM jobs
    WHERE webhook_url <> '' AND ended_at IS NOT NULL
      AND EXISTS (SELECT 1 FROM accounts WHERE id = jobs.account AND role <> 'blocked')
      AND NOT EXISTS (SELECT 1 FROM webhooks WHERE about = jobs.id)
    ORDER BY ended_at LIMIT :limit
"""
_UNTOLD_BATCHES: Final = """
    SELECT id FROM batches
    WHERE webhook_url <> ''
      AND NOT EXISTS (SELECT 1 FROM accounts WHERE id = batches.account AND role = 'blocked')
      AND NOT EXISTS (SELECT 1 FROM webhooks WHERE about = batches.id)
      AND NOT EXISTS (SELECT 1 FROM jobs
                      WHERE batch = batches.id AND state IN ('waiting', 'running'))
      AND EXISTS (SELECT 1 FROM jobs WHERE batch = batches.id)
    ORDER BY made_at LIMIT :limit
"""
_DUE: Final = """
    SELECT rowid AS number, * FROM webhooks
    WHERE state = 'waiting' AND due_at <= :now
      AND NOT EXISTS (SELECT 1 FROM accounts WHERE id = webhooks.account AND role = 'blocked')
    ORDER BY due_at LIMIT :limit
"""
_NEXT_DUE: Final = """
    SELECT min(due_at) AS at FROM webhooks
    WHERE state = 'waiting'
      AND NOT EXISTS (SELECT 1 FROM accounts WHERE id = webhooks.account AND role = 'blocked')
"""
_TRIED: Final = """
    UPDATE webhooks SET state = :state, tries = tries + 1, status = :status, trouble = :trouble,
        due_at = :due_at, ended_at = CASE WHEN :state <> 'waiting' THEN :now END
    WHERE id = :id AND state = 'waiting'
"""
_AGAIN: Final = """
    UPDATE webhooks SET state = 'waiting', due_at = :now, ended_at = NULL
    WHERE id = :id AND account = :account RETURNING rowid AS number, *
"""
_PAGE: Final = """
    SELECT rowid AS number, * FROM webhooks
    WHERE account = :account AND rowid < :before AND (:state = '' OR state = :state)
    ORDER BY rowid DESC LIMIT :limit
"""


class Calls:
    """The `webhooks` table."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def add(self, call_id: str, *, event: Event, about: str, to: "Address") -> Call | None:
        """Write a call down; None when there is one of this about it already, or nobody is left to tell."""
        rows = await self._database.write(
            _ADD,
            id=call_id,
            event=event,
            about=about,
            account=to.account,
            url=to.url,
            body=to.body,
            now=self._clock.now(),
        )
        return _call(rows[0]) if rows else None

    async def untold_jobs(self, *, limit: int) -> list[str]:
        """Return jobs that have ended and of which somebody is to be told."""
        return [row["id"] for row in await self._database.rows(_UNTOLD_JOBS, limit=limit)]

    async def untold_batches(self, *, limit: int) -> list[str]:
        """Return batches of which all jobs have ended and somebody is to be told."""
        return [row["id"] for row in await self._database.rows(_UNTOLD_BATCHES, limit=limit)]

    async def due(self, *, limit: int) -> list[Call]:
        """Return what is to be tried now, the longest due first."""
        rows = await self._database.rows(_DUE, now=self._clock.now(), limit=limit)
        return [_call(row) for row in rows]

    async def next_due(self) -> float | None:
        """Return when the next one is to be tried; None when none waits."""
        row = await self._database.row(_NEXT_DUE)
        return row["at"] if row else None

    async def tried(self, call: Call, outcome: Outcome) -> None:
        """Note what came of a try."""
        await self._database.write(
            _TRIED,
            id=call.id,
            state=outcome.fate,
            status=outcome.status,
            trouble=outcome.trouble,
            due_at=outcome.again_at,
            now=self._clock.now(),
        )

    async def get(self, call_id: str, *, account: int) -> Call | None:
        """Return one of an account's calls."""
        row = await self._database.row(
            "SELECT rowid AS number, * FROM webhooks WHERE id = :id AND account = :account",
            id=call_id,
            account=account,
        )
        return _call(row) if row else None

    async def page(self, account: int, *, fate: str = "", before: int, limit: int) -> list[Call]:
        """Return an account's calls, the newest first, of those before a number."""
        rows = await self._database.rows(
            _PAGE, account=account, state=fate, before=before, limit=limit
        )
        return [_call(row) for row in rows]

    async def again(self, call_id: str, *, account: int) -> Call | None:
        """Let one of an account's calls be tried once more, whatever became of it."""
        rows = await self._database.write(
            _AGAIN, id=call_id, account=account, now=self._clock.now()
        )
        return _call(rows[0]) if rows else None

    async def forget_old(self, *, before: float) -> None:
        """Delete calls that ended before a moment."""
        await self._database.write("DELETE FROM webhooks WHERE ended_at < :before", before=before)


@dataclass(frozen=True, slots=True)
class Address:
    """Whom to tell what."""

    account: int
    url: str
    body: str


def _call(row: sqlite3.Row) -> Call:
    return Call(
        id=row["id"],
        number=row["number"],
        account=row["account"],
        event=Event(row["event"]),
        about=row["about"],
        url=row["url"],
        body=row["body"],
        fate=Fate(row["state"]),
        tries=row["tries"],
        due_at=row["due_at"],
        status=row["status"],
        trouble=row["trouble"],
        made_at=row["made_at"],
        ended_at=row["ended_at"],
    )
