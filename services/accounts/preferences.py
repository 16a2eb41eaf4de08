"""What programs set for their account: what is kept of their jobs, and how their own pages look."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from services.store.database import Database

NAMELESS: Final = "nameless"
"""Is bound to the log lines of those in whose lines no names may stand."""
Preference = str | int | float | bool
_GET: Final = "SELECT preferences FROM accounts WHERE id = :id"
_CHANGE: Final = """
    UPDATE accounts SET preferences =
        json_patch(CASE preferences WHEN '' THEN '{}' ELSE preferences END, :changes)
    WHERE id = :id
"""
_PARTICULAR: Final = """
    SELECT id FROM accounts WHERE preferences <> ''
       AND (json_extract(preferences, '$.save_history') = 0
            OR json_extract(preferences, '$.save_transcriptions') = 0
            OR json_extract(preferences, '$.anonymous_mode') = 1)
"""


@dataclass(frozen=True, slots=True)
class Privacy:
    """What may be kept of an account's jobs once they are over."""

    save_history: bool = True
    """Else a job that has ended is forgotten an hour later, one of a chat at once."""
    save_transcriptions: bool = True
    """Else what was heard goes when the job is over, unless another account's job needs it."""
    anonymous_mode: bool = False
    """Names of files, titles and addresses go when the job is over, and never stand in the log."""

    @property
    def is_usual(self) -> bool:
        """Return whether everything may be kept."""
        return self == Privacy()


class Preferences:
    """A column of the `accounts` table: a flat mapping, of which the three of `Privacy` are known here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, account: int) -> dict[str, Preference]:
        """Return all that was set; what was not is left out."""
        row = await self._database.row(_GET, id=account)
        if row is None or not row["preferences"]:
            return {}
        told: dict[str, Any] = json.loads(row["preferences"])
        return told

    async def change(self, account: int, changes: Mapping[str, Preference | None]) -> None:
        """Set some; None takes one back, the others stay as they are."""
        told = json.dumps(dict(changes), ensure_ascii=False)
        await self._database.write(_CHANGE, id=account, changes=told)

    async def privacy(self, account: int) -> Privacy:
        """Return what may be kept of an account's jobs."""
        told = await self.get(account)
        usual = Privacy()
        return Privacy(
            save_history=bool(told.get("save_history", usual.save_history)),
            save_transcriptions=bool(told.get("save_transcriptions", usual.save_transcriptions)),
            anonymous_mode=bool(told.get("anonymous_mode", usual.anonymous_mode)),
        )

    async def particular(self) -> list[int]:
        """Return the accounts of which not everything may be kept."""
        return [row["id"] for row in await self._database.rows(_PARTICULAR)]
