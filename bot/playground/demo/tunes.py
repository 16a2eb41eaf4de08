"""Four short tunes, made from numbers, so that there is always something to listen to."""

import math
import sys
import wave
from array import array
from dataclasses import dataclass
from functools import cache
from pathlib import Path

STEP_SECONDS = 0.5
"""Every note of every melody lasts this long: what makes a tune recognisable again."""

SCALE_HZ = tuple(
    261.6256 * 2 ** (semitones / 12) for semitones in (0, 2, 4, 7, 9, 12, 14, 16, 19, 21)
)
"""Two octaves of the major pentatonic on middle C, in which no two notes clash."""

_RATE = 22_050
_NOTE_SECONDS = 1.1
_PAD_STEPS = 4
_PAD_SECONDS = _PAD_STEPS * STEP_SECONDS + 0.6
_REST = "."


@dataclass(frozen=True, slots=True)
class Tune:
    """A melody over slow chords.

    Args:
        name: What files and links call it.
        title: What people call it.
        artist: Who plays it.
        melody: One character a step: a digit is a note of `SCALE_HZ`, a dot a rest.
        chords: One digit for every four steps, the root of the chord beneath them.
    """

    name: str
    title: str
    artist: str
    melody: str
    chords: str

    @property
    def seconds(self) -> float:
        """How long the melody is, its last note's fading included."""
        return len(self.melody) * STEP_SECONDS

    def steps(self) -> list[int | None]:
        """Return the index into `SCALE_HZ` of every step, None for a rest."""
        return [None if sign == _REST else int(sign) for sign in self.melody]


HARBOUR = Tune(
    name="harbour",
    title="Morning over the Harbour",
    artist="The Paper Lanterns",
    melody="45754.765457.54245754.7998775.7.79875.7545425...",
    chords="034034034030",
)
TIDE = Tune(
    name="tide",
    title="Tide at Noon",
    artist="The Paper Lanterns",
    melody="2457.5424679.7642457.57.975421..45642.4212452...",
    chords="430430430434",
)
RAIN = Tune(
    name="rain",
    title="Rain on a Tin Roof",
    artist="Small Hours Radio",
    melody="7.77454.42021.235.55797.745420..7.79754.24320...",
    chords="403403403400",
)
TRAIN = Tune(
    name="train",
    title="The Night Train",
    artist="Small Hours Radio",
    melody="02450245135613560245.79.75421...0245754536535...",
    chords="003304300034",
)
TUNES = {tune.name: tune for tune in (HARBOUR, TIDE, RAIN, TRAIN)}


def write_wave(tune: Tune, path: Path) -> None:
    """Play the tune into a mono 16-bit WAV file."""
    length = round(tune.seconds * _RATE)
    sound = [0.0] * (length + round(_PAD_SECONDS * _RATE))
    for position, root in enumerate(tune.chords):
        _mix(sound, _pad(int(root)), position * _PAD_STEPS)
    for position, step in enumerate(tune.steps()):
        if step is not None:
            _mix(sound, _note(step), position)
    samples = array("h", (round(max(-1.0, min(1.0, value)) * 32_767) for value in sound[:length]))
    if sys.byteorder == "big":
        samples.byteswap()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        file.writeframes(samples.tobytes())


def _mix(sound: list[float], part: list[float], step: int) -> None:
    start = round(step * STEP_SECONDS * _RATE)
    end = min(start + len(part), len(sound))
    sound[start:end] = [a + b for a, b in zip(sound[start:end], part, strict=False)]


@cache
def _note(step: int) -> list[float]:
    """Render a soft mallet: the fundamental rules, so that it can be recognised."""
    turn = 2 * math.pi * SCALE_HZ[step] / _RATE
    loudness = 0.34 - 0.012 * step
    return [
        loudness
        * min(1.0, i / (0.008 * _RATE))
        * (1 - i / (_NOTE_SECONDS * _RATE)) ** 2
        * (
            math.sin(turn * i)
            + 0.25 * math.exp(-6 * i / _RATE) * math.sin(2 * turn * i)
            + 0.18 * math.exp(-14 * i / _RATE) * math.sin(4 * turn * i)
        )
        for i in range(round(_NOTE_SECONDS * _RATE))
    ]


@cache
def _pad(root: int) -> list[float]:
    """Render a slow chord below the melody: root, fifth and octave."""
    turn = 2 * math.pi * SCALE_HZ[root] / 4 / _RATE
    count = round(_PAD_SECONDS * _RATE)
    return [
        0.13
        * math.sin(math.pi * i / count)
        * (math.sin(turn * i) + 0.7 * math.sin(1.5 * turn * i) + 0.5 * math.sin(2.006 * turn * i))
        for i in range(count)
    ]
