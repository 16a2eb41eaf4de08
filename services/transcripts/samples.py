"""Sound as numbers, and a stretch of it: what goes between those who read, cut and recognise."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.int16]
Sound = NDArray[np.float32]
"""Shape `(samples,)`, from -1 to 1, at `RATE`."""

RATE: Final = 16_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of speech."""

    number: int
    """From 0; the same sound is always cut into the same pieces."""
    start: float
    """Seconds from the beginning of the whole."""
    sound: Sound
    channel: int = 0
    """From 1, where each is listened to on its own; 0 is all of them together."""

    @property
    def seconds(self) -> float:
        """Return how long it is."""
        return len(self.sound) / RATE

    @property
    def end(self) -> float:
        """Return where it ends in the whole."""
        return self.start + self.seconds
