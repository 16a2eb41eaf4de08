"""How urgent a call to Telegram is: said around it, because aiogram's methods have no room for it.

with urgency(Urgency.PROGRESS):
    await bot.edit_message_text(...)
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import IntEnum


class Urgency(IntEnum):
    """Who goes first when a chat can take only one call. What says nothing is an answer."""

    ANSWER = 0
    """Somebody waits for a reaction."""
    DELIVERY = 1
    """A result."""
    STATE = 2
    """How things stand now: a stage, an end, a keyboard."""
    PROGRESS = 3
    """Stale in a few seconds: replaced by the next one of its kind, dropped when it cannot be sent."""


_urgency: ContextVar[Urgency] = ContextVar("urgency", default=Urgency.ANSWER)


@contextmanager
def urgency(level: Urgency) -> Iterator[None]:
    """Let the calls within be as urgent as this."""
    before = _urgency.set(level)
    try:
        yield
    finally:
        _urgency.reset(before)


def current_urgency() -> Urgency:
    """Return how urgent a call made here would be."""
    return _urgency.get()
