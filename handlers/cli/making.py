"""`get` and `convert`: an order is given to the core, watched, and its result put into a folder."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from handlers.cli.bar import Bar
from handlers.cli.doors import Doors
from handlers.cli.saving import save
from locales.messages import Messages
from services.core import Core
from services.errors import (
    AlreadyOver,
    ChoiceUnavailable,
    HearsayError,
    NoLinkFound,
    SourceExpired,
    Unexpected,
)
from services.jobs.artifact import Artifact
from services.jobs.events import Cancelled, Event, Failed, Finished
from services.jobs.job import Job, State
from services.jobs.order import Channel, LocalFile, Order, Product, Recipient
from services.media.album import bundle
from services.media.formats import IMAGES, SOUNDS
from services.platforms.link import Link


class StoppedElsewhere(Exception):
    """The job was cancelled, but not from this terminal."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: a link or a file, as what, and where it is to go."""

    source: str | Path
    choice: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Made:
    """A file that now lies where it was wished for."""

    path: Path
    job: Job
    artifact: Artifact

    def facts(self) -> dict[str, str | int | float | None]:
        """Return what a program wants to know about it."""
        artifact = self.artifact
        return {
            "job": self.job.id,
            "path": str(self.path.resolve()),
            "format": artifact.choice,
            "mime": artifact.mime,
            "size_bytes": artifact.size_bytes,
            "title": artifact.title,
            "performer": artifact.performer,
            "seconds": artifact.seconds,
        }


async def make(wish: Wish, *, doors: Doors, texts: Messages) -> Made:
    """Return what was made. Cancelling this cancels the job and leaves nothing behind.

    Raises:
        HearsayError: it was refused, or failed.
        StoppedElsewhere: an owner cancelled it.
        OSError: the folder cannot be written to.
    """
    wish.folder.mkdir(parents=True, exist_ok=True)
    with _ended_by_sigterm():
        async with doors.open_core() as core:
            await _give_up_orphans(core)
            order = await _order(core, wish, texts)
            with core.feed.listen() as events:
                job = await core.jobs.submit(order)
                await _watch(core, job, events=events, bar=Bar(sys.stderr, texts))
            return await _saved(core, await core.jobs.get(job.id), wish)


async def _give_up_orphans(core: Core) -> None:
    """Stop what commands left that were killed: nobody waits for it, and the core is ours alone."""
    for job in await core.jobs.active():
        with suppress(AlreadyOver):
            await core.jobs.cancel(job.id, account=None)


async def _order(core: Core, wish: Wish, texts: Messages) -> Order:
    account = await core.accounts.local()
    return Order(
        product=Product.MEDIA,
        source=_source(core, wish.source),
        recipient=Recipient(Channel.SHELF),
        account=account.id,
        language=texts.language,
        choice=wish.choice,
    )


def _source(core: Core, source: str | Path) -> Link | LocalFile:
    if isinstance(source, Path):
        return LocalFile(path=str(source.resolve()), name=source.name)
    links = core.links_in(source)
    if not links:
        raise NoLinkFound(link=source[:200])
    return links[0]


async def _watch(core: Core, job: Job, *, events: AsyncIterator[Event], bar: Bar) -> None:
    try:
        async for event in events:
            if event.job.id != job.id:
                continue
            bar.show(event)
            if isinstance(event, Finished | Failed | Cancelled):
                return
    except asyncio.CancelledError:
        bar.clear()
        with suppress(AlreadyOver):
            await core.jobs.cancel(job.id, account=None)
        await core.jobs.wait(job.id)
        raise


async def _saved(core: Core, job: Job, wish: Wish) -> Made:
    if job.state is State.CANCELLED:
        raise StoppedElsewhere
    if job.state is State.FAILED:
        raise await _why(core, job)
    artifact = await core.jobs.artifact(job.artifact)
    if artifact is None:
        raise SourceExpired
    files = [await _file(core, key) for key in artifact.pieces or (artifact.key,)]
    # Not to be left half done by Ctrl-C: a copy on one machine is soon over.
    copying = asyncio.to_thread(_save, files, artifact, folder=wish.folder)
    return Made(path=await asyncio.shield(copying), job=job, artifact=artifact)


async def _file(core: Core, key: str) -> tuple[str, Path]:
    """Return a finished file and its name."""
    artifact = await core.jobs.artifact(key)
    path = await core.blobs.find(artifact.blob) if artifact else None
    if artifact is None or path is None:
        raise SourceExpired
    return artifact.file_name, path


def _save(files: Sequence[tuple[str, Path]], artifact: Artifact, *, folder: Path) -> Path:
    """Put the result into the folder: one file as it is, several as a ZIP file."""
    if not artifact.pieces:
        return save(files[0][1], folder=folder, name=artifact.file_name)
    with TemporaryDirectory(prefix=".", dir=folder) as aside:
        bundled = Path(aside) / "set.zip"
        bundle(files, to=bundled)
        return save(bundled, folder=folder, name=f"{Path(artifact.file_name).stem}.zip")


async def _why(core: Core, job: Job) -> HearsayError:
    error = job.failure.error() if job.failure else Unexpected()
    if not isinstance(error, ChoiceUnavailable):
        return error
    medium = await core.jobs.medium(job.order.source_key)
    if medium is None:
        return error
    sounds = [sound.name for sound in SOUNDS] if medium.has_sound else []
    heights = [f"{picture.height}p" for picture in medium.pictures]
    images = [IMAGES.name] if medium.images else []
    choices = ", ".join([*sounds, *heights, *images])
    return ChoiceUnavailable(choice=job.order.choice, choices=choices)


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """Take a SIGTERM as what Ctrl-C is: the end of the running task, with everything cleaned up."""
    task = asyncio.current_task()
    loop = asyncio.get_running_loop()
    if task is None:
        raise RuntimeError("not within a task")
    loop.add_signal_handler(signal.SIGTERM, task.cancel)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGTERM)
