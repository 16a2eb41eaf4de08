"""How loud a recording is from moment to moment, in a form that is small enough to be kept beside it."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

STEP_SECONDS: Final = 0.005

_PARTS: Final = 2
"""In half decibels it is told, from what is below anything that 16 bits can say."""
_QUIETEST_DB: Final = -127.5
_WINDOW_STEPS: Final = 2
_AWAY_DB: Final = 20.0
_LOUD_DB: Final = 25.0
_HAIR: Final = 1e-6

Levels = npt.NDArray[np.float32]


def levels_of(sound: npt.NDArray[np.float32], *, rate: int) -> bytes:
    """Return the loudness of each 5 ms of a sound, one byte for each."""
    step = round(rate * STEP_SECONDS)
    whole = len(sound) // step * step
    powers = np.square(sound[:whole]).reshape(-1, step).mean(axis=1)
    if whole < len(sound):
        powers = np.append(powers, np.square(sound[whole:]).mean())
    decibels = 10 * np.log10(np.maximum(powers, 10 ** (_QUIETEST_DB / 10)))
    told = np.round((decibels - _QUIETEST_DB) * _PARTS).clip(0, 255)
    return bytes(told.astype(np.uint8))


@dataclass(frozen=True, slots=True)
class Loudness:
    """Of each 5 ms of a recording one byte: 720 kB an hour. Its clock is that of the transcripts."""

    told: bytes

    @property
    def levels(self) -> Levels:
        """Return them in decibels below full scale."""
        told = np.frombuffer(self.told, np.uint8).astype(np.float32)
        return told / np.float32(_PARTS) + np.float32(_QUIETEST_DB)

    def quietest(self, start: float, end: float, *, near: float) -> float:
        """Return the middle of the quietest 10 ms between two moments.

        A moment that is farther away has to be quieter by a fifth of a decibel for each 10 ms: where it is
        as loud everywhere, the sound is cut where it was said to end.

        Args:
            start: No earlier than this.
            end: No later than this.
            near: What it should be near to; it is returned where nothing is known or nothing fits.
        """
        first = max(0, round(np.ceil(start / STEP_SECONDS - _HAIR)))
        levels = self._between(first, int(end / STEP_SECONDS + _HAIR))
        if len(levels) < _WINDOW_STEPS:
            return near
        powers = np.convolve(10 ** (levels / 10), np.ones(_WINDOW_STEPS), "valid")
        moments = (first + np.arange(len(powers)) + _WINDOW_STEPS / 2) * STEP_SECONDS
        costs = 10 * np.log10(powers) + np.abs(moments - near) * _AWAY_DB
        return float(moments[int(np.argmin(costs))])

    def loud(self, start: float, end: float) -> tuple[float, float]:
        """Return from when to when it is loud between two moments: what is quieter by 25 dB is not."""
        first = int(start / STEP_SECONDS)
        levels = self._between(first, int(np.ceil(end / STEP_SECONDS)))
        if not len(levels):
            return start, end
        (loud,) = np.nonzero(levels >= levels.max() - _LOUD_DB)
        begins, ends = (first + loud[0]) * STEP_SECONDS, (first + loud[-1] + 1) * STEP_SECONDS
        return max(start, float(begins)), min(end, float(ends))

    def _between(self, first: int, last: int) -> Levels:
        return Loudness(self.told[max(0, first) : max(0, last)]).levels
