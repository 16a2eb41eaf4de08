"""Notices a line that never falls silent and never gets anywhere: a few bytes now and then, for ever."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Pace:
    """The least that must come: so many bytes a second, on average over a while."""

    bytes_per_second: float = 512
    over: timedelta = timedelta(minutes=1)
    silence: timedelta = timedelta(seconds=30)
    """How long there may be nothing at all."""


USUAL = Pace()


class Pacer:
    """Watches one line. Bytes are counted by whoever asks; seconds are the loop's own."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._since: float | None = None
        self._had = 0

    def is_too_slow(self, bytes_so_far: int, *, now: float) -> bool:
        """Return whether the last whole span brought too little; the first call begins the first."""
        if self._since is None:
            self._begin(bytes_so_far, now)
            return False
        passed = now - self._since
        if passed < self._pace.over.total_seconds():
            return False
        came = bytes_so_far - self._had
        self._begin(bytes_so_far, now)
        return came < self._pace.bytes_per_second * passed

    def pause(self) -> None:
        """Begin anew with the next call: meanwhile nothing was to be expected."""
        self._since = None

    def _begin(self, bytes_so_far: int, now: float) -> None:
        self._since, self._had = now, bytes_so_far
