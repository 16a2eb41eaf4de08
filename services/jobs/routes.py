"""Which stages are left for a job, when what is known already is left out."""

from dataclasses import replace

from services.jobs.job import Job, Stage
from services.jobs.order import Order, Product
from services.jobs.plan import Parcel, Route, full_route
from services.jobs.results import is_deliverable, result_key
from services.jobs.workshop import Workshop
from services.media.choices import wanted_of
from services.platforms.link import Link
from services.sources.medium import Medium
from services.transcripts.wish import wanted_words


async def shortest_route(job: Job, shop: Workshop) -> Route:
    """Return the stages that are left when what is known already is left out.

    The choice is made once, before the job runs, and travels with it: a job that is begun again
    after a crash must take the same way, whatever has become known since.
    """
    order = job.order
    known = await shop.artifacts.medium(order.source_key)
    if known is None and isinstance(order.source, Link):
        return await _route_of_list(order, shop)
    if known is None:
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
    if order.product is Product.CLEAN:
        return replace(full_route(order.product), title=medium.title)
    if order.product is Product.WORDS:
        return await _route_of_words(order, medium, shop)
    delivery = shop.deliveries[order.recipient.channel]
    key = result_key(medium.key, job, delivery)
    artifact = await shop.artifacts.get(key)
    if artifact is None or not await is_deliverable(
        artifact, wanted_of(order.choice).hand, delivery
    ):
        return full_route(order.product)
    return Route((Stage.DELIVER,), replace(parcel, artifact=key), title=artifact.title)


async def _route_of_words(order: Order, medium: Medium, shop: Workshop) -> Route:
    """Return the way of what is said: nobody is asked for what has been found out before."""
    whole = replace(full_route(order.product), title=medium.title)
    if shop.words is None or order.anew:
        return whole
    key = shop.words.key(medium.key, wanted_words(order.words).wish)
    if await shop.words.known(key) is None:
        return whole
    parcel = Parcel(medium=medium.key, transcript=key)
    return replace(whole, stages=(Stage.LISTEN, Stage.DELIVER), parcel=parcel)


async def _route_of_list(order: Order, shop: Workshop) -> Route:
    """Return the way of what may be a list: shown when it is known, worked off when that is asked."""
    listed = await shop.playlists.get(order.source_key)
    if order.product is Product.LIST:
        return replace(full_route(order.product), title=listed.playlist.title if listed else "")
    if listed is None or order.anew or not listed.is_fresh(shop.clock.now()):
        return full_route(order.product)
    return Route((Stage.DELIVER,), Parcel(listing=listed.playlist.key), title=listed.playlist.title)
