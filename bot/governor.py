"""Keeps every call to Telegram in order and in pace: a session middleware between the bot and the wire.

Each chat has a line (`bot/governor_line.py`): the most urgent call goes first (`bot/urgency.py`), equals go
in order, and none faster than Telegram lets a chat hear from us (`bot/governor_pace.py`). A 429 holds its
own chat only, and the call is made again in its old place. Progress is never repeated, a newer
one replaces it while it waits, and a call dropped in that way returns True as if it had been made.

What may have been carried out although its answer was lost is repeated only when that does no
harm: an edit is, a send raises `FateUnknown`.
"""

import asyncio
import itertools
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import (
    TelegramEntityTooLarge,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from typing_extensions import override

from bot import metrics
from bot.client import FateUnknown, NotSent, files_of
from bot.governor_line import Alarm, Call, Line
from bot.governor_pace import Bucket, Pace, Tally
from bot.urgency import Urgency, current_urgency
from services.clock import Clock
from services.nursery import Nursery

log = structlog.get_logger(__name__)

_PACED: Final = ("send", "edit", "copyMessage", "forwardMessage", "stopPoll")
_ACTION: Final = "sendChatAction"
_DRAFTS: Final = frozenset({"sendMessageDraft", "sendRichMessageDraft"})
_HARMLESS_TWICE: Final = ("edit", "get", "set", "delete", "sendChatAction")
_NEVER_TWICE: Final = frozenset({"getUpdates"})
_PAUSES_SECONDS: Final = (1.0, 3.0, 9.0)
_LONGEST_UNPACED_HOLD_SECONDS: Final = 60
_SWEEP_EVERY_SECONDS: Final = 60.0
_MERCY: Final = 1.0
"""Most seconds added to what a 429 asks for, so that not everything starts again at once."""
_OBJECTION: Final = timedelta(minutes=10)
_SHORT_HOLD_SECONDS: Final = 5
_QUIET_SECONDS: Final = 3.0
_TICK: Final = timedelta(milliseconds=1)
"""A rest of nanoseconds would be rounded to no sleep at all."""


_chance: Final = secrets.SystemRandom().random


@dataclass(frozen=True, slots=True)
class _Key:
    chat: int | str
    action: bool


class Governor(BaseRequestMiddleware):
    """Holds calls back until their time has come."""

    def __init__(
        self,
        clock: Clock,
        nursery: Nursery,
        *,
        pace: Pace | None = None,
        jitter: Callable[[], float] = _chance,
    ) -> None:
        self._clock = clock
        self._nursery = nursery
        self._pace = pace or Pace()
        self._jitter = jitter
        self._lines: dict[_Key, Line] = {}
        self._ready: dict[_Key, Line] = {}
        self._all_chats = Bucket(self._pace.all_chats)
        self._latest = Tally((self._pace.calm,))
        self._daring: set[Call] = set()
        self._objected_until = 0.0
        self._alarm = Alarm()
        self._numbers = itertools.count()
        self._swept_at = 0.0

    @override
    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Any:
        """Make the call when its turn has come.

        Raises:
            FateUnknown: a message may have been sent or not.
            TelegramAPIError: Telegram refused it, or cannot be reached after several attempts.
        """
        chat = getattr(method, "chat_id", None)
        name = method.__api_method__
        if chat is None or not name.startswith(_PACED):
            return await self._call_at_once(make_request, bot, method)
        key = _Key(chat, action=name == _ACTION)
        return await self._call_in_turn(key, self._call_of(method), make_request, bot, method)

    async def settle(self, chat: int, message: int) -> None:
        """Let no progress follow: drop what waits for a message, and wait for what is under way.

        An upload calls this before its last bytes, so that nothing overtakes the result; what comes while
        the upload is under way is dropped.
        """
        key = _Key(chat, action=False)
        line = self._lines.get(key)
        if line is None:
            return
        flying = line.settle(message)
        self._review(key, line)
        for call in flying:
            await call.landed.wait()

    @property
    def chats(self) -> int:
        """Return how many chats are remembered."""
        return len(self._lines)

    async def _call_in_turn(
        self,
        key: _Key,
        call: Call,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> object:
        failures = 0
        while await self._turn(key, call):
            pause = None
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as error:
                self._hold(key, error)
                if call.is_progress:
                    return True
            except (TelegramNetworkError, TelegramServerError) as error:
                pause = self._pause_before_next(failures, method, error)
                if pause is None or call.is_progress:
                    raise
                failures += 1
            finally:
                self._land(key, call)
            if pause is not None:
                await self._clock.sleep(pause)
            call = call.once_more()
        return True

    async def _call_at_once(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> object:
        for attempt in itertools.count():
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as error:
                metrics.telegram_refused(method.__api_method__)
                seconds = error.retry_after
                too_long = seconds > _LONGEST_UNPACED_HOLD_SECONDS
                if too_long or not _is_harmless_twice(method) or attempt > len(_PAUSES_SECONDS):
                    raise
                pause = timedelta(seconds=seconds + self._jitter())
            except (TelegramNetworkError, TelegramServerError) as error:
                found = self._pause_before_next(attempt, method, error)
                if found is None:
                    raise
                pause = found
            await self._clock.sleep(pause)
        raise AssertionError("counting has no end")

    def _pause_before_next(
        self, failures: int, method: TelegramMethod[Any], error: Exception
    ) -> timedelta | None:
        """Return how long to wait before the same call is made again; None: not again.

        Raises:
            FateUnknown: it must not be repeated, and may have been carried out.
        """
        if isinstance(error, TelegramEntityTooLarge):  # for aiogram a trouble of the network
            return None
        harmless = isinstance(error, NotSent) or _is_harmless_twice(method)
        if not harmless and method.__api_method__.startswith(_PACED):
            raise FateUnknown(method, str(error)) from error
        if not harmless or failures >= len(_PAUSES_SECONDS):
            return None
        return timedelta(seconds=_PAUSES_SECONDS[failures] * (1 + self._jitter()))

    def _call_of(self, method: TelegramMethod[Any]) -> Call:
        name, message = method.__api_method__, getattr(method, "message_id", None)
        if name == _ACTION or name in _DRAFTS:
            topic = (name, getattr(method, "draft_id", None))
            return Call(next(self._numbers), Urgency.PROGRESS, topic=topic)
        level, is_edit = current_urgency(), name.startswith("edit")
        return Call(
            next(self._numbers),
            level if is_edit else min(level, Urgency.STATE),
            message=message if is_edit else None,
            topic=message,
            uploads=next(files_of(method), None) is not None,
        )

    async def _turn(self, key: _Key, call: Call) -> bool:
        """Wait until the call may go; False when it is not worth making any more."""
        asked = self._clock.monotonic()
        line = self._line(key, asked)
        line.join(call)
        self._review(key, line)
        try:
            goes = await call.turn
        except asyncio.CancelledError:
            self._land(key, call)
            raise
        metrics.governor_waited(self._clock.monotonic() - asked, kind=call.urgency.name.lower())
        return goes

    def _land(self, key: _Key, call: Call) -> None:
        """Let the next one go. An upload counts for Telegram when it has arrived, so it is noted then."""
        line = self._lines[key]
        if call.uploads and not call.landed.is_set():
            line.tally.note_later(call.started_at, self._clock.monotonic())
        line.leave(call)
        self._review(key, line)
        if call in self._daring:
            self._daring.discard(call)
            self._start_ready()

    def _hold(self, key: _Key, error: TelegramRetryAfter) -> None:
        metrics.telegram_refused(error.method.__api_method__)
        log.warning("telegram wants a pause", chat=key.chat, seconds=error.retry_after)
        now = self._clock.monotonic()
        short = error.retry_after <= _SHORT_HOLD_SECONDS
        if short and self._lines[key].tally.is_quiet(now, seconds=_QUIET_SECONDS):
            self._objected_until = now + _OBJECTION.total_seconds()
            self._all_chats.empty(now, seconds=1)
        until = now + error.retry_after + self._jitter() * _MERCY
        held = {key, _Key(key.chat, action=True)}
        for line in [self._lines[one] for one in held if one in self._lines]:
            line.held_until = max(line.held_until, until)

    def _line(self, key: _Key, now: float) -> Line:
        if now - self._swept_at > _SWEEP_EVERY_SECONDS:
            self._swept_at = now
            self._lines = {one: line for one, line in self._lines.items() if not line.is_idle(now)}
        if key not in self._lines:
            self._lines[key] = self._new_line(key)
        return self._lines[key]

    def _new_line(self, key: _Key) -> Line:
        if not key.action:
            return Line(self._pace.of_chat(key.chat))
        line, beside = Line(self._pace.action), self._lines.get(_Key(key.chat, action=False))
        line.held_until = beside.held_until if beside else 0.0
        return line

    def _review(self, key: _Key, line: Line) -> None:
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
        self._ready[key] = line
        self._start_ready()

    def _start_ready(self) -> None:
        """Start the most urgent calls of all chats, as far as the pace of everything allows."""
        while self._ready:
            call, key = min(
                ((call, key) for key, line in self._ready.items() if (call := line.next_call())),
                key=lambda pair: pair[0].rank,
            )
            now = self._clock.monotonic()
            due = self._due_in_all(call, now)
            if due > now:
                self._wake_at(self._alarm, due, self._start_ready)
                return
            self._all_chats.note(now)
            self._latest.note(now)
            line = self._ready.pop(key)
            line.start(call, now)
            self._review(key, line)

    def _due_in_all(self, call: Call, now: float) -> float:
        """Return when the pace over all chats lets the call go."""
        if call.urgency is not Urgency.ANSWER or now < self._objected_until:
            return self._all_chats.due(now, sparing=call.is_progress)
        calm_at = self._latest.due()
        if calm_at > now and len(self._daring) < self._pace.answers_at_once:
            self._daring.add(call)
            return now
        return calm_at

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


def _is_harmless_twice(method: TelegramMethod[Any]) -> bool:
    name = method.__api_method__
    return name.startswith(_HARMLESS_TWICE) and name not in _NEVER_TWICE
