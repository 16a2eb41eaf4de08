"""The durable inbox: an update is written down before it is acknowledged, and worked off from there.

The same for polling and for webhooks. Lines (`bot/lines.py`) are worked off side by side, each in its
own order. A crash between the handling of an update and the note of it has it handled again, so
handlers name their orders after the update.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any, Final

import structlog
from pydantic import ValidationError

from bot import inbox_table, metrics
from bot.inbox_journal import Journal
from bot.inbox_table import Mark, State, Stored
from bot.lines import Line, Lines, Waiting
from bot.tokens import without_tokens
from services.clock import Clock
from services.store.database import Database

log = structlog.get_logger(__name__)

Handle = Callable[[dict[str, Any]], Awaitable[object]]

_PAUSES: Final = (timedelta(seconds=0.5), timedelta(seconds=2))
_MOST_TRIES: Final = len(_PAUSES) + 1
_MOST_RESUMES: Final = 10
_LONGEST_HANDLING: Final = timedelta(minutes=5)
_AFTER_TROUBLE: Final = timedelta(seconds=1)
_PAGE: Final = 20
_DONE_KEPT: Final = timedelta(days=3)
_PARKED_KEPT: Final = timedelta(days=14)


class Inbox:
    """Updates on their way to the handlers."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        bot_id: int,
        lines_at_once: int = 100,
        most_in_memory: int = 1000,
    ) -> None:
        self._database = database
        self._clock = clock
        self._bot_id = bot_id
        self._slots = asyncio.Semaphore(lines_at_once)
        self._lines = Lines(most_in_memory=most_in_memory)
        self._journal = Journal(
            database,
            clock,
            bot_id,
            on_new=self._arrived,
            on_doubt=self._lines.look_into_table,
        )
        self._heads: set[int] = set()
        self._taking = False
        self._draining = False
        self._ended = asyncio.Event()

    async def store(self, updates: Sequence[object]) -> int:
        """Write updates down; when this returns, they may be acknowledged. Returns how many are new.

        Calls that come at the same time share one commit.

        Raises:
            sqlite3.Error: nothing was stored; the sender should send them again.
        """
        arrivals = [inbox_table.arrival(update) for update in updates]
        for arrival in arrivals:
            if arrival.state is State.PARKED:
                log.error("an update was parked", problem=arrival.problem)
                metrics.update_parked()
        return await self._journal.keep(arrivals) if arrivals else 0

    async def park(self, received: object, *, problem: str) -> None:
        """Write something down that nobody can handle, so that somebody can look at it."""
        log.error("an update was parked", problem=problem)
        metrics.update_parked()
        await self._journal.keep([inbox_table.parked(received, problem=problem)])

    async def run(self, handle: Handle) -> None:
        """Hand every stored update to `handle`, line by line, until `drain` or cancellation."""
        await self._resume()
        try:
            async with asyncio.TaskGroup() as group:
                marking = group.create_task(self._journal.write_marks())
                await self._work(handle)
                marking.cancel()
        finally:
            await self._finish()

    async def drain(self, timeout: timedelta) -> bool:
        """Take nothing more, let running handlers end; False when some did not in time."""
        self._draining = True
        self._lines.stop()
        if not self._taking:
            return True
        try:
            async with asyncio.timeout(timeout.total_seconds()):
                await self._ended.wait()
        except TimeoutError:
            return False
        return True

    async def purge(self) -> int:
        """Remove rows that are over and too old to be delivered again; for the night."""
        now = self._clock.now()
        return await inbox_table.purge(
            self._database,
            done_before=now - _DONE_KEPT.total_seconds(),
            parked_before=now - _PARKED_KEPT.total_seconds(),
        )

    def _arrived(self, stored: Sequence[Stored]) -> None:
        metrics.updates_received(len(stored))
        if not self._taking:
            return
        metrics.updates_waiting(len(stored))
        for one in stored:
            self._lines.push(one.arrival.line, Waiting(one.seq, one.arrival.update))

    async def _resume(self) -> None:
        """Find what waits in the table; nothing arrives in between."""
        async with self._journal.turn:
            for line in await inbox_table.waiting_lines(self._database, self._bot_id):
                self._lines.look_into_table(line.name)
                self._heads.add(line.head)
                metrics.updates_waiting(line.length)
            self._taking = True

    async def _work(self, handle: Handle) -> None:
        async with asyncio.TaskGroup() as group:
            while (line := await self._lines.next_ready()) is not None and not self._draining:
                await self._slots.acquire()
                group.create_task(self._work_off(line, handle))

    async def _work_off(self, line: Line, handle: Handle) -> None:
        try:
            while not self._draining:
                waiting = await self._next(line)
                if waiting is None:
                    return
                with structlog.contextvars.bound_contextvars(
                    update=waiting.update.get("update_id"), line=line.name
                ):
                    await self._settle(waiting, handle)
        finally:
            self._slots.release()

    async def _next(self, line: Line) -> Waiting | None:
        try:
            return await self._lines.next_row(line, self._load)
        except sqlite3.Error:
            log.exception("the inbox cannot be read")
            await self._clock.sleep(_AFTER_TROUBLE)
            self._lines.let_go(line)
            return None

    async def _load(self, line: str, after: int) -> list[Waiting]:
        return await inbox_table.page(self._database, self._bot_id, line, after=after, limit=_PAGE)

    async def _settle(self, waiting: Waiting, handle: Handle) -> None:
        """Handle an update until it is done or parked; the line goes on either way."""
        problem = await self._begin_again(waiting)
        while not problem:
            begun = self._clock.monotonic()
            error = await _attempt(waiting, handle)
            if error is None:
                metrics.update_handled(self._clock.monotonic() - begun)
                metrics.updates_waiting(-1)
                self._mark(waiting, State.DONE)
                return
            waiting.tries += 1
            if waiting.tries >= _MOST_TRIES or isinstance(error, ValidationError):
                problem = _in_words(error)
                break
            self._mark(waiting, State.NEW, problem=_in_words(error))
            if self._draining:
                return
            await self._clock.sleep(_PAUSES[waiting.tries - 1])
        log.error("an update was parked", tries=waiting.tries, problem=problem)
        metrics.update_parked()
        metrics.updates_waiting(-1)
        self._mark(waiting, State.PARKED, problem=problem)

    async def _begin_again(self, waiting: Waiting) -> str:
        """Count the restarts at an update during which the program may have died.

        A program that dies of an update is started again by somebody; it must not go on for ever.
        Only the head of a line can have been in work. Returns why it is to be given up, if it is.
        """
        if waiting.seq not in self._heads:
            return ""
        self._heads.discard(waiting.seq)
        waiting.resumed += 1
        if waiting.resumed > _MOST_RESUMES:
            return f"the program died {_MOST_RESUMES} times while this was handled"
        self._mark(waiting, State.NEW)
        try:
            await self._journal.flush()
        except sqlite3.Error:
            log.exception("the inbox cannot be written to")
        return ""

    def _mark(self, waiting: Waiting, state: State, *, problem: str = "") -> None:
        self._journal.mark(Mark(waiting.seq, state, waiting.tries, waiting.resumed, problem))

    async def _finish(self) -> None:
        self._taking = False
        try:
            await self._journal.flush()
        except sqlite3.Error:
            log.exception("the inbox cannot be written to")
        self._ended.set()


async def _attempt(waiting: Waiting, handle: Handle) -> Exception | None:
    try:
        async with asyncio.timeout(_LONGEST_HANDLING.total_seconds()):
            await handle(waiting.update)
    except Exception as error:  # whatever a handler raises, the chat goes on
        log.warning("an update was not handled", tries=waiting.tries + 1, exc_info=error)
        return error
    return None


def _in_words(error: Exception) -> str:
    return f"{type(error).__name__}: {without_tokens(error)}"
