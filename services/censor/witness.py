"""Keeps what was inside the strips before they were hidden, so that the result can be held against it."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite
from sys import float_info
from typing import BinaryIO, Final

import numpy as np

from services.censor.painting import Sound, Strip

_AROUND_SECONDS: Final = 0.25
_PIECE_SECONDS: Final = 4.0


@dataclass(frozen=True, slots=True)
class Kept:
    """What the original was inside a strip: one channel of it, in a file."""

    strip: Strip
    channel: int
    place: int
    count: int
    around: float
    """How loud the sound is from a little before the strip to a little behind it, as far as it was seen."""


@dataclass(slots=True)
class Witness:
    """Sees the original go by, and keeps on disk what was inside the strips.

    Of each strip it keeps the loudest channel, and not more than the beginning.
    """

    strips: Sequence[Strip]
    rate: int
    file: BinaryIO
    kept: list[Kept] = field(default_factory=list)
    _waiting: deque[Strip] = field(default_factory=deque)
    _seen: deque[Sound] = field(default_factory=deque)
    """The last blocks, back to a little before the strip that is waited for."""
    _begins: int = 0
    """The position of the first of them."""

    def __post_init__(self) -> None:
        self._waiting.extend(self.strips)

    def see(self, block: Sound, position: int) -> None:
        """Take note of a block of the original that begins at a position, right after the last one."""
        if not self._waiting:
            return
        if not self._seen:
            self._begins = position
        self._seen.append(block)
        beyond = position + block.shape[1]
        while self._waiting and self._last(self._waiting[0]) + self._around <= beyond:
            self._keep(self._waiting.popleft())
        self._forget(beyond)

    def end(self) -> None:
        """Keep what was seen of the strips in or near which the sound ended."""
        beyond = self._begins + sum(block.shape[1] for block in self._seen)
        while self._waiting and self._waiting[0].start < beyond:
            self._keep(self._waiting.popleft())

    @property
    def _around(self) -> int:
        return round(_AROUND_SECONDS * self.rate)

    def _last(self, strip: Strip) -> int:
        return min(strip.end, strip.start + round(_PIECE_SECONDS * self.rate))

    def _forget(self, beyond: int) -> None:
        """Let go of the blocks that no strip needs any more."""
        needed = min(beyond, self._waiting[0].start if self._waiting else beyond) - self._around
        while self._seen and self._begins + self._seen[0].shape[1] <= needed:
            self._begins += self._seen.popleft().shape[1]

    def _keep(self, strip: Strip) -> None:
        whole = np.concatenate(list(self._seen), axis=1)
        begin, end = strip.start - self._begins, self._last(strip) - self._begins
        near = whole[:, max(0, begin - self._around) : end + self._around]
        inside = whole[:, max(0, begin) : end]
        channel = loudest_of(inside)
        place = self.file.tell()
        self.file.write(inside[channel].astype(np.float32).tobytes())
        around = max(loudness_of(row) for row in near)
        self.kept.append(Kept(strip, channel, place, inside.shape[1], around))


def loudest_of(sound: Sound) -> int:
    """Return the number of the loudest channel."""
    return int(np.argmax([_power(row) for row in sound]))


def loudness_of(row: Sound) -> float:
    """Return the root of the mean square of one channel; 0 for none."""
    return float(np.sqrt(_power(row) / len(row))) if len(row) else 0.0


def _power(row: Sound) -> float:
    """Return the sum of the squares of one channel; what is no number is none of it."""
    power = float(np.einsum("i,i->", row, row))
    if isfinite(power):
        return power
    numbers = row[np.isfinite(row)].astype(np.float64)
    return min(float(np.einsum("i,i->", numbers, numbers)), float_info.max)
