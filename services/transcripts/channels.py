"""Finds the channels of a file that hold a person of their own: no silent ones, no copies of another.

Most stereo files hold one sound twice, or one room from two sides; listened to channel by channel, every
word would be written twice. Such channels rise and fall together, and those of a recorded call do not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from services.transcripts.samples import RATE, Sound

MOST_CHANNELS: Final = 16

_FRAME: Final = 512
_ALIKE: Final = 0.85
"""Two microphones hear two people like this at the latest when the other one is 4 dB more quiet in each."""
_BELOW_THE_LOUDEST: Final = 35
_SILENCE_LEVEL: Final = -55
_LOWEST_LEVEL: Final = -100
_TOP_FRAMES: Final = RATE // _FRAME
_LEAST_FRAMES: Final = 10
_ENOUGH_FRAMES: Final = 10 * RATE // _FRAME
_LOOK_FRAMES: Final = 30 * RATE // _FRAME


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a channel of their own."""

    channel: int
    """From 0."""
    usual: float
    """How loud they usually are when they speak, in decibels."""


def people_apart(blocks: Iterable[Sound]) -> tuple[Person, ...]:
    """Return the channels that are to be listened to one by one; none where they belong together.

    It reads no further than it takes to be sure.

    Args:
        blocks: The sound, in blocks of the shape `(channels, samples)`.
    """
    survey: _Survey | None = None
    looked_at = 0
    for block in blocks:
        if not 1 < len(block) <= MOST_CHANNELS:
            return ()
        survey = survey or _Survey(len(block))
        survey.take_in(block)
        if survey.frames - looked_at >= _LOOK_FRAMES:
            looked_at = survey.frames
            if survey.is_clear:
                break
    found = survey.people() if survey else ()
    if survey is None or len(found) == 1:
        return ()
    return tuple(Person(channel, survey.usual(channel)) for channel in found)


class _Survey:
    """How loud each channel is, and how alike any two of them are, as far as the file has been read."""

    def __init__(self, channels: int) -> None:
        self.frames = 0
        self._channels = channels
        self._sums = np.zeros(channels)
        self._products = np.zeros((channels, channels))
        self._levels: NDArray[np.int64] = np.zeros((channels, -_LOWEST_LEVEL + 1), np.int64)
        self._rest: Sound = np.zeros((channels, 0), np.float32)

    def take_in(self, block: Sound) -> None:
        """Look at more of the sound."""
        sound = np.concatenate([self._rest, block], axis=1)
        count = sound.shape[1] // _FRAME
        self._rest = sound[:, count * _FRAME :]
        rows = sound[:, : count * _FRAME].reshape(self._channels, count, _FRAME)
        loudness = np.sqrt(np.mean(np.square(rows, dtype=np.float64), axis=2))
        self.frames += count
        self._sums += loudness.sum(axis=1)
        self._products += loudness @ loudness.T
        levels = 20 * np.log10(np.maximum(loudness, 1e-9))
        bins = np.clip(np.round(levels), _LOWEST_LEVEL, 0).astype(np.int64) - _LOWEST_LEVEL
        for channel in range(self._channels):
            self._levels[channel] += np.bincount(bins[channel], minlength=1 - _LOWEST_LEVEL)

    @property
    def is_clear(self) -> bool:
        """Return whether more sound would change nothing: in each channel somebody else speaks at length."""
        loud = self._loud_frames()
        return len(self.people()) == self._channels and bool(np.all(loud >= _ENOUGH_FRAMES))

    def people(self) -> tuple[int, ...]:
        """Return the channels with a sound of their own; of those that are alike, the loudest."""
        loud = self._loud_frames()
        alike = self._correlations() >= _ALIKE
        heard = [channel for channel in range(self._channels) if loud[channel] >= _LEAST_FRAMES]
        by_loudness = sorted(
            heard, key=lambda channel: (-self._products[channel, channel], channel)
        )
        kept: list[int] = []
        for channel in by_loudness:
            if not any(alike[channel, other] for other in kept):
                kept.append(channel)
        return tuple(sorted(kept))

    def usual(self, channel: int) -> float:
        """Return what is louder than nine tenths of what is said in a channel, in decibels."""
        at_least = self._levels[channel, ::-1].cumsum()[::-1]
        loud = int(self._loud_frames()[channel])
        return float(np.flatnonzero(at_least >= loud / 10).max() + _LOWEST_LEVEL)

    def _loud_frames(self) -> NDArray[np.int64]:
        """Return in how many frames each channel is loud enough to be somebody who speaks."""
        # How many frames are at least so loud, for each level.
        at_least = self._levels[:, ::-1].cumsum(axis=1)[:, ::-1]
        often = at_least.max(axis=0) >= min(_TOP_FRAMES, self.frames)
        top = int(np.flatnonzero(often).max(initial=0))
        return at_least[:, max(top - _BELOW_THE_LOUDEST, _SILENCE_LEVEL - _LOWEST_LEVEL)]

    def _correlations(self) -> NDArray[np.float64]:
        means = self._sums / max(1, self.frames)
        covariances = self._products / max(1, self.frames) - np.outer(means, means)
        spreads = np.sqrt(np.maximum(np.diag(covariances), 1e-18))
        correlations: NDArray[np.float64] = covariances / np.outer(spreads, spreads)
        return correlations
