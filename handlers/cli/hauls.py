"""`get` of many: a list is given to the core, and each file is put into the folder as it comes."""

import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from handlers.cli.bar import Bar
from handlers.cli.ending import UsageError
from handlers.cli.saving import put_unless_stopped, save
from locales.messages import Messages
from locales.quoting import plain
from locales.texts import say_error
from services.core import Core
from services.errors import AlreadyOver, HearsayError, SourceExpired
from services.jobs.artifact import Artifact
from services.jobs.events import Event
from services.jobs.job import Failure, Job, State
from services.jobs.order import Channel, Order, Product, Recipient
from services.platforms.link import Link
from services.sources.playlist import Playlist, picked, written


@dataclass(frozen=True, slots=True)
class Item:
    """What has become of one entry: a file that lies there, or the reason why none does."""

    number: int
    title: str
    path: Path | None = None
    artifact: Artifact | None = None
    error: str = ""
    reason: str = ""

    def facts(self) -> dict[str, Any]:
        """Return what a program wants to know about it."""
        facts: dict[str, Any] = {"number": self.number, "title": self.title, "ok": bool(self.path)}
        if self.path is None or self.artifact is None:
            return {**facts, "error": self.error, "message": self.reason}
        size = {"size_bytes": self.artifact.size_bytes, "seconds": self.artifact.seconds}
        return {**facts, "path": str(self.path.resolve()), **size}


@dataclass(slots=True)
class Haul:
    """All that came of a list."""

    title: str
    total: int
    items: list[Item] = field(default_factory=list)

    @property
    def saved(self) -> int:
        """Return how many files lie there now."""
        return sum(item.path is not None for item in self.items)

    @property
    def is_whole(self) -> bool:
        """Return whether nothing is missing."""
        return self.saved == self.total

    def facts(self) -> dict[str, Any]:
        """Return what a program wants to know about it."""
        items = sorted(self.items, key=lambda item: item.number)
        rows = [item.facts() for item in items]
        return {"title": self.title, "count": self.total, "saved": self.saved, "items": rows}


async def haul(
    core: Core, playlist: Playlist, order: Order, *, items: str, folder: Path, texts: Messages
) -> Haul:
    """Fetch the entries of a list. Cancelling this cancels all of them.

    Args:
        core: Who does it.
        playlist: The list.
        order: In which format, for whom.
        items: Which of them, such as `1-5,8`; empty for all.
        folder: Where the files go.
        texts: In which words the reasons are told.

    Raises:
        UsageError: there are no such entries.
        OSError: the folder cannot be written to.
    """
    most = len(playlist.entries)
    numbers = picked(items or "all", most=most)
    if numbers is None:
        raise UsageError(texts.cli_items_wrong(items=items, most=most))
    pinned = await core.jobs.pin(playlist)
    whole = Order(
        product=Product.LIST,
        source=Link(url=pinned.url, site=pinned.site, key=pinned.key),
        recipient=Recipient(Channel.SHELF),
        account=order.account,
        language=order.language,
        choice=order.choice,
        items=written(numbers),
    )
    hauled = Haul(playlist.title, len(numbers))
    following = _Following(core, hauled, folder, texts)
    with core.feed.listen() as events:
        job = await core.jobs.submit(whole)
        await following.watch(job, events)
    return hauled


@dataclass(frozen=True, slots=True)
class _Following:
    """Saves what comes, and says so."""

    core: Core
    hauled: Haul
    folder: Path
    texts: Messages

    async def watch(self, job: Job, events: AsyncIterator[Event]) -> None:
        bar = Bar(sys.stderr, self.texts)
        try:
            await self._follow(job, events, bar)
        except BaseException:
            bar.clear()
            with suppress(AlreadyOver):
                await self.core.jobs.cancel(job.id, account=None)
            await self.core.jobs.wait(job.id)
            raise

    async def _follow(self, job: Job, events: AsyncIterator[Event], bar: Bar) -> None:
        async for event in events:
            if event.job.order.parent == job.id and event.job.over:
                bar.clear()
                await self._take(event.job)
            elif event.job.id == job.id:
                bar.show(event)
                if event.job.over:
                    return

    async def _take(self, child: Job) -> None:
        artifact = await self.core.jobs.artifact(child.artifact) if child.artifact else None
        number, title = child.order.number, child.title
        source = await self.core.blobs.find(artifact.blob) if artifact else None
        if child.state is not State.DONE or artifact is None or source is None:
            self._missed(number, title, _reason(child.failure))
            return
        name, folder = artifact.file_name, self.folder
        path = await put_unless_stopped(
            lambda stop: save(source, folder=folder, name=name, stop=stop)
        )
        self.hauled.items.append(Item(number, artifact.title, path, artifact))
        self._say(number, artifact.title or artifact.file_name)

    def _missed(self, number: int, title: str, error: HearsayError) -> None:
        reason = plain(say_error(self.texts, error))
        self.hauled.items.append(Item(number, title, error=error.code, reason=reason))
        self._say(number, f"{title}: {reason}" if title else reason)

    def _say(self, number: int, words: str) -> None:
        line = self.texts.cli_item(number=number, total=self.hauled.total, words=words)
        sys.stderr.write(f"{line}\n")


def _reason(failure: Failure | None) -> HearsayError:
    return failure.error() if failure else SourceExpired()
