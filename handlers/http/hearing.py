"""An order for words, given to the core for a program that waits, and followed until they are there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from services.accounts.account import Account
from services.core import Core
from services.errors import AlreadyOver, JobStopped, NotFound, SourceExpired, Unexpected
from services.jobs.events import Cancelled, Event, Failed, Finished, Heard
from services.jobs.job import Job, State
from services.jobs.order import Channel, LocalFile, Order, Product, Recipient
from services.store.uploads import Upload
from services.transcripts.transcript import Transcript
from services.transcripts.wish import Wish, WordsWanted

_ANY_SOUND = "mp3"


@dataclass(frozen=True, slots=True)
class Brought:
    """A sound, whose program's it is, and how it is to be heard."""

    upload: Upload
    file_name: str
    account: Account
    wish: Wish

    @property
    def order(self) -> Order:
        """Return it as an order like any other."""
        return Order(
            product=Product.WORDS,
            source=LocalFile(str(self.upload.path), self.file_name, self.upload.digest),
            recipient=Recipient(Channel.SHELF),
            account=self.account.id,
            choice=_ANY_SOUND,
            words=WordsWanted(self.wish).text,
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job for words."""

    job: Job
    transcript: Transcript
    cached: bool
    """It was known: nobody had to be asked, and nothing to be listened to."""


@asynccontextmanager
async def hearing(order: Order, core: Core, *, once: str = "") -> AsyncIterator["Hearing"]:
    """Give the order. Whoever leaves the block before the job has ended stops it.

    Args:
        order: What is to be heard.
        core: The core.
        once: The name under which it may be asked for again, as `Asked.once`: then it goes on, and
            whoever comes back finds it.

    Raises:
        TooManyWaiting: the account has as many jobs waiting as it may.
    """
    with core.feed.listen() as events:
        job = await core.jobs.submit(order, once=once)
        try:
            yield Hearing(core, job, events)
        finally:
            if not once:
                # Clients hang up at any moment, perhaps in the middle of this.
                await asyncio.shield(_stop(job, core))


async def _stop(job: Job, core: Core) -> None:
    """Stop a job that has not ended. Its file goes after this, so nothing may be reading it any more."""
    with suppress(NotFound):  # it may even have been deleted
        with suppress(AlreadyOver):
            await core.jobs.cancel(job.id, account=None)
        await core.jobs.wait(job.id)


class Hearing:
    """A job for words under way."""

    def __init__(self, core: Core, job: Job, events: AsyncIterator[Event]) -> None:
        self._core = core
        self._job = job
        self._events = events

    async def pieces(self) -> AsyncIterator[str]:
        """Yield what is said while it is heard, until the job is over; nothing where it is known."""
        if self._job.over:
            return
        async for event in self._events:
            if event.job.id != self._job.id:
                continue
            if isinstance(event, Heard) and event.text:
                yield event.text
            if isinstance(event, Finished | Failed | Cancelled):
                return

    async def outcome(self) -> Outcome:
        """Wait for the end and return what came of it.

        Raises:
            HearsayError: it was refused, or failed.
            JobStopped: an owner cancelled it.
        """
        cached = await self._was_known()
        transcript = await self.transcript()
        return Outcome(await self._core.jobs.get(self._job.id), transcript, cached)

    async def transcript(self) -> Transcript:
        """Wait for the end and return what is said.

        Raises:
            HearsayError: it was refused, or failed.
            JobStopped: an owner cancelled it, or it was deleted.
        """
        try:
            job = await self._core.jobs.wait(self._job.id)
        except NotFound as error:
            raise JobStopped from error
        if job.state is State.CANCELLED:
            raise JobStopped
        if job.state is State.FAILED:
            raise job.failure.error() if job.failure else Unexpected()
        transcript = await self._core.jobs.transcript(job)
        if transcript is None:
            raise SourceExpired
        return transcript

    async def _was_known(self) -> bool:
        """Wait for the end; return whether it was known what to say."""
        if self._job.over:
            return True
        async for event in self._events:
            if event.job.id == self._job.id and isinstance(event, Finished | Failed | Cancelled):
                return isinstance(event, Finished) and event.cached
        return False
