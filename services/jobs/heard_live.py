"""What somebody said live, heard once more as a whole: a job for words like any other."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from services.clock import Clock
from services.errors import JobStopped, SourceExpired, Unexpected
from services.jobs.job import Job, State
from services.jobs.jobs import Jobs
from services.jobs.order import Channel, Order, Product, Recipient
from services.live.live import Finish
from services.live.wish import LiveWish
from services.store.uploads import Upload, Uploads
from services.transcripts.transcript import Transcript
from services.transcripts.wish import Wish, WordsWanted

_CHUNK_BYTES: Final = 1024 * 1024
_ANY_SOUND: Final = "mp3"


def full_pass(jobs: Jobs, uploads: Uploads, clock: Clock) -> Finish:
    """Return what hears the sound of a session once more, with everything that a job can do."""

    async def finish(
        sound: Path, _seconds: float, account: int, wish: LiveWish
    ) -> tuple[str, Transcript]:
        called = wish.title or f"{datetime.fromtimestamp(clock.now(), UTC):%Y-%m-%d %H.%M}"
        async with uploads.receive() as upload:
            await _copy(sound, upload)
            order = Order(
                product=Product.WORDS,
                source=await jobs.adopt(upload, name=f"{called}.wav"),
                recipient=Recipient(Channel.SHELF),
                account=account,
                choice=_ANY_SOUND,
                words=WordsWanted(_as_file(wish)).text,
            )
            job = await jobs.submit(order, once=f"live:{sound.parent.name}")
        job = await jobs.wait(job.id)
        return job.id, await _transcript(job, jobs)

    return finish


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
