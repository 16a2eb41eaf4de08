"""What somebody said live, heard once more as a whole: a job for words like any other."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from services.clock import Clock
from services.errors import JobStopped, NotFound, SourceExpired, Unexpected
from services.jobs.job import Job, State
from services.jobs.jobs import Jobs
from services.jobs.order import Channel, Order, Product, Recipient
from services.live.wish import LiveWish
from services.store.uploads import Upload, Uploads
from services.transcripts.transcript import Transcript
from services.transcripts.wish import Wish, WordsWanted

_CHUNK_BYTES: Final = 1024 * 1024
_ANY_SOUND: Final = "mp3"


class HeardLive:
    """Hears the sound of a session once more, with everything that a job can do.

    Args:
        jobs: Take the order.
        uploads: Take the sound in.
        clock: Names what has no title.
    """

    def __init__(self, jobs: Jobs, uploads: Uploads, clock: Clock) -> None:
        self._jobs = jobs
        self._uploads = uploads
        self._clock = clock

    async def submit(self, sound: Path, account: int, wish: LiveWish) -> str:
        """Order it, and return the job's id; the same session's is the same job.

        Raises:
            NoRoom: the disk is full.
            TooManyWaiting: the account has as many jobs waiting as it may.
        """
        size_bytes = (await asyncio.to_thread(sound.stat)).st_size
        async with self._uploads.receive(most_bytes=size_bytes) as upload:
            await _copy(sound, upload)
            order = Order(
                product=Product.WORDS,
                source=await self._jobs.adopt(upload, name=f"{self._title(wish)}.wav"),
                recipient=Recipient(Channel.SHELF),
                account=account,
                choice=_ANY_SOUND,
                words=WordsWanted(_as_file(wish)).text,
            )
            job = await self._jobs.submit(order, once=f"live:{sound.parent.name}")
        return job.id

    async def transcript(self, job: str) -> Transcript:
        """Wait until it is done, and return what was heard.

        Raises:
            HearsayError: why nothing came of it.
        """
        return await _transcript(await self._jobs.wait(job), self._jobs)

    async def knows(self, job: str) -> bool:
        """Return whether the job has not been erased."""
        with suppress(NotFound):
            await self._jobs.of(job, None)
            return True
        return False

    def _title(self, wish: LiveWish) -> str:
        return wish.title or f"{datetime.fromtimestamp(self._clock.now(), UTC):%Y-%m-%d %H.%M}"


def _as_file(wish: LiveWish) -> Wish:
    return Wish(
        language=wish.language,
        allowed=wish.allowed,
        task=wish.task,
        vocabulary=wish.vocabulary,
        model=wish.model,
        anyway=True,
    )


async def _copy(sound: Path, upload: Upload) -> None:
    file = await asyncio.to_thread(sound.open, "rb")
    with file:
        while chunk := await asyncio.to_thread(file.read, _CHUNK_BYTES):
            await upload.write(chunk)
    await upload.end()


async def _transcript(job: Job, jobs: Jobs) -> Transcript:
    if job.state is State.CANCELLED:
        raise JobStopped
    if job.state is State.FAILED:
        raise job.failure.error() if job.failure else Unexpected()
    transcript = await jobs.transcript(job)
    if transcript is None:
        raise SourceExpired
    return transcript
