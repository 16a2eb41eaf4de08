"""`backup` and `restore`: what came of them, for a person and for a program."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from locales.messages import Messages


@dataclass(frozen=True, slots=True)
class Backup:
    """One file with everything."""

    path: Path
    size_bytes: int
    made_at: float
    files: int
    """How many kept files are in it."""

    def row(self, texts: Messages) -> str:
        """Return its line in a list."""
        return texts.cli_backup_row(
            path=str(self.path),
            size=texts.size(self.size_bytes),
            made=f"{datetime.fromtimestamp(self.made_at, UTC):%Y-%m-%d %H:%M} UTC",
            files=self.files,
        )

    def facts(self) -> dict[str, Any]:
        """Return the same for a program."""
        return {
            "path": str(self.path),
            "size_bytes": self.size_bytes,
            "made_at": self.made_at,
            "files": self.files,
        }


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of putting one back."""

    aside: Path
    """Where that lies what was there before."""
    made_at: float
    jobs: int
    """How many jobs were under way when it was made."""

    def facts(self) -> dict[str, Any]:
        """Return it for a program."""
        return {"aside": str(self.aside), "made_at": self.made_at, "jobs": self.jobs}
