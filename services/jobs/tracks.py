"""What waits together, and how much of it may run at once."""

from dataclasses import dataclass
from enum import StrEnum

from services.jobs.order import Lane, Order, Product


class Track(StrEnum):
    """What waits together."""

    CARDS = "cards"
    FAST = "fast"
    BULK = "bulk"
    LISTS = "lists"


@dataclass(frozen=True, slots=True)
class Limits:
    """How many jobs may run on each track."""

    cards: int = 8
    """Cards ask a site a question and use no processor to speak of."""
    fast: int = 4
    bulk: int = 2
    lists: int = 100
    """The job of a list only waits for those of its entries."""
    per_account: int = 2
    """An account's share of each track; it gets more only while a place stays free for others."""
    per_site: int | None = None
    """How many on a track may be about one site; a slow one must not hold up all others."""

    def of(self, track: Track) -> int:
        """Return the limit of one track."""
        limits = {
            Track.CARDS: self.cards,
            Track.FAST: self.fast,
            Track.BULK: self.bulk,
            Track.LISTS: self.lists,
        }
        return limits[track]

    def of_site(self, track: Track) -> int:
        """Return how many of a track may be about one site."""
        if self.per_site is None:
            return self.of(track)
        # Cards are quick, and their sites are asked by few at a time anyway.
        return max(1, self.cards - 2) if track is Track.CARDS else self.per_site


def track_of(order: Order) -> Track:
    """Return where an order waits."""
    return track_for(order.product, order.lane)


def track_for(product: Product, lane: Lane) -> Track:
    """Return where orders of a kind wait."""
    if product is Product.CARD:
        return Track.CARDS
    if product is Product.LIST:
        return Track.LISTS
    return Track.BULK if lane is Lane.BULK else Track.FAST
