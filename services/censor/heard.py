"""The sound of a track as a listener meets it: every sample numbered, silence where time has passed.

This is the clock of `services.transcripts.sound`, in the track's own rate: what it calls second 3 is
the same moment here. Containers tell other times for the same sample, late starts and holes among them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.container import InputContainer

from services.censor.painting import Sound

GAP_SECONDS: Final = 0.125
_LOST_SECONDS: Final = 0.005
"""Where something could not be decoded, as much as that is missing; elsewhere clocks are not so exact."""
_MOST_SILENCE_SECONDS: Final = 12 * 3600
_SILENCE_BLOCK: Final = 1 << 16
_SCALES: Final = {"u8": 1 << 7, "s16": 1 << 15, "s32": 1 << 31, "s64": 1 << 63}


@dataclass(slots=True)
class Clock:
    """Counts samples, and says where silence stands for time in which nothing came."""

    rate: int
    origin: Fraction
    """When the container begins, in its own seconds."""
    position: int = 0
    filled: int = 0
    ended: float | None = None
    """When what was heard last ended, in the container's seconds."""
    _begins: float = field(init=False)

    def __post_init__(self) -> None:
        self._begins = float(self.origin)

    def is_ahead_at(self, seconds: float) -> bool:
        """Return whether surely no silence stands before a time; quick, where exact sums are not."""
        return (seconds - self._begins) * self.rate - self.position < GAP_SECONDS / 2 * self.rate

    def silence_before(self, time: Fraction | None) -> int:
        """Return how many silent samples stand before what the container has at this time."""
        if time is None:
            return 0
        missing = round((time - self.origin) * self.rate) - self.position
        if missing <= GAP_SECONDS * self.rate:
            return 0
        return self._filled_with(missing)

    def silence_after_broken(self, time: Fraction | None) -> int:
        """Return how many silent samples stand for what could not be decoded before this time."""
        missing = self.silence_before(time)
        if missing or time is None or self.ended is None:
            return missing
        lost = round((float(time) - self.ended) * self.rate)
        return self._filled_with(lost) if lost > _LOST_SECONDS * self.rate else 0

    def _filled_with(self, missing: int) -> int:
        if missing >= _MOST_SILENCE_SECONDS * self.rate - self.filled:
            return 0
        self.position += missing
        self.filled += missing
        return missing


def origin_of(container: InputContainer) -> Fraction:
    """Return when a container begins, in its own seconds."""
    return Fraction(container.start_time or 0, av.time_base)


def heard(frames: Iterable[AudioFrame | None], *, clock: Clock, kind: type[Any]) -> Iterator[Sound]:
    """Yield the samples of frames without holes, as floating numbers of a kind."""
    broken = False
    for frame in frames:
        if frame is None:
            broken = True
            continue
        seconds = frame.time
        missing = 0
        if broken:
            missing = clock.silence_after_broken(_time_of(frame))
        elif seconds is not None and not clock.is_ahead_at(seconds):
            missing = clock.silence_before(_time_of(frame))
        for at in range(0, missing, _SILENCE_BLOCK):
            yield np.zeros((frame.layout.nb_channels, min(_SILENCE_BLOCK, missing - at)), kind)
        broken = False
        clock.position += frame.samples
        clock.ended = None if seconds is None else seconds + frame.samples / frame.sample_rate
        yield floats_of(frame, kind)


def floats_of(frame: AudioFrame, kind: type[Any]) -> Sound:
    """Return the samples of a frame, channels by samples, full scale at 1."""
    if frame.format.name == "fltp" and kind is np.float32:
        return _planes(frame)
    rows: Sound = frame.to_ndarray()
    if not frame.format.is_planar:
        rows = rows.reshape(-1, frame.layout.nb_channels).T
    scale = _SCALES.get(frame.format.name.rstrip("p"))
    if scale is None:
        plain: Sound = rows.astype(kind, copy=False)
        return plain
    if scale == _SCALES["u8"]:
        rows = rows.astype(kind) - 128
    scaled: Sound = rows.astype(kind) / kind(scale)
    return scaled


def joined(frames: Sequence[AudioFrame]) -> Sound:
    """Return the samples of frames of one kind, one after the other."""
    if frames[0].format.name != "fltp":
        return np.concatenate([floats_of(frame, np.float32) for frame in frames], axis=1)
    rows = np.empty((len(frames[0].planes), sum(frame.samples for frame in frames)), np.float32)
    at = 0
    for frame in frames:
        beyond = at + frame.samples
        for row, plane in zip(rows, frame.planes, strict=True):
            row[at:beyond] = np.frombuffer(memoryview(plane), np.float32, frame.samples)
        at = beyond
    return rows


def interleaved(sound: Sound) -> Sound:
    """Return the samples of the channels by turns, as programs hand sound to each other.

    Row by row it takes a fifth of the time that NumPy takes for it in one go.
    """
    turned = np.empty(sound.shape[::-1], sound.dtype)
    for channel, row in enumerate(sound):
        turned[:, channel] = row
    return turned


def _planes(frame: AudioFrame) -> Sound:
    """Do the same for the most usual kind, of which there are very many."""
    rows = np.empty((len(frame.planes), frame.samples), np.float32)
    for row, plane in zip(rows, frame.planes, strict=True):
        row[:] = np.frombuffer(memoryview(plane), np.float32, frame.samples)
    return rows


def _time_of(frame: AudioFrame) -> Fraction | None:
    if frame.pts is None or not frame.time_base:
        return None
    return Fraction(frame.pts * frame.time_base)
