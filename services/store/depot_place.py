"""What a place for shared files does, be it a folder or a bucket. Everything here blocks."""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Final, Protocol

CHUNK_BYTES: Final = 1 << 20

Check = Callable[[], None]
"""Raises `Cut` when the work is to end; called between pieces."""


class Cut(Exception):
    """Nobody waits for it any more."""


class Place(Protocol):
    """Keys and files. An `OSError` is about this machine's disk, or about the place if that is a folder."""

    @property
    def where(self) -> str:
        """The place, as it may be shown: without keys."""
        ...

    def put(self, path: Path, key: str, check: Check) -> None:
        """Lay a file there, in the place of what was there."""
        ...

    def use(self, key: str) -> int | None:
        """Return the size of what is there, and note that it was used; None when nothing is there."""
        ...

    def fetch(self, key: str, to: Path, check: Check) -> bool:
        """Bring it under a name that is free; False when it is not there."""
        ...

    def delete(self, key: str) -> None:
        """Remove it, if it is there."""
        ...

    def sweep(self, before: float, *, under: str, but: Collection[str]) -> int:
        """Remove what was last used before a moment; return how many."""
        ...
