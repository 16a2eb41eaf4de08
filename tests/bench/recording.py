"""The long recordings that are cleaned, made by FFmpeg, and the words that are hidden in them."""

import asyncio
import os
from pathlib import Path
from random import Random

from services.censor.spans import Method, Span
from services.media.ffmpeg import find_ffmpeg

MINUTES = int(os.environ.get("BENCH_MINUTES", "60"))
"""How long a recording is. In shorter ones there are fewer words to hide, as many a minute."""
RATES = {"mp3": "128k", "m4a": "128k", "opus": "64k", "ogg": "112k", "aac": "128k"}

_SOUND = (
    "aevalsrc='(0.25*sin(2*PI*(140+40*sin(3*t))*t)+0.08*(random(0)-0.5))"
    "*(0.55+0.45*sin(2*PI*4*t))|0.2*sin(2*PI*220*t)+0.08*(random(1)-0.5)':s=44100"
)
_MINUTE = 60
_SHOT = ("testsrc2=s=1280x720:r=25", "libx264", "ultrafast", "1500k")


async def recording(folder: Path, suffix: str) -> Path:
    """Return a recording in a format, by the ending of its name."""
    path = folder / f"hour.{suffix}"
    codec = ("-c:a", "libvorbis") if suffix == "ogg" else ()
    length = ("-t", str(MINUTES * _MINUTE))
    await ffmpeg("-f", "lavfi", "-i", _SOUND, *length, *codec, "-b:a", RATES[suffix], path)
    return path


async def film(folder: Path, sound: Path) -> Path:
    """Return a recording with a picture, 720p at 1.5 Mbit/s."""
    source, codec, preset, rate = _SHOT
    shot, path = folder / "shot.mp4", folder / "film.mp4"
    pixels = ("-pix_fmt", "yuv420p", "-b:v", rate, "-minrate", rate, "-maxrate", rate)
    encoder = ("-c:v", codec, "-preset", preset, *pixels, "-bufsize", rate)
    await ffmpeg("-f", "lavfi", "-i", source, "-t", str(_MINUTE), *encoder, shot)
    both = ("-stream_loop", "-1", "-i", shot, "-i", sound, "-map", "0:v", "-map", "1:a")
    await ffmpeg(*both, "-c", "copy", "-shortest", "-movflags", "+faststart", path)
    return path


def hidden(words_an_hour: int, method: Method) -> list[Span]:
    """Return where words are hidden, evenly spread."""
    count = max(1, words_an_hour * MINUTES // _MINUTE)
    chance = Random(count)
    step = (MINUTES * _MINUTE - 2) / count
    starts = [1 + number * step + chance.uniform(0, step / 3) for number in range(count)]
    return [Span(start, start + chance.uniform(0.2, 0.55), method) for start in starts]


async def ffmpeg(*arguments: str | Path) -> None:
    """Run FFmpeg, which has to succeed."""
    words = [f"{word}" for word in arguments]
    child = await asyncio.create_subprocess_exec(
        find_ffmpeg(), "-nostdin", "-v", "error", "-y", *words
    )
    assert await child.wait() == 0
