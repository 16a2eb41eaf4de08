"""The core without a chat: links and choices go in, finished files come out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.settings import Settings
from bot.wiring import House, open_house
from services.accounts.account import Access
from services.errors import HearsayError
from services.jobs.artifact import Artifact
from services.jobs.job import Job, State
from services.jobs.order import Channel, LocalFile, Order, Product, Recipient
from services.jobs.shelf import Shelf
from services.platforms.catalogue import link_of
from tests.world.world import World


@dataclass(frozen=True, slots=True)
class File:
    """One file that came out."""

    artifact: Artifact
    path: Path


@dataclass(slots=True)
class Workshop:
    """Made by `open_workshop`."""

    house: House

    async def makes(self, source: str | Path, choice: str) -> list[File]:
        """Make a choice of a link or a file, and return what it is handed over as.

        Raises:
            HearsayError: why not.
        """
        job = await self.ends(await self.begins(source, choice))
        if job.state is not State.DONE:
            raise job.failure.error() if job.failure else HearsayError()
        return await self.files(job)

    async def begins(self, source: str | Path, choice: str) -> Job:
        """Submit the order alone."""
        order = Order(
            product=Product.MEDIA,
            source=LocalFile(str(source), source.name)
            if isinstance(source, Path)
            else link_of(source),
            recipient=Recipient(Channel.SHELF),
            account=1,
            choice=choice,
        )
        return await self.house.core.jobs.submit(order)

    async def ends(self, job: Job) -> Job:
        """Wait until a job is over."""
        return await self.house.core.jobs.wait(job.id)

    async def files(self, job: Job) -> list[File]:
        """Return what a job that is done is handed over as."""
        core = self.house.core
        whole = await core.jobs.artifact(job.artifact)
        files = []
        for key in whole.pieces or (whole.key,):
            artifact = await core.jobs.artifact(key)
            files.append(File(artifact, core.blobs.path_of(artifact.blob)))
        return files


class LimitedShelf(Shelf):
    """A shelf that takes files up to a size, and remembers the notes it was given."""

    def __init__(self, limit_bytes: int | None) -> None:
        self.limit = limit_bytes
        self.notes: list[str] = []

    def limit_bytes(self) -> int | None:
        return self.limit

    async def deliver(self, job, artifact, *, path, cover, ticks):
        self.notes.append(artifact.note)
        return await super().deliver(job, artifact, path=path, cover=cover, ticks=ticks)


@asynccontextmanager
async def open_workshop(
    folder: Path, world: World, *, shelf: Shelf | None = None, **settings: Any
) -> AsyncIterator[Workshop]:
    """Open the core in front of a made-up web."""
    given = {
        "data_dir": folder,
        "access": Access.OPEN,
        "fetch_proxy": world.proxy_url,
        "fetch_ca": world.ca_path,
        "disk_free_gb": 0.1,
    }
    async with open_house(Settings(_env_file=None, **(given | settings))) as house:
        await house.core.jobs.start(deliveries={Channel.SHELF: shelf or Shelf()})
        yield Workshop(house)
