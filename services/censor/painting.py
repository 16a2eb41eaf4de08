"""Hides stretches of sound that arrives block by block, and lays a tone or noise where words were."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import gcd
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from services.censor.spans import Method, Span

Sound = NDArray[Any]
"""Channels by samples, floating, full scale at 1."""

_AROUND_SECONDS: Final = 0.25
_LISTENED_SECONDS: Final = 2.0
_GRAIN_SECONDS: Final = 0.02
_QUIETEST, _LOUDEST = 10 ** (-26 / 20), 10 ** (-6 / 20)
_NOTHING: Final = 1e-6
_NOISE_GRAIN: Final = 4096


@dataclass(frozen=True, slots=True)
class Strip:
    """A span in samples: from `start` to `end` nothing is left, `fade` more on either side is dimmed."""

    start: int
    end: int
    fade: int
    method: Method
    pitch_hz: float

    @property
    def first(self) -> int:
        """Return the first sample that is changed; below 0 when the fade begins before the sound."""
        return self.start - self.fade

    @property
    def beyond(self) -> int:
        """Return the first sample after it that is not changed."""
        return self.end + self.fade


def strips_of(spans: Iterable[Span], rate: int) -> list[Strip]:
    """Return the spans in samples, in order, those that touch each other made one."""
    found: list[Strip] = []
    for span in sorted(spans, key=lambda row: row.start):
        start, end = span.samples(rate)
        start = max(start, 0)
        if end <= start:
            continue
        fade = max(0, round(span.fade_seconds * rate))
        strip = Strip(start, end, fade, span.method, span.pitch_hz)
        if found and strip.first < found[-1].beyond:
            found[-1] = replace(found[-1], end=max(end, found[-1].end))
        else:
            found.append(strip)
    return found


class Painter:
    """Takes sound in and gives it back with the strips hidden, as late as the loudness asks for.

    Args:
        strips: What is to be hidden, in order.
        rate: Samples a second.
        position: The number of the first sample that comes.
    """

    def __init__(self, strips: Sequence[Strip], *, rate: int, position: int = 0) -> None:
        self._rate = rate
        self._waiting = deque(row for row in strips if row.beyond > position)
        self._open: list[_Coat] = []
        self._held: Sound | None = None
        self._position = position

    def feed(self, block: Sound) -> Sound:
        """Take the next samples; return those that are finished, which may be none."""
        self._held = block if self._held is None else np.concatenate([self._held, block], axis=1)
        return self._give(at_end=False)

    def end(self) -> Sound | None:
        """Return what is left; None when nothing ever came."""
        return None if self._held is None else self._give(at_end=True)

    def _give(self, *, at_end: bool) -> Sound:
        assert self._held is not None  # noqa: S101 - both callers look
        there = self._position + self._held.shape[1]
        around = round(_AROUND_SECONDS * self._rate)
        while self._waiting and (at_end or _listened_to(self._waiting[0], self._rate) <= there):
            self._open.append(self._coat(self._waiting.popleft()))
        until = there
        if self._waiting:
            until = min(there, self._waiting[0].first - around)
        count = max(0, until - self._position)
        piece, self._held = self._held[:, :count].copy(), self._held[:, count:]
        for coat in self._open:
            coat.lay_on(piece, position=self._position)
        self._position += count
        self._open = [coat for coat in self._open if coat.strip.beyond > self._position]
        return piece

    def _coat(self, strip: Strip) -> "_Coat":
        assert self._held is not None  # noqa: S101 - only called with sound at hand
        levels = np.zeros(self._held.shape[0])
        if strip.method is not Method.SILENCE:
            begin = strip.first - round(_AROUND_SECONDS * self._rate) - self._position
            end = _listened_to(strip, self._rate) - self._position
            levels = levels_of(self._held[:, max(0, begin) : max(0, end)], self._rate)
        return _Coat(strip, self._rate, levels)


def levels_of(sound: Sound, rate: int) -> NDArray[np.float64]:
    """Return how loud speech is in each channel, as the root of its mean square.

    The loudest channel is kept between -26 and -6 dBFS, the others as far below it as they were.
    """
    grain = max(1, round(_GRAIN_SECONDS * rate))
    whole = sound.shape[1] // grain * grain
    if not whole:
        return np.full(sound.shape[0], _QUIETEST)
    grains = sound[:, :whole].reshape(sound.shape[0], -1, grain)
    powers = np.nan_to_num(np.einsum("cgs,cgs->cg", grains, grains).astype(np.float64) / grain)
    # Pauses between the words say nothing about how loud somebody speaks.
    order = np.argsort(powers.sum(axis=0))[-((powers.shape[1] + 1) // 2) :]
    levels = np.sqrt(powers[:, order].mean(axis=1))
    loudest = float(levels.max())
    if loudest < _NOTHING:
        return np.full(sound.shape[0], _QUIETEST)
    wanted = min(max(loudest, _QUIETEST), _LOUDEST)
    matched: NDArray[np.float64] = levels * (wanted / loudest)
    return matched


def blocks_of(frames: Iterable[Sound], size: int) -> Iterator[Sound]:
    """Yield the same samples in larger blocks, which cost less to paint."""
    waiting: list[Sound] = []
    count = 0
    for frame in frames:
        waiting.append(frame)
        count += frame.shape[1]
        if count >= size:
            yield np.concatenate(waiting, axis=1)
            waiting, count = [], 0
    if waiting:
        yield np.concatenate(waiting, axis=1)


def tone_of(strip: Strip, rate: int, first: int, beyond: int) -> NDArray[np.float64]:
    """Return the tone or the noise with a mean square of 1; the same however it is cut into pieces.

    Args:
        strip: Where it lies, and which it is.
        rate: Samples a second.
        first: The first sample wanted.
        beyond: The first one that is not.
    """
    if strip.method is Method.BEEP:
        return _sine(strip, rate, first - strip.first, beyond - strip.first)
    begin, end = first - strip.first, beyond - strip.first
    grains = range(begin // _NOISE_GRAIN, (end - 1) // _NOISE_GRAIN + 1)
    rows = [np.random.default_rng((strip.end, row)).uniform(-1, 1, _NOISE_GRAIN) for row in grains]
    noise: NDArray[np.float64] = np.concatenate(rows)[begin - grains[0] * _NOISE_GRAIN :]
    cut: NDArray[np.float64] = noise[: end - begin] * np.sqrt(3)
    return cut


def _sine(strip: Strip, rate: int, begin: int, end: int) -> NDArray[np.float64]:
    pitch = min(strip.pitch_hz, rate * 0.45)
    if pitch != int(pitch):
        tone: NDArray[np.float64] = np.sqrt(2) * np.sin(
            2 * np.pi * pitch / rate * np.arange(begin, end)
        )
        return tone
    period = _period(int(pitch), rate)
    return np.resize(np.roll(period, -begin), end - begin)


@lru_cache(maxsize=8)
def _period(pitch: int, rate: int) -> NDArray[np.float64]:
    """Return a sine up to where it begins anew with a sample."""
    at = np.arange(rate // gcd(rate, pitch))
    row: NDArray[np.float64] = np.sqrt(2) * np.sin(2 * np.pi * pitch / rate * at)
    return row


@dataclass(frozen=True, slots=True)
class _Coat:
    """A strip of which it is known how loud its tone or noise must be in each channel."""

    strip: Strip
    rate: int
    levels: NDArray[np.float64]

    def lay_on(self, piece: Sound, *, position: int) -> None:
        """Change what of the strip lies in a piece that begins at a position."""
        strip = self.strip
        first = max(strip.first, position)
        beyond = min(strip.beyond, position + piece.shape[1])
        if first >= beyond:
            return
        part = piece[:, first - position : beyond - position]
        # What is no number stays none when it is multiplied, so the inside is not.
        start, end = min(max(strip.start, first), beyond), max(min(strip.end, beyond), first)
        part[:, start - first : end - first] = 0
        hidden = np.ones(beyond - first)
        for edge in ((first, start), (end, beyond)):
            kept = _kept(strip, *edge)
            at = slice(edge[0] - first, edge[1] - first)
            part[:, at] *= kept.astype(part.dtype)
            hidden[at] -= kept
        if strip.method is Method.SILENCE:
            return
        sounding = (tone_of(strip, self.rate, first, beyond) * hidden).astype(part.dtype)
        for channel, level in enumerate(self.levels):
            part[channel] += sounding * part.dtype.type(level)


def _listened_to(strip: Strip, rate: int) -> int:
    """Return up to where sound must be at hand before the strip can be painted."""
    if strip.method is Method.SILENCE:
        return strip.first
    return min(strip.end, strip.start + round(_LISTENED_SECONDS * rate)) + round(
        _AROUND_SECONDS * rate
    )


def _kept(strip: Strip, first: int, beyond: int) -> NDArray[np.float64]:
    """Return how much of the original stays, sample by sample, outside a strip: raised cosines."""
    at = np.arange(first, beyond, dtype=np.float64)
    outside = np.maximum(strip.start - at, at - (strip.end - 1))
    share = np.clip(outside / (strip.fade + 1), 0.0, 1.0)
    kept: NDArray[np.float64] = 0.5 - 0.5 * np.cos(np.pi * share)
    return kept
