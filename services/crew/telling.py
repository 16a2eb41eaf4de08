"""What an act tells of itself on its way to the front: seldom, but no step of it is lost."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from services.crew.call import Json
from services.crew.calls import Told

_BETWEEN_SECONDS: Final = 0.5


class Telling:
    """Collects notes and passes them on, at most twice a second.

    Args:
        say: Passes on.
        number: Of the last step that was told before, by another worker.
    """

    def __init__(self, say: Callable[[Told], Awaitable[object]], *, number: int) -> None:
        self._say = say
        self._number = number
        self._note: Json | None = None
        self._steps: dict[int, Json] = {}
        self._loop = asyncio.get_running_loop()
        self._anything = asyncio.Event()

    def tell(self, note: Json) -> None:
        """Take a note; from any thread."""
        self._loop.call_soon_threadsafe(self._take, note)

    async def pass_on(self) -> None:
        """Pass notes on for as long as the act goes on."""
        while True:
            await self._anything.wait()
            await self.flush()
            await asyncio.sleep(_BETWEEN_SECONDS)

    async def flush(self) -> None:
        """Pass on what there is."""
        self._anything.clear()
        told = Told(self._note, dict(self._steps))
        if told.note is None and not told.steps:
            return
        await self._say(told)
        for number in told.steps:
            del self._steps[number]
        if self._note is told.note:
            self._note = None

    def _take(self, note: Json) -> None:
        if "step" in note:
            self._number += 1
            self._steps[self._number] = note
        else:
            self._note = note
        self._anything.set()
