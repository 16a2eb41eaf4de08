"""What happened in the chats, one event after the other, for every page that listens."""

import asyncio
import secrets
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.playground.shapes import Json, Value

KEPT_EVENTS = 2000


@dataclass(frozen=True, slots=True)
class Event:
    """One happening. `id` also tells the server's run, because numbers start anew with it."""

    id: str
    kind: str
    body: Json


class Feed:
    """A ring of events and those who wait for the next one."""

    def __init__(self) -> None:
        self._run = secrets.token_hex(4)
        self._events: deque[Event] = deque(maxlen=KEPT_EVENTS)
        self._count = 0
        self._news = asyncio.Event()
        self._closed = False

    @property
    def newest(self) -> str:
        """The id of the newest event."""
        return f"{self._run}-{self._count}"

    def tell(self, kind: str, **body: Value) -> None:
        """Add an event and wake the listeners."""
        self._count += 1
        self._events.append(Event(self.newest, kind, body))
        self._wake()

    def close(self) -> None:
        """End every listener's stream."""
        self._closed = True
        self._wake()

    async def listen(self, after: str = "", *, patience: float = 15) -> AsyncIterator[Event | None]:
        """Yield events newer than `after`; None where nothing came for `patience` seconds."""
        seen = self._number(after)
        if seen is None:
            yield Event(self.newest, "reset", {})
            seen = self._count
        while not self._closed:
            news = self._news
            for event in self._since(seen):
                seen = int(event.id.partition("-")[2])
                yield event
            if seen < self._count:
                continue
            try:
                async with asyncio.timeout(patience):
                    await news.wait()
            except TimeoutError:
                yield None

    def _number(self, event_id: str) -> int | None:
        if not event_id:
            return self._count
        run, _, number = event_id.partition("-")
        if run != self._run or not number.isdigit():
            return None
        oldest_missed = self._count - len(self._events)
        return int(number) if int(number) >= oldest_missed else None

    def _since(self, seen: int) -> list[Event]:
        new = self._count - seen
        return [self._events[index] for index in range(-new, 0)]

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()
