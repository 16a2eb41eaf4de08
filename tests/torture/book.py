"""What was ordered, written down by the crowd itself; and whether the service has taken it."""

import sqlite3
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.playground.playground import Playground
from bot.playground.updates import Pending

Json = dict[str, Any]


@dataclass(slots=True)
class Order:
    """A message or a press of a button that asks for something."""

    number: int
    kind: str
    what: str
    chat: int
    message_id: int
    """The person's message; or the bot's, whose button was pressed."""
    at: float
    once: str = ""
    """What the service calls it; empty until the update has a number."""
    accepted: bool = False
    """Whether the service has said that it has it."""

    @property
    def is_press(self) -> bool:
        """Return whether it was a button."""
        return self.kind.startswith("press")

    def __str__(self) -> str:
        return f"order {self.number} ({self.kind} {self.what!r} in chat {self.chat})"


@dataclass(slots=True)
class Book:
    """All orders of a run."""

    playground: Playground
    orders: list[Order] = field(default_factory=list)
    toasts: dict[str, Json] = field(default_factory=dict)
    """By the number of the update that is answered."""
    _by_update: dict[int, Order] = field(default_factory=dict)
    _by_message: dict[tuple[int, int], Order] = field(default_factory=dict)
    _by_callback: dict[str, Order] = field(default_factory=dict)
    _waiting: dict[str, int] = field(default_factory=dict)
    """Callbacks whose update has come before their order was written down: its number."""
    _taken: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        updates, feed = self.playground.desk.updates, self.playground.desk.world.feed
        queue, acknowledge, tell = updates._add, updates.acknowledge, feed.tell

        def note_queued(update: Json, lane: str) -> None:
            queue(update, lane)
            self._see(update)

        def note_taken(waiting: Pending) -> None:
            if waiting.expires_at > self.playground.desk.world.clock.now():
                self._take(waiting.update["update_id"])
            acknowledge(waiting)

        def note_toast(kind: str, **body: Any) -> None:
            if kind == "callback_answer":
                self.toasts[body["callback_id"]] = body
            tell(kind, **body)

        updates._add = note_queued  # type: ignore[method-assign]
        updates.acknowledge = note_taken  # type: ignore[method-assign]
        feed.tell = note_toast  # type: ignore[method-assign]

    def message(self, kind: str, what: str, message: Json) -> Order:
        """Write down what somebody sent."""
        chat, number = message["chat"]["id"], message["message_id"]
        order = self._write(kind, what, chat, number)
        order.once = f"msg:{self.playground.bot_id}:{chat}:{number}"
        self._by_message[chat, number] = order
        order.accepted = self._waiting.get(f"{chat}:{number}") in self._taken
        return order

    def press(self, kind: str, what: str, *, chat: int, message_id: int, callback: str) -> Order:
        """Write down that somebody pressed a button."""
        order = self._write(f"press {kind}", what, chat, message_id)
        self._by_callback[callback] = order
        update = self._waiting.get(callback)
        if update is not None:
            self._name(order, update)
            order.accepted = update in self._taken
        return order

    def toast(self, order: Order) -> str | None:
        """Return what the person was told who pressed a button; None when nothing was."""
        for callback, each in self._by_callback.items():
            if each is order and callback in self.toasts:
                return str(self.toasts[callback].get("text", ""))
        return None

    def _write(self, kind: str, what: str, chat: int, message_id: int) -> Order:
        order = Order(len(self.orders) + 1, kind, what, chat, message_id, time.monotonic())
        self.orders.append(order)
        return order

    def _see(self, update: Json) -> None:
        number = update["update_id"]
        if "callback_query" in update:
            name = update["callback_query"]["id"]
            self._waiting[name] = number
            if name in self._by_callback:
                self._name(self._by_callback[name], number)
        elif "message" in update:
            message = update["message"]
            self._waiting[f"{message['chat']['id']}:{message['message_id']}"] = number

    def _name(self, order: Order, update: int) -> None:
        order.once = f"tap:{self.playground.bot_id}:{update}"
        self._by_update[update] = order

    def _take(self, update: int) -> None:
        self._taken.add(update)
        if update in self._by_update:
            self._by_update[update].accepted = True
            return
        for place, order in self._by_message.items():
            if self._waiting.get(f"{place[0]}:{place[1]}") == update:
                order.accepted = True


@dataclass(frozen=True, slots=True)
class Row:
    """A job as the service's own table has it."""

    id: str
    once: str
    product: str
    state: str
    stage: str
    chat_id: int
    message_id: int
    code: str
    run: int
    attempts: int
    created_at: float

    @property
    def asked(self) -> str:
        """Return the order that it comes from: of a message with several links, each has its number."""
        return ":".join(self.once.split(":")[:4])


def rows_in(data_dir: Path) -> list[Row]:
    """Return every job in the order in which they came; none before there is a table.

    The time that stands on them does not tell: the clock jumps.
    """
    try:
        with closing(reading(data_dir / "hearsay.db")) as base:
            found = base.execute(
                """
                SELECT id, once, product, state, stage, chat_id, message_id,
                       json_extract(failure, '$.code'), run, attempts, created_at
                FROM jobs ORDER BY rowid
                """
            ).fetchall()
    except sqlite3.Error:
        return []
    return [Row(*("" if cell is None else cell for cell in row)) for row in found]


def unread_in(data_dir: Path) -> int:
    """Return how many updates the service has taken and not handled; -1 when it cannot be seen."""
    try:
        with closing(reading(data_dir / "hearsay.db")) as base:
            (count,) = base.execute("SELECT count(*) FROM inbox WHERE state = 'new'").fetchone()
    except sqlite3.Error:
        return -1
    return int(count)


def backlog_in(data_dir: Path) -> int:
    """Return how many jobs wait or run, as far as it can be seen."""
    return _count(data_dir, "SELECT count(*) FROM jobs WHERE state IN ('waiting', 'running')")


def held_in_vain_in(data_dir: Path) -> int:
    """Return how many uses of bytes belong to jobs that are over: they are given back in a while."""
    return _count(
        data_dir,
        """
        SELECT count(*) FROM blob_uses JOIN jobs ON jobs.id = substr(held_by, 5)
        WHERE held_by LIKE 'job:%' AND state IN ('done', 'failed', 'cancelled')
        """,
    )


def _count(data_dir: Path, statement: str) -> int:
    try:
        with closing(reading(data_dir / "hearsay.db")) as base:
            (count,) = base.execute(statement).fetchone()
    except sqlite3.Error:
        return 0
    return int(count)


def reading(file: Path) -> sqlite3.Connection:
    """Open a database that somebody else may be writing to."""
    return sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)


def posts_in(playground: Playground, chat: int, *, after: int = 0) -> Iterable[Json]:
    """Return the bot's messages in a chat that are newer than one."""
    posts = playground.desk.world.posts[chat]
    return [post.message for number, post in posts.items() if number > after and not post.outgoing]
