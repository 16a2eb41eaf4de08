"""The bot's whole way out over a real wire: the playground, a governed bot, jobs that nobody works on."""

import asyncio
import heapq
import itertools
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession

from bot.client import SEND_LIMIT_BYTES, make_bot
from bot.governor import Governor
from bot.means import Means
from bot.playground.playground import Playground
from bot.playground.server import open_playground
from services.clock import Clock
from services.jobs.artifact import Artifact
from services.jobs.events import Feed
from services.jobs.job import Failure, Job, Stage, State
from services.jobs.jobs import Jobs, open_jobs
from services.jobs.order import Channel, Order, Product, Recipient
from services.jobs.rooms import Rooms
from services.jobs.table import Change
from services.media.formats import Kind
from services.nursery import Nursery
from services.platforms.link import Link
from services.store.blobs import open_blobs
from services.store.database import Database, open_database

LINK = Link("https://www.example.com/watch?v=1&t=2", "web", "web:example.com/watch/1")
MEDIA = ("audio", "video", "document", "photo", "animation", "voice")


class Quick:
    """The machine's clock, running so many times faster."""

    def __init__(self, times: float) -> None:
        self._times = times
        self._began = time.monotonic()
        self.set_by_seconds = 0.0

    def now(self) -> float:
        return 1_800_000_000 + self.monotonic() + self.set_by_seconds

    def monotonic(self) -> float:
        return 1_000 + (time.monotonic() - self._began) * self._times

    async def sleep(self, delay: timedelta) -> None:
        await asyncio.sleep(delay.total_seconds() / self._times)


class Patient:
    """A clock that moves on only while no call is on the wire, so a slow machine does not count.

    Whoever sleeps is woken together with those who would wake up to `_GRAIN` later.
    """

    _GRAIN = 0.02

    def __init__(self) -> None:
        self._now = 1_000.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()
        self._flying = 0

    def now(self) -> float:
        return 1_800_000_000 + self._now

    def monotonic(self) -> float:
        return self._now

    async def sleep(self, delay: timedelta) -> None:
        future = asyncio.get_running_loop().create_future()
        due = self._now + delay.total_seconds()
        heapq.heappush(self._sleepers, (due, next(self._numbers), future))
        await future

    def watch(self, session: BaseSession) -> None:
        """Stand still while this session waits for an answer."""
        session.middleware(self._count)

    async def _count(self, make_request, bot: Bot, method: object) -> object:
        self._flying += 1
        try:
            return await make_request(bot, method)
        finally:
            self._flying -= 1

    async def run(self) -> None:
        while True:
            await asyncio.sleep(0.001)
            if not self._flying and self._sleepers:
                self._now = max(self._now, self._sleepers[0][0] + self._GRAIN)
                self._wake()

    def _wake(self) -> None:
        while self._sleepers and self._sleepers[0][0] <= self._now:
            future = heapq.heappop(self._sleepers)[2]
            if not future.done():
                future.set_result(None)


