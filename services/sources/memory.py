"""Remembers a few things for a while: the newest, up to a size."""

import asyncio
from collections import OrderedDict
from datetime import timedelta
from typing import Generic, TypeVar

T = TypeVar("T", str, bytes)


class Memory(Generic[T]):
    """Texts or bytes by name.

    Args:
        room: How much is kept in all, in the things' own length.
        kept: For how long.
    """

    def __init__(self, *, room: int, kept: timedelta) -> None:
        self._room = room
        self._kept = kept.total_seconds()
        self._things: OrderedDict[str, tuple[float, T]] = OrderedDict()
        self._used = 0

    def put(self, name: str, thing: T) -> None:
        """Remember it, and forget the oldest where there is no room."""
        self.forget(name)
        self._things[name] = (asyncio.get_running_loop().time() + self._kept, thing)
        self._used += len(thing)
        while self._used > self._room:
            self.forget(next(iter(self._things)))

    def get(self, name: str) -> T | None:
        """Return it, if it is still known."""
        kept = self._things.get(name)
        if kept is None or kept[0] < asyncio.get_running_loop().time():
            self.forget(name)
            return None
        return kept[1]

    def forget(self, name: str) -> None:
        """Remember it no longer."""
        kept = self._things.pop(name, None)
        if kept is not None:
            self._used -= len(kept[1])
