"""Commits that are shared: updates that arrive together and marks that wait go into one transaction.

A commit costs a wait for the disk; fifty updates a second would otherwise cost a hundred of them.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog

from bot import inbox_table
from bot.inbox_table import Arrival, Mark, Stored
from services.clock import Clock
from services.store.database import Database

log = structlog.get_logger(__name__)

_MARKS_APART: Final = timedelta(seconds=0.1)
_LONGEST_PAUSE_SECONDS: Final = 30


@dataclass(slots=True)
class _Batch:
    """Updates that one caller wants stored."""

    arrivals: list[Arrival]
    settled: bool = False
    new: int = 0
    error: BaseException | None = None


class Journal:
    """Writes to the inbox's table, in the order of the calls.

    `on_new` is told of new rows at once after their commit, in their order; `on_doubt` of lines of
    which, after a failed or interrupted commit, the table may know more than was told.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        bot_id: int,
        *,
        on_new: Callable[[list[Stored]], None],
        on_doubt: Callable[[str], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._bot_id = bot_id
        self._on_new = on_new
        self._on_doubt = on_doubt
        self._arrived: list[_Batch] = []
        self._marks: dict[int, Mark] = {}
        self._marked = asyncio.Event()
        self.turn = asyncio.Lock()
        """Held while something is being written."""

    async def keep(self, arrivals: list[Arrival]) -> int:
        """Write updates down and return how many are new.

        Raises:
            sqlite3.Error: none of them was.
        """
        batch = _Batch(arrivals)
        self._arrived.append(batch)
        async with self.turn:
            if not batch.settled:
                await self._commit()
        if batch.error is not None:
            raise batch.error
        return batch.new

    def mark(self, mark: Mark) -> None:
        """Have it written down soon what became of an update."""
        self._marks[mark.seq] = mark
        self._marked.set()

    async def flush(self) -> None:
        """Write down what waits.

        Raises:
            sqlite3.Error: it waits still.
        """
        async with self.turn:
            await self._commit()

    async def write_marks(self) -> None:
        """Write marks down ten times a second, until cancelled; a full disk is waited for."""
        pause = _MARKS_APART
        while True:
            await self._marked.wait()
            await self._clock.sleep(pause)
            try:
                await self.flush()
                pause = _MARKS_APART
            except sqlite3.Error:
                pause = min(pause * 2, timedelta(seconds=_LONGEST_PAUSE_SECONDS))
                log.exception("the inbox cannot be written to")

    async def _commit(self) -> None:
        batches, self._arrived = self._arrived, []
        marks, self._marks = self._marks, {}
        self._marked.clear()
        if not batches and not marks:
            return
        try:
            stored = await self._write(batches, marks)
        except BaseException as error:
            self._take_back(batches, marks, error)
            raise
        for batch, new in zip(batches, stored, strict=True):
            batch.settled, batch.new = True, len(new)
            self._on_new(new)

    async def _write(self, batches: list[_Batch], marks: dict[int, Mark]) -> list[list[Stored]]:
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            if marks:
                await inbox_table.mark(transaction, marks.values())
            return [
                await inbox_table.add(transaction, self._bot_id, batch.arrivals, now=now)
                for batch in batches
            ]

    def _take_back(
        self, batches: list[_Batch], marks: dict[int, Mark], error: BaseException
    ) -> None:
        """Tell the other callers, or, when only this one was cancelled, leave their part to them.

        Whether something was written before a cancellation is unknown; twice does no harm.
        """
        self._marks = marks | self._marks
        if self._marks:
            self._marked.set()
        if isinstance(error, asyncio.CancelledError):
            self._arrived[:0] = batches
        else:
            for batch in batches:
                batch.settled, batch.error = True, error
        for batch in batches:
            for arrival in batch.arrivals:
                self._on_doubt(arrival.line)
