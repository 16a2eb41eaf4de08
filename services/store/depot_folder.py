"""A folder as the place for shared files: also one that several machines see, by NFS for example.

Nothing here locks: a file gets its name when it is whole, and names come and go in one step. When a
file was last used is the time of its last change of state (ctime), since its other times belong to
whoever shares its bytes by a hard link.
"""

import os
import secrets
import stat
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from services.errors import StoreUnreachable
from services.store.depot_place import CHUNK_BYTES, Check

_INCOMING: Final = ".incoming"  # no key looks like this
_TRIES: Final = 50


class FolderPlace:
    """The folder. It is made once, here: one that vanishes later was unmounted, and is not made anew.

    Raises:
        StoreUnreachable: it cannot be made.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            (folder / _INCOMING).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise StoreUnreachable(where=self.where, reason=reason) from error

    @property
    def where(self) -> str:
        """The folder's path."""
        return str(self._folder)

    def put(self, path: Path, key: str, check: Check) -> None:
        """Link the file there, or copy it."""
        self._insist()
        part = self._folder / _INCOMING / f"{secrets.token_hex(8)}.part"
        try:
            _bring(path, part, check)
            self._name(part, self._folder / key)
        finally:
            part.unlink(missing_ok=True)

    def use(self, key: str) -> int | None:
        """Return the size of what is there, and note that it was used."""
        try:
            facts = (self._folder / key).stat()
        except FileNotFoundError:
            self._insist()
            return None
        _touch(self._folder / key, facts)
        return facts.st_size

    def fetch(self, key: str, to: Path, check: Check) -> bool:
        """Link it from there, or copy it."""
        if self.use(key) is None:
            return False
        try:
            _bring(self._folder / key, to, check)
        except FileNotFoundError:  # it went while we looked
            if not to.parent.is_dir():
                raise
            self._insist()
            return False
        return True

    def delete(self, key: str) -> None:
        """Remove it. A folder that it leaves empty stays until the next sweep."""
        (self._folder / key).unlink(missing_ok=True)
        self._insist()

    def sweep(self, before: float, *, under: str, but: Collection[str]) -> int:
        """Remove what was last used before a moment, and what a put left unfinished before it."""
        self._insist()
        folders = _deepest_first(self._folder / under)
        return sum(self._swept(folder, before, but) for folder in folders)

    def _swept(self, folder: Path, before: float, but: Collection[str]) -> int:
        count = 0
        with suppress(FileNotFoundError), os.scandir(folder) as entries:
            old = [
                each.name
                for each in entries
                if _is_old(each, before) and not each.name.startswith(tuple(but))
            ]
            for name in old:
                (folder / name).unlink(missing_ok=True)
            count = len(old)
        if folder == self._folder / _INCOMING:
            return 0
        if folder != self._folder:
            with suppress(OSError):  # not empty, or gone
                folder.rmdir()
        return count

    def _name(self, part: Path, target: Path) -> None:
        for _ in range(_TRIES):
            self._insist()
            # Its folder may be empty until now, so that somebody's sweep removes it in between.
            with suppress(FileNotFoundError, FileExistsError):
                target.parent.mkdir(parents=True, exist_ok=True)
                part.replace(target)
                return
        raise StoreUnreachable(where=self.where, reason="its folders vanish")

    def _insist(self) -> None:
        if not (self._folder / _INCOMING).is_dir():
            raise StoreUnreachable(where=self.where, reason="gone")


def _bring(source: Path, to: Path, check: Check) -> None:
    try:
        os.link(source.resolve(), to)
    except FileNotFoundError:
        raise
    except OSError:  # another file system, one without links, or somebody else's file
        _copy(source, to, check)


def _copy(source: Path, to: Path, check: Check) -> None:
    with source.open("rb") as reading, to.open("xb") as writing:
        while chunk := reading.read(CHUNK_BYTES):
            check()
            writing.write(chunk)
        writing.flush()
        os.fsync(writing.fileno())


def _touch(path: Path, facts: os.stat_result) -> None:
    with suppress(PermissionError, FileNotFoundError):  # somebody else's file keeps its time
        path.chmod(stat.S_IMODE(facts.st_mode))


def _is_old(entry: "os.DirEntry[str]", before: float) -> bool:
    with suppress(FileNotFoundError):
        return entry.is_file(follow_symlinks=False) and entry.stat().st_ctime < before
    return False


def _deepest_first(folder: Path) -> Iterator[Path]:
    for each, _, _ in os.walk(folder, topdown=False):
        yield Path(each)
