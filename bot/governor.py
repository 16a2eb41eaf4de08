"""Keeps every call to Telegram in order and in pace: a session middleware between the bot and the wire.

Each chat has a line (`bot/governor_line.py`): the most urgent call goes first (`bot/urgency.py`), equals go
in order, and none faster than Telegram lets a chat hear from us (`bot/governor_pace.py`). A 429 holds its
own chat only, and the call is made again in its old place. Progress is never repeated, a newer
one replaces it while it waits, and a call dropped in that way returns True as if it had been made.

What may have been carried out although its answer was lost is repeated only when that does no
harm: an edit is, unless how something ended was shown in the same message meanwhile; a send raises
`FateUnknown`.
"""

import asyncio
import itertools
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import (
    TelegramEntityTooLarge,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from typing_extensions import override

from bot import metrics
from bot.governor_line import Call
from bot.governor_pace import Pace
from bot.governor_turns import Key, Turns
from bot.patience import files_of
from bot.session import FateUnknown, NotSent
from bot.urgency import Urgency, current_urgency
from services.clock import Clock
from services.nursery import Nursery

log = structlog.get_logger(__name__)

_PACED: Final = ("send", "edit", "copyMessage", "forwardMessage", "stopPoll")
_ACTION: Final = "sendChatAction"
_DRAFTS: Final = frozenset({"sendMessageDraft", "sendRichMessageDraft"})
_HARMLESS_TWICE: Final = ("edit", "get", "set", "delete")
_NEVER_TWICE: Final = frozenset({"getUpdates"})
_WORDS: Final = frozenset({"editMessageText", "editMessageCaption", "editMessageReplyMarkup"})
"""After these nobody needs to know what Telegram has made of them."""
_PAUSES_SECONDS: Final = (1.0, 3.0)
_LONG_PAUSES_SECONDS: Final = (1.0, 3.0, 9.0, 27.0, 60.0, 60.0, 60.0)
"""A result or an end can wait until Telegram is back; somebody who waits for an answer cannot."""
_LONGEST_UNPACED_HOLD_SECONDS: Final = 60
_MERCY: Final = 1.0
"""Most seconds added to what a 429 asks for, so that not everything starts again at once."""
_MOVED_KEPT: Final = 1000

_chance: Final = secrets.SystemRandom().random


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
        self._jitter = jitter
        self._turns = Turns(clock, nursery, pace or Pace())
        self._numbers = itertools.count()
        self._moved: dict[int | str, int] = {}

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
        name, chat = method.__api_method__, getattr(method, "chat_id", None)
        if chat is None or not name.startswith(_PACED):
            return await self._call_at_once(make_request, bot, method)
        if chat in self._moved:
            chat = self._moved[chat]
            method = method.model_copy(update={"chat_id": chat})
        try:
            return await self._call_in_turn(Key(chat, name == _ACTION), make_request, bot, method)
        except TelegramMigrateToChat as error:
            self._note_move(chat, error.migrate_to_chat_id)
        return await self(make_request, bot, method)

    async def settle(self, chat: int, message: int) -> None:
        """Let no progress follow: drop what waits for a message, and wait for what is under way.

        An upload calls this before its last bytes, so that nothing overtakes the result; what comes while
        the upload is under way is dropped.
        """
        await self._turns.settle(self._moved.get(chat, chat), message)

    @property
    def chats(self) -> int:
        """Return how many chats are remembered."""
        return len(self._turns)

    async def _call_in_turn(
        self,
        key: Key,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> object:
        call, failures = self._call_of(method), 0
        while await self._turn(key, call):
            pause, may_be_done = None, False
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as error:
                metrics.telegram_refused(method.__api_method__)
                self._turns.hold(key, error.retry_after + self._jitter() * _MERCY)
                if call.is_progress:
                    return True
            except (TelegramNetworkError, TelegramServerError) as error:
                pause = self._pause_after(failures, method, error, patient=call.is_outcome)
                if pause is None or call.is_progress:
                    raise
                failures += 1
                may_be_done = method.__api_method__ in _WORDS and not isinstance(error, NotSent)
            finally:
                self._turns.land(key, call)
            call = call.once_more(may_be_done=may_be_done)
            if pause is not None:
                await self._rest(key, call, pause)
        return True

    async def _rest(self, key: Key, call: Call, pause: timedelta) -> None:
        """Wait before a call is made once more; what is shown meanwhile may make it superfluous."""
        self._turns.rest(key, call)
        try:
            await self._clock.sleep(pause)
        except asyncio.CancelledError:
            self._turns.land(key, call)
            raise

    async def _turn(self, key: Key, call: Call) -> bool:
        """Wait until the call may go; False when it is not worth making any more."""
        asked = self._clock.monotonic()
        goes = await self._turns.take(key, call)
        metrics.governor_waited(self._clock.monotonic() - asked, kind=call.urgency.name.lower())
        return goes

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
                found = self._pause_after(attempt, method, error, patient=False)
                if found is None:
                    raise
                pause = found
            await self._clock.sleep(pause)
        raise AssertionError("counting has no end")

    def _pause_after(
        self, failures: int, method: TelegramMethod[Any], error: Exception, *, patient: bool
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
        pauses = _LONG_PAUSES_SECONDS if patient else _PAUSES_SECONDS
        if not harmless or failures >= len(pauses):
            return None
        return timedelta(seconds=pauses[failures] * (1 + self._jitter()))

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

    def _note_move(self, chat: int | str, to: int) -> None:
        """Remember that a group became a supergroup, with a number of its own."""
        log.info("a chat has moved", chat=chat, to=to)
        if len(self._moved) >= _MOVED_KEPT:
            self._moved.clear()
        self._moved[chat] = to


def _is_harmless_twice(method: TelegramMethod[Any]) -> bool:
    name = method.__api_method__
    return name.startswith(_HARMLESS_TWICE) and name not in _NEVER_TWICE
