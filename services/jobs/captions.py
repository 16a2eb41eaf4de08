"""What is written down already is taken before anybody listens: captions, transcripts, texts inside files.

None of it ever fails a job: where it cannot be had, the sound is listened to.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import structlog

from services.errors import HearsayError
from services.jobs.errand import Errand
from services.jobs.shared import Watch
from services.jobs.workshop import Words
from services.platforms.link import Link
from services.sources.captioning import Written
from services.sources.medium import Caption, Medium, Scribe
from services.transcripts.asking import Task
from services.transcripts.captions.choice import choose
from services.transcripts.captions.taking import transcript_of
from services.transcripts.wish import Wish

log = structlog.get_logger(__name__)

_ENGLISH = "en"


async def take_captions(medium: Medium, wish: Wish, words: Words, errand: Errand) -> bool:
    """Keep the words of a link that somebody has written down; return whether there are any.

    Args:
        medium: What the link leads to.
        wish: What is asked for.
        words: Keeps them.
        errand: On whose behalf.
    """
    if wish.by_ear or not isinstance(errand.job.order.source, Link):
        return False
    medium = await _captioned(medium, errand)
    caption = _chosen(medium, wish, words)
    if caption is None or caption.scribe is Scribe.FILE:
        return False

    async def bring(folder: Path) -> Written:
        return await errand.shop.sources.written(medium, caption, folder=folder)

    return await _Taking(medium, caption, words.key(medium.key, wish), words).done(bring, errand)


async def take_subtitles(
    path: Path, medium: Medium, wish: Wish, words: Words, errand: Errand
) -> bool:
    """Keep the words that lie inside a file; return whether there are any."""
    caption = None if wish.by_ear else _chosen(medium, wish, words)
    if caption is None or caption.scribe is not Scribe.FILE:
        return False

    async def bring(folder: Path) -> Written:
        read = errand.shop.crafts.subtitles_in
        text = await read(path, int(caption.name), ext=caption.ext, folder=folder)
        return Written(text, caption.ext)

    return await _Taking(medium, caption, words.key(medium.key, wish), words).done(bring, errand)


class _Taking:
    """One text on its way into the archive."""

    def __init__(self, medium: Medium, caption: Caption, key: str, words: Words) -> None:
        self._medium = medium
        self._caption = caption
        self._key = key
        self._words = words

    async def done(self, bring: Callable[[Path], Awaitable[Written]], errand: Errand) -> bool:
        async def take(_watch: Watch) -> None:
            async with errand.shop.bench() as bench:
                written = await bring(bench)
            read = partial(transcript_of, caption=self._caption, medium=self._medium)
            transcript = await asyncio.to_thread(read, written.text, ext=written.ext)
            await self._words.keep(self._key, transcript)

        try:
            await errand.shop.shared.join(f"captions {self._key}", take, watch=errand.watch)
        except HearsayError as error:
            scribe = self._caption.scribe.value
            log.info("no captions", site=self._medium.site, scribe=scribe, error=repr(error))
            return False
        return True


async def _captioned(medium: Medium, errand: Errand) -> Medium:
    """Return the facts with the captions of those sites that tell of them only when they are asked."""
    shop = errand.shop
    try:
        async with shop.bench() as bench:
            found = await shop.sources.captioned(medium, folder=bench)
    except HearsayError as error:
        log.info("captions not told", site=medium.site, error=repr(error))
        return medium
    if medium.captions_later:
        await shop.artifacts.put_medium(found, keys=[])
    return found


def _chosen(medium: Medium, wish: Wish, words: Words) -> Caption | None:
    wanted = _ENGLISH if wish.task is Task.TRANSLATE else wish.language
    return choose(medium, wanted=wanted, translated=wish.translated, deaf=not words.can_hear)
