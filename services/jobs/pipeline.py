"""The stages, from top to bottom in the order in which they run.

Each takes a parcel and returns the next one. A stage may be begun again at any time: what it made
before is found by its key, which names the inputs, and is not made twice. What several jobs want at
once is done once (`making.py`); only the last act, to deliver, belongs to one job alone.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Final

from services.errors import SourceExpired
from services.jobs import cleaning
from services.jobs.artifacts import artifact_key, original_key
from services.jobs.briefs import Original
from services.jobs.bringing import ask_site, draw_thumbnail, fetch_original, look_at, take_in
from services.jobs.errand import Errand, SetAside
from services.jobs.handing_over import deliver, limit_bytes
from services.jobs.job import Job, Stage
from services.jobs.lists import entitled, links_of, work_off
from services.jobs.order import ChatFile, Lane, LocalFile, Product
from services.jobs.plan import Parcel, lane_for
from services.jobs.results import is_deliverable, make, result_key, task_for
from services.jobs.sizes import Size, check_fits, result_size, share_of, source_size
from services.jobs.wording import fetch_sound, listen
from services.media.choices import Hand, Wanted, wanted_of
from services.platforms.link import Link
from services.sources.link_file import is_link_file
from services.sources.medium import Medium
from services.sources.playlist import Playlist


async def resolve(parcel: Parcel, errand: Errand) -> Parcel:
    """Find out what the source is: from memory while that is fresh, else by asking."""
    medium, asked = await _found(errand)
    await errand.entitle(medium.title)
    if isinstance(medium, Playlist):
        return replace(parcel, listing=medium.key, worked=parcel.worked or asked)
    if errand.job.order.product is Product.CARD:
        asked = await _thumbnail(medium, errand) or asked
    return replace(parcel, medium=medium.key, worked=parcel.worked or asked)


async def fetch(parcel: Parcel, errand: Errand) -> Parcel:
    """Bring the original's bytes, unless the result or the original is here already."""
    if parcel.listing:
        return parcel
    medium = await errand.medium(parcel.medium)
    order = errand.job.order
    if order.product is Product.WORDS:
        return await fetch_sound(parcel, medium, errand)
    if order.product is Product.CLEAN and not order.choice:
        return await cleaning.fetch_as_it_is(parcel, medium, errand)
    return await _fetch_media(parcel, medium, errand)


async def convert(parcel: Parcel, errand: Errand) -> Parcel:
    """Make the asked-for file from the original."""
    if parcel.artifact or parcel.listing or not errand.job.order.choice:
        return parcel
    medium = await errand.medium(parcel.medium)
    task, note = await task_for(medium, errand)
    key = result_key(medium.key, errand.job, errand.delivery)
    if note or task.wanted != wanted_of(errand.job.order.choice):
        key = artifact_key(medium.key, task.wanted.made)
    made = await errand.shop.artifacts.hold(key, held_by=errand.holder)
    if made is None:
        original = await _original(parcel, medium, errand)
        size = share_of(result_size(medium, task.wanted.format), medium, task.wanted)
        await errand.reserve(*([size, size] if task.wanted.is_set else [size]))
        made = await make(original, task, errand, key=key)
    if task.wanted.hand is Hand.FILE:
        check_fits(made.size_bytes, limit_bytes=limit_bytes(errand))
    return replace(parcel, artifact=made.key, worked=True, note=note)


async def hear(parcel: Parcel, errand: Errand) -> Parcel:
    """Find out what is said."""
    if parcel.listing:
        return parcel
    medium = await errand.medium(parcel.medium)
    if errand.job.order.product is Product.CLEAN:
        return await cleaning.listen(parcel, medium, errand)
    return await listen(parcel, medium, errand)


async def clean(parcel: Parcel, errand: Errand) -> Parcel:
    """Hide what is explicit."""
    return await cleaning.clean(parcel, await errand.medium(parcel.medium), errand)


async def _fetch_media(parcel: Parcel, medium: Medium, errand: Errand) -> Parcel:
    wanted = wanted_of(errand.job.order.choice)
    result = result_key(medium.key, errand.job, errand.delivery)
    if await _is_made(result, parcel, errand):
        return replace(parcel, artifact=result)
    size = share_of(result_size(medium, wanted.format), medium, wanted)
    if wanted.hand is Hand.FILE:
        check_fits(size.least_bytes if size else None, limit_bytes=limit_bytes(errand))
    if errand.job.order.lane is not Lane.BULK and lane_for(medium, wanted) is Lane.BULK:
        raise SetAside
    sizes = [size, size] if wanted.is_set else [size]
    if isinstance(errand.job.order.source, LocalFile):
        await errand.reserve(*sizes)
        return parcel
    keys = _original_keys(medium, wanted, errand.job)
    for key in keys:
        if await errand.shop.artifacts.take(key, held_by=errand.holder):
            await errand.reserve(*sizes)
            return replace(parcel, source=key)
    await errand.reserve(*sizes, share_of(source_size(medium, wanted.format), medium, wanted))
    await _bring(medium, wanted, keys[-1], errand)
    return replace(parcel, source=keys[-1], worked=True)


