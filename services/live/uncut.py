"""Writes that nobody cuts short: a thread goes on whatever becomes of the task that began it."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def uncut(write: Callable[[], T]) -> T:
    """Do it in a thread, and return when that has ended: a cancellation is heeded only then.

    Until then a lock that is held around it stays held, and the file is not closed under it.
    """
    done = asyncio.get_running_loop().run_in_executor(None, write)
    cancelled: asyncio.CancelledError | None = None
    while not done.done():
        try:
            await asyncio.wait([done])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        # Nobody is left who could be told of an error.
        done.exception()
        raise cancelled
    return done.result()
