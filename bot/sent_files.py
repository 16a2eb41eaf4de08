"""Telegram's own names of files that were uploaded once, so that they need not be uploaded again."""

from dataclasses import dataclass
from typing import Final

from aiogram.types import Message

from services.clock import Clock
from services.store.database import Database

_KINDS: Final = ("audio", "video", "animation", "document")
"""In this order, because a message with an animation names it as a document, too. Voice notes are not
kept: one cannot be put into a message that exists."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """An upload as Telegram took it: a sound may have become a plain file."""

    kind: str
    file_id: str


class SentFiles:
    """The `sent_files` table, for one bot: the names mean nothing to another."""

    def __init__(self, database: Database, clock: Clock, *, bot_id: int) -> None:
        self._database = database
        self._clock = clock
        self._bot_id = bot_id

    async def find(self, key: str) -> SentFile | None:
        """Return the upload that was kept under a key."""
        row = await self._database.row(
            "SELECT kind, file_id FROM sent_files WHERE bot_id = :bot_id AND artifact = :key",
            bot_id=self._bot_id,
            key=key,
        )
        return None if row is None else SentFile(row["kind"], row["file_id"])

    async def of_medium(self, medium: str) -> list[tuple[str, SentFile]]:
        """Return the uploads that were made of a medium, by their keys, the newest first."""
        rows = await self._database.rows(
            """
            SELECT artifact, kind, file_id FROM sent_files
            WHERE bot_id = :bot_id AND artifact >= :first AND artifact < :after
            ORDER BY sent_at DESC
            """,
            bot_id=self._bot_id,
            first=f"{medium}|",
            after=f"{medium}}}",
        )
        return [(row["artifact"], SentFile(row["kind"], row["file_id"])) for row in rows]

    async def keep(self, key: str, sent: SentFile) -> None:
        """Remember an upload."""
        await self._database.write(
            """
            INSERT INTO sent_files (bot_id, artifact, kind, file_id, sent_at)
            VALUES (:bot_id, :key, :kind, :file_id, :now)
            ON CONFLICT (bot_id, artifact)
            DO UPDATE SET kind = :kind, file_id = :file_id, sent_at = :now
            """,
            bot_id=self._bot_id,
            key=key,
            kind=sent.kind,
            file_id=sent.file_id,
            now=self._clock.now(),
        )

    async def drop(self, key: str, sent: SentFile) -> None:
        """Forget an upload that Telegram does not know any more, unless it was replaced meanwhile."""
        await self._database.write(
            """
            DELETE FROM sent_files
            WHERE bot_id = :bot_id AND artifact = :key AND file_id = :file_id
            """,
            bot_id=self._bot_id,
            key=key,
            file_id=sent.file_id,
        )


def sent_file(message: Message) -> SentFile | None:
    """Return the file that a message carries, if it can be sent again by name."""
    for kind in _KINDS:
        file = getattr(message, kind)
        if file is not None:
            return SentFile(kind, file.file_id)
    if message.photo:
        return SentFile("photo", message.photo[-1].file_id)
    return None
