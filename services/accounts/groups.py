"""Groups: how the bot behaves in each, as their administrators like it."""

from dataclasses import dataclass
from enum import StrEnum

from services.accounts.account import Listens
from services.store.database import Database


class Links(StrEnum):
    """When a link in a group is acted on."""

    ALWAYS = "always"
    MENTION = "mention"
    """When the bot is named, or one of its messages is answered."""
    NEVER = "never"
    """Only with a command."""


@dataclass(frozen=True, slots=True)
class Group:
    """How it is in one group."""

    chat_id: int
    language: str | None = None
    """None speaks with each person in their own."""
    links: Links = Links.MENTION
    usual: str | None = None
    """The choice that is made without asking; None leaves it to each person."""
    admins_only: bool = False
    """Only administrators may give orders there."""
    deletes: bool = False
    """A message with links is removed once all that it asked for has been delivered."""
    listens: Listens = Listens.NAMED
    """When voice notes and recordings are written down."""


class Groups:
    """The `groups` table. A group that nobody changed anything about has no row."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, chat_id: int) -> Group:
        """Return how it is in a group."""
        row = await self._database.row(
            "SELECT * FROM groups WHERE chat_id = :chat_id", chat_id=chat_id
        )
        if row is None:
            return Group(chat_id)
        return Group(
            chat_id=chat_id,
            language=row["language"],
            links=Links(row["links"]),
            usual=row["usual"],
            admins_only=bool(row["admins_only"]),
            deletes=bool(row["deletes"]),
            listens=Listens(row["listens"]),
        )

    async def set(self, group: Group) -> None:
        """Let it be like this in a group from now on."""
        await self._database.write(
            """
            INSERT OR REPLACE INTO groups
                (chat_id, language, links, usual, admins_only, deletes, listens)
            VALUES (:chat_id, :language, :links, :usual, :admins_only, :deletes, :listens)
            """,
            chat_id=group.chat_id,
            language=group.language,
            links=group.links,
            usual=group.usual,
            admins_only=int(group.admins_only),
            deletes=int(group.deletes),
            listens=group.listens,
        )

    async def moved(self, chat_id: int, *, to: int) -> None:
        """Keep the settings of a group that became a supergroup, which has another number."""
        await self._database.write(
            "UPDATE OR REPLACE groups SET chat_id = :to WHERE chat_id = :chat_id",
            chat_id=chat_id,
            to=to,
        )
