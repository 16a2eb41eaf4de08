"""The files behind the blobs: hashing, placing, taking out, listing. Everything here blocks.

A file is complete and on the disk before it gets its name, so a name is a promise: what lies at
`ab/ab12…` has the digest `ab12…`. Unfinished files lie in `incoming/` as `<process>.<random>.part`.
"""

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_DIGEST = re.compile(r"[0-9a-f]{64}")
_INCOMING = "incoming"
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Look:
    """What tells one state of a file from another without reading it."""

    size_bytes: int
    inode: int
    changed_ns: int


def blob_path(folder: Path, sha256: str) -> Path:
    """Return where the file with this digest lies, or would lie."""
    if not _DIGEST.fullmatch(sha256):
        raise ValueError("not a SHA-256 digest")
    return folder / sha256[:2] / sha256


def temporary_path(folder: Path) -> Path:
    """Return a new name for an unfinished file, one that tells which process is at it."""
    incoming = folder / _INCOMING
    incoming.mkdir(parents=True, exist_ok=True)
    return incoming / f"{os.getpid()}.{secrets.token_hex(8)}.part"


def look(path: Path) -> Look | None:
    """Return the file's look, or None when there is no such file."""
    try:
        facts = path.stat()
    except FileNotFoundError:
        return None
    return Look(facts.st_size, facts.st_ino, facts.st_mtime_ns)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of the file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def bring(source: Path, *, to: Path, may_link: bool, sha256: str = "") -> str:
    """Bring the bytes of `source` under the name `to`, on the disk, and return their digest.

    With `may_link` no byte is copied where the file system allows it; `source` must then not be
    written to any more, and who counted its digest while writing can give it.
    """
    if may_link and _linked(source, to):
        with to.open("rb") as file:
            os.fsync(file.fileno())
        return sha256 or digest_of(to)
    digest = hashlib.sha256()
    with source.open("rb") as reading, to.open("xb") as writing:
        while chunk := reading.read(_CHUNK_BYTES):
            digest.update(chunk)
            writing.write(chunk)
        writing.flush()
        os.fsync(writing.fileno())
    return digest.hexdigest()


def keep_name(path: Path) -> None:
    """Make sure that the name of a file survives a power cut, too."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def take_out(path: Path, *, to: Path) -> bool:
    """Take a file's name away, so that its bytes can be removed later; False when it has none."""
    try:
        path.rename(to)
    except FileNotFoundError:
        return False
    return True


def unlink_all(paths: Iterable[Path]) -> None:
    """Remove files; those that are gone already are no matter."""
    for path in paths:
        path.unlink(missing_ok=True)


def blobs_in(folder: Path) -> list[tuple[str, int]]:
    """Return the digest and the size of every file that has its name."""
    found = []
    for path in folder.glob("??/*"):
        seen = look(path)
        if seen is not None and _DIGEST.fullmatch(path.name) and path.parent.name == path.name[:2]:
            found.append((path.name, seen.size_bytes))
    return found


def abandoned_in(folder: Path, *, ours: frozenset[Path]) -> list[Path]:
    """Return the unfinished files that nobody is at: all but `ours` and those of living processes."""
    return [
        path
        for path in (folder / _INCOMING).glob("*")
        if path not in ours and not _in_other_hands(path)
    ]


def disk_bytes(folder: Path) -> tuple[int, int]:
    """Return the size of the disk and how much of it is free."""
    usage = shutil.disk_usage(folder)
    return usage.total, usage.free


def _linked(source: Path, to: Path) -> bool:
    try:
        os.link(source.resolve(), to)
    except OSError:
        return False
    return True


def _in_other_hands(path: Path) -> bool:
    process = path.name.partition(".")[0]
    if not process.isdecimal() or int(process) == os.getpid():
        return False
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
