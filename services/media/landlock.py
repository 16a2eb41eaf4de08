"""Shuts the present process in for good: which files it may touch, to which port it may connect.

This is Linux's Landlock. What the process starts is shut in with it, and nothing it does later lets
it out. It imports next to nothing: it is loaded anew for every FFmpeg that is started.
"""

import ctypes
import os
import struct
from collections.abc import Iterable

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_ASK_VERSION = 1
_PATH, _PORT = 1, 2

_RUN, _WRITE, _READ, _LIST = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE_FOLDER, _REMOVE, _MAKE_FOLDER, _MAKE = 1 << 4, 1 << 5, 1 << 7, 1 << 8
_MOVE, _SHORTEN = 1 << 13, 1 << 14

_READING = _READ | _LIST
_RUNNING = _RUN | _READING
# No links and no pipes: whoever looks into the folder afterwards must find files and nothing else.
_WORKING = _READING | _WRITE | _REMOVE_FOLDER | _REMOVE | _MAKE_FOLDER | _MAKE | _MOVE | _SHORTEN
_OF_FILES = _RUN | _WRITE | _READ | _SHORTEN

# Each version of Landlock knows some more of them.
_FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_KNOWS_PORTS, _BIND, _CONNECT = 4, 1 << 0, 1 << 1
_KNOWS_SCOPES, _ABSTRACT_SOCKETS, _SIGNALS = 6, 1 << 0, 1 << 1

_kernel = ctypes.CDLL(None, use_errno=True).syscall


def version() -> int:
    """Return which Landlock this kernel has; 0 where there is none. Ports are known from 4 on."""
    return max(0, int(_kernel(_CREATE, None, 0, _ASK_VERSION)))


def confine(
    *,
    programs: Iterable[str],
    reads: Iterable[str],
    writes: Iterable[str],
    port: int | None,
) -> int:
    """Shut this process in; return the version that did it, 0 where there is none.

    Args:
        programs: Folders and files that may be read and run; those that do not exist are no matter.
        reads: Folders and files that may be read.
        writes: Folders and files in which it may do as it likes, but for running what it wrote.
        port: Where it may connect to; None for nowhere.

    Raises:
        OSError: the kernel has a Landlock and does not let us use it.
    """
    known = version()
    if not known:
        return 0
    rights = max(bits for since, bits in _FILE_RIGHTS.items() if since <= known)
    ports = _BIND | _CONNECT if known >= _KNOWS_PORTS else 0
    scopes = _ABSTRACT_SOCKETS | _SIGNALS if known >= _KNOWS_SCOPES else 0
    about = struct.pack("=QQQ", rights, ports, scopes)
    rules = _asked(_CREATE, about, len(about), 0)
    try:
        for paths, allowed in ((programs, _RUNNING), (reads, _READING), (writes, _WORKING)):
            for path in paths:
                _allow(rules, path, allowed & rights)
        if port is not None and ports:
            _asked(_ADD, rules, _PORT, struct.pack("=QQ", _CONNECT, port), 0)
        _asked(_RESTRICT, rules, 0)
    finally:
        os.close(rules)
    return known


def _allow(rules: int, path: str, rights: int) -> None:
    try:
        at = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return
    try:
        if not os.path.isdir(path):  # noqa: PTH112 - pathlib takes longer to load than all of this
            rights &= _OF_FILES
        _asked(_ADD, rules, _PATH, struct.pack("=Qi", rights, at), 0)
    finally:
        os.close(at)


def _asked(*words: object) -> int:
    """Ask the kernel, which answers with a number below zero when it refuses."""
    answer = int(_kernel(*words))
    if answer < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return answer
