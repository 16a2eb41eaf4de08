"""Keeps transcripts and the pieces of those under way, so that nothing is listened to twice.

A transcript's name is made of the sound itself and of everything that changes what is written: whoever
sends the same voice note again, or the same link, finds it.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any, Final

import structlog

from services.clock import Clock
from services.errors import FileUnreadable
from services.store.database import Database
from services.transcripts.listening import Step
from services.transcripts.transcript import Rejected, Transcript, Word
from services.transcripts.wish import Wish
from services.transcripts.writers.document import from_json, to_json

log = structlog.get_logger(__name__)

RECIPE: Final = 1
"""Raised when the same sound should from now on give another transcript."""

_TOUCH: Final = timedelta(hours=12).total_seconds()
_PUT: Final = """
    INSERT INTO transcripts (key, document, made_at, used_at) VALUES (:key, :document, :now, :now)
    ON CONFLICT (key) DO UPDATE SET
        document = excluded.document, made_at = excluded.made_at, used_at = excluded.used_at
"""
_PUT_STEP: Final = """
    INSERT INTO transcript_steps (key, number, step, made_at) VALUES (:key, :number, :step, :now)
    ON CONFLICT (key, number) DO UPDATE SET step = excluded.step, made_at = excluded.made_at
"""
_DELETE_OLD: Final = """
    DELETE FROM transcripts WHERE key IN
        (SELECT key FROM transcripts WHERE used_at < :before ORDER BY used_at LIMIT :limit)
    RETURNING key
"""


def transcript_key(sound: str, *, model: str, wish: Wish) -> str:
    """Return the one name of a transcript: equal for all who ask for the same.

    Args:
        sound: What is listened to: the SHA-256 of the file, or a medium's key.
        model: The recogniser's.
        wish: What is asked for.
    """
    digest = hashlib.sha256(wish.name.encode()).hexdigest()[:16] if wish.name else ""
    return f"{sound}|{model}|{digest}|{RECIPE}"


class Archive:
    """Two tables."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def get(self, key: str) -> Transcript | None:
        """Return a transcript that was made before."""
        row = await self._database.row("SELECT * FROM transcripts WHERE key = :key", key=key)
        if row is None:
            return None
        now = self._clock.now()
        if now - row["used_at"] > _TOUCH:
            touch = "UPDATE transcripts SET used_at = :now WHERE key = :key"
            await self._database.write(touch, key=key, now=now)
        try:
            return from_json(row["document"])
        except FileUnreadable:
            log.info("a transcript of another version", key=key)
            return None

    async def put(self, key: str, transcript: Transcript) -> None:
        """Keep a transcript; the pieces that it was made of are not needed any more."""
        async with self._database.transaction() as transaction:
            document = to_json(transcript)
            await transaction.run(_PUT, key=key, document=document, now=self._clock.now())
            await transaction.run("DELETE FROM transcript_steps WHERE key = :key", key=key)

    async def steps(self, key: str) -> list[Step]:
        """Return the pieces of a transcript under way, from the first on without a gap."""
        rows = await self._database.rows(
            "SELECT step FROM transcript_steps WHERE key = :key ORDER BY number", key=key
        )
        found = [_step(json.loads(row["step"])) for row in rows]
        return [step for number, step in enumerate(found) if step.number == number]

    async def keep(self, key: str, steps: Sequence[Step]) -> None:
        """Keep pieces as soon as they have been heard."""
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            await transaction.run_many(
                _PUT_STEP,
                [
                    {"key": key, "number": step.number, "step": _told(step), "now": now}
                    for step in steps
                ],
            )

    async def delete_old(self, *, before: float, limit: int) -> int:
        """Forget some of what nobody has asked for since a moment; return how much it was."""
        gone = await self._database.write(_DELETE_OLD, before=before, limit=limit)
        await self._database.write(
            "DELETE FROM transcript_steps WHERE made_at < :before", before=before
        )
        return len(gone)


def _told(step: Step) -> str:
    return json.dumps(asdict(step), ensure_ascii=False, separators=(",", ":"))


def _step(row: dict[str, Any]) -> Step:
    return Step(**{
        **row,
        "words": tuple(Word(**word) for word in row["words"]),
        "rejected": tuple(Rejected(**gone) for gone in row["rejected"]),
    })
