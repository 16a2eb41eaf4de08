"""Works a list off: an order for each entry, a few at a time, delivered in the list's order.

The job of the list does nothing itself but submit the others, wait for them and tell how far they are.
Each has a name made of the list's job and its number, so that after a crash the same ones are found
again. They stand in line like everybody's: a list does not hold anybody else up.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import PurePath
from typing import Final

from services.errors import FileOutOfReach, NoLinkFound, NotFound, SourceExpired
from services.jobs.errand import Errand
from services.jobs.events import Counted, Event, Progress
from services.jobs.job import Job
from services.jobs.order import ChatFile, Order, Product
from services.jobs.plan import Parcel
from services.jobs.tally import chosen, tally_of
from services.platforms.catalogue import link_of
from services.sources.link_file import read_links
from services.sources.medium import Medium
from services.sources.playlist import Entry, Playlist

_AHEAD: Final = 4
"""How many entries are ordered at once: enough that no place stays empty for long."""
_WAITS_WITHIN: Final = timedelta(minutes=30)
_MOST_ATTEMPTS: Final = 2


async def work_off(parcel: Parcel, errand: Errand) -> Parcel:
    """Order the entries one after the other, and wait until all of them are over.

    Raises:
        SourceExpired: the list is not known any more.
        HearsayError: none of them could be delivered, most of them for this reason.
    """
    job, desk = errand.job, errand.shop.list_desk
    playlist = await _list_of(job, errand)
    await errand.entitle(playlist.title)
    places = asyncio.Semaphore(_AHEAD)
    with desk.listen() as events:
        async with asyncio.TaskGroup() as group:
            telling = group.create_task(_tell(errand, playlist, events))
            waiting = []
            for number in chosen(job.order, len(playlist.entries)):
                await places.acquire()
                order = _order(job, playlist.entries[number - 1], number)
                once = f"list:{job.id}:{number}"
                child = await desk.submit(order, once=once, again_of=job.again_of)
                waiting.append(group.create_task(_until_over(child, errand, places)))
            if waiting:
                await asyncio.wait(waiting)
            telling.cancel()
    tally = tally_of(job, playlist, await desk.children(job.id))
    reasons = Counter(missed.failure.code for missed in tally.missed if missed.failure)
    if reasons and not tally.delivered:
        commonest = reasons.most_common(1)[0][0]
        failures = (missed.failure for missed in tally.missed if missed.failure)
        raise next(failure for failure in failures if failure.code == commonest).error()
    return replace(parcel, listing=playlist.key)


async def in_turn(errand: Errand) -> None:
    """Wait until the entries before this one are delivered, as far as they are under way.

    One that waits in line, for room, or among the long ones is not waited for: who waits has a place
    that it may need. Nor does one wait that was begun again and again, or for ever.
    """
    job, desk = errand.job, errand.shop.list_desk
    if not job.order.parent or job.attempts > _MOST_ATTEMPTS:
        return
    with desk.listen() as events, suppress(TimeoutError):
        async with asyncio.timeout(_WAITS_WITHIN.total_seconds()):
            while desk.is_preceded(job):
                await anext(events)


async def entitled(found: Medium | Playlist, errand: Errand) -> Medium | Playlist:
    """Return what was found, a bare file with the title that the list gives it."""
    order = errand.job.order
    if not order.parent or isinstance(found, Playlist) or not found.direct:
        return found
    try:
        playlist = await _list_of(await errand.shop.list_desk.get(order.parent), errand)
    except (NotFound, SourceExpired):
        return found
    entry = playlist.entries[order.number - 1]
    named = replace(
        found,
        title=entry.title or found.title,
        author=found.author or (playlist.title if entry.title else ""),
        seconds=found.seconds or entry.seconds,
    )
    await errand.shop.artifacts.put_medium(named, keys=[order.source_key])
    return named


async def links_of(file: ChatFile, errand: Errand) -> Playlist:
    """Return the list of the links in a text file that somebody sent.

    Raises:
        NoLinkFound: there is none in it.
    """
    shop, key = errand.shop, errand.job.order.source_key
    known = await shop.playlists.get(key)
    if known:
        return known.playlist
    if shop.chat_files is None:
        raise FileOutOfReach(size_bytes=file.size_bytes or 0, limit_bytes=0)
    async with shop.bench() as bench:
        path = bench / "links.txt"
        await shop.chat_files.download(file, to=path, ticks=errand.watch)
        links = await asyncio.to_thread(read_links, path)
    if not links:
        raise NoLinkFound
    urls = [link.url for link in links]
    made = Playlist.of_links(urls, title=PurePath(file.name).stem, most=shop.most_listed)
    playlist = replace(made, key=key)
    await shop.playlists.put(playlist)
    return playlist


async def _list_of(job: Job, errand: Errand) -> Playlist:
    known = await errand.shop.playlists.get(job.order.source_key)
    if known is None:
        raise SourceExpired
    return known.playlist


async def _tell(errand: Errand, playlist: Playlist, events: AsyncIterator[Event]) -> None:
    """Tell how the list stands whenever something becomes of one of its entries."""
    job, desk = errand.job, errand.shop.list_desk
    family = {child.id: child for child in await desk.children(job.id)}
    desk.tell(Counted(job, tally_of(job, playlist, family.values())))
    async for event in events:
        if event.job.order.parent == job.id and not isinstance(event, Progress):
            family[event.job.id] = event.job
            desk.tell(Counted(errand.job, tally_of(job, playlist, family.values())))


async def _until_over(child: Job, errand: Errand, places: asyncio.Semaphore) -> None:
    if not child.over:
        await errand.shop.list_desk.wait(child.id)
    places.release()


def _order(job: Job, entry: Entry, number: int) -> Order:
    return Order(
        product=Product.MEDIA,
        source=link_of(entry.url),
        recipient=replace(job.order.recipient, message_id=None, reply_to=None),
        account=job.order.account,
        language=job.order.language,
        choice=job.order.choice,
        parent=job.id,
        number=number,
    )
