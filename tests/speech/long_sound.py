"""Sound of any length: the clips one after the other with gaps between them, over and over."""

import wave
from functools import cache
from itertools import cycle
from pathlib import Path

import numpy as np
from faster_whisper.audio import decode_audio
from numpy.typing import NDArray

from tests.sounds import RATE, make
from tests.speech import SAMPLES

Sound = NDArray[np.float32]

_GAPS_SECONDS = (0.7, 1.1, 1.5, 1.9, 2.3)
_ROUND_SECONDS = 600
"""So much is put together; what is longer repeats it."""


def clips() -> list[Path]:
    """Return all clips, those without speech too."""
    return sorted(path for path in SAMPLES.iterdir() if path.suffix != ".json")


def spoken_clips() -> list[Path]:
    """Return the clips in which somebody speaks."""
    silent = {"11_silence.ogg", "12_noise.mp3"}
    return [path for path in clips() if path.name not in silent]


def write_wave(path: Path, sound: Sound) -> Path:
    """Write sound down as a WAV file."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype(np.int16).tobytes())
    return path


def long_sound(path: Path, *, seconds: float) -> Path:
    """Make an Opus file of 11 MB an hour, within seconds however long it is."""
    whole = write_wave(path.with_suffix(".round.wav"), _round(min(seconds, _ROUND_SECONDS)))
    opus = ("-c:a", "libopus", "-b:a", "24k", "-compression_level", "0")
    if seconds <= _ROUND_SECONDS:
        return make(path, "-i", str(whole), *opus)
    once = make(path.with_suffix(".round.ogg"), "-i", str(whole), *opus)
    repeated = ("-stream_loop", "-1", "-i", str(once), "-t", str(seconds), "-c", "copy")
    return make(path, *repeated)


@cache
def _round(seconds: float) -> Sound:
    parts: list[Sound] = []
    missing = round(seconds * RATE)
    for clip, gap in zip(cycle(_decoded()), cycle(_GAPS_SECONDS)):
        parts += [clip, np.zeros(round(gap * RATE), np.float32)]
        missing -= len(parts[-1]) + len(parts[-2])
        if missing <= 0:
            return np.concatenate(parts)[: round(seconds * RATE)]
    raise AssertionError


@cache
def _decoded() -> tuple[Sound, ...]:
    return tuple(decode_audio(str(clip)) for clip in clips())
