"""One running piece of work for all who want its result.

Whoever asks first starts it; whoever asks meanwhile joins. Stopping one of them leaves the others'
work alone; when the last one leaves, the work is cancelled, and has cleaned up before they go on.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from contextvars import Context
from typing import Any, TypeVar

from structlog.contextvars import bind_contextvars, get_contextvars

from services.errors import HearsayError
from services.nursery import Nursery

T = TypeVar("T")
Watch = Callable[[float, float | None], None]
"""Called with how much is done and, where known, how much there is in all: bytes or seconds."""
Work = Callable[[Watch], Coroutine[Any, Any, T]]


class Shared:
    """Pieces of work by the key of their result."""

    def __init__(self, nursery: Nursery) -> None:
        self._nursery = nursery
        self._flights: dict[str, _Flight] = {}

    async def join(self, key: str, work: Work[T], *, watch: Watch) -> T:
        """Return the result of the work that has this key, begun now or earlier.

        Raises:
            HearsayError: the work failed; all who joined hear the same.
        """
        flight = self._flights.get(key)
        if flight is None:
            flight = self._flights[key] = _Flight(self._nursery, key, work)
        flight.watchers.append(watch)
        try:
            outcome: T | HearsayError = await asyncio.shield(flight.task)
        finally:
            flight.watchers.remove(watch)
            if not flight.watchers:
                # Forgotten first: who comes now begins anew instead of joining what is ending.
                del self._flights[key]
                await flight.end()
        if isinstance(outcome, HearsayError):
            raise outcome
        return outcome


class _Flight:
    """Work under way. A failure is its result, because the nursery would call it a death."""

    def __init__(self, nursery: Nursery, key: str, work: Work[Any]) -> None:
        self.watchers: list[Watch] = []
        # In a context of its own: what is shared belongs to no job. Only the log is told who began it.
        self.task = Context().run(self._begin, nursery, key, work, get_contextvars())

    def _begin(
        self, nursery: Nursery, key: str, work: Work[Any], named: Mapping[str, Any]
    ) -> asyncio.Task[Any]:
        bind_contextvars(**named)
        return nursery.spawn(self._run(work), name=f"shared {key}")

    async def end(self) -> None:
        """Stop it if it still runs, and wait until it has cleaned up."""
        self.task.cancel()
        await asyncio.wait({self.task})

    async def _run(self, work: Work[Any]) -> object:
        try:
            return await work(self._tell)
        except HearsayError as error:
            return error

    def _tell(self, done: float, total: float | None) -> None:
        for watcher in list(self.watchers):
            watcher(done, total)
