"""An account: one person, what they may do, and how they like it."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody may do."""

    OWNER = "owner"
    """Runs the bot: everything."""
    GUEST = "guest"
    """Was let in: their own jobs."""
    STRANGER = "stranger"
    """Was not let in: a polite sentence."""
    BLOCKED = "blocked"
    """Was shown the door: silence, and no invitation helps."""


class Access(StrEnum):
    """Who is let in. Owners always are."""

    OWNER = "owner"
    """Those whom an owner invited."""
    INVITE = "invite"
    """Those whom anybody invited who is in already."""
    OPEN = "open"
    """Everybody."""


class Listens(StrEnum):
    """When what is said in a voice note or a recording is written down without a command."""

    ALWAYS = "always"
    ASK = "ask"
    """A button is offered below each."""
    NAMED = "named"
    """Where the bot is named, a button is offered; for groups."""
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Account:
    """One person. The role is the one that counts now, with the settings taken into account."""

    id: int
    telegram_id: int | None
    """None for the command line's own account."""
    name: str
    role: Role
    language: str | None = None
    """As chosen; None follows the chat program's."""
    usual: str | None = None
    """The choice that is made without asking (`mp3`, `720p`, …); None asks."""
    skips: bool = False
    """Without what is sponsored, where that is known."""
    patience_seconds: int = 0
    """How long they may choose before the usual choice is made; 0 makes it at once."""
    listens: Listens = Listens.ALWAYS
    spoken: tuple[str, ...] = ()
    """The languages that come into question where somebody speaks; empty: all."""
    vocabulary: str = ""
    """Names and terms that are likely to be said."""
    cleaning: str = ""
    """How clean copies are made where nothing else is said, in the censor's words; empty: as usual."""
    hint: str = ""
    """The language that the chat program last named; empty when it named none."""
