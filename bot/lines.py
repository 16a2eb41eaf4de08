"""Which updates must stay in order with each other: each belongs to one line, and waits there.

Messages of one chat are a line. What a person does with a finger (a button, Stop) is a line of its
own, so that it never waits behind that person's messages.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

_OF_PERSON: Final = {
    "callback_query": "tap",
    "inline_query": "inline",
    "chosen_inline_result": "chosen",
    "shipping_query": "pay",
    "pre_checkout_query": "pay",
    "purchased_paid_media": "pay",
    "poll_answer": "vote",
}
_OF_CHAT: Final = {"stopped_message_generation": "stop"}


@dataclass(slots=True)
class Waiting:
    """An update to be handled, and what is known about earlier attempts."""

    seq: int
    update: dict[str, Any]
    tries: int = 0
    resumed: int = 0


Load = Callable[[str, int], Awaitable[Sequence[Waiting]]]
"""Read more of the named line, from after a row's number."""


def line_of(update: Mapping[str, Any]) -> str:
    """Return the name of the line: `chat:<id>`, `tap:<user id>`, …; any update has one."""
    kind = next((key for key in update if key != "update_id"), "empty")
    body = update.get(kind)
    if kind in _OF_PERSON:
        return f"{_OF_PERSON[kind]}:{_id_in(body, 'from', 'user')}"
    chat = _id_in(body, "chat")
    if chat:
        return f"{_OF_CHAT.get(kind, 'chat')}:{chat}"
    plain = kind[:32] if kind.isascii() and kind.isidentifier() else "odd"
    return f"{plain}:{_id_in(body, 'from', 'user', 'user_chat')}"


@dataclass(slots=True)
class Line:
    """What of a line is in memory. With `more`, the table has further rows after `last_seq`."""

    name: str
    rows: deque[Waiting] = field(default_factory=deque)
    last_seq: int = 0
    more: bool = False
    loading: bool = False


class Lines:
    """The lines in which something waits. Memory holds a bounded part; the table has the rest."""

    def __init__(self, *, most_in_memory: int) -> None:
        self._most_in_memory = most_in_memory
        self._in_memory = 0
        self._lines: dict[str, Line] = {}
        self._ready: asyncio.Queue[Line | None] = asyncio.Queue()

    def push(self, name: str, waiting: Waiting) -> None:
        """Add a new update at the end of its line."""
        line = self._line(name)
        if line.more or line.loading or self._in_memory >= self._most_in_memory:
            line.more = True
            return
        line.rows.append(waiting)
        line.last_seq = waiting.seq
        self._in_memory += 1

    def look_into_table(self, name: str) -> None:
        """Note that the table may have more of this line than was pushed."""
        self._line(name).more = True

    async def next_ready(self) -> Line | None:
        """Wait for a line that nobody works off; None after `stop`."""
        return await self._ready.get()

    def stop(self) -> None:
        """Let `next_ready` return None after the lines that are ready now."""
        self._ready.put_nowait(None)

    async def next_row(self, line: Line, load: Load) -> Waiting | None:
        """Return the line's next update; None when there is none, and then the line is let go."""
        if not line.rows and line.more:
            await self._load(line, load)
        if line.rows:
            self._in_memory -= 1
            return line.rows.popleft()
        if line.more:
            self._ready.put_nowait(line)
        else:
            del self._lines[line.name]
        return None

    def let_go(self, line: Line) -> None:
        """Give a line back in the middle of its work, for somebody else to go on with."""
        self._ready.put_nowait(line)

    def _line(self, name: str) -> Line:
        """Return the line; one that was empty becomes ready."""
        if name not in self._lines:
            self._lines[name] = Line(name)
            self._ready.put_nowait(self._lines[name])
        return self._lines[name]

    async def _load(self, line: Line, load: Load) -> None:
        line.more, line.loading = False, True
        try:
            rows = await load(line.name, line.last_seq)
        except BaseException:
            line.more = True
            raise
        finally:
            line.loading = False
        if not rows:
            return
        line.rows.extend(rows)
        line.last_seq = rows[-1].seq
        line.more = True
        self._in_memory += len(rows)


def _id_in(body: object, *places: str) -> str:
    """Return the id found at the first of the places, empty when the update is of another shape."""
    if not isinstance(body, Mapping):
        return ""
    for place in places:
        found = body.get(place)
        if isinstance(found, Mapping) and isinstance(found.get("id"), int):
            return str(found["id"])
    return ""
