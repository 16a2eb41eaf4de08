"""FFmpeg's words for keeping only some stretches of a file, and for closing the gaps between them."""

from collections.abc import Sequence
from math import inf
from typing import Final

from services.media.stretches import Stretch

_SEVERAL: Final = 2
"""One stretch is found by seeking, and wants no filter."""


def reading(keeps: Sequence[Stretch]) -> tuple[str, ...]:
    """Return what stands before the input when one stretch is kept: the rest is not even read."""
    if len(keeps) != 1:
        return ()
    start = ("-ss", _number(keeps[0].start)) if keeps[0].start > 0 else ()
    length = ("-t", _number(keeps[0].seconds)) if keeps[0].end < inf else ()
    return (*start, *length)


def picture_filters(keeps: Sequence[Stretch]) -> list[str]:
    """Return the filters that leave only the stretches of a picture, one after the other."""
    if len(keeps) < _SEVERAL:
        return []
    return [f"select='{_kept(keeps, 't')}'", f"setpts='PTS-({_gaps(keeps, 'T')})/TB'"]


def sound_filters(keeps: Sequence[Stretch]) -> list[str]:
    """Return the same for sound that is decoded."""
    if len(keeps) < _SEVERAL:
        return []
    return [
        f"aselect='{_kept(keeps, 't')}'",
        f"asetpts='PTS-({_gaps(keeps, 'T')})/TB'",
        "aresample=async=1:first_pts=0",
    ]


def packet_filters(keeps: Sequence[Stretch]) -> tuple[str, ...]:
    """Return the same for sound that is copied packet by packet."""
    if len(keeps) < _SEVERAL:
        # Some containers are entered only now and then, which may be long before the beginning.
        return ("-copypriorss:a", "0") if keeps else ()
    dropped = f"noise=amount=0:drop='not({_kept(keeps, 'pts*tb')})'"
    return ("-bsf:a", f"{dropped},setts=ts='TS-({_gaps(keeps, 'TS*TB')})/TB'")


def _kept(keeps: Sequence[Stretch], moment: str) -> str:
    return "+".join(
        f"gte({moment},{_number(keep.start)})"
        + (f"*lt({moment},{_number(keep.end)})" if keep.end < inf else "")
        for keep in keeps
    )


def _gaps(keeps: Sequence[Stretch], moment: str) -> str:
    """Return how much was left out before a moment."""
    terms, end = [], 0.0
    for keep in keeps:
        terms.append(f"gte({moment},{_number(keep.start)})*{_number(keep.start - end)}")
        end = keep.end
    return "+".join(terms)


def _number(seconds: float) -> str:
    return f"{seconds:.6f}".rstrip("0").rstrip(".")
