"""How loud a file is, measured once for all the clean copies of it."""

import asyncio

from services.censor.loudness import Loudness
from services.errors import SourceExpired
from services.jobs.artifact import Artifact
from services.jobs.errand import Errand
from services.jobs.hearing import Heard
from services.jobs.keeping import keep
from services.jobs.shared import Watch
from services.media.formats import Kind
from services.transcripts.wish import wanted_words


async def loudness_of(heard: Heard, errand: Errand) -> Loudness:
    """Return how loud a file is; it is decoded for that, unless that was done before.

    Args:
        heard: The file; its digest is known.
        errand: The job for which it is asked.

    Raises:
        FileUnreadable: it cannot be decoded.
    """
    shop, track = errand.shop, wanted_words(errand.job.order.words).wish.track
    key = f"loudness:{heard.digest}|{track}"

    async def work(_: Watch) -> None:
        async with shop.bench() as bench:
            path = bench / "loudness"
            found = await shop.crafts.loudness(heard.path, folder=bench, track=track)
            await asyncio.to_thread(path.write_bytes, found.told)
            await keep(shop, _artifact(key, heard), path, None)

    if not await shop.artifacts.is_here(key):
        await shop.shared.join(key, work, watch=errand.watch)
    taken = await shop.artifacts.take(key, held_by=errand.holder)
    if taken is None:
        raise SourceExpired
    return Loudness(await asyncio.to_thread(taken[1].read_bytes))


def _artifact(key: str, heard: Heard) -> Artifact:
    return Artifact(
        key=key,
        medium=heard.medium.key,
        choice="",
        blob="",
        size_bytes=0,
        file_name="loudness",
        mime="application/octet-stream",
        kind=Kind.DOCUMENT,
        seconds=heard.medium.seconds,
    )
