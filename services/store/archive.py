"""One file that holds many, whole or not at all; each is listed with its digest, and checked later.

Decided: a zip, whose members can be compressed or not, and which every machine can look into. Not
chosen: a tar, which has to be read to its end to know what is in it.
"""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from services.errors import BackupUnreadable
from services.store.files import keep_name

FORM: Final = 1
"""The number of the form that is written here."""

_LIST: Final = "manifest.json"
_LONGEST_LIST_BYTES: Final = 256 * 2**20
_CHUNK_BYTES: Final = 1 << 20
_FAST: Final = 1


@dataclass(frozen=True, slots=True)
class Piece:
    """A file that goes in. One that is `fleeting` may be gone by then, and is left out."""

    name: str
    path: Path
    dense: bool = False
    """There is nothing to be won by compressing it."""
    fleeting: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """A file that is in."""

    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in an archive, when it was made, and what its maker says about it."""

    made_at: float
    facts: Mapping[str, str | int | bool]
    members: tuple[Member, ...]

    @property
    def size_bytes(self) -> int:
        """Return how much room everything in it takes up when it has been taken out."""
        return sum(member.size_bytes for member in self.members)

    def has(self, name: str) -> bool:
        """Return whether a file is in it."""
        return any(member.name == name for member in self.members)


def pack(
    pieces: Iterable[Piece],
    to: Path,
    *,
    made_at: float,
    facts: Mapping[str, str | int | bool],
) -> Manifest:
    """Write an archive that only its owner may read; the name appears when all of it is on the disk.

    Raises:
        FileExistsError: something is there already.
        OSError: the disk is full, or a piece cannot be read.
    """
    if to.exists():
        raise FileExistsError(None, "File exists", str(to))
    unfinished = to.with_name(f".{to.name}.part")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:
        with os.fdopen(handle, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_FAST) as packed:
                added = [_add(packed, piece) for piece in pieces]
                manifest = Manifest(made_at, facts, tuple(one for one in added if one))
                packed.writestr(_LIST, json.dumps({"form": FORM, **asdict(manifest)}, indent=1))
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(to)
        keep_name(to)
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def contents(archive: Path) -> Manifest:
    """Return what an archive says is in it.

    Raises:
        BackupUnreadable: it is none, or it is damaged.
        FileNotFoundError: there is no such file.
    """
    try:
        with zipfile.ZipFile(archive) as packed:
            return _manifest(packed)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, KeyError, TypeError) as error:
        raise BackupUnreadable(name=archive.name) from error


def unpack(archive: Path, into: Path) -> Manifest:
    """Take everything out into an empty folder; every byte is compared with its digest.

    Raises:
        BackupUnreadable: it is no archive of ours, or it is damaged.
        OSError: the disk is full.
    """
    try:
        with zipfile.ZipFile(archive) as packed:
            manifest = _manifest(packed)
            for member in manifest.members:
                _take_out(packed, member, into)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        ValueError,
        KeyError,
        TypeError,
        NotImplementedError,
    ) as error:
        raise BackupUnreadable(name=archive.name) from error
    return manifest


def _add(packed: zipfile.ZipFile, piece: Piece) -> Member | None:
    about = zipfile.ZipInfo(piece.name)
    about.compress_type = zipfile.ZIP_STORED if piece.dense else zipfile.ZIP_DEFLATED
    about.external_attr = 0o600 << 16
    try:
        source = piece.path.open("rb")
    except FileNotFoundError:
        if piece.fleeting:
            return None
        raise
    with source, packed.open(about, "w", force_zip64=True) as target:
        size_bytes, sha256 = _copied(source, target)
    return Member(piece.name, size_bytes, sha256)


def _take_out(packed: zipfile.ZipFile, member: Member, into: Path) -> None:
    path = into / member.name
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with packed.open(member.name) as source, os.fdopen(handle, "wb") as target:
        found = _copied(source, target, most_bytes=member.size_bytes)
        target.flush()
        os.fsync(target.fileno())
    if found != (member.size_bytes, member.sha256):
        raise ValueError(member.name)
    keep_name(path)


def _copied(
    source: IO[bytes], target: IO[bytes], *, most_bytes: int | None = None
) -> tuple[int, str]:
    digest, done = hashlib.sha256(), 0
    while chunk := source.read(_CHUNK_BYTES):
        done += len(chunk)
        if most_bytes is not None and done > most_bytes:
            break
        digest.update(chunk)
        target.write(chunk)
    return done, digest.hexdigest()


def _manifest(packed: zipfile.ZipFile) -> Manifest:
    if packed.getinfo(_LIST).file_size > _LONGEST_LIST_BYTES:
        raise ValueError(_LIST)
    told: dict[str, Any] = json.loads(packed.read(_LIST))
    if told["form"] != FORM:
        raise ValueError(told["form"])
    members = tuple(Member(**member) for member in told["members"])
    for member in members:
        path = PurePosixPath(member.name)
        if path.is_absolute() or ".." in path.parts or str(path) != member.name:
            raise ValueError(member.name)
    return Manifest(float(told["made_at"]), dict(told["facts"]), members)
