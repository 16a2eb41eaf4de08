"""The stages, from top to bottom in the order in which they run.

Each takes a parcel and returns the next one. A stage may be begun again at any time: what it made
before is found by its key, which names the inputs, and is not made twice. What several jobs want at
once is done once (`making.py`); only the last act, to deliver, belongs to one job alone.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from services.errors import DeliveryFailed, SourceExpired
from services.jobs.artifacts import artifact_key, original_key
from services.jobs.briefs import Original
from services.jobs.delivery import Delivered, Piece
from services.jobs.errand import Errand, SetAside
from services.jobs.job import Job, Stage
from services.jobs.lists import entitled, in_turn, links_of, work_off
from services.jobs.making import ask_site, draw_thumbnail, fetch_original, look_at, take_in
from services.jobs.order import ChatFile, Lane, LocalFile, Order, Product
from services.jobs.plan import Parcel, Route, full_route, lane_for
from services.jobs.results import is_deliverable, make, result_key, task_for
from services.jobs.sizes import Size, check_fits, result_size, share_of, source_size
from services.jobs.tally import tally_of
from services.jobs.tries import tried
from services.jobs.wording import PREFIX, deliver_words, fetch_sound, listen
from services.jobs.workshop import Workshop
from services.media.choices import Hand, Wanted, wanted_of
from services.media.formats import IMAGES
from services.platforms.link import Link
from services.sources.link_file import is_link_file
from services.sources.medium import Medium
from services.sources.playlist import Playlist

_DELIVER_WITHIN: Final = timedelta(minutes=30)
_SLOWEST_BYTES_PER_SECOND: Final = 100_000


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
    medium = await _known(parcel, errand)
    if errand.job.order.product is Product.WORDS:
        return await fetch_sound(parcel, medium, errand)
    return await _fetch_media(parcel, medium, errand)


async def _fetch_media(parcel: Parcel, medium: Medium, errand: Errand) -> Parcel:
    wanted = wanted_of(errand.job.order.choice)
    result = result_key(medium.key, errand.job, errand.delivery)
    if await _is_made(result, parcel, errand):
        return replace(parcel, artifact=result)
    size = share_of(result_size(medium, wanted.format), medium, wanted)
    if wanted.hand is Hand.FILE:
        check_fits(size.least_bytes if size else None, limit_bytes=_limit_bytes(errand))
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


async def convert(parcel: Parcel, errand: Errand) -> Parcel:
    """Make the asked-for file from the original."""
    if parcel.artifact or parcel.listing:
        return parcel
    medium = await _known(parcel, errand)
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
        check_fits(made.size_bytes, limit_bytes=_limit_bytes(errand))
    return replace(parcel, artifact=made.key, worked=True, note=note)


async def hear(parcel: Parcel, errand: Errand) -> Parcel:
    """Find out what is said."""
    if parcel.listing:
        return parcel
    return await listen(parcel, await _known(parcel, errand), errand)


async def deliver(parcel: Parcel, errand: Errand) -> Parcel:
    """Hand the result over. The way out sees to it that a repetition does no harm."""
    if parcel.listing:
        delivered = await _deliver_list(parcel, errand)
    elif errand.job.order.product is Product.CARD:
        delivered = await _deliver_card(parcel, errand)
    elif parcel.transcript and not parcel.artifact:
        delivered = await _deliver_words(parcel, errand)
        parcel = replace(parcel, artifact=f"{PREFIX}{parcel.transcript}")
    else:
        await in_turn(errand)
        delivered = await _deliver_file(parcel, errand)
        parcel = replace(parcel, worked=parcel.worked or delivered.uploaded)
    return replace(parcel, message_id=delivered.message_id)


Perform = Callable[[Parcel, Errand], Awaitable[Parcel]]
STAGES: Final[Mapping[Stage, Perform]] = {
    Stage.RESOLVE: resolve,
    Stage.FETCH: fetch,
    Stage.CONVERT: convert,
    Stage.LISTEN: hear,
    Stage.ITEMS: work_off,
    Stage.DELIVER: deliver,
}


async def shortest_route(job: Job, shop: Workshop) -> Route:
    """Return the stages that are left when what is known already is left out.

    The choice is made once, before the job runs, and travels with it: a job that is begun again
    after a crash must take the same way, whatever has become known since.
    """
    order = job.order
    known = await shop.artifacts.medium(order.source_key)
    if known is None and isinstance(order.source, Link):
        return await _route_of_list(order, shop)
    if known is None or isinstance(order.source, LocalFile):
        return full_route(order.product)
    parcel = Parcel(medium=known.medium.key)
    if order.product is Product.CARD:
        if order.anew or not known.is_fresh(shop.clock.now()):
            return full_route(order.product)
        return Route((Stage.DELIVER,), parcel, title=known.medium.title)
    return await _route_of_file(job, known.medium, shop)


async def _route_of_file(job: Job, medium: Medium, shop: Workshop) -> Route:
    """Return the way of a medium's result: straight to the door when that has been made."""
    order, parcel = job.order, Parcel(medium=medium.key)
    if order.product is Product.WORDS:
        return replace(full_route(order.product), title=medium.title)
    delivery = shop.deliveries[order.recipient.channel]
    key = result_key(medium.key, job, delivery)
    artifact = await shop.artifacts.get(key)
    wanted = wanted_of(order.choice)
    if artifact is None or not await is_deliverable(artifact, wanted, delivery):
        return full_route(order.product)
    return Route((Stage.DELIVER,), replace(parcel, artifact=key), title=artifact.title)


