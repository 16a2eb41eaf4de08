"""Listens to files: decodes them with FFmpeg and says which of the demo site's tunes they hold."""

import subprocess
from array import array
from functools import cache
from pathlib import Path

import imageio_ffmpeg

from bot.playground.demo.signature import recognise

RATE = 16_000


@cache
def ffmpeg() -> str:
    """Return the FFmpeg that ships with the project's own dependencies."""
    return imageio_ffmpeg.get_ffmpeg_exe()


def decode(sound: Path | bytes) -> array:
    """Return the sound of a file (or of its bytes) as mono 16-bit samples at `RATE`."""
    source = "-" if isinstance(sound, bytes) else str(sound)
    done = subprocess.run(
        [
            ffmpeg(),
            "-v",
            "error",
            "-i",
            source,
            "-vn",
            "-f",
            "s16le",
            "-ac",
            "1",
            "-ar",
            str(RATE),
            "-",
        ],
        input=sound if isinstance(sound, bytes) else None,
        capture_output=True,
        check=True,
    )
    samples = array("h")
    samples.frombytes(done.stdout)
    return samples


def tune_in(sound: Path | bytes) -> str | None:
    """Return the name of the demo tune that a file (or its bytes) holds, None for any other sound."""
    return recognise(decode(sound), RATE)


def seconds_of(sound: Path | bytes) -> float:
    """Return how long a file's sound is."""
    return len(decode(sound)) / RATE
