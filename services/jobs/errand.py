"""One job in one stage: what the stage knows of it, and what it may do for it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from services.errors import SourceExpired
from services.jobs.delivery import Delivery
from services.jobs.job import Job
from services.jobs.shared import Watch
from services.jobs.sizes import Size
from services.jobs.workshop import Workshop
from services.media.choices import Hand, wanted_of
from services.sources.medium import Medium

_UNKNOWN_BYTES: Final = 256 * 1024 * 1024


class SetAside(Exception):
    """The job cannot go on now and has to wait again: for room, else among the long ones."""

    def __init__(self, *, needed_bytes: int = 0) -> None:
        super().__init__(needed_bytes)
        self.needed_bytes = needed_bytes


@dataclass(frozen=True, slots=True)
class Errand:
    """One job in one stage."""

    current: Callable[[], Job]
    """Returns the job as it stands now: its title and its message become known on the way."""
    shop: Workshop
    watch: Watch
    watch_model: Watch
    """Called with how much is here of the model that is fetched before one can listen."""
    say: Callable[[str], None]
    """Called with what is said, as it is heard."""
    entitle: Callable[[str], Awaitable[None]]
    """Called with the medium's title as soon as it is known."""
    enough: asyncio.Event
    """Set when a recording shall end with what there is."""

    @property
    def job(self) -> Job:
        """Return the job as it stands now."""
        return self.current()

    @property
    def delivery(self) -> Delivery:
        """Return the job's way out."""
        return self.shop.deliveries[self.job.order.recipient.channel]

    @property
    def hand(self) -> Hand:
        """Return how the result is handed over."""
        choice = self.job.order.choice
        return wanted_of(choice).hand if choice else Hand.FILE

    @property
    def holder(self) -> str:
        """Return the name under which the job holds bytes."""
        return f"job:{self.job.id}"

    async def reserve(self, *sizes: Size | None) -> None:
        """Set room aside for the bytes of several files.

        Raises:
            SetAside: there is no room now.
            NoRoom: there never will be.
        """
        blobs = self.shop.blobs
        guess = 0
        if None in sizes:
            guess = min(_UNKNOWN_BYTES, (await blobs.figures()).max_bytes // 4)
        needed = sum(size.likely_bytes if size else guess for size in sizes)
        # A tenth more: the sizes that sites tell are rounded.
        needed_bytes = round(needed * 1.1)
        if not await blobs.reserve(self.job.id, needed_bytes):
            raise SetAside(needed_bytes=needed_bytes)

    async def medium(self, key: str) -> Medium:
        """Return what is known about a medium.

        Raises:
            SourceExpired: it has been forgotten meanwhile.
        """
        known = await self.shop.artifacts.medium(key)
        if known is None:
            raise SourceExpired
        return known.medium

    async def picture(self, blob: str) -> Path | None:
        """Return where a kept picture lies; None when there is none."""
        return await self.shop.blobs.find(blob) if blob else None