async def _route_of_list(order: Order, shop: Workshop) -> Route:
    """Return the way of what may be a list: shown when it is known, worked off when that is asked."""
    listed = await shop.playlists.get(order.source_key)
    if order.product is Product.LIST:
        return replace(full_route(order.product), title=listed.playlist.title if listed else "")
    if listed is None or order.anew or not listed.is_fresh(shop.clock.now()):
        return full_route(order.product)
    return Route((Stage.DELIVER,), Parcel(listing=listed.playlist.key), title=listed.playlist.title)


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
            return await look_at(shop, file), False


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


def _limit_bytes(errand: Errand) -> int | None:
    """Return the largest result that can be handed over; pictures go one by one, whatever they weigh."""
    wanted = wanted_of(errand.job.order.choice)
    return None if wanted.format is IMAGES else errand.delivery.limit_bytes()


async def _known(parcel: Parcel, errand: Errand) -> Medium:
    known = await errand.shop.artifacts.medium(parcel.medium)
    if known is None:
        raise SourceExpired
    return known.medium


def _original_keys(medium: Medium, wanted: Wanted, job: Job) -> list[str]:
    """Return the names of the originals that would do, the one that is fetched last."""
    if isinstance(job.order.source, ChatFile):
        return [original_key(medium.key, None)]
    if wanted.record_seconds:
        return [f"{original_key(medium.key, wanted)}@{job.id}"]
    whole = original_key(medium.key, replace(wanted, clip=None))
    return [whole, original_key(medium.key, wanted)] if wanted.clip else [whole]


async def _is_made(key: str, parcel: Parcel, errand: Errand) -> bool:
    """Return whether there is nothing left to do but to deliver."""
    if await errand.shop.artifacts.hold(key, held_by=errand.holder):
        return True
    artifact = await errand.shop.artifacts.get(key)
    if parcel.anew or artifact is None:
        return False
    return await is_deliverable(artifact, wanted_of(errand.job.order.choice), errand.delivery)


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
        return Original(medium, Path(source.path))
    taken = await errand.shop.artifacts.take(parcel.source, held_by=errand.holder)
    if taken is None:
        raise SourceExpired
    artifact, path = taken
    return Original(medium, path, await errand.picture(artifact.cover), artifact.starts)


async def _deliver_card(parcel: Parcel, errand: Errand) -> Delivered:
    known = await errand.shop.artifacts.medium(parcel.medium)
    if known is None:
        raise SourceExpired
    await errand.entitle(known.medium.title)
    picture = await errand.picture(known.thumbnail)

    async def show() -> Delivered:
        return await errand.delivery.show_card(errand.job, known.medium, thumbnail=picture)

    return await _handed_over(show, errand, size_bytes=0)


async def _deliver_words(parcel: Parcel, errand: Errand) -> Delivered:
    medium = await _known(parcel, errand)

    async def show() -> Delivered:
        return await deliver_words(parcel, medium, errand)

    return await _handed_over(show, errand, size_bytes=0)


async def _deliver_list(parcel: Parcel, errand: Errand) -> Delivered:
    """Show what a list holds, or for the job of a list what has become of it."""
    known = await errand.shop.playlists.get(parcel.listing)
    if known is None:
        raise SourceExpired

    async def show() -> Delivered:
        job, playlist = errand.job, known.playlist
        if job.order.product is not Product.LIST:
            return await errand.delivery.show_list(job, playlist)
        tally = tally_of(job, playlist, await errand.shop.list_desk.children(job.id))
        return await errand.delivery.show_tally(job, tally)

    return await _handed_over(show, errand, size_bytes=0)


async def _deliver_file(parcel: Parcel, errand: Errand) -> Delivered:
    artifact = await errand.shop.artifacts.get(parcel.artifact)
    if artifact is None:
        raise SourceExpired
    await errand.entitle(artifact.title)
    artifact = replace(artifact, note=parcel.note)
    pieces = [await _piece(key, parcel, errand) for key in artifact.pieces or (artifact.key,)]
    size_bytes = sum(piece.artifact.size_bytes for piece in pieces if piece.path)

    async def hand_over() -> Delivered:
        delivery, job = errand.delivery, errand.job
        if artifact.pieces:
            return await delivery.deliver_all(job, artifact, pieces, ticks=errand.watch)
        path, cover = pieces[0].path, pieces[0].cover
        return await delivery.deliver(job, artifact, path=path, cover=cover, ticks=errand.watch)

    return await _handed_over(hand_over, errand, size_bytes=size_bytes)


async def _piece(key: str, parcel: Parcel, errand: Errand) -> Piece:
    """Return one file to be handed over, with its bytes where they are needed."""
    artifact = await errand.shop.artifacts.get(key)
    if artifact is None:
        raise SourceExpired
    wanted = wanted_of(errand.job.order.choice)
    if not parcel.anew and await is_deliverable(artifact, wanted, errand.delivery):
        return Piece(artifact, None, None)
    taken = await errand.shop.artifacts.take(key, held_by=errand.holder)
    if taken is None:
        raise SourceExpired
    if wanted.hand is not Hand.LINK:
        check_fits(artifact.size_bytes, limit_bytes=_limit_bytes(errand))
    return Piece(artifact, taken[1], await errand.picture(artifact.cover))


async def _handed_over(
    act: Callable[[], Awaitable[Delivered]], errand: Errand, *, size_bytes: int
) -> Delivered:
    return await tried(
        act,
        name=f"deliver {errand.job.id}",
        within=_DELIVER_WITHIN + timedelta(seconds=size_bytes / _SLOWEST_BYTES_PER_SECOND),
        late=DeliveryFailed(reason="too slow"),
        clock=errand.shop.clock,
    )
