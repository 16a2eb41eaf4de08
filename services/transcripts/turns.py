"""Decides who may ask the recogniser next: live ones first, then short ones, and few changes of the model.

There is one recogniser with one model loaded, and a change costs seconds. Whoever has sat down with the
loaded model keeps it while there is something to hear; those with another wait for that, but not for ever.
For somebody short who has sat down and still cuts their sound, the turn is kept free for a moment: a long
one would take the recogniser for a whole piece just before they ask. Many who speak live would keep all
others out for as long as they speak, so that who has waited for a while counts as much as they do.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from itertools import count
from typing import Final

PATIENCE: Final = timedelta(minutes=2)
"""After so long, a model makes way for another that somebody in the same lane waits for."""

KEPT_FREE: Final = timedelta(seconds=2)
"""So long a turn is kept free for somebody short: cutting their sound takes a fraction of that."""


FAIR_AFTER: Final = timedelta(seconds=4)
"""Who has waited for so long waits behind nobody who came later."""


class Lane(IntEnum):
    """Whose turn is next at the border of two pieces: the smaller number's."""

    LIVE = -1
    """Somebody is speaking and watches for the words."""
    SHORT = 0
    LONG = 1


@dataclass(frozen=True, slots=True, eq=False)
class Guest:
    """Somebody with several questions, who sits until all are answered."""

    model: str
    lane: Lane


@dataclass(frozen=True, slots=True, eq=False)
class _Waiting:
    guest: Guest
    number: int
    since: float
    turn: "asyncio.Future[None]"


class Turns:
    """One turn at a time."""

    def __init__(self, *, patience: timedelta = PATIENCE, kept_free: timedelta = KEPT_FREE) -> None:
        self._patience = patience
        self._kept_free = kept_free
        self._expected: dict[Guest, asyncio.TimerHandle] = {}
        self._seated: list[Guest] = []
        self._waiting: list[_Waiting] = []
        self._numbers = count()
        self._model = ""
        self._since = 0.0
        self.is_taken = False

    @contextmanager
    def seat(self, model: str, lane: Lane) -> Iterator[Guest]:
        """Sit down for the length of the block."""
        guest = Guest(model, lane)
        self._seated.append(guest)
        self._expect(guest)
        try:
            yield guest
        finally:
            self._seated.remove(guest)
            self._expect_no_more(guest)
            if not self.is_taken:
                self._pass_on()

    @asynccontextmanager
    async def taken(self, guest: Guest) -> AsyncIterator[None]:
        """Have the turn for the length of the block."""
        loop = asyncio.get_running_loop()
        waiting = _Waiting(guest, next(self._numbers), loop.time(), loop.create_future())
        self._waiting.append(waiting)
        if not self.is_taken:
            self._pass_on()
        try:
            await waiting.turn
        except asyncio.CancelledError:
            if waiting in self._waiting:
                self._waiting.remove(waiting)
            elif not waiting.turn.cancelled():
                self._pass_on()
            raise
        self._expect_no_more(guest)
        try:
            yield
        finally:
            if guest in self._seated:
                self._expect(guest)
            self._pass_on()

    def _expect(self, guest: Guest) -> None:
        """Keep the turn free for somebody short who is about to ask."""
        self._expect_no_more(guest)
        if guest.lane is Lane.SHORT:
            loop = asyncio.get_running_loop()
            kept = self._kept_free.total_seconds()
            self._expected[guest] = loop.call_later(kept, self._wait_no_longer, guest)

    def _expect_no_more(self, guest: Guest) -> None:
        timer = self._expected.pop(guest, None)
        if timer is not None:
            timer.cancel()

    def _wait_no_longer(self, guest: Guest) -> None:
        del self._expected[guest]
        if not self.is_taken:
            self._pass_on()

    def _pass_on(self) -> None:
        """Give the turn to the next one; it stays taken meanwhile, so that nobody slips in."""
        self.is_taken = False
        self._waiting = [waiting for waiting in self._waiting if not waiting.turn.done()]
        may = [waiting for waiting in self._waiting if self._may(waiting.guest)]
        if not may:
            return
        chosen = min(may, key=self._rank)
        if self._expected and chosen.guest.lane is Lane.LONG:
            return
        self._waiting.remove(chosen)
        if chosen.guest.model != self._model:
            self._model, self._since = chosen.guest.model, asyncio.get_running_loop().time()
        self.is_taken = True
        chosen.turn.set_result(None)

    def _may(self, guest: Guest) -> bool:
        """Return whether the loaded model is a guest's own, or may make way for theirs."""
        if guest.model == self._model:
            return True
        ahead = [other.lane for other in self._seated if other.model == self._model]
        if self._has_had_its_time:
            return all(lane >= guest.lane for lane in ahead)
        return all(lane > guest.lane for lane in ahead)

    def _rank(self, waiting: _Waiting) -> tuple[int, bool, int]:
        changes = waiting.guest.model != self._model
        waited = asyncio.get_running_loop().time() - waiting.since
        lane = Lane.LIVE if waited >= FAIR_AFTER.total_seconds() else waiting.guest.lane
        return lane, changes != self._has_had_its_time, waiting.number

    @property
    def _has_had_its_time(self) -> bool:
        now = asyncio.get_running_loop().time()
        return now - self._since >= self._patience.total_seconds()
