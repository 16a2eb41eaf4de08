"""Flood control: one a second in a chat, 20 a minute in a group, 30 a second in all."""

import math
from collections import deque
from dataclasses import dataclass, field

from services.clock import Clock

CHAT_BURST = 3
GROUP_PER_MINUTE = 20
ALL_PER_SECOND = 30
PREFIXES = ("send", "edit", "copy", "forward")
FREE = {"sendChatAction"}


@dataclass(slots=True)
class _Pace:
    tokens: float = CHAT_BURST
    at: float = 0.0
    sent: deque[float] = field(default_factory=deque)


class Flood:
    """Counts sends and edits together. Off until `is_on` is set."""

    def __init__(self, clock: Clock, *, is_on: bool = False) -> None:
        self._clock = clock
        self.is_on = is_on
        self.calls = 0
        self.refused = 0
        self._all: deque[float] = deque()
        self._chats: dict[int, _Pace] = {}

    def wait_seconds(self, method: str, chat_id: int, *, messages: int = 1) -> int:
        """Return 0 and count the call, or the seconds after which it may come again."""
        if not self.is_on or method in FREE or not method.startswith(PREFIXES):
            return 0
        self.calls += 1
        now = self._clock.monotonic()
        pace = self._chats.setdefault(chat_id, _Pace(at=now))
        wait = max(self._wait_in_chat(pace, now, chat_id), self._wait_in_all(now))
        if wait > 0:
            self.refused += 1
            return max(1, math.ceil(wait))
        pace.tokens -= messages
        self._all.extend([now] * messages)
        if chat_id < 0:
            pace.sent.extend([now] * messages)
        return 0

    def clear(self) -> None:
        """Forget what was counted."""
        self.calls = self.refused = 0
        self._all.clear()
        self._chats.clear()

    def _wait_in_chat(self, pace: _Pace, now: float, chat_id: int) -> float:
        pace.tokens = min(CHAT_BURST, pace.tokens + now - pace.at)
        pace.at = now
        wait = 1 - pace.tokens
        while pace.sent and pace.sent[0] <= now - 60:
            pace.sent.popleft()
        if chat_id < 0 and len(pace.sent) >= GROUP_PER_MINUTE:
            wait = max(wait, pace.sent[0] + 60 - now)
        return wait

    def _wait_in_all(self, now: float) -> float:
        while self._all and self._all[0] <= now - 1:
            self._all.popleft()
        return self._all[0] + 1 - now if len(self._all) >= ALL_PER_SECOND else 0
