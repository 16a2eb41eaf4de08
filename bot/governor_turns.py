"""Decides when each waiting call may go: its chat's pace first, then the pace of all chats together.

There is no loop: whoever joins, lands or is cancelled has the line looked at, and where only time is
missing an alarm is set.
"""

import asyncio
import heapq
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Final

import structlog

from bot.governor_line import Alarm, Call, Line
from bot.governor_pace import Bucket, Pace, Tally
from bot.urgency import Urgency
from services.clock import Clock
from services.nursery import Nursery

log = structlog.get_logger(__name__)

_SWEEP_EVERY_SECONDS: Final = 60.0
_BELIEF: Final = timedelta(minutes=10)
"""For so long it is believed that Telegram limits, or does not limit, answers over all chats."""
_SHORT_HOLD_SECONDS: Final = 5
_QUIET_SECONDS: Final = 3.0
_MOST_STALE: Final = 100
_TICK: Final = timedelta(milliseconds=1)
"""A rest of nanoseconds would be rounded to no sleep at all."""


@dataclass(frozen=True, slots=True)
class Key:
    """One line: a chat's messages, or its “is sending a file…”, which Telegram counts apart."""

    chat: int | str
    action: bool = False


class Turns:
    """The lines of all chats."""

    def __init__(self, clock: Clock, nursery: Nursery, pace: Pace) -> None:
        self._clock = clock
        self._nursery = nursery
        self._pace = pace
        self._lines: dict[Key, Line] = {}
        self._ready: dict[Key, Call] = {}
        """The next call of each line that waits for nothing but the pace of all chats."""
        self._by_rank: list[tuple[tuple[Urgency, int], int, Key, Call]] = []
        """A heap of those, and of some that have been ready."""
        self._numbers = count()
        self._all_chats = Bucket(pace.all_chats)
        self._results = Bucket(pace.results)
        self._latest = Tally((pace.calm,))
        self._proof = Tally((pace.proof,))
        self._daring: set[Call] = set()
        self._trusting_until = 0.0
        self._objected_until = 0.0
        self._alarm = Alarm()
        self._swept_at = 0.0

    def __len__(self) -> int:
        """Return how many lines are remembered."""
        return len(self._lines)

    async def take(self, key: Key, call: Call) -> bool:
        """Wait until the call may go; False when it is not worth making any more."""
        line = self._line(key)
        line.join(call)
        self._review(key, line)
        try:
            return await call.turn
        except asyncio.CancelledError:
            self.land(key, call)
            raise

    def land(self, key: Key, call: Call) -> None:
        """Let the next one go. An upload counts for Telegram when it has arrived, so it is noted then."""
        line = self._lines[key]
        if call.uploads and not call.landed.is_set():
            line.tally.note_later(call.started_at, self._clock.monotonic())
        line.leave(call)
        self._review(key, line)
        if call in self._daring:
            self._daring.discard(call)
            self._weigh_proof()
            self._start_ready()

    def rest(self, key: Key, call: Call) -> None:
        """Keep in mind that a call will be made once more after a pause."""
        self._line(key).rest(call)

    def hold(self, key: Key, seconds: float) -> None:
        """Let nothing of a chat go for so long; a short hold of a quiet chat is meant for all chats."""
        log.warning("telegram wants a pause", chat=key.chat, seconds=round(seconds, 1))
        now = self._clock.monotonic()
        if seconds <= _SHORT_HOLD_SECONDS and self._lines[key].tally.is_quiet(
            now, seconds=_QUIET_SECONDS
        ):
            self._objected_until = now + _BELIEF.total_seconds()
            self._trusting_until = 0.0
            self._all_chats.empty(now, seconds=1)
        held = {key, Key(key.chat, action=True)}
        for line in [self._lines[one] for one in held if one in self._lines]:
            line.held_until = max(line.held_until, now + seconds)

    async def settle(self, chat: int, message: int) -> None:
        """Drop the progress that waits for a message, and wait for what is under way."""
        key = Key(chat)
        line = self._lines.get(key)
        if line is None:
            return
        flying = line.settle(message)
        self._review(key, line)
        for call in flying:
            await call.landed.wait()

    def _line(self, key: Key) -> Line:
        now = self._clock.monotonic()
        if now - self._swept_at > _SWEEP_EVERY_SECONDS:
            self._swept_at = now
            self._lines = {one: line for one, line in self._lines.items() if not line.is_idle(now)}
        if key not in self._lines:
            self._lines[key] = self._new_line(key)
        return self._lines[key]

    def _new_line(self, key: Key) -> Line:
        if not key.action:
            return Line(self._pace.of_chat(key.chat))
        line, beside = Line(self._pace.action), self._lines.get(Key(key.chat, action=False))
        line.held_until = beside.held_until if beside else 0.0
        return line

    def _review(self, key: Key, line: Line) -> None:
        """See whether the chat's next call may go now, or when to look again."""
        call = line.next_call()
        if call is None:
            self._ready.pop(key, None)
            return
        due = line.due(call)
        if due > self._clock.monotonic():
            self._ready.pop(key, None)
            self._wake_at(line.alarm, due, lambda: self._review(key, line))
            return
        self._make_ready(key, call)
        self._start_ready()

    def _start_ready(self) -> None:
        """Start the most urgent calls of all chats, as far as the pace of everything allows."""
        while (most_urgent := self._most_urgent()) is not None:
            key, call = most_urgent
            now = self._clock.monotonic()
            due = self._due_in_all(call, now)
            if due > now:
                self._wake_at(self._alarm, due, self._start_ready)
                return
            self._all_chats.note(now)
            if call.is_outcome:
                self._results.note(now)
            self._latest.note(now)
            self._proof.note(now)
            del self._ready[key]
            line = self._lines[key]
            line.start(call, now)
            self._review(key, line)

    def _make_ready(self, key: Key, call: Call) -> None:
        if self._ready.get(key) is call:
            return
        self._ready[key] = call
        if len(self._by_rank) > 2 * len(self._ready) + _MOST_STALE:
            self._by_rank = [each for each in self._by_rank if self._ready.get(each[2]) is each[3]]
            heapq.heapify(self._by_rank)
        heapq.heappush(self._by_rank, (call.rank, next(self._numbers), key, call))

    def _most_urgent(self) -> tuple[Key, Call] | None:
        """Return the first of all that are ready, without a look at all others: there may be thousands."""
        while self._by_rank:
            _, _, key, call = self._by_rank[0]
            is_ready = self._ready.get(key) is call
            following = self._lines[key].next_call() if is_ready else None
            if is_ready and following is call:
                return key, call
            heapq.heappop(self._by_rank)
            if is_ready:
                # Who waited for it has given up, and the line was not looked at since.
                del self._ready[key]
            if following is not None:
                self._make_ready(key, following)
        return None

    def _due_in_all(self, call: Call, now: float) -> float:
        """Return when the pace over all chats lets the call go."""
        if call.is_progress or now < self._objected_until:
            return self._all_chats.due(now, sparing=call.is_progress)
        if call.urgency is not Urgency.ANSWER:
            return min(self._all_chats.due(now), self._results.due(now))
        if now < self._trusting_until:
            return now
        calm_at = self._latest.due()
        if calm_at > now and len(self._daring) < self._pace.answers_at_once:
            self._daring.add(call)
            return now
        return calm_at

    def _weigh_proof(self) -> None:
        now = self._clock.monotonic()
        if self._proof.due() > now > self._objected_until:
            self._trusting_until = now + _BELIEF.total_seconds()

    def _wake_at(self, alarm: Alarm, due: float, look_again: Callable[[], None]) -> None:
        if alarm.task is not None and alarm.due <= due:
            return
        if alarm.task is not None:
            alarm.task.cancel()
        alarm.due = due
        alarm.task = self._nursery.spawn(self._ring(alarm, look_again), name="governor alarm")

    async def _ring(self, alarm: Alarm, look_again: Callable[[], None]) -> None:
        while (rest := alarm.due - self._clock.monotonic()) > 0:
            await self._clock.sleep(max(_TICK, timedelta(seconds=rest)))
        alarm.task = None
        look_again()
