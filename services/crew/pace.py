"""How long a call keeps a worker: what is quick, or only waits for a site, waits behind nothing long."""

from enum import StrEnum

from services.jobs.order import Lane
from services.jobs.plan import lane_of


class Pace(StrEnum):
    """A worker does so many quick and so many long calls at once as it has places; asking takes none."""

    ASKING = "asking"
    """It waits for others nearly all the time."""
    QUICK = "quick"
    LONG = "long"


def pace_of(*, seconds: float | None = None, size_bytes: int | None = None) -> Pace:
    """Return how long a call takes about what is so long or so large, as jobs are told apart."""
    lane = lane_of(seconds=seconds, size_bytes=size_bytes)
    return Pace.LONG if lane is Lane.BULK else Pace.QUICK
