"""`get` and `convert`: an order is given to the core, watched, and its result put into a folder."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from handlers.cli.attending import (
    ended_by_sigterm,
    give_up_orphans,
    link_of,
    source_of,
    watch,
)
from handlers.cli.bar import Bar
from handlers.cli.doors import Doors
from handlers.cli.ending import StoppedElsewhere
from handlers.cli.hauls import Haul, haul
from handlers.cli.saving import put_unless_stopped, save, save_together
from locales.messages import Messages
from services.core import Core
from services.errors import (
    ChoiceUnavailable,
    HearsayError,
    SourceExpired,
    Unexpected,
)
from services.jobs.artifact import Artifact
from services.jobs.job import Job, State
from services.jobs.order import Channel, LocalFile, Order, Product, Recipient
from services.media.choices import wanted_of
from services.media.formats import IMAGES, SOUNDS
from services.platforms.link import Link
from services.sources.playlist import Playlist


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: a link or a file, as what, and where it is to go."""

    source: str | Path
    choice: str
    folder: Path
    more: tuple[str, ...] = ()
    """Further links: together they are a list."""
    items: str = ""
    """Which entries of a list, such as `1-5,8`; given, even a feed is taken as one."""


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
            "width": artifact.width,
            "height": artifact.height,
        }

    def lower_than_wished(self) -> int | None:
        """Return the height of the picture where the wished one does not exist; else None."""
        wished = wanted_of(self.job.order.choice).format.height or 0
        # An upright film is as high as a lying one would be: its lines are the shorter side.
        lines = min(self.artifact.width, self.artifact.height)
        return lines if 0 < lines < wished else None


async def make(wish: Wish, *, doors: Doors, texts: Messages) -> Made | Haul:
    """Return what was made; of a list, all that came of it.

    Cancelling this cancels the job and leaves nothing behind.

    Raises:
        HearsayError: it was refused, or failed.
        StoppedElsewhere: an owner cancelled it.
        OSError: the folder cannot be written to.
    """
    wish.folder.mkdir(parents=True, exist_ok=True)
    with ended_by_sigterm():
        async with doors.open_core() as core:
            await give_up_orphans(core)
            return await _made(core, wish, texts)


async def _made(core: Core, wish: Wish, texts: Messages) -> Made | Haul:
    order = await _order(core, wish, texts)
    if wish.more:
        listed = _links(core, wish, texts)
    else:
        with core.feed.listen() as events:
            begun = await core.jobs.submit(order)
            await watch(core, begun, events=events, view=Bar(sys.stderr, texts))
        job = await core.jobs.get(begun.id)
        found = await _list_found(core, job)
        if found is None:
            return await _saved(core, job, wish)
        listed = found
    return await haul(core, listed, order, items=wish.items, folder=wish.folder, texts=texts)


async def _order(core: Core, wish: Wish, texts: Messages) -> Order:
    account = await core.accounts.local()
    return Order(
        product=Product.MEDIA,
        source=_source(core, wish),
        recipient=Recipient(Channel.SHELF),
        account=account.id,
        language=texts.language,
        choice=wish.choice,
    )


def _source(core: Core, wish: Wish) -> Link | LocalFile:
    source = wish.source
    if isinstance(source, Path):
        return source_of(core, source)
    link = link_of(core, source)
    return link.as_a_whole() if wish.items else link


def _links(core: Core, wish: Wish, texts: Messages) -> Playlist:
    urls = [link_of(core, text).url for text in (str(wish.source), *wish.more)]
    title = texts.name_links(count=len(urls))
    return Playlist.of_links(urls, title=title, most=len(urls))


async def _list_found(core: Core, job: Job) -> Playlist | None:
    """Return the list that the link has turned out to be; None when it was a medium, or nothing."""
    if job.state is not State.DONE or job.artifact:
        return None
    return await core.jobs.playlist(job.order.source_key)


async def _saved(core: Core, job: Job, wish: Wish) -> Made:
    if job.state is State.CANCELLED:
        raise StoppedElsewhere
    if job.state is State.FAILED:
        raise await _why(core, job)
    artifact = await core.jobs.artifact(job.artifact)
    if artifact is None:
        raise SourceExpired
    files = [await _file(core, key) for key in artifact.pieces or (artifact.key,)]
    path = await put_unless_stopped(lambda stop: _save(files, artifact, wish.folder, stop))
    return Made(path=path, job=job, artifact=artifact)


async def _file(core: Core, key: str) -> tuple[str, Path]:
    """Return a finished file and its name."""
    artifact = await core.jobs.artifact(key)
    path = await core.blobs.find(artifact.blob) if artifact else None
    if artifact is None or path is None:
        raise SourceExpired
    return artifact.file_name, path


def _save(files: Sequence[tuple[str, Path]], artifact: Artifact, folder: Path, stop: Event) -> Path:
    """Put the result into the folder: one file as it is, several as a ZIP file."""
    if not artifact.pieces:
        return save(files[0][1], folder=folder, name=artifact.file_name, stop=stop)
    name = f"{Path(artifact.file_name).stem}.zip"
    return save_together(files, folder=folder, name=name, stop=stop)


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
