"""Waits for what tells nobody that it has happened."""

import asyncio
from collections.abc import Callable


async def until(holds: Callable[[], bool], *, seconds: float = 60) -> None:
    """Look again and again until it holds."""
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - what is looked at sets no event
            await asyncio.sleep(0.005)
