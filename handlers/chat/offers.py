"""What a medium can be had as, how big each would be, and whether it fits: the facts behind buttons."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.errors import TooBig
from services.jobs.sizes import result_size
from services.media.formats import SOUNDS, Format, picture
from services.sources.medium import Medium


@dataclass(frozen=True, slots=True)
class Offer:
    """One choice."""

    format: Format
    size_bytes: int | None
    exact: bool
    fits: bool
    """Also true when the size is unknown: only trying can tell."""


def sounds(medium: Medium, *, limit_bytes: int | None) -> list[Offer]:
    """Return the sound formats, best known first; none when the medium is silent."""
    if not medium.has_sound:
        return []
    return [_sound(medium, row, limit_bytes) for row in SOUNDS]


def pictures(medium: Medium, *, limit_bytes: int | None) -> list[Offer]:
    """Return the heights that exist, tallest first."""
    return [
        Offer(
            picture(found.height),
            found.size_bytes,
            exact=found.exact,
            fits=_fits(found.size_bytes, limit_bytes),
        )
        for found in sorted(medium.pictures, key=lambda found: -found.height)
    ]


def best(offers: Sequence[Offer], *, most: int) -> list[Offer]:
    """Return the few that a card has room for: those that fit, then the least of the too big ones."""
    fitting = [offer for offer in offers if offer.fits][:most]
    too_big = [offer for offer in reversed(offers) if not offer.fits]
    chosen = fitting + too_big[: most - len(fitting)]
    return [offer for offer in offers if offer in chosen]


def check_fits(medium: Medium, wanted: Format, *, limit_bytes: int | None) -> None:
    """Let pass what may be deliverable: a mere estimate forbids only what is sure to be too big.

    Raises:
        TooBig: it cannot be delivered.
    """
    size = result_size(medium, wanted)
    if size is not None and not _fits(size.least_bytes, limit_bytes):
        raise TooBig(size_bytes=size.likely_bytes, limit_bytes=limit_bytes or 0)


def _sound(medium: Medium, row: Format, limit_bytes: int | None) -> Offer:
    size = result_size(medium, row)
    size_bytes = size.likely_bytes if size else None
    copied = medium.sound_codec in row.copies and size_bytes == medium.sound_bytes
    exact = copied and medium.direct and not medium.pictures
    return Offer(row, size_bytes, exact=exact, fits=_fits(size_bytes, limit_bytes))


def _fits(size_bytes: int | None, limit_bytes: int | None) -> bool:
    return size_bytes is None or limit_bytes is None or size_bytes <= limit_bytes
