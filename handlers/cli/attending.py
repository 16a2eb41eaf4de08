"""What every command does that orders something: name the source, wait for the job, stop it in time."""

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from services.core import Core
from services.errors import AlreadyOver, NoLinkFound
from services.jobs.events import Cancelled, Event, Failed, Finished
from services.jobs.job import Job
from services.jobs.order import LocalFile
from services.platforms.link import Link


class View(Protocol):
    """What shows on the terminal how a job is getting on."""

    def show(self, event: Event) -> None:
        """Show what just happened."""
        ...

    def clear(self) -> None:
        """Take away what is written over."""
        ...


def link_of(core: Core, text: str) -> Link:
    """Return the link in a word of the command line.

    Raises:
        NoLinkFound: it is none.
    """
    links = core.links_in(text)
    if not links:
        raise NoLinkFound(link=text[:200])
    return links[0]


def source_of(core: Core, source: str | Path) -> Link | LocalFile:
    """Return what a word of the command line names.

    Raises:
        NoLinkFound: it is neither a file nor a link.
    """
    if isinstance(source, Path):
        return LocalFile(path=str(source.resolve()), name=source.name)
    try:
        return link_of(core, source)
    except NoLinkFound as error:
        raise NoLinkFound(**error.details, file="missing") from error


async def give_up_orphans(core: Core) -> None:
    """Stop what commands left that were killed: nobody waits for it, and the core is ours alone."""
    for job in await core.jobs.active():
        with suppress(AlreadyOver):
            await core.jobs.cancel(job.id, account=None)


async def watch(core: Core, job: Job, *, events: AsyncIterator[Event], view: View) -> None:
    """Show how a job is getting on until it is over; cancelling this cancels the job."""
    try:
        async for event in events:
            if event.job.id != job.id:
                continue
            view.show(event)
            if isinstance(event, Finished | Failed | Cancelled):
                return
    except asyncio.CancelledError:
        view.clear()
        with suppress(AlreadyOver):
            await core.jobs.cancel(job.id, account=None)
        await core.jobs.wait(job.id)
        raise


@contextmanager
def ended_by_sigterm() -> Iterator[None]:
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
