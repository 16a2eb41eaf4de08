"""Makes things in another thread, while those that were made before are worked on."""

from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

_MOST: Final = 8
_T = TypeVar("_T")


def ahead(things: Iterator[_T]) -> Generator[_T, None, None]:
    """Yield the same things in the same order; a few wait to be asked for, and more are not made.

    It gains time where both threads spend theirs in codecs, which let go of the interpreter. Nothing
    is made any more once it is closed.
    """
    worker = ThreadPoolExecutor(1)
    over = object()
    coming = deque(worker.submit(next, things, over) for _ in range(_MOST))
    try:
        while (thing := coming.popleft().result()) is not over:
            coming.append(worker.submit(next, things, over))
            yield thing  # type: ignore[misc]  # all but the last are things
    finally:
        worker.shutdown(cancel_futures=True)
