"""Errors that somebody should look into, kept under the word that was told to whoever asked.

The word stands in the log as well; here an owner finds it without the log. The last few hundred are
kept, without secrets, and no longer than the job that they belong to.
"""

import sqlite3
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import structlog

from services.clock import Clock
from services.errors import HearsayError
from services.store.database import Database

log = structlog.get_logger(__name__)

_KEPT: Final = 300
_LONGEST: Final = 8000
_ADD: Final = """
    INSERT INTO problems (id, code, site, job, happened_at, trace)
    VALUES (:id, :code, :site, :job, :now, :trace) ON CONFLICT (id) DO NOTHING
"""
_CROP: Final = """
    DELETE FROM problems WHERE id NOT IN
        (SELECT id FROM problems ORDER BY happened_at DESC LIMIT :kept)
"""
_NEWEST: Final = "SELECT * FROM problems ORDER BY happened_at DESC LIMIT :limit"


@dataclass(frozen=True, slots=True)
class Problem:
    """One of them."""

    id: str
    code: str
    site: str
    """Empty when no site had to do with it."""
    job: str
    """Empty when it happened outside of any."""
    happened_at: float
    trace: str


class Problems:
    """The table of them.

    Args:
        database: Where they are kept.
        clock: Tells when they happened.
        strike: Strikes secrets out of a text.
    """

    def __init__(
        self, database: Database, clock: Clock, *, strike: Callable[[str], str] = str
    ) -> None:
        self._database = database
        self._clock = clock
        self._strike = strike

    async def note(self, error: HearsayError, *, job: str = "") -> None:
        """Keep an error that bears a word; others need no looking into. It never raises."""
        word = error.details.get("id")
        if not word:
            return
        trace = self._strike("".join(traceback.format_exception(error)))
        try:
            await self._database.write(
                _ADD,
                id=str(word),
                code=error.code,
                site=str(error.details.get("host", "")),
                job=job,
                now=self._clock.now(),
                trace=trace[-_LONGEST:],
            )
            await self._database.write(_CROP, kept=_KEPT)
        except Exception as second:  # noqa: BLE001 - what is noted must not break what is under way
            log.warning("a problem was not kept", id=word, reason=str(second))

    async def find(self, word: str) -> Problem | None:
        """Return the one that has this word; None when it is not kept (any more)."""
        row = await self._database.row(
            "SELECT * FROM problems WHERE id = :id", id=word.strip().lower()
        )
        return _problem(row) if row else None

    async def newest(self, *, limit: int) -> list[Problem]:
        """Return the last few, the newest first."""
        return [_problem(row) for row in await self._database.rows(_NEWEST, limit=limit)]


def _problem(row: sqlite3.Row) -> Problem:
    return Problem(
        id=row["id"],
        code=row["code"],
        site=row["site"],
        job=row["job"],
        happened_at=row["happened_at"],
        trace=row["trace"],
    )
