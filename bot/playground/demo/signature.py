"""Tells from the samples alone which of the demo site's tunes is playing.

A melody is a row of steps of half a second, each one note of a known scale. In the middle of every step the
strength of each note of the scale is measured; the loudest must be the one that the melody names. This holds
through every codec and sample rate that people listen to, and fails for any other sound.
"""

import math
from collections.abc import Sequence

from bot.playground.demo.tunes import SCALE_HZ, STEP_SECONDS, TUNES

_ENOUGH = 0.85
_WINDOW_SECONDS = 0.26
_WINDOW_START_SECONDS = 0.14
_ANALYSIS_RATE = 8_000


def recognise(samples: Sequence[float], rate: int) -> str | None:
    """Return the name of the tune that these mono samples hold from their beginning to their end.

    Args:
        samples: One channel, of any scale (16-bit integers or floats).
        rate: Samples a second, at least 4000.
    """
    heard = _melody_in(samples, rate)
    for name, tune in TUNES.items():
        wanted = tune.steps()
        if abs(len(heard) - len(wanted)) > 1:
            continue
        pairs = [(a, b) for a, b in zip(heard, wanted, strict=False) if b is not None]
        if sum(a == b for a, b in pairs) >= _ENOUGH * len(pairs):
            return name
    return None


def matches(samples: Sequence[float], rate: int, *, tune: str = "harbour") -> bool:
    """Return whether these samples are the whole of the named tune."""
    return recognise(samples, rate) == tune


def _melody_in(samples: Sequence[float], rate: int) -> list[int]:
    fold = max(1, rate // _ANALYSIS_RATE)
    folded = [sum(samples[i : i + fold]) / fold for i in range(0, len(samples) - fold + 1, fold)]
    folded_rate = rate / fold
    window = round(_WINDOW_SECONDS * folded_rate)
    starts = (
        round((step * STEP_SECONDS + _WINDOW_START_SECONDS) * folded_rate)
        for step in range(round(len(folded) / folded_rate / STEP_SECONDS))
    )
    pieces = (folded[start : start + window] for start in starts)
    return [_loudest_note(piece, folded_rate) for piece in pieces]


def _loudest_note(piece: Sequence[float], rate: float) -> int:
    strengths = [_strength(piece, 2 * math.cos(2 * math.pi * hz / rate)) for hz in SCALE_HZ]
    return strengths.index(max(strengths))


def _strength(piece: Sequence[float], turn: float) -> float:
    """Measure one frequency with Goertzel's recurrence."""
    before = last = 0.0
    for value in piece:
        before, last = last, value + turn * last - before
    return last * last + before * before - turn * last * before
