"""Which stages make which product, and what may be left out because it was done before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from services.jobs.job import Stage
from services.jobs.order import Lane, Product
from services.jobs.sizes import share_of, source_size
from services.media.choices import Wanted
from services.sources.medium import Medium

PLAN: Final[Mapping[Product, tuple[Stage, ...]]] = {
    Product.CARD: (Stage.RESOLVE, Stage.DELIVER),
    Product.MEDIA: (Stage.RESOLVE, Stage.FETCH, Stage.CONVERT, Stage.DELIVER),
    Product.LIST: (Stage.ITEMS, Stage.DELIVER),
    Product.WORDS: (Stage.RESOLVE, Stage.FETCH, Stage.LISTEN, Stage.DELIVER),
    Product.CLEAN: (
        Stage.RESOLVE,
        Stage.FETCH,
        Stage.CONVERT,
        Stage.LISTEN,
        Stage.CLEAN,
        Stage.DELIVER,
    ),
}

_LONG: Final = timedelta(minutes=25)
_LARGE_BYTES: Final = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one stage hands to the next: names of things, never the things."""

    medium: str = ""
    """A key of the media table."""
    source: str = ""
    """The artifact that is the original."""
    artifact: str = ""
    """The artifact that is the result."""
    transcript: str = ""
    """A name in the archive of transcripts."""
    listing: str = ""
    """A key of the table of lists: what was asked about is one, and is shown as one."""
    anew: bool = False
    """The bytes are needed, although an earlier upload seemed to be enough."""
    worked: bool = False
    """The origin was asked, something was made or uploaded."""
    message_id: int | None = None
    note: str = ""
    """What the person should know about the result; see `Artifact.note`."""


@dataclass(frozen=True, slots=True)
class Route:
    """The stages that a job goes through, and what it brings along."""

    stages: tuple[Stage, ...]
    parcel: Parcel = Parcel()
    title: str = ""
    """The medium's, if it is known."""


def full_route(product: Product) -> Route:
    """Return the way of a job about which nothing is known."""
    return Route(PLAN[product])


def lane_for(medium: Medium, wanted: Wanted) -> Lane:
    """Return where a medium waits: what is long or large goes where it holds nobody up."""
    size = share_of(source_size(medium, wanted.format), medium, wanted)
    seconds = wanted.record_seconds or medium.seconds
    if wanted.clip and not wanted.record_seconds:
        seconds = wanted.clip.within(medium.seconds)
    return lane_of(seconds=seconds, size_bytes=size.likely_bytes if size else None)


def lane_of(*, seconds: float | None, size_bytes: int | None) -> Lane:
    """Return where what is so long or so large waits, as far as it is known."""
    if seconds is not None and seconds > _LONG.total_seconds():
        return Lane.BULK
    return Lane.BULK if size_bytes is not None and size_bytes > _LARGE_BYTES else Lane.FAST
