"""A small disk for the service, which can be filled to the brim: a tmpfs that only this program sees."""

import ctypes
import os
import sys
from pathlib import Path

SIZE_BYTES = 640 * 2**20

_NEW_MOUNTS = 0x00020000
_NEW_USERS = 0x10000000
_PRIVATE = 1 << 18 | 1 << 14
_DETACHED = 2
_BLOCK = bytes(1 << 20)


def mount(folder: Path, *, size_bytes: int = SIZE_BYTES) -> bool:
    """Mount a disk on a folder for this process and its children; False where that is not allowed.

    To be called before there are threads: a process with threads gets no new user namespace.
    """
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    uid, gid = os.getuid(), os.getgid()
    if libc.unshare(_NEW_MOUNTS | (_NEW_USERS if uid else 0)):
        return False
    if uid:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
        Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
    if libc.mount(None, b"/", None, _PRIVATE, None):
        return False
    options = f"size={size_bytes},mode=755".encode()
    return not libc.mount(b"tmpfs", str(folder).encode(), b"tmpfs", 0, options)


def unmount(folder: Path) -> None:
    """Take the disk away, so that its folder can be removed."""
    ctypes.CDLL(None, use_errno=True).umount2(str(folder).encode(), _DETACHED)


class Ballast:
    """What takes up all the room there is."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "ballast"

    def fill(self) -> int:
        """Leave no byte free; return how many there were."""
        with self._file.open("ab", buffering=0) as file:
            size = len(_BLOCK)
            while size:
                try:
                    size = file.write(_BLOCK[:size])
                except OSError:
                    size //= 2
            return file.tell()

    def drop(self) -> None:
        """Give the room back."""
        self._file.unlink(missing_ok=True)
