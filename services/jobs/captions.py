"""What is written down already is taken before anybody listens: captions, transcripts, texts inside files.

None of it ever fails a job that could listen instead: where it cannot be had, it does.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import structlog

from services.errors import CaptionsMissing, HearsayError
from services.jobs.errand import Errand
from services.jobs.shared import Watch
from services.jobs.workshop import Words, Workshop
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

    Raises:
        HearsayError: why they cannot be had, where nothing else will do.
    """
    if not wish.written and (wish.by_ear or not isinstance(errand.job.order.source, Link)):
        return False
    try:
        await _take(medium, wish, words, errand)
    except CaptionsMissing:
        if wish.written:
            raise
        return False
    except HearsayError as error:
        if wish.written:
            raise
        log.info("no captions", site=medium.site, error=repr(error))
        return False
    return True


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

    taking = _Taking(medium, caption, words.key(medium.key, wish), words)
    try:
        await taking.done(bring, errand)
    except HearsayError as error:
        log.info("no subtitles", error=repr(error))
        return False
    return True


async def captioned(medium: Medium, shop: Workshop) -> Medium:
    """Return the facts with the captions of those sites that tell of them only when they are asked.

    Raises:
        HearsayError: why the site could not be asked.
    """
    async with shop.bench() as bench:
        found = await shop.sources.captioned(medium, folder=bench)
    if medium.captions_later:
        await shop.artifacts.put_medium(found, keys=[])
    return found


async def _take(medium: Medium, wish: Wish, words: Words, errand: Errand) -> None:
    """Keep the words of a link that somebody has written down.

    Raises:
        CaptionsMissing: there are none.
        HearsayError: they cannot be had.
    """
    try:
        medium = await captioned(medium, errand.shop)
    except HearsayError as error:
        if wish.written:
            raise
        log.info("captions not told", site=medium.site, error=repr(error))
    caption = _chosen(medium, wish, words)
    if caption is None or caption.scribe is Scribe.FILE:
        language = {"language": wish.language} if wish.language else {}
        raise CaptionsMissing(host=medium.site, **language)

    async def bring(folder: Path) -> Written:
        return await errand.shop.sources.written(medium, caption, folder=folder)

    await _Taking(medium, caption, words.key(medium.key, wish), words).done(bring, errand)


class _Taking:
    """One text on its way into the archive."""

    def __init__(self, medium: Medium, caption: Caption, key: str, words: Words) -> None:
        self._medium = medium
        self._caption = caption
        self._key = key
        self._words = words

    async def done(self, bring: Callable[[Path], Awaitable[Written]], errand: Errand) -> None:
        async def take(_watch: Watch) -> None:
            async with errand.shop.bench() as bench:
                written = await bring(bench)
            read = partial(transcript_of, caption=self._caption, medium=self._medium)
            transcript = await asyncio.to_thread(read, written.text, ext=written.ext)
            await self._words.keep(self._key, transcript)

        await errand.shop.shared.join(f"captions {self._key}", take, watch=errand.watch)


def _chosen(medium: Medium, wish: Wish, words: Words) -> Caption | None:
    wanted = _ENGLISH if wish.task is Task.TRANSLATE else wish.language
    deaf = wish.written or not words.can_hear
    return choose(medium, wanted=wanted, translated=wish.translated, deaf=deaf)
