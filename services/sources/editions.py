"""yt-dlp's editions: the one that came with Hearsay, and newer ones that were installed beside it.

A file names the one in use and those before it. It is read whenever a process of yt-dlp is started, so
another edition serves the next link, and what is being fetched goes on with the one that it began with.
"""

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

OWN: Final = ""
"""Names the edition that came with Hearsay."""
OLD_DAYS: Final = 14
"""Sites change; an older edition than this stands out in `/ready`, `doctor` and `/admin`."""

_KEPT: Final = 2


@dataclass(frozen=True, slots=True)
class Age:
    """Which edition is in use, and how old it is."""

    version: str
    days: int

    @property
    def is_old(self) -> bool:
        """Return whether it is time for another one."""
        return self.days > OLD_DAYS


class Editions:
    """A folder with a folder for each edition.

    Args:
        folder: Where they are; it is made when the first one comes.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pointer = folder / "current.json"

    @property
    def current(self) -> str:
        """Return the version that was switched to; `OWN` for the one that came with Hearsay."""
        return self._line()[-1]

    @property
    def path(self) -> Path | None:
        """Return where the one in use lies; None for the one that came with Hearsay."""
        current = self.current
        return self.folder / current if current else None

    @property
    def version(self) -> str:
        """Return the version of the one in use."""
        return self.current or version("yt-dlp")

    def age(self, now: float) -> Age:
        """Return how old the one in use is; its version is the day of its release."""
        year, month, day = (int(part) for part in self.version.split(".")[:3])
        today = datetime.fromtimestamp(now, UTC).date()
        return Age(self.version, max(0, (today - date(year, month, day)).days))

    def use(self, edition: str) -> None:
        """Switch to an installed edition, and delete those that nobody will go back to."""
        line = [name for name in self._line() if name != edition]
        self._write([*line, edition][-_KEPT - 1 :])
        self._tidy()

    def roll_back(self) -> str | None:
        """Go back to the edition before; return its version, None when there is none."""
        line = self._line()
        if len(line) == 1 and line[0] == OWN:
            return None
        self._write(line[:-1] or [OWN])
        return self.version

    def _line(self) -> list[str]:
        """Return those that can be gone back to, then the one in use."""
        try:
            told = json.loads(self._pointer.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return [OWN]
        line = [name for name in told if name == OWN or (self.folder / name).is_dir()]
        return line or [OWN]

    def _write(self, line: list[str]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = self._pointer.with_suffix(".new")
        draft.write_text(json.dumps(line), encoding="utf-8")
        draft.replace(self._pointer)

    def _tidy(self) -> None:
        kept = set(self._line())
        for folder in self.folder.iterdir():
            if folder.is_dir() and folder.name not in kept:
                shutil.rmtree(folder, ignore_errors=True)
