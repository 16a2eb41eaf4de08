"""Our own poll loop: updates come as Telegram wrote them, and are confirmed only once they are stored.

aiogram's loop confirms before the handlers are done, and stands still for ever at an update that its
models do not accept; this one hands raw objects to the inbox.
"""

import json
import re
import secrets
import sqlite3
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar, Final

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import DeleteWebhook, TelegramMethod

from bot.inbox import Inbox
from bot.tokens import without_tokens
from services.clock import Clock

log = structlog.get_logger(__name__)

_LIMIT: Final = 100
_ANSWER_SECONDS: Final = 15
"""How much longer than the long poll an answer may take."""
_SHORTEST_PAUSE: Final = timedelta(seconds=1)
_LONGEST_PAUSE: Final = timedelta(seconds=30)
_SILENCE: Final = timedelta(minutes=3)
_GIVE_UP_AFTER: Final = 4
_UPDATE_ID: Final = re.compile(r'"update_id"\s*:\s*(\d{1,18})')


class TokenRefused(Exception):
    """Telegram does not know the bot token, or no longer; asking on would not help."""

    def __init__(self) -> None:
        super().__init__("Telegram does not accept BOT_TOKEN: it is mistyped, or was revoked")


class RawUpdates(TelegramMethod[list[Any]]):
    """`getUpdates`, answered as plain JSON."""

    __returning__: ClassVar[type] = list[Any]
    __api_method__: ClassVar[str] = "getUpdates"

    offset: int | None = None
    limit: int = _LIMIT
    timeout: int = 0
    allowed_updates: list[str] | None = None


class Polling:
    """One poll after another, whatever the network does."""

    def __init__(
        self,
        bot: Bot,
        inbox: Inbox,
        clock: Clock,
        *,
        allowed_updates: Sequence[str],
        long_poll: timedelta = timedelta(seconds=50),
    ) -> None:
        self._bot = bot
        self._inbox = inbox
        self._clock = clock
        self._allowed_updates = list(allowed_updates)
        self._long_poll = long_poll
        self._offset: int | None = None
        self._unconfirmed: list[Any] = []
        self._limit = _LIMIT
        self._unreadable = 0
        self._failures = 0
        self._webhook_deleted = False
        self._trouble = ""
        self._answered_at = clock.monotonic()

    async def run(self) -> None:
        """Store what Telegram has for the bot, until cancelled.

        Raises:
            TokenRefused: Telegram does not know the token.
        """
        while True:
            try:
                await self._poll()
            except (TelegramUnauthorizedError, TelegramNotFound):
                raise TokenRefused from None
            except TelegramConflictError as error:
                await self._make_way(without_tokens(error))
            except TelegramRetryAfter as error:
                await self._pause(at_least=timedelta(seconds=error.retry_after))
            except ClientDecodeError as error:
                await self._read_less(error)
            except sqlite3.Error as error:
                await self._wait_for_better(f"nothing can be stored: {error}")
            except Exception as error:  # noqa: BLE001 - no answer, however odd, ends the polling
                await self._wait_for_better(f"{type(error).__name__}: {without_tokens(error)}")

    async def check(self) -> str | None:
        """Return why no updates arrive, None when all is well."""
        silent = self._clock.monotonic() - self._answered_at
        if self._trouble and silent > _SILENCE.total_seconds():
            return f"no updates from Telegram for {silent:.0f} s: {self._trouble}"
        return None

    async def _poll(self) -> None:
        request = RawUpdates(
            offset=self._offset,
            limit=self._limit,
            timeout=int(self._long_poll.total_seconds()),
            allowed_updates=self._allowed_updates,
        )
        updates = await self._bot.session.make_request(
            self._bot, request, timeout=request.timeout + _ANSWER_SECONDS
        )
        if updates and updates == self._unconfirmed:
            await self._wait_for_better("updates without numbers cannot be confirmed")
            return
        await self._inbox.store(updates)
        self._confirm(updates)
        self._unconfirmed = updates if self._offset is None else []
        self._well()

    def _confirm(self, updates: list[Any]) -> None:
        """Have the next poll confirm what was stored.

        After an empty answer everything is confirmed and the offset is dropped: after a quiet week
        Telegram counts on from any number, and an old offset would make it forget smaller ones.
        """
        numbers = [one.get("update_id") for one in updates if isinstance(one, dict)]
        whole = [number for number in numbers if type(number) is int]
        self._offset = max(whole) + 1 if whole else None

    def _well(self) -> None:
        if self._trouble:
            log.info("updates arrive again")
        self._trouble = ""
        self._failures = self._unreadable = 0
        self._limit = min(_LIMIT, self._limit * 2)
        self._answered_at = self._clock.monotonic()

    async def _make_way(self, words: str) -> None:
        """Deal with a 409: a webhook that is set, or another program with the same token."""
        if "webhook" in words and not self._webhook_deleted:
            self._webhook_deleted = True
            log.warning("a webhook is set; it is removed, what waits is kept")
            try:
                await self._bot.session.make_request(self._bot, DeleteWebhook(), timeout=30)
            except Exception as error:  # noqa: BLE001 - as above
                self._webhook_deleted = False
                await self._wait_for_better(without_tokens(error))
            return
        if not self._trouble:
            log.error(
                "ANOTHER PROGRAM RECEIVES THIS BOT'S UPDATES: stop it, or use another token",
                answer=words,
            )
        self._trouble = words
        await self._pause(at_least=timedelta(seconds=5))

    async def _wait_for_better(self, problem: str) -> None:
        log.warning("no updates from Telegram", problem=problem, failures=self._failures + 1)
        self._trouble = problem
        if "timeout" in problem.lower():
            self._limit = max(1, self._limit // 2)
        await self._pause()

    async def _read_less(self, error: ClientDecodeError) -> None:
        """Ask for fewer updates to get around one that cannot be read; skip it in the end."""
        text = error.data if isinstance(error.data, str) else json.dumps(error.data)
        if not text.lstrip().startswith("{"):
            await self._wait_for_better("the answer is no JSON (a proxy's error page?)")
            return
        self._unreadable += 1
        log.warning("unreadable updates", limit=self._limit, times=self._unreadable)
        self._trouble = "unreadable updates"
        if self._limit > 1:
            self._limit //= 2
            self._unreadable = 0
        elif self._unreadable >= _GIVE_UP_AFTER:
            await self._skip(text)
        await self._clock.sleep(_SHORTEST_PAUSE)

    async def _skip(self, text: str) -> None:
        """Park the one update that can never be read, and go on after it."""
        found = _UPDATE_ID.search(text)
        number = int(found[1]) if found else self._offset
        if number is None:
            await self._wait_for_better("an update without a number cannot be read or skipped")
            return
        try:
            await self._inbox.park(text, problem="unreadable JSON")
        except sqlite3.Error as error:
            await self._wait_for_better(f"nothing can be stored: {error}")
            return
        self._offset = number + 1
        self._unreadable = 0

    async def _pause(self, *, at_least: timedelta = _SHORTEST_PAUSE) -> None:
        """Wait longer each time, and never at the same moment as everybody else."""
        longest = min(_LONGEST_PAUSE, at_least * 2 ** min(self._failures, 5))
        self._failures += 1
        jitter = secrets.SystemRandom().uniform(0.5, 1)
        await self._clock.sleep(max(at_least, longest * jitter))
