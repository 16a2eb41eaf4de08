"""What a medium can be had as, how big each would be, and whether it fits: the facts behind buttons."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Final

from services.jobs.sizes import Size, result_size, share_of
from services.media.choices import Hand, Wanted
from services.media.formats import SOUNDS, Format, picture
from services.sources.medium import Medium

_SEAM: Final = 1.03
"""Parts are not equally large, and each has a head of its own."""
_MOST_PARTS: Final = 40


@dataclass(frozen=True, slots=True)
class Terms:
    """What can be done with a result here."""

    limit_bytes: int | None
    """The most that can be delivered in one file; None is no limit."""
    links: bool = False
    """What is bigger can be fetched from us by link."""
    skips: bool = False
    """There is a SponsorBlock server to ask."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One choice."""

    wanted: Wanted
    size_bytes: int | None
    exact: bool
    fits: bool
    """Also true when the size is unknown: only trying can tell."""
    parts: int = 1
    """In how many deliverable pieces it would come; 0 when in none."""

    @property
    def format(self) -> Format:
        """Return what it would be."""
        return self.wanted.format


def sounds(medium: Medium, terms: Terms, *, wish: Wanted | None = None) -> list[Offer]:
    """Return the sound formats, best known first; none when the medium is silent."""
    return [offer(medium, row, terms, wish=wish) for row in SOUNDS] if medium.has_sound else []


def pictures(medium: Medium, terms: Terms, *, wish: Wanted | None = None) -> list[Offer]:
    """Return the heights that exist, tallest first."""
    heights = sorted((found.height for found in medium.pictures), reverse=True)
    return [offer(medium, picture(height), terms, wish=wish) for height in heights]


def offer(medium: Medium, row: Format, terms: Terms, *, wish: Wanted | None = None) -> Offer:
    """Return one format of a medium, with what is wished beside it."""
    wanted = replace(wish, format=row) if wish else Wanted(row)
    size = _size(medium, wanted)
    size_bytes = size.likely_bytes if size else None
    exact = wanted == Wanted(row) and _is_exact(medium, row, size_bytes)
    fits = _fits(size_bytes, terms.limit_bytes)
    return Offer(wanted, size_bytes, exact=exact, fits=fits, parts=_parts(size_bytes, terms))


def best(offers: Sequence[Offer], *, most: int) -> list[Offer]:
    """Return the few that a card has room for: those that fit, then the least of the too big ones."""
    fitting = [one for one in offers if one.fits][:most]
    too_big = [one for one in reversed(offers) if not one.fits]
    chosen = fitting + too_big[: most - len(fitting)]
    return [one for one in offers if one in chosen]


def size_over(medium: Medium, wanted: Wanted, *, limit_bytes: int | None) -> int | None:
    """Return how big it would be if that is sure to be too big for one file; an estimate may err."""
    size = _size(medium, wanted)
    if wanted.hand is not Hand.FILE or size is None or _fits(size.least_bytes, limit_bytes):
        return None
    return size.likely_bytes


def _size(medium: Medium, wanted: Wanted) -> Size | None:
    return share_of(result_size(medium, wanted.format), medium, wanted)


def _is_exact(medium: Medium, row: Format, size_bytes: int | None) -> bool:
    if row.height:
        return any(found.exact for found in medium.pictures if found.height == row.height)
    copied = medium.sound_codec in row.copies and size_bytes == medium.sound_bytes
    return copied and medium.direct and not medium.pictures


def _parts(size_bytes: int | None, terms: Terms) -> int:
    if _fits(size_bytes, terms.limit_bytes) or not size_bytes or not terms.limit_bytes:
        return 1
    parts = ceil(size_bytes * _SEAM / terms.limit_bytes)
    return parts if parts <= _MOST_PARTS else 0


def _fits(size_bytes: int | None, limit_bytes: int | None) -> bool:
    return size_bytes is None or limit_bytes is None or size_bytes <= limit_bytes
