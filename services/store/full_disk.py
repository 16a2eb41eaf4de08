"""Tells a full disk from everything else that can be wrong with a database or a file."""

import errno
import sqlite3

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


def is_disk_full(error: BaseException | None) -> bool:
    """Return whether an error, or what caused it, says that there was no room on the disk."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            return True
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            return True
        error = error.__cause__
    return False
