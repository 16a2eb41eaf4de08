"""Brings the front what its calls tell: one question for all of them, and none while nobody waits."""

import asyncio
from collections import deque
from contextlib import suppress
from typing import Final

from services.crew.bell import Bell, Ring
from services.crew.calls import News
from services.crew.line import Line

_LOOK_SECONDS: Final = 0.5
_LOOK_SECONDS_WITHOUT_BELL: Final = 0.1
_BETWEEN_SECONDS: Final = 0.02
_IDLE_SECONDS: Final = 3600.0


class Awaited:
    """A call that somebody waits for."""

    def __init__(self) -> None:
        self._news: deque[News | None] = deque()
        self._is_there = asyncio.Event()
        self.known = 0
        """The number of the last step that was brought."""
        self.last: News | None = None
        self.is_in_line = False

    def begin(self) -> None:
        """Know nothing of what was told before the call was given: it may end as it did then."""
        self._news.clear()
        self._is_there.clear()
        self.known = 0
        self.last = None
        self.is_in_line = True

    def put(self, news: News | None) -> None:
        """Bring news; None: the call is not in line any more."""
        self._news.append(news)
        self._is_there.set()

    async def has_news(self, *, within_seconds: float) -> bool:
        """Wait for news, but not longer than that."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within_seconds):
                await self._is_there.wait()
        return bool(self._news)

    def take(self) -> News | None:
        """Return the oldest that has come."""
        news = self._news.popleft()
        if not self._news:
            self._is_there.clear()
        return news


class Messenger:
    """Knows which calls are waited for.

    Args:
        line: Where they stand.
        bell: Rings when there may be news.
        is_told: Whether the bell hears of what other processes do.
    """

    def __init__(self, line: Line, bell: Bell, *, is_told: bool) -> None:
        self._line = line
        self._bell = bell
        self._look_seconds = _LOOK_SECONDS if is_told else _LOOK_SECONDS_WITHOUT_BELL
        self._awaited: dict[str, Awaited] = {}

    @property
    def ids(self) -> list[str]:
        """Return the calls that are waited for."""
        return list(self._awaited)

    def expect(self, call_id: str) -> Awaited:
        """Begin to wait for a call; nobody else may be waiting for it."""
        self._awaited[call_id] = Awaited()
        return self._awaited[call_id]

    def is_in_line(self, call_id: str) -> None:
        """Look for a call from now on: it was given."""
        self._awaited[call_id].begin()
        self._bell.ring(Ring.NEWS)

    def let_be(self, call_id: str) -> None:
        """Look for it no more; nobody else may wait for it yet."""
        self._awaited[call_id].is_in_line = False

    def forget(self, call_id: str) -> None:
        """Wait no more; somebody else may."""
        del self._awaited[call_id]

    def knows(self, call_id: str) -> bool:
        """Return whether somebody waits for a call."""
        return call_id in self._awaited

    async def bring(self) -> None:
        """Bring news for as long as we live."""
        while True:
            asked = {name: one for name, one in self._awaited.items() if one.is_in_line}
            if asked:
                await self._look(asked)
            seconds = self._look_seconds if asked else _IDLE_SECONDS
            await self._bell.wait(Ring.NEWS, most_seconds=seconds)
            # What many tell at the same time is fetched at once.
            await asyncio.sleep(_BETWEEN_SECONDS)

    async def _look(self, asked: dict[str, Awaited]) -> None:
        found = await self._line.news({name: one.known for name, one in asked.items()})
        for name, one in asked.items():
            news = found.get(name)
            if news is None:
                one.is_in_line = False
                one.put(None)
            elif news != one.last:
                one.known = max([one.known, *(number for number, _ in news.steps)])
                one.last = news
                one.put(news)
