"""What the bot asked in a chat, so that an answer to its message finds what it is about."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from services.clock import Clock
from services.store.database import Database

_KEPT: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Question:
    """Asked of one person."""

    account: int
    about: str
    """A speaker, the name of a setting, or what of a word list."""
    job: str = ""
    """Empty where it is about no job."""


class Questions:
    """The `questions` table."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def keep(self, chat_id: int, message_id: int, question: Question) -> None:
        """Remember what a message of the bot asks."""
        await self._database.write(
            """
            INSERT OR REPLACE INTO questions (chat_id, message_id, account, job, about, made_at)
            VALUES (:chat_id, :message_id, :account, :job, :about, :now)
            """,
            chat_id=chat_id,
            message_id=message_id,
            account=question.account,
            job=question.job,
            about=question.about,
            now=self._clock.now(),
        )

    async def of_message(self, chat_id: int, message_id: int) -> Question | None:
        """Return what a message of the bot asks; None when it asks nothing, or did so long ago."""
        row = await self._database.row(
            "SELECT * FROM questions WHERE chat_id = :chat_id AND message_id = :message_id",
            chat_id=chat_id,
            message_id=message_id,
        )
        return Question(row["account"], row["about"], row["job"]) if row else None

    async def forget(self, account: int) -> None:
        """Erase what one account was asked."""
        await self._database.write(
            "DELETE FROM questions WHERE account = :account", account=account
        )

    async def purge(self) -> None:
        """Erase what nobody will answer any more; for the night."""
        before = self._clock.now() - _KEPT.total_seconds()
        await self._database.write("DELETE FROM questions WHERE made_at < :before", before=before)
