"""Backups as the command line asks for them; they are put back only while nobody works in the folder."""

from pathlib import Path

from bot.sole_use import sole_use
from handlers.cli.backups import Backup, Restored
from services.clock import SystemClock
from services.errors import ServiceRunning
from services.jobs.copying import Copied, copies_in, copy_everything, put_back
from services.jobs.engine import EngineBusy


def back_up(folder: Path, to: Path | None, *, all_files: bool) -> Backup:
    """Copy the data of the service in a folder, also while it is running.

    Raises:
        NothingToBackUp: no service has worked there.
        OSError: the file cannot be written, or is there already.
    """
    now = SystemClock().now()
    return _backup(copy_everything(folder, to, now=now, all_files=all_files))


def backups_in(folder: Path) -> list[Backup]:
    """Return the backups in their usual place, the newest first."""
    return [_backup(copied) for copied in copies_in(folder)]


def restore(folder: Path, file: Path) -> Restored:
    """Put a backup in the place of the service's data.

    Raises:
        ServiceRunning: somebody works in the folder.
        BackupUnreadable: it is no backup, or it is damaged.
        BackupNewer: a newer program has made it.
        NoRoom: the disk is full.
        OSError: it cannot be read, or the folder cannot be written to.
    """
    try:
        with sole_use(folder):
            done = put_back(folder, file, now=SystemClock().now())
    except EngineBusy as error:
        raise ServiceRunning(folder=str(folder)) from error
    return Restored(done.aside, done.made_at, done.jobs)


def _backup(copied: Copied) -> Backup:
    return Backup(copied.path, copied.size_bytes, copied.made_at, copied.files)
