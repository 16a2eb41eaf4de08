"""What a command may open: the whole service, the core alone, or a look at the machine."""

from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from handlers.cli.backups import Backup, Restored
from handlers.cli.findings import Finding
from services.crew.role import Role

if TYPE_CHECKING:  # the core takes seconds to import; `--help` has a third of one
    from services.accounts.registry import Registry
    from services.censor.censor import Bookcase
    from services.core import Core


class Doors(Protocol):
    """Given by `main.py`, which knows the settings. Nothing is opened before it is asked for."""

    def version(self) -> str:
        """Return which version of Hearsay this is."""
        ...

    def serve(self) -> int:
        """Serve until stopped and return the exit status."""
        ...

    def work(self, *, roles: frozenset[Role], name: str, slots: int | None) -> int:
        """Work for a service that runs elsewhere, until stopped; return the exit status."""
        ...

    def open_core(self, *, speech_model: str = "") -> "AbstractAsyncContextManager[Core]":
        """Return the core, with its engine running until the context is left.

        Args:
            speech_model: The recogniser's model, where it is not to be the one that is set.
        """
        ...

    def open_registry(self) -> "AbstractAsyncContextManager[Registry]":
        """Return who may come in, also while the service is running."""
        ...

    def open_bookcase(self) -> "AbstractAsyncContextManager[Bookcase]":
        """Return the word lists of whoever sits at the machine, also while the service is running."""
        ...

    def back_up(self, to: Path | None, *, all_files: bool) -> Backup:
        """Copy the service's data into one file, also while it is running.

        Args:
            to: The file; a new one among the backups when not given.
            all_files: Whether all kept files go in, and not only those of jobs that have not ended.
        """
        ...

    def backups(self) -> list[Backup]:
        """Return those in the usual place, the newest first."""
        ...

    def restore(self, file: Path) -> Restored:
        """Put a backup in the place of the service's data, which must not be running."""
        ...

    def drain(self, *, within: timedelta) -> bool:
        """Have the running service begin nothing more and end; False when it had to be stopped."""
        ...

    async def update(self, *, check: bool, rollback: bool) -> Finding:
        """Bring a newer yt-dlp, or only look for one, or go back; return what came of it."""
        ...

    async def examine(self) -> list[Finding]:
        """Return what the machine has and what it lacks."""
        ...
