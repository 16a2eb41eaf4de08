"""Counts connections that have not shown a key yet: there may be so many, and so many of one address."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from services.errors import TooManyRequests

_MOST: Final = 64
_MOST_OF_ADDRESS: Final = 16


class Strangers:
    """Those of one kind of connection."""

    def __init__(self) -> None:
        self._here: Counter[str] = Counter()

    @contextmanager
    def admitted(self, address: str) -> Iterator[None]:
        """Count one more for the length of the block.

        Raises:
            TooManyRequests: there are as many as may be.
        """
        if self._here.total() >= _MOST or self._here[address] >= _MOST_OF_ADDRESS:
            raise TooManyRequests
        self._here[address] += 1
        try:
            yield
        finally:
            self._here[address] -= 1
            self._here += Counter()
