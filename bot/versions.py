"""Which versions of what this is, for `/version` and for owners who ask."""

import asyncio
import platform
import re
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Final

from services.media.ffmpeg import find_ffmpeg

_PROJECT: Final = Path(__file__).parents[1] / "pyproject.toml"
_FFMPEG: Final = re.compile(r"ffmpeg version (\S+)")


async def versions() -> dict[str, str]:
    """Return the programs that matter and their versions."""
    return {
        "hearsay": await asyncio.to_thread(_own_version),
        "python": platform.python_version(),
        "aiogram": version("aiogram"),
        "yt-dlp": version("yt-dlp"),
        "ffmpeg": await _ffmpeg_version(),
    }


def _own_version() -> str:
    return str(tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]["version"])


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
