"""Stand-ins for the edges of the house: sites, FFmpeg, Telegram."""

import asyncio
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from services.clock import SystemClock
from services.errors import SourceExpired
from services.jobs.delivery import Delivered
from services.jobs.events import Feed, Queued
from services.jobs.jobs import Jobs, open_jobs
from services.jobs.order import Channel, Order, Product, Recipient
from services.jobs.rooms import Rooms, Rules
from services.jobs.shelf import Shelf
from services.media.convert import Made
from services.media.stretches import Stretch
from services.nursery import Nursery
from services.platforms.link import Link
from services.sources.medium import Medium
from services.sources.playlist import Playlist
from services.store.blobs import open_blobs
from services.store.database import open_database

MB = 1024 * 1024


@dataclass
class Got:
    path: Path
    cover: Path | None = None
    starts: float = 0.0


class Gate:
    """Open unless closed; tells how many stand before it."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.open.set()
        self.reached = asyncio.Event()
        self.arrived = 0
        self.left = 0

    def close(self) -> "Gate":
        self.open.clear()
        return self

    async def __call__(self) -> None:
        self.arrived += 1
        self.reached.set()
        try:
            await self.open.wait()
        finally:
            self.left += 1


class FakeSources:
    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.gates = {"resolve": Gate(), "fetch": Gate(), "thumbnail": Gate()}
        self.failures: dict[str, list[BaseException]] = {}
        self.lists: dict[str, Playlist] = {}
        self.dead: dict[str, BaseException] = {}
        self.size_bytes = 1000
        self.known_size: int | None = None
        self.seconds: float | None = 10.0
        self.folders: list[Path] = []
        self.segments: list[Stretch] | None = []

    async def _act(self, act: str, key: str, folder: Path) -> None:
        self.calls[act] += 1
        self.calls[f"{act} {key}"] += 1
        self.folders.append(folder)
        (folder / "left.part").write_bytes(b"x")
        await self.gates[act]()
        if self.failures.get(act):
            raise self.failures[act].pop(0)

    async def resolve(self, link: Link, *, folder: Path) -> Medium | Playlist:
        await self._act("resolve", link.key, folder)
        if link.key in self.dead:
            raise self.dead[link.key]
        if link.key in self.lists:
            return self.lists[link.key]
        return Medium(
            key=link.key,
            url=link.url,
            site=link.site,
            title=f"Title of {link.key}",
            author="Author",
            seconds=self.seconds,
            sound_bytes=self.known_size,
            thumbnail_url="https://example.com/t.jpg",
        )

    async def fetch(self, medium: Medium, _format, *, folder: Path, ticks, enough=None) -> Got:
        ticks(1, self.size_bytes)
        await self._act("fetch", medium.key, folder)
        path = folder / "original.bin"
        path.write_bytes(medium.key.encode().ljust(self.size_bytes, b"."))
        ticks(self.size_bytes, self.size_bytes)
        return Got(path)

    async def sponsored(self, medium: Medium):
        self.calls["sponsored"] += 1
        return self.segments

    async def thumbnail(self, medium: Medium, *, folder: Path) -> Path | None:
        await self._act("thumbnail", medium.key, folder)
        path = folder / "t.jpg"
        path.write_bytes(b"jpeg of " + medium.key.encode())
        return path


class FakeCrafts:
    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.gate = Gate()
        self.failures: list[BaseException] = []
        self.factor = 1

    async def examine(self, path: Path, name: str, *, key: str) -> Medium:
        self.calls["examine"] += 1
        return Medium(key=key, url="", site="file", title=Path(name).stem, seconds=5.0)

    async def convert(self, source: Path, brief, *, to: Path, ticks_seconds) -> Made:
        self.calls["convert"] += 1
        ticks_seconds(1.0)
        to.write_bytes(b"unfinished")
        await self.gate()
        if self.failures:
            raise self.failures.pop(0)
        to.write_bytes(brief.format.name.encode() + b":" + source.read_bytes() * self.factor)
        return Made(seconds=10.0)

    async def thumbnail_of(self, path: Path, *, picture, to: Path) -> Path | None:
        return picture

    async def parts_of(self, path: Path, *, most_bytes: int):
        size = path.stat().st_size
        count = -(-size // most_bytes)
        return [Stretch(10 * n / count, 10 * (n + 1) / count) for n in range(count)]


class FakeDelivery:
    """Counts what it hands over; keeps a copy of what was uploaded, like Telegram does."""

    def __init__(self, *, limit: int | None = 50 * MB) -> None:
        self.limit = limit
        self.cards: Counter[str] = Counter()
        self.files: Counter[str] = Counter()
        self.lists = {}
        self.tallies = {}
        self.order: list[int] = []
        self.uploaded: set[str] = set()
        self.uploads = 0
        self.bytes: dict[str, bytes] = {}
        self.gate = Gate()
        self.failures: list[BaseException] = []
        self.lost: set[str] = set()
        self.thumbnails: list[Path | None] = []
        self.pieces: dict[str, list] = {}
        self.notes: list[str] = []

    def limit_bytes(self) -> int | None:
        return self.limit

    async def has(self, artifact_key: str) -> bool:
        return artifact_key in self.uploaded

    async def show_card(self, job, medium, *, thumbnail) -> Delivered:
        await self._pass()
        self.cards[job.id] += 1
        self.thumbnails.append(thumbnail)
        return Delivered(message_id=1000 + len(self.cards), uploaded=False)

    async def show_list(self, job, playlist) -> Delivered:
        await self._pass()
        self.lists[job.id] = playlist
        return Delivered(message_id=job.message_id, uploaded=False)

    async def show_tally(self, job, tally) -> Delivered:
        await self._pass()
        self.tallies[job.id] = tally
        return Delivered(message_id=job.message_id, uploaded=False)

    async def deliver(self, job, artifact, *, path, cover, ticks) -> Delivered:
        await self._pass()
        if path is None and artifact.key in self.lost:
            self.uploaded.discard(artifact.key)
            raise SourceExpired
        self.notes += [artifact.note] if artifact.note else []
        if path is not None:
            ticks(artifact.size_bytes, artifact.size_bytes)
            self.bytes[job.id] = path.read_bytes()
            self.uploaded.add(artifact.key)
            self.uploads += 1
        self.files[job.id] += 1
        self.order.append(job.order.number)
        return Delivered(message_id=job.message_id, uploaded=path is not None)

    async def deliver_all(self, job, artifact, pieces, *, ticks) -> Delivered:
        await self._pass()
        for piece in pieces:
            if piece.path is not None:
                self.uploads += 1
                self.uploaded.add(piece.artifact.key)
        self.pieces[job.id] = [piece.artifact for piece in pieces]
        self.files[job.id] += 1
        return Delivered(message_id=job.message_id, uploaded=any(p.path for p in pieces))

    async def _pass(self) -> None:
        await self.gate()
        if self.failures:
            raise self.failures.pop(0)


class FakeChatFiles:
    def __init__(self) -> None:
        self.calls = 0

    async def download(self, file, *, to: Path, ticks) -> None:
        self.calls += 1
        to.write_bytes(b"voice " * 100)


@dataclass
class House:
    """Real database, blobs, engine; fake edges."""

    folder: Path
    rules: Rules = field(default_factory=Rules)
    max_bytes: int = 1000 * MB
    clock: object = field(default_factory=SystemClock)
    sources: FakeSources = field(default_factory=FakeSources)
    crafts: FakeCrafts = field(default_factory=FakeCrafts)
    telegram: FakeDelivery = field(default_factory=FakeDelivery)
    chat_files: FakeChatFiles = field(default_factory=FakeChatFiles)
    feed: Feed = field(default_factory=Feed)
    jobs: Jobs = None

    async def __aenter__(self) -> Self:
        await self.open()
        await self.start()
        return self

    async def __aexit__(self, *exc) -> None:
        await self.close()

    async def open(self) -> None:
        self.stack = AsyncExitStack()
        enter = self.stack.enter_async_context
        self.nursery = await enter(Nursery())
        self.database = await enter(open_database(self.folder / "hearsay.db"))
        self.blobs = await enter(
            open_blobs(
                self.folder / "blobs",
                self.database,
                self.clock,
                max_bytes=self.max_bytes,
                keep_free_bytes=0,
            )
        )
        rooms = Rooms(
            database=self.database,
            blobs=self.blobs,
            feed=self.feed,
            clock=self.clock,
            nursery=self.nursery,
            sources=self.sources,
            crafts=self.crafts,
            data_dir=self.folder,
        )
        self.jobs = await enter(open_jobs(rooms, self.rules))

    async def start(self) -> None:
        deliveries = {Channel.SHELF: Shelf()}
        if self.telegram is not None:
            deliveries[Channel.TELEGRAM] = self.telegram
        await self.jobs.start(deliveries=deliveries, chat_files=self.chat_files)

    async def close(self) -> None:
        await self.stack.aclose()

    async def done(self, *jobs):
        return [await asyncio.wait_for(self.jobs.wait(job.id), 20) for job in jobs]

    async def joined(self, key: str, count: int) -> None:
        """Wait until so many share a piece of work."""

        async def have_joined():
            flight = self.jobs._works._shop.shared._flights.get(key)
            return flight is not None and len(flight.watchers) == count

        await eventually(have_joined)

    async def idle(self) -> None:
        """Wait until no workflow is left."""

        async def is_idle():
            return not await self.jobs._works.engine.alive()

        await eventually(is_idle)

    def left_files(self) -> list[Path]:
        return list((self.folder / "work").rglob("*"))


def link(name: str = "one") -> Link:
    return Link(url=f"https://example.com/{name}", site="web", key=f"web:{name}")


def card(
    name: str = "one", *, account: int = 1, chat: int = 5, message: int | None = None
) -> Order:
    return Order(
        product=Product.CARD,
        source=link(name),
        recipient=Recipient(channel=Channel.TELEGRAM, chat_id=chat, message_id=message),
        account=account,
    )


def media(
    name: str = "one",
    choice: str = "mp3",
    *,
    account: int = 1,
    chat: int = 5,
    message: int | None = None,
    channel: Channel = Channel.TELEGRAM,
    source=None,
) -> Order:
    return Order(
        product=Product.MEDIA,
        source=source or link(name),
        recipient=Recipient(channel=channel, chat_id=chat, message_id=message),
        account=account,
        choice=choice,
    )


async def eventually(condition) -> None:
    """Wait until something holds that nobody announces."""
    async with asyncio.timeout(20):
        while not await condition():  # noqa: ASYNC110 - nobody announces it
            await asyncio.sleep(0.01)


async def told_of_no_room(events) -> Queued:
    """Wait until a job is told to wait for room, and return that."""
    async for event in events:
        if isinstance(event, Queued) and not event.room:
            return event
    raise AssertionError("the feed has no end")
