"""Makes sound and pictures with FFmpeg, and listens to files: which tune, which pitch, how long."""

import getpass
import hashlib
import secrets
import shutil
import subprocess
import tempfile
from array import array
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

import av
import imageio_ffmpeg

from bot.playground.demo.signature import recognise

RATE = 16_000

_SHELF = Path(tempfile.gettempdir()) / f"hearsay-sounds-{getpass.getuser()}"


@cache
def ffmpeg() -> str:
    """Return the FFmpeg that ships with the project's own dependencies."""
    return imageio_ffmpeg.get_ffmpeg_exe()


def decode(sound: Path | bytes) -> array:
    """Return the sound of a file (or of its bytes) as mono 16-bit samples at `RATE`."""
    if isinstance(sound, bytes):
        return _decoded("-", sound)
    state = sound.stat()
    return _decoded_once(str(sound), state.st_mtime_ns, state.st_size)


def tune_in(sound: Path | bytes) -> str | None:
    """Return the name of the demo tune that a file (or its bytes) holds, None for any other sound."""
    return recognise(decode(sound), RATE)


def seconds_of(sound: Path | bytes) -> float:
    """Return how long a file's sound is."""
    return len(decode(sound)) / RATE


def make(path: Path, *arguments: str) -> Path:
    """Make a file with FFmpeg: `make(tmp_path / "a.mp4", *TONE, *PICTURE, "-c:v", "libx264")`.

    What is made of other files is made each time, all else once a machine.
    """
    if any(argument.startswith("/") or "=/" in argument for argument in arguments):
        return _made(path, arguments)
    recipe = hashlib.sha256("\0".join((*arguments, path.suffix)).encode()).hexdigest()[:20]
    kept = _SHELF / f"{recipe}{path.suffix}"
    if not kept.exists():
        _SHELF.mkdir(exist_ok=True)
        draft = kept.with_name(f"{secrets.token_hex(4)}-{kept.name}")
        _made(draft, arguments).replace(kept)
    return Path(shutil.copyfile(kept, path))


@lru_cache(maxsize=1)  # a test looks at one moment of a file after another
def _decoded_once(source: str, _changed: int, _size: int) -> array:
    return _decoded(source, None)


def _decoded(source: str, sound: bytes | None) -> array:
    shape = ("-vn", "-f", "s16le", "-ac", "1", "-ar", str(RATE), "-")
    command = [ffmpeg(), "-v", "error", "-i", source, *shape]
    done = subprocess.run(command, input=sound, capture_output=True, check=True)
    samples = array("h")
    samples.frombytes(done.stdout)
    return samples


def _made(path: Path, arguments: tuple[str, ...]) -> Path:
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
