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
from services.jobs.delivery import Delivered
from services.jobs.errand import Errand, SetAside
from services.jobs.job import Job, Stage
from services.jobs.making import (
    Original,
    ask_site,
    draw_thumbnail,
    fetch_original,
    look_at,
    make_result,
    take_in,
)
from services.jobs.order import ChatFile, Lane, LocalFile, Product
from services.jobs.plan import Parcel, Route, full_route, lane_for
from services.jobs.sizes import Size, check_fits, result_size, source_size
from services.jobs.tries import tried
from services.jobs.workshop import Workshop
from services.media.formats import Format, format_of
from services.platforms.link import Link
from services.sources.medium import Medium

_DELIVER_WITHIN: Final = timedelta(minutes=30)
_SLOWEST_BYTES_PER_SECOND: Final = 100_000


async def resolve(parcel: Parcel, errand: Errand) -> Parcel:
    """Find out what the source is: from memory while that is fresh, else by asking."""
    medium, asked = await _medium(errand)
    await errand.entitle(medium.title)
    if errand.job.order.product is Product.CARD:
        asked = await _thumbnail(medium, errand) or asked
    return replace(parcel, medium=medium.key, worked=parcel.worked or asked)


async def fetch(parcel: Parcel, errand: Errand) -> Parcel:
    """Bring the original's bytes, unless the result or the original is here already."""
    medium = await _known(parcel, errand)
    wanted = format_of(errand.job.order.choice)
    result = artifact_key(medium.key, wanted.name)
    if await _is_made(result, parcel, errand):
        return replace(parcel, artifact=result)
    size = result_size(medium, wanted)
    check_fits(size.least_bytes if size else None, limit_bytes=errand.delivery.limit_bytes())
    if errand.job.order.lane is not Lane.BULK and lane_for(medium, wanted) is Lane.BULK:
        raise SetAside
    if isinstance(errand.job.order.source, LocalFile):
        await errand.reserve(size)
        return parcel
    sent = isinstance(errand.job.order.source, ChatFile)
    key = original_key(medium.key, None if sent else wanted)
    if await errand.shop.artifacts.take(key, held_by=errand.holder):
        await errand.reserve(size)
        return replace(parcel, source=key)
    await errand.reserve(size, source_size(medium, wanted))
    await _bring(medium, wanted, key, errand)
    return replace(parcel, source=key, worked=True)


async def convert(parcel: Parcel, errand: Errand) -> Parcel:
    """Make the asked-for file from the original."""
    if parcel.artifact:
        return parcel
    medium = await _known(parcel, errand)
    wanted = format_of(errand.job.order.choice)
    key = artifact_key(medium.key, wanted.name)
    made = await errand.shop.artifacts.take(key, held_by=errand.holder)
    if made is None:
        original = await _original(parcel, medium, errand)
        await errand.reserve(result_size(medium, wanted))
        await make_result(errand.shop, original, wanted, key=key, watch=errand.watch)
        made = await errand.shop.artifacts.take(key, held_by=errand.holder)
    if made is None:
        raise SourceExpired
    check_fits(made[0].size_bytes, limit_bytes=errand.delivery.limit_bytes())
    return replace(parcel, artifact=key, worked=True)


async def deliver(parcel: Parcel, errand: Errand) -> Parcel:
    """Hand the result over. The way out sees to it that a repetition does no harm."""
    if errand.job.order.product is Product.CARD:
        delivered = await _deliver_card(parcel, errand)
    else:
        delivered = await _deliver_file(parcel, errand)
        parcel = replace(parcel, worked=parcel.worked or delivered.uploaded)
    return replace(parcel, message_id=delivered.message_id)


Perform = Callable[[Parcel, Errand], Awaitable[Parcel]]
STAGES: Final[Mapping[Stage, Perform]] = {
    Stage.RESOLVE: resolve,
    Stage.FETCH: fetch,
    Stage.CONVERT: convert,
    Stage.DELIVER: deliver,
}


async def shortest_route(job: Job, shop: Workshop) -> Route:
    """Return the stages that are left when what is known already is left out.

    The choice is made once, before the job runs, and travels with it: a job that is begun again
    after a crash must take the same way, whatever has become known since.
    """
    order = job.order
    known = await shop.artifacts.medium(order.source_key)
    if known is None or isinstance(order.source, LocalFile):
        return full_route(order.product)
    parcel = Parcel(medium=known.medium.key)
    if order.product is Product.CARD:
        if not known.is_fresh(shop.clock.now()):
            return full_route(order.product)
        return Route((Stage.DELIVER,), parcel, title=known.medium.title)
    key = artifact_key(known.medium.key, order.choice)
    artifact = await shop.artifacts.get(key)
    delivery = shop.deliveries[order.recipient.channel]
    if artifact is None or not await delivery.has(key):
        return full_route(order.product)
    return Route((Stage.DELIVER,), replace(parcel, artifact=key), title=artifact.title)


async def _medium(errand: Errand) -> tuple[Medium, bool]:
    """Return the medium, and whether its origin had to be asked."""
    shop, order = errand.shop, errand.job.order
    known = await shop.artifacts.medium(order.source_key)
    match order.source:
        case Link() as link:
            if known and known.is_fresh(shop.clock.now()):
                return known.medium, False
            return await ask_site(shop, link, watch=errand.watch), True
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


async def _known(parcel: Parcel, errand: Errand) -> Medium:
    known = await errand.shop.artifacts.medium(parcel.medium)
    if known is None:
        raise SourceExpired
    return known.medium


async def _is_made(key: str, parcel: Parcel, errand: Errand) -> bool:
    """Return whether there is nothing left to do but to deliver."""
    if await errand.shop.artifacts.take(key, held_by=errand.holder):
        return True
    if parcel.anew or not await errand.delivery.has(key):
        return False
    return await errand.shop.artifacts.get(key) is not None


async def _bring(medium: Medium, wanted: Format, key: str, errand: Errand) -> None:
    source = errand.job.order.source
    if isinstance(source, ChatFile):
        await _take_in(source, errand)
    else:
        await fetch_original(errand.shop, medium, wanted, key=key, watch=errand.watch)
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
    return Original(medium, path, await errand.picture(artifact.cover))


async def _deliver_card(parcel: Parcel, errand: Errand) -> Delivered:
    known = await errand.shop.artifacts.medium(parcel.medium)
    if known is None:
        raise SourceExpired
    await errand.entitle(known.medium.title)
    picture = await errand.picture(known.thumbnail)

    async def show() -> Delivered:
        return await errand.delivery.show_card(errand.job, known.medium, thumbnail=picture)

    return await _handed_over(show, errand, size_bytes=0)


async def _deliver_file(parcel: Parcel, errand: Errand) -> Delivered:
    artifact = await errand.shop.artifacts.get(parcel.artifact)
    if artifact is None:
        raise SourceExpired
    await errand.entitle(artifact.title)
    path = cover = None
    if parcel.anew or not await errand.delivery.has(artifact.key):
        taken = await errand.shop.artifacts.take(artifact.key, held_by=errand.holder)
        if taken is None:
            raise SourceExpired
        check_fits(artifact.size_bytes, limit_bytes=errand.delivery.limit_bytes())
        path, cover = taken[1], await errand.picture(artifact.cover)

    async def hand_over() -> Delivered:
        return await errand.delivery.deliver(
            errand.job, artifact, path=path, cover=cover, ticks=errand.watch
        )

    return await _handed_over(hand_over, errand, size_bytes=artifact.size_bytes if path else 0)


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
