"""Has a running service come to an end gently: nothing more is begun, and what runs may end."""

import fcntl
import os
import select
import signal
from datetime import timedelta
from pathlib import Path
from typing import Final

from services.errors import ServiceIdle

DRAIN_SIGNAL: Final = signal.SIGUSR1
"""What asks a service to do so; SIGTERM still ends it at once."""

_STOPS_WITHIN: Final = timedelta(seconds=60)


def drain(folder: Path, *, within: timedelta) -> bool:
    """Ask the service that works in a folder, and wait until it has ended.

    Returns:
        False when the time was up: then it was stopped, and goes on at the next start.

    Raises:
        ServiceIdle: none works there.
        PermissionError: it is somebody else's.
    """
    process = _working_in(folder)
    try:
        watched = os.pidfd_open(process)
    except ProcessLookupError as error:
        raise ServiceIdle(folder=str(folder)) from error
    try:
        signal.pidfd_send_signal(watched, DRAIN_SIGNAL)
        if _has_ended(watched, within):
            return True
        signal.pidfd_send_signal(watched, signal.SIGTERM)
        _has_ended(watched, _STOPS_WITHIN)
    except ProcessLookupError:
        return True
    else:
        return False
    finally:
        os.close(watched)


def _working_in(folder: Path) -> int:
    """Return the process that holds the engine's lock, which has its number written in it."""
    try:
        with (folder / "engine.lock").open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError as error:
        raise ServiceIdle(folder=str(folder)) from error
    except BlockingIOError:
        return int((folder / "engine.lock").read_text("ascii"))
    raise ServiceIdle(folder=str(folder))


def _has_ended(process: int, within: timedelta) -> bool:
    watching = select.poll()
    watching.register(process, select.POLLIN)
    return bool(watching.poll(within.total_seconds() * 1000))
