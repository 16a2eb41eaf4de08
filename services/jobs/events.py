"""What happens to jobs, told to everybody who listens: chat, HTTP, command line, metrics."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from services.jobs.job import Job, Stage
from services.jobs.sites import Rest
from services.jobs.tally import Tally


@dataclass(frozen=True, slots=True)
class Queued:
    """Accepted, or sent back to wait: for its turn, for disk space, or for a site that keeps us out."""

    job: Job
    place: int = 1
    """From 1."""
    room: bool = True
    """False while it waits for disk space."""
    rest: Rest | None = None
    """The rest of the site that it waits for."""


@dataclass(frozen=True, slots=True)
class Started:
    """A stage begins."""

    job: Job
    stage: Stage


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the running stage is. Unknown figures are None."""

    job: Job
    stage: Stage
    fraction: float | None = None
    done_bytes: int | None = None
    total_bytes: int | None = None
    bytes_per_second: float | None = None
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """More of what is said has been heard."""

    job: Job
    text: str


@dataclass(frozen=True, slots=True)
class Counted:
    """Something became of an entry of a list."""

    job: Job
    tally: Tally


@dataclass(frozen=True, slots=True)
class Finished:
    """Delivered. `cached` when neither origin nor upload was needed."""

    job: Job
    cached: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """Ended with the failure that the job carries."""

    job: Job


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Stopped by its owner."""

    job: Job


Event = Queued | Started | Progress | Heard | Counted | Finished | Failed | Cancelled


class Feed:
    """Publish and subscribe inside one process. A slow listener loses old progress, never an end."""

    def __init__(self, *, room: int = 1000) -> None:
        self._room = room
        self._listeners: set[asyncio.Queue[Event]] = set()

    def tell(self, event: Event) -> None:
        """Hand the event to every listener; never waits."""
        for queue in self._listeners:
            if queue.qsize() >= self._room and isinstance(event, Progress):
                continue
            queue.put_nowait(event)

    @contextmanager
    def listen(self) -> Iterator[AsyncIterator[Event]]:
        """Subscribe: from here on, the iterator yields every event until the context is left."""
        queue: asyncio.Queue[Event] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield _drain(queue)
        finally:
            self._listeners.discard(queue)


async def _drain(queue: asyncio.Queue[Event]) -> AsyncIterator[Event]:
    while True:
        yield await queue.get()