@dataclass
class Office:
    """Everything that a test of the way out holds."""

    playground: Playground
    bot: Bot
    governor: Governor
    database: Database
    jobs: Jobs
    feed: Feed
    clock: Clock
    nursery: Nursery
    means: Means
    folder: Path
    may_violate: bool = False
    """Set where a repeated edit that changes nothing is what is tested."""

    @property
    def chat(self) -> int:
        """The private chat of the person in front of the page."""
        return self.playground.me

    async def submit(self, chat: int | None = None, **changes: Any) -> Job:
        """Submit a job for a chat, asked for by a message there."""
        return await self.jobs.submit(self.order(chat, **changes))

    def order(self, chat: int | None = None, **changes: Any) -> Order:
        chat = chat or self.chat
        where = {
            name: changes.pop(name)
            for name in ("reply_to", "removes", "message_id", "thread_id")
            if name in changes
        }
        recipient = Recipient(Channel.TELEGRAM, chat_id=chat, private=chat > 0, **where)
        made = Order(
            product=Product.MEDIA, source=LINK, recipient=recipient, account=1, choice="mp3"
        )
        return replace(made, **changes)

    async def move(self, job: Job, to: State, failure: Failure | None = None) -> Job:
        """Move a job as the engine would, without telling."""
        if job.state is State.WAITING and to not in {State.RUNNING, State.CANCELLED}:
            await self.jobs._table.move(job.id, State.RUNNING, change=Change(stage=Stage.RESOLVE))
        moved = await self.jobs._table.move(job.id, to, change=Change(failure=failure))
        assert moved is not None
        self.jobs._ledger._keep(moved)
        return moved

    def file(self, name: str = "song.mp3", size_bytes: int = 300_000) -> Path:
        path = self.folder / name
        head = b"\0\0\0\x18ftypmp42" if name.endswith(".mp4") else b"ID3\4"
        path.write_bytes(head.ljust(1000, b"\0") + b"sound" * ((size_bytes - 1000) // 5))
        return path

    def message(self, message_id: int, chat: int | None = None) -> dict[str, Any]:
        """Return a message as people see it."""
        found = [m for m in self.playground.messages(chat) if m["message_id"] == message_id]
        assert found, f"there is no message {message_id}"
        return found[0]

    def sent(self, chat: int | None = None) -> list[dict[str, Any]]:
        """Return the bot's messages of a chat."""
        return [m for m in self.playground.messages(chat) if not m.get("outgoing")]


def artifact(path: Path, **changes: Any) -> Artifact:
    made = Artifact(
        key="web:example.com/watch/1|mp3|1",
        medium=LINK.key,
        choice="mp3",
        blob="b" * 64,
        size_bytes=path.stat().st_size,
        file_name=path.name,
        mime="audio/mpeg",
        kind=Kind.AUDIO,
        title="A Song",
        performer="A Singer",
        seconds=187.4,
    )
    return replace(made, **changes)


def words(message: dict[str, Any]) -> str:
    return str(message.get("text") or message.get("caption") or "")


def no_ticks(done: int, total: int | None) -> None:
    pass


async def until(look: Callable[[], Any], *, seconds: float = 60) -> Any:
    """Look again and again until there is something to see."""
    async with asyncio.timeout(seconds):
        while True:
            seen = look()
            found = await seen if isinstance(seen, Awaitable) else seen
            if found:
                return found
            await asyncio.sleep(0.005)


async def close(bot: Bot) -> None:
    """Close the bot's connections without aiogram's pause, which is for TLS."""
    session = bot.session._session
    if session is not None:
        await session.close()


@asynccontextmanager
async def open_office(
    folder: Path, *, clock: Clock | None = None, flood: bool = False, governed: bool = True
) -> AsyncIterator[Office]:
    """Open it; at the end, nothing that the bot called may have gone against the Bot API."""
    clock = clock or Quick(20)
    async with (
        open_playground(folder=folder / "playground", flood=flood, clock=clock) as playground,
        open_database(folder / "hearsay.sqlite") as database,
        open_blobs(folder / "blobs", database, clock, max_bytes=10**9, keep_free_bytes=0) as blobs,
        Nursery() as nursery,
    ):
        feed = Feed()
        rooms = Rooms(database, blobs, feed, clock, nursery, sources=None, data_dir=folder)  # type: ignore[arg-type]
        governor = Governor(clock, nursery)
        bot = make_bot(
            playground.token, api_url=playground.url, governor=governor if governed else None
        )
        if isinstance(clock, Patient):
            clock.watch(bot.session)
            nursery.spawn(clock.run(), name="clock")
        async with open_jobs(rooms) as jobs:
            means = Means(bot, governor, jobs, database, clock, nursery, SEND_LIMIT_BYTES)
            office = Office(
                playground, bot, governor, database, jobs, feed, clock, nursery, means, folder
            )
            try:
                yield office
                violations = [one.text for one in playground.violations]
                assert not violations or office.may_violate, violations
            finally:
                await nursery.close()
                await close(bot)
