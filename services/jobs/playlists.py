"""What is known about lists: those of sites as they were found, and those that are pinned for good."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Final

import structlog

from services.clock import Clock
from services.sources.playlist import Playlist
from services.store.database import Database, Value

log = structlog.get_logger(__name__)

_PUT: Final = """
    INSERT INTO lists (key, facts, found_at) VALUES (:key, :facts, :now)
    ON CONFLICT (key) DO UPDATE SET facts = excluded.facts, found_at = excluded.found_at
"""
_DELETE_OLD: Final = """
    DELETE FROM lists WHERE key IN
        (SELECT key FROM lists WHERE found_at < :before ORDER BY found_at LIMIT :limit)
    RETURNING key
"""
_DELETE_MINE: Final = """
    DELETE FROM lists WHERE key LIKE 'list:%'
        AND key IN (SELECT source_key FROM jobs WHERE account = :account)
        AND key NOT IN (SELECT source_key FROM jobs WHERE account <> :account)
"""
_FRESH_SECONDS: Final = timedelta(minutes=30).total_seconds()


@dataclass(frozen=True, slots=True)
class KnownList:
    """A list as it was found."""

    playlist: Playlist
    found_at: float

    def is_fresh(self, now: float) -> bool:
        """Return whether it may still be shown without asking again; what is no site's never ages."""
        return not self.playlist.url or now - self.found_at < _FRESH_SECONDS


class Playlists:
    """The `lists` table."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def get(self, key: str) -> KnownList | None:
        """Return what is known under a key."""
        row = await self._database.row("SELECT * FROM lists WHERE key = :key", key=key)
        if row is None:
            return None
        try:
            return KnownList(Playlist.from_facts(json.loads(row["facts"])), row["found_at"])
        except TypeError:
            log.info("facts of another version", key=key)
            return None

    async def put(self, playlist: Playlist, *, keys: Iterable[str] = ()) -> None:
        """Keep what was found under each of the keys, and under the list's own."""
        facts = json.dumps(asdict(playlist), ensure_ascii=False)
        rows: list[dict[str, Value]] = [
            {"key": key, "facts": facts, "now": self._clock.now()}
            for key in sorted({playlist.key, *keys})
        ]
        async with self._database.transaction() as transaction:
            await transaction.run_many(_PUT, rows)

    async def delete_old(self, *, before: float, limit: int) -> int:
        """Forget some of what was found before a moment; return how much it was."""
        return len(await self._database.write(_DELETE_OLD, before=before, limit=limit))

    async def delete_mine(self, account: int) -> None:
        """Forget the lists that only one account has asked for; its jobs must still be there."""
        await self._database.write(_DELETE_MINE, account=account)
