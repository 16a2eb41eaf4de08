"""What cannot be repeated without harm: noted before it is done, and again when it is known to be done."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from services.clock import Clock
from services.store.database import Database


class Act(StrEnum):
    """What is noted about a job."""

    RESULT = "result"
    """Its result was sent as a message of its own."""
    ALBUM = "album"
    """One album of its result was sent; the album's number stands behind a colon."""
    END = "end"
    """The person was told how it ended."""
    TIDY = "tidy"
    """The message that asked for it was removed, or is to stay."""
    PRESS = "press"
    """A button of its card was pressed: somebody is choosing."""


@dataclass(frozen=True, slots=True)
class Intent:
    """One note. Without a `message_id`, nobody knows whether it was done."""

    message_id: int | None


class Intents:
    """The `intents` table."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def find(self, job_id: str, act: str) -> Intent | None:
        """Return the note, or None when nothing was begun."""
        row = await self._database.row(
            "SELECT message_id FROM intents WHERE job = :job AND act = :act", job=job_id, act=act
        )
        return None if row is None else Intent(row["message_id"])

    async def begin(self, job_id: str, act: str, *, chat_id: int) -> None:
        """Note that it is about to be done."""
        await self._write(job_id, act, chat_id, None)

    async def done(self, job_id: str, act: str, *, chat_id: int, message_id: int) -> None:
        """Note that it was done."""
        await self._write(job_id, act, chat_id, message_id)

    async def undo(self, job_id: str, act: str) -> None:
        """Take the note back: it is certain that it was not done."""
        await self._database.write(
            "DELETE FROM intents WHERE job = :job AND act = :act", job=job_id, act=act
        )

    async def ends_untold(self, *, since: float) -> list[str]:
        """Return the jobs that ended badly, unknown to those who asked.

        A job is left out when its message shows a later one by now; the order is that of the rows, for
        clocks are set back.
        """
        rows = await self._database.rows(
            """
            SELECT id FROM jobs AS ended
            WHERE state IN ('failed', 'cancelled') AND ended_at > :since AND chat_id IS NOT NULL
              AND parent = ''
              AND json_extract("order", '$.recipient.channel') = 'telegram'
              AND NOT EXISTS (SELECT 1 FROM intents WHERE job = ended.id AND act = :act)
              AND NOT EXISTS (
                  SELECT 1 FROM jobs AS later
                  WHERE later.chat_id = ended.chat_id AND later.message_id = ended.message_id
                    AND later.rowid > ended.rowid)
            ORDER BY ended_at
            """,
            since=since,
            act=Act.END,
        )
        return [str(row["id"]) for row in rows]

    async def pressed(self, chat_id: int, message_id: int) -> None:
        """Note that somebody chooses from a card, if it is one that would not wait for them."""
        await self._database.write(
            """
            INSERT INTO intents (job, act, chat_id, message_id, made_at)
            SELECT card.id, :act, card.chat_id, card.message_id, :now
            FROM jobs AS card JOIN accounts ON accounts.id = card.account
            WHERE card.chat_id = :chat_id AND card.message_id = :message_id
              AND card.product = 'card' AND accounts.patience > 0
            ON CONFLICT (job, act) DO NOTHING
            """,
            chat_id=chat_id,
            message_id=message_id,
            act=Act.PRESS,
            now=self._clock.now(),
        )

    async def purge(self, *, older_than: timedelta) -> None:
        """Forget what nobody will ask about any more, and what erased jobs left; for the night."""
        before = self._clock.now() - older_than.total_seconds()
        await self._database.write(
            "DELETE FROM intents WHERE made_at < :before OR job NOT IN (SELECT id FROM jobs)",
            before=before,
        )

    async def _write(self, job_id: str, act: str, chat_id: int, message_id: int | None) -> None:
        # Telling the end of a job takes a while; whoever asked may have been forgotten meanwhile.
        await self._database.write(
            """
            INSERT INTO intents (job, act, chat_id, message_id, made_at)
            SELECT :job, :act, :chat_id, :message_id, :now
            WHERE EXISTS (SELECT 1 FROM jobs WHERE id = :job)
            ON CONFLICT (job, act) DO UPDATE SET chat_id = :chat_id, message_id = :message_id
            """,
            job=job_id,
            act=act,
            chat_id=chat_id,
            message_id=message_id,
            now=self._clock.now(),
        )
