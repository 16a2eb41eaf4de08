"""What the outside says to whoever listens to a session: there is more sound, there is no more, cut here."""

import asyncio
from collections import deque
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Mark:
    """A place at which the client has ended an utterance, or wants it forgotten."""

    at: int
    """The sample."""
    clears: bool


@dataclass(slots=True)
class Flow:
    """One session's."""

    news: asyncio.Event = field(default_factory=asyncio.Event)
    stopped: bool = False
    """All the sound that there will be is on the spool."""
    marks: deque[Mark] = field(default_factory=deque)
    held_back: int | None = None
    """How many samples have come and wait for room on the disk; None while there is some."""
