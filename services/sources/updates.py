"""Brings newer editions of yt-dlp: installed beside the old one, tried, and only then switched to."""

import asyncio
import json
import re
import secrets
import shutil
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import structlog

from services.sources.canary import trouble_with
from services.sources.editions import Editions

log = structlog.get_logger(__name__)

_PATIENCE: Final = timedelta(minutes=5)
_PIP: Final = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input")
_HELPER: Final = re.compile(r"(yt-dlp-ejs==[\w.]+)\s*;\s*extra == ['\"]default['\"]")
_LAST_WORDS: Final = 300


class UpdateFailed(Exception):
    """The index could not be asked, or a newer edition could not be installed. The text says why."""


@dataclass(frozen=True, slots=True)
class Release:
    """The newest edition that the index has."""

    version: str
    parts: tuple[str, ...]
    """What pip is asked for: yt-dlp itself, and the scripts that it wants for YouTube."""


@dataclass(frozen=True, slots=True)
class Update:
    """What came of looking for a newer edition."""

    before: str
    version: str
    """The newest there is."""
    trouble: str = ""
    """Why it was not switched to: what it did wrong when it was tried."""
    switched: bool = False

    @property
    def is_newer(self) -> bool:
        """Return whether there is one that is not in use."""
        return _day(self.version) > _day(self.before)


class Updates:
    """Looks for newer editions.

    Args:
        editions: Where they go.
    """

    def __init__(self, editions: Editions) -> None:
        self._editions = editions
        self._one = asyncio.Lock()

    async def look(self) -> Update:
        """Return what the index has.

        Raises:
            UpdateFailed: it cannot be asked.
        """
        release = await _newest()
        return Update(self._editions.version, release.version)

    async def fetch(self) -> Update:
        """Install the newest edition, try it, and switch to it if it is good.

        Raises:
            UpdateFailed: the index cannot be asked, or the edition cannot be installed.
        """
        async with self._one:
            release = await _newest()
            update = Update(self._editions.version, release.version)
            if not update.is_newer:
                return update
            await self._install(release)
            trouble = await trouble_with(self._editions, release.version)
            if trouble:
                log.warning("an edition of yt-dlp is bad", version=release.version, trouble=trouble)
                await asyncio.to_thread(shutil.rmtree, self._editions.folder / release.version)
                return Update(update.before, release.version, trouble=trouble)
            await asyncio.to_thread(self._editions.use, release.version)
            log.info("yt-dlp was updated", version=release.version, before=update.before)
            return Update(update.before, release.version, switched=True)

    async def _install(self, release: Release) -> None:
        folder = self._editions.folder
        draft = folder / f"draft-{secrets.token_hex(4)}"
        try:
            await asyncio.to_thread(draft.mkdir, parents=True)
            await _pip(
                "install", "--no-deps", "--no-compile", "--target", str(draft), *release.parts
            )
            place = folder / release.version
            await asyncio.to_thread(shutil.rmtree, place, ignore_errors=True)
            await asyncio.to_thread(draft.replace, place)
        finally:
            await asyncio.to_thread(shutil.rmtree, draft, ignore_errors=True)


async def _newest() -> Release:
    out = await _pip(
        "install",
        "--dry-run",
        "--quiet",
        "--no-deps",
        "--ignore-installed",
        "--report",
        "-",
        "yt-dlp",
    )
    try:
        about: dict[str, Any] = json.loads(out)["install"][0]["metadata"]
    except (ValueError, LookupError) as error:
        raise UpdateFailed("the index gave no answer that could be read") from error
    helpers = [found[1] for row in about.get("requires_dist", ()) if (found := _HELPER.match(row))]
    return Release(about["version"], (f"yt-dlp=={about['version']}", *helpers))


async def _pip(*arguments: str) -> str:
    """Run pip, with the index that it is set to, and return what it prints.

    Raises:
        UpdateFailed: it did not work out.
    """
    process = await asyncio.create_subprocess_exec(
        *_PIP,
        *arguments,
        cwd=Path(sys.prefix),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(_PATIENCE.total_seconds()):
            out, complaints = await process.communicate()
    except TimeoutError as error:
        raise UpdateFailed("pip did not end within five minutes") from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        said = complaints.decode(errors="replace").strip().splitlines()
        raise UpdateFailed(said[-1][-_LAST_WORDS:] if said else "pip said nothing")
    return out.decode(errors="replace")


def _day(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())
