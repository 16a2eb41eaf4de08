"""Which versions of what this is, for `/version` and for owners who ask."""

import asyncio
import platform
import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Final, Self

import deno
from typing_extensions import override

from bot.settings import Settings
from services.clock import Clock
from services.media.ffmpeg import find_ffmpeg
from services.sources.editions import Editions

_PROJECT: Final = Path(__file__).parents[1] / "pyproject.toml"
_CHANGES: Final = "yt-dlp"
_FFMPEG: Final = re.compile(r"ffmpeg version (\S+)")


def editions_of(settings: Settings) -> Editions:
    """Return the editions of yt-dlp; a command and the service beside it share them."""
    return Editions(settings.data_dir / "yt-dlp")


class Versions(Mapping[str, str]):
    """Versions by program, that of yt-dlp as it is now: it changes while we run.

    Args:
        known: Those that do not change.
        editions: Which yt-dlp is in use.
        clock: Given, there is a sign where that is old.
    """

    def __init__(
        self, known: Mapping[str, str], editions: Editions, *, clock: Clock | None = None
    ) -> None:
        self._known = known
        self._editions = editions
        self._clock = clock

    def marking_old(self, clock: Clock) -> Self:
        """Return the same, that of yt-dlp with a sign when it is old."""
        return type(self)(self._known, self._editions, clock=clock)

    @override
    def __getitem__(self, program: str) -> str:
        if program != _CHANGES:
            return self._known[program]
        if self._clock is None:
            return self._editions.version
        age = self._editions.age(self._clock.now())
        # The version is the day of its release, which all languages read alike.
        return f"{age.version} ⚠" if age.is_old else age.version

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    @override
    def __len__(self) -> int:
        return len(self._known)


async def versions() -> dict[str, str]:
    """Return the programs that matter and their versions."""
    return {
        "hearsay": await asyncio.to_thread(own_version),
        "python": platform.python_version(),
        "aiogram": version("aiogram"),
        "yt-dlp": version("yt-dlp"),
        "ffmpeg": await _ffmpeg_version(),
        "deno": _deno_version(),
    }


def own_version() -> str:
    """Return the number of this version of the program."""
    return str(tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]["version"])


def _deno_version() -> str:
    """Return that of the JavaScript runtime, without which YouTube gives little."""
    try:
        deno.find_deno_bin()
    except FileNotFoundError:
        return "missing"
    return version("deno")


async def _ffmpeg_version() -> str:
    try:
        child = await asyncio.create_subprocess_exec(
            find_ffmpeg(),
            "-version",
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except (OSError, RuntimeError):
        return "missing"
    out, _ = await child.communicate()
    found = _FFMPEG.search(out.decode("utf-8", "replace"))
    return found[1] if found else "unknown"
