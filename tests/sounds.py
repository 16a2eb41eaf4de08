"""Makes sound and pictures with FFmpeg, and listens to files: which tune, which pitch, how long."""

import subprocess
from array import array
from functools import cache
from itertools import pairwise
from pathlib import Path

import av
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


def make(path: Path, *arguments: str) -> Path:
    """Make a file with FFmpeg: `make(tmp_path / "a.mp4", *TONE, *PICTURE, "-c:v", "libx264")`."""
    command = [ffmpeg(), "-nostdin", "-v", "error", "-y", *arguments, str(path)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return path


def tone(seconds: float = 2, *, hertz: int = 440) -> tuple[str, ...]:
    """Return the input arguments for a plain tone."""
    return ("-f", "lavfi", "-i", f"sine=frequency={hertz}:sample_rate=44100:duration={seconds}")


def moving_card(seconds: float = 2, *, size: str = "320x240", rate: int = 10) -> tuple[str, ...]:
    """Return the input arguments for a moving test picture."""
    return ("-f", "lavfi", "-i", f"testsrc2=size={size}:rate={rate}:duration={seconds}")


def packets(path: Path, kind: str) -> list[bytes]:
    """Return the coded packets of the first `audio` or `video` stream, as they stand in the file."""
    with av.open(str(path)) as container:
        stream = container.streams.get({kind: 0})[0]
        return [bytes(packet) for packet in container.demux(stream) if packet.size]


def loudest_hertz(sound: Path) -> float:
    """Return roughly at which pitch a plain tone sounds, counted by its zero crossings."""
    samples = decode(sound)
    middle = samples[len(samples) // 4 : len(samples) * 3 // 4]
    crossings = sum(1 for a, b in pairwise(middle) if a < 0 <= b)
    return crossings * RATE / len(middle)