Perform = Callable[[Parcel, Errand], Awaitable[Parcel]]
STAGES: Final[Mapping[Stage, Perform]] = {
    Stage.RESOLVE: resolve,
    Stage.FETCH: fetch,
    Stage.CONVERT: convert,
    Stage.LISTEN: hear,
    Stage.CLEAN: clean,
    Stage.ITEMS: work_off,
    Stage.DELIVER: deliver,
}


async def _found(errand: Errand) -> tuple[Medium | Playlist, bool]:
    """Return the medium or the list, and whether its origin had to be asked."""
    shop, order = errand.shop, errand.job.order
    known = await shop.artifacts.medium(order.source_key)
    match order.source:
        case Link() as link:
            if known and not order.anew and known.is_fresh(shop.clock.now()):
                return known.medium, False
            insist = bool(errand.job.again_of)
            found = await ask_site(shop, link, watch=errand.watch, anew=order.anew, insist=insist)
            return await entitled(found, errand), True
        case ChatFile() as file if is_link_file(file.name, file.mime, file.size_bytes):
            return await links_of(file, errand), False
        case ChatFile() as file:
            if known:
                return known.medium, False
            await errand.reserve(Size(file.size_bytes, 0) if file.size_bytes else None)
            return await _take_in(file, errand), True
        case LocalFile() as file:
            return known.medium if known else await look_at(shop, file), False


async def _take_in(file: ChatFile, errand: Errand) -> Medium:
    key = errand.job.order.source_key
    original = original_key(key, None)
    return await take_in(errand.shop, file, key=key, original=original, watch=errand.watch)


async def _thumbnail(medium: Medium, errand: Errand) -> bool:
    """See to it that the small picture is here; return whether its origin had to be asked."""
    known = await errand.shop.artifacts.medium(medium.key)
    if known and await errand.picture(known.thumbnail):
        return False
    await draw_thumbnail(errand.shop, medium, watch=errand.watch)
    return True


def _original_keys(medium: Medium, wanted: Wanted, job: Job) -> list[str]:
    """Return the names of the originals that would do, the one that is fetched last."""
    if isinstance(job.order.source, ChatFile):
        return [original_key(medium.key, None)]
    if wanted.record_seconds:
        return [f"{original_key(medium.key, wanted)}@{job.id}"]
    whole = original_key(medium.key, replace(wanted, clip=None))
    if wanted.clip is None:
        return [whole]
    return [whole, *_films(medium, wanted), original_key(medium.key, wanted)]


def _films(medium: Medium, wanted: Wanted) -> list[str]:
    """Return the names of the films in which the sound of a clip stands, too: no site is asked for it."""
    if not wanted.format.is_sound or wanted.sound:
        return []
    heights = sorted((found.height for found in medium.pictures), reverse=True)
    return [original_key(medium.key, wanted_of(f"{height}p")) for height in heights]


async def _is_made(key: str, parcel: Parcel, errand: Errand) -> bool:
    """Return whether there is nothing left to do but to deliver."""
    if await errand.shop.artifacts.hold(key, held_by=errand.holder):
        return True
    artifact = await errand.shop.artifacts.get(key)
    if parcel.anew or artifact is None:
        return False
    return await is_deliverable(artifact, errand.hand, errand.delivery)


async def _bring(medium: Medium, wanted: Wanted, key: str, errand: Errand) -> None:
    source = errand.job.order.source
    if isinstance(source, ChatFile):
        await _take_in(source, errand)
    else:
        await fetch_original(
            errand.shop,
            medium,
            wanted,
            key=key,
            watch=errand.watch,
            insist=bool(errand.job.again_of),
            enough=errand.enough,
        )
    if not await errand.shop.artifacts.take(key, held_by=errand.holder):
        raise SourceExpired


async def _original(parcel: Parcel, medium: Medium, errand: Errand) -> Original:
    source = errand.job.order.source
    if isinstance(source, LocalFile):
        return Original(medium, errand.shop.place_of(source))
    taken = await errand.shop.artifacts.take(parcel.source, held_by=errand.holder)
    if taken is None:
        raise SourceExpired
    artifact, path = taken
    return Original(medium, path, await errand.picture(artifact.cover), artifact.starts)
