"""The last stage: a result is handed over in the way of the door that it was ordered at."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from services.errors import DeliveryFailed, SourceExpired
from services.jobs.delivery import Delivered, Piece
from services.jobs.errand import Errand
from services.jobs.lists import in_turn
from services.jobs.order import Product
from services.jobs.plan import Parcel
from services.jobs.results import is_deliverable
from services.jobs.sizes import check_fits
from services.jobs.tally import tally_of
from services.jobs.tries import tried
from services.jobs.wording import PREFIX, deliver_words
from services.media.choices import Hand, wanted_of
from services.media.formats import IMAGES

_DELIVER_WITHIN: Final = timedelta(minutes=30)
_SLOWEST_BYTES_PER_SECOND: Final = 100_000


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


def limit_bytes(errand: Errand) -> int | None:
    """Return the largest result that can be handed over; pictures go one by one, whatever they weigh."""
    choice = errand.job.order.choice
    is_album = bool(choice) and wanted_of(choice).format is IMAGES
    return None if is_album else errand.delivery.limit_bytes()


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
    medium = await errand.medium(parcel.medium)

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
    if not parcel.anew and await is_deliverable(artifact, errand.hand, errand.delivery):
        return Piece(artifact, None, None)
    taken = await errand.shop.artifacts.take(key, held_by=errand.holder)
    if taken is None:
        raise SourceExpired
    if errand.hand is not Hand.LINK:
        check_fits(artifact.size_bytes, limit_bytes=limit_bytes(errand))
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
