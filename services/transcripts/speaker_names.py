"""Remembers what an account calls those who speak in a transcript; nobody else sees these names."""

import json
from datetime import timedelta
from typing import Final

from services.clock import Clock
from services.store.database import Database, Value
from services.transcripts.naming import cast_of, named, renamed
from services.transcripts.transcript import Transcript

_TOUCH: Final = timedelta(hours=12).total_seconds()
_GET: Final = """
    SELECT names, used_at FROM speaker_names WHERE account = :account AND heard = :heard
"""
_PUT: Final = """
    INSERT INTO speaker_names (account, heard, names, used_at)
    VALUES (:account, :heard, :names, :now)
    ON CONFLICT (account, heard) DO UPDATE SET names = excluded.names, used_at = excluded.used_at
"""
_TOUCHED: Final = """
    UPDATE speaker_names SET used_at = :now WHERE account = :account AND heard = :heard
"""


class SpeakerNames:
    """The `speaker_names` table."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def seen_by(self, account: int, transcript: Transcript) -> Transcript:
        """Return a transcript with the names that an account gave."""
        if not transcript.speakers:
            return transcript
        of = _of(account, transcript)
        row = await self._database.row(_GET, **of)
        if row is None:
            return transcript
        now = self._clock.now()
        if now - row["used_at"] > _TOUCH:
            await self._database.write(_TOUCHED, **of, now=now)
        return named(transcript, json.loads(row["names"]))

    async def rename(
        self, account: int, transcript: Transcript, *, speaker: str, name: str
    ) -> Transcript:
        """Give somebody a name, and return the transcript with all names that the account gave.

        Args:
            account: Who gives it.
            transcript: As it was heard, without names.
            speaker: What somebody is called now.
            name: The new name; that of somebody else makes them one, none takes the renaming back.

        Raises:
            ChoiceUnavailable: nobody is called so, or the name is too long.
        """
        of = _of(account, transcript)
        async with self._database.transaction() as transaction:
            rows = await transaction.run(_GET, **of)
            before = json.loads(rows[0]["names"]) if rows else {}
            names = renamed(transcript, before, speaker=speaker, name=name)
            told = json.dumps(names, ensure_ascii=False)
            await transaction.run(_PUT, **of, names=told, now=self._clock.now())
        return named(transcript, names)

    async def restore(self, account: int, transcript: Transcript) -> None:
        """Take back all names that an account gave in a transcript."""
        await self._database.write(
            "DELETE FROM speaker_names WHERE account = :account AND heard = :heard",
            account=account,
            heard=cast_of(transcript),
        )

    async def forget(self, account: int) -> None:
        """Erase the names that an account gave anywhere."""
        await self._database.write(
            "DELETE FROM speaker_names WHERE account = :account", account=account
        )

    async def delete_old(self, *, before: float) -> None:
        """Erase the names that nobody has looked at since a moment."""
        await self._database.write(
            "DELETE FROM speaker_names WHERE used_at < :before", before=before
        )


def _of(account: int, transcript: Transcript) -> dict[str, Value]:
    return {"account": account, "heard": cast_of(transcript)}
