"""The calls of one chat: who waits, who is under way, and whose turn it is."""

import asyncio
from collections.abc import Hashable
from dataclasses import dataclass, field

from bot.governor_pace import Span, Tally
from bot.urgency import Urgency


@dataclass(eq=False, slots=True)
class Call:
    """One call that has to keep to the pace of its chat."""

    number: int
    """Calls of one urgency go in the order of their numbers."""
    urgency: Urgency
    message: int | None = None
    """The message that it changes."""
    topic: Hashable = None
    """Progress about the same topic replaces what waits."""
    uploads: bool = False
    may_be_done: bool = False
    """It was made before, and nobody knows whether Telegram took it."""
    is_overtaken: bool = False
    """What came later was shown meanwhile: to make it again would undo that."""
    turn: asyncio.Future[bool] = field(default_factory=asyncio.Future)
    """True: go. False: something newer goes instead."""
    landed: asyncio.Event = field(default_factory=asyncio.Event)
    started_at: float = 0.0

    @property
    def rank(self) -> tuple[Urgency, int]:
        """Return what to sort by."""
        return self.urgency, self.number

    @property
    def is_progress(self) -> bool:
        """Return whether it may be dropped."""
        return self.urgency is Urgency.PROGRESS

    @property
    def is_outcome(self) -> bool:
        """Return whether it shows a result, or how something ended."""
        return self.urgency in {Urgency.DELIVERY, Urgency.STATE}

    def answer(self, *, goes: bool) -> None:
        """Tell the one who waits, unless they have just given up."""
        if not self.turn.done():
            self.turn.set_result(goes)

    def once_more(self, *, may_be_done: bool = False) -> "Call":
        """Return the same call, to wait again in its old place."""
        may_be_done = may_be_done or self.may_be_done
        return Call(self.number, self.urgency, self.message, self.topic, self.uploads, may_be_done)


@dataclass(slots=True)
class Alarm:
    """When somebody will look at what waits again."""

    due: float = 0.0
    task: asyncio.Task[None] | None = None


class Line:
    """One chat's calls. It decides about order; the governor decides about time."""

    def __init__(self, spans: tuple[Span, ...]) -> None:
        self.tally = Tally(spans)
        self.held_until = 0.0
        self.alarm = Alarm()
        self._waiting: list[Call] = []
        self._flying: list[Call] = []
        self._resting: list[Call] = []
        self._settled: set[int] = set()

    def join(self, call: Call) -> None:
        """Let a call wait for its turn. It drops the progress that it makes stale."""
        if call.is_progress:
            self._replace_older(call)
        elif call.message is not None and not call.uploads:
            self._drop_progress(call.message)
        if call in self._resting:
            self._resting.remove(call)
        if call.is_overtaken:
            call.answer(goes=False)
        if not call.turn.done():
            self._waiting.append(call)

    def leave(self, call: Call) -> None:
        """Forget a call, whether it waited, was under way, rested, or none of these."""
        if call in self._resting:
            self._resting.remove(call)
        if call in self._waiting:
            self._waiting.remove(call)
        if call in self._flying:
            self._flying.remove(call)
            if call.uploads and call.message is not None:
                self._settled.discard(call.message)
        call.landed.set()

    def start(self, call: Call, now: float) -> None:
        """Give a call its turn."""
        self._waiting.remove(call)
        self._flying.append(call)
        self.tally.note(now)
        call.started_at = now
        call.answer(goes=True)
        if call.is_outcome:
            self._overtake(call)

    def rest(self, call: Call) -> None:
        """Keep a call in mind that will join once more after a pause."""
        self._resting.append(call)

    def next_call(self) -> Call | None:
        """Return the most urgent call that nothing under way stands before."""
        free = [
            call for call in self._waiting if not call.turn.done() and not self._must_wait(call)
        ]
        return min(free, key=lambda call: call.rank, default=None)

    def due(self, call: Call) -> float:
        """Return when the pace lets the call go."""
        return max(self.held_until, self.tally.due(sparing=call.is_progress))

    def settle(self, message: int) -> list[Call]:
        """Drop the progress of a message and let none start; return what of it is under way."""
        if any(call.uploads and call.message == message for call in self._flying):
            self._settled.add(message)
        self._drop_progress(message)
        return [call for call in self._flying if call.message == message and call.is_progress]

    def is_idle(self, now: float) -> bool:
        """Return whether nothing would change if the line were forgotten."""
        busy = self._waiting or self._flying or self._resting
        return not busy and self.held_until <= now and self.tally.is_forgotten(now)

    def _must_wait(self, call: Call) -> bool:
        return any(_stands_before(flying, call) for flying in self._flying)

    def _replace_older(self, call: Call) -> None:
        if call.message in self._settled:
            call.answer(goes=False)
            return
        for older in [other for other in self._waiting if _same_topic(other, call)]:
            self._waiting.remove(older)
            older.answer(goes=False)
            call.number = min(call.number, older.number)

    def _overtake(self, newer: Call) -> None:
        """Give up what may have been shown before, and would now undo what is newer."""
        for call in (*self._resting, *self._waiting):
            is_older = call.message == newer.message and call.number < newer.number
            if not (call.may_be_done and is_older):
                continue
            call.is_overtaken = True
            if call in self._waiting:
                self._waiting.remove(call)
                call.answer(goes=False)

    def _drop_progress(self, message: int) -> None:
        for stale in [c for c in self._waiting if c.is_progress and c.message == message]:
            self._waiting.remove(stale)
            stale.answer(goes=False)


def _stands_before(flying: Call, call: Call) -> bool:
    """Return whether a call has to wait for one under way.

    Uploads take long, so nobody waits for them: their bytes are held back by `settle` instead.
    """
    if flying.uploads:
        return False
    if flying.message is not None and flying.message == call.message:
        return True
    return flying.urgency <= call.urgency


def _same_topic(other: Call, call: Call) -> bool:
    return other.is_progress and other.topic == call.topic
