"""Tells somebody's own speech from that of others which their microphone hears as well.

Where two people sit in one room with a microphone each, both channels hear both. What a channel hears of
others is softer than in their own channel, measured by how loud each usually is, and it is the same sound.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from services.transcripts.samples import RATE, Sound
from services.transcripts.voice import WINDOW

Mask = NDArray[np.bool_]
"""For windows of `voice.WINDOW` samples."""

_WINDOWS: Final = 16
"""So many make a look at half a second."""
_LOOK: Final = _WINDOWS * WINDOW
_STEP_WINDOWS: Final = 4
_STEP: Final = _STEP_WINDOWS * WINDOW
_SOFTER_BY: Final = 6.0
_ALIKE: Final = 0.35
_DELAY: Final = RATE // 20
"""Sound goes 17 m in this time."""
_QUIET: Final = 1e-7


class Crosstalk:
    """Hears all channels side by side.

    Args:
        usual: How loud each channel usually is when somebody speaks into it, in decibels.
    """

    def __init__(self, usual: Sequence[float]) -> None:
        self._usual = np.asarray(usual, np.float64)
        channels = len(usual)
        # Half a look of silence stands before the beginning, so that the first windows are in a middle.
        before = (_LOOK - _STEP) // 2
        self._sound: Sound = np.zeros((channels, before), np.float32)

    def feed(self, sound: Sound) -> Mask:
        """Return for each channel and window whether it is its own, as far as can be told by now."""
        self._sound = np.concatenate([self._sound, sound], axis=1)
        found = []
        while self._sound.shape[1] >= _LOOK:
            found.append(self._own(self._sound[:, :_LOOK]))
            self._sound = self._sound[:, _STEP:]
        if not found:
            return np.zeros((len(self._usual), 0), np.bool_)
        return np.repeat(np.stack(found, axis=1), _STEP_WINDOWS, axis=1)

    def end(self) -> Mask:
        """Return the same for all that is left, and a little more."""
        return self.feed(np.zeros((len(self._usual), _LOOK + _STEP), np.float32))

    def _own(self, sound: Sound) -> Mask:
        powers = np.mean(np.square(sound, dtype=np.float64), axis=1)
        levels = 10 * np.log10(powers + _QUIET) - self._usual
        own = np.ones(len(levels), np.bool_)
        spectra = np.fft.rfft(sound, 2 * _LOOK, axis=1)
        for channel, level in enumerate(levels):
            for other in np.flatnonzero(levels - level > _SOFTER_BY):
                norm = np.sqrt(powers[channel] * powers[other]) * _LOOK + _QUIET
                if _likeness(spectra[channel], spectra[other]) / norm > _ALIKE:
                    own[channel] = False
        return own


def _likeness(one: NDArray[np.complex128], other: NDArray[np.complex128]) -> float:
    """Return how alike two sounds are at most, should one of them come a little later."""
    products = np.fft.irfft(one * np.conj(other))
    return float(np.max(np.abs(np.concatenate([products[:_DELAY], products[-_DELAY:]]))))
