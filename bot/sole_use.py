"""A data folder belongs to one process at a time: what one sweeps away, another may be writing."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.jobs.engine import EngineBusy


@contextmanager
def sole_use(folder: Path) -> Iterator[None]:
    """Hold the folder until the block ends or the process dies.

    Raises:
        EngineBusy: another process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "hearsay.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise EngineBusy(f"another process works on {folder}") from error
        yield
