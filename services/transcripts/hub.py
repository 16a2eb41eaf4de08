"""Fetches speech models from the hub: whole and checked, or taken up later where the line broke.

What has come of a file stays on the disk beside its place, so that neither a broken line nor the end of
the process costs more than the last second. A model appears in its folder only when all of it is right.
"""

import asyncio
import errno
import fcntl
import hashlib
import json
import re
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any, BinaryIO, Final, TextIO
from urllib.parse import urlsplit

import structlog

from services.errors import (
    HearsayError,
    NoRoom,
    SiteTrouble,
    SpeechModelMissing,
    SpeechModelUnreachable,
)
from services.transcripts.choosing import Watch
from services.transcripts.models import repository_of, shelf_of
from services.web import Web

log = structlog.get_logger(__name__)

HUB: Final = "https://huggingface.co"

_NEEDED: Final = frozenset({"model.bin", "config.json", "tokenizer.json"})
_WANTED: Final = re.compile(
    r"(?:model\.bin|config\.json|tokenizer\.json|preprocessor_config\.json|vocabulary\.(?:json|txt))"
)
_EDITION: Final = re.compile(r"[0-9a-f]{7,64}")
_NOT_THERE: Final = frozenset({
    HTTPStatus.UNAUTHORIZED,  # what the hub answers where there is no such repository
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.GONE,
})
_MOST_LISTING: Final = 4 * 1024 * 1024
_SILENCE: Final = timedelta(seconds=30)
_FRUITLESS: Final = 4
_PAUSE: Final = timedelta(seconds=0.5)
_WRITTEN_AT_ONCE: Final = 1024 * 1024
_READ_AT_ONCE: Final = 4 * 1024 * 1024
_DISK_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass(frozen=True, slots=True)
class _File:
    """A file of a repository, as the hub lists it."""

    name: str
    size_bytes: int | None
    sha256: str = ""
    blob: str = ""
    """Git's own digest, which small files have."""


@dataclass(frozen=True, slots=True)
class _Edition:
    """One state of a repository."""

    repository: str
    commit: str
    files: tuple[_File, ...]

    @property
    def size_bytes(self) -> int | None:
        """Return how large its files are together."""
        sizes = [file.size_bytes for file in self.files]
        return None if None in sizes else sum(size or 0 for size in sizes)


class Hub:
    """The hub, or a mirror of it.

    Args:
        open_web: Opens a way to the web that may reach it.
        endpoint: Its address.
        keep_free_bytes: What always stays free on the disk.
    """

    def __init__(
        self,
        open_web: Callable[[], AbstractAsyncContextManager[Web]],
        *,
        endpoint: str = HUB,
        keep_free_bytes: int = 0,
    ) -> None:
        self._open_web = open_web
        self._endpoint = endpoint.rstrip("/")
        self._keep_free_bytes = keep_free_bytes

    async def fetch(self, model: str, *, to: Path, watch: Watch) -> None:
        """Lay a model down under a folder; what had come of it earlier is not fetched again.

        Raises:
            NoRoom: the disk is too full for it.
            SpeechModelMissing: there is no such model on the hub.
            SpeechModelUnreachable: the hub cannot be reached, or breaks off again and again.
        """
        repository = repository_of(model)
        if repository is None:
            raise SpeechModelMissing(model=model)
        host = urlsplit(self._endpoint).hostname or self._endpoint
        try:
            async with self._open_web() as web:
                await self._fetch(web, repository, to=to, watch=watch)
        except (NoRoom, SpeechModelMissing):
            raise
        except HearsayError as error:
            log.info("a model cannot be fetched", model=model, host=host, reason=error.code)
            raise SpeechModelUnreachable(model=model, host=host) from error
        except _NotThere as error:
            raise SpeechModelMissing(model=model) from error
        except OSError as error:
            if error.errno not in _DISK_FULL:
                raise
            raise NoRoom(needed_bytes=0, free_bytes=shutil.disk_usage(to).free) from error

    async def _fetch(self, web: Web, repository: str, *, to: Path, watch: Watch) -> None:
        edition = await self._edition(web, repository)
        shelf = shelf_of(repository, to)
        bench = shelf / "snapshots" / f".{edition.commit}"
        bench.mkdir(parents=True, exist_ok=True)
        async with _alone(shelf):
            if not (shelf / "snapshots" / edition.commit).is_dir():
                await self._bring(web, edition, shelf, bench, watch)

    async def _bring(
        self, web: Web, edition: _Edition, shelf: Path, bench: Path, watch: Watch
    ) -> None:
        bench.mkdir(exist_ok=True)
        counted = _Counted(watch, edition.size_bytes)
        for file in edition.files:
            counted.begin(file.name, _size(_part(bench, file)) or _size(bench / file.name))
        self._refuse_without_room(edition, counted.done, bench)
        for file in sorted(edition.files, key=lambda file: file.size_bytes or 0):
            if not (bench / file.name).is_file():
                url = f"{self._endpoint}/{edition.repository}/resolve/{edition.commit}/{file.name}"
                await _Coming(web, url, file, bench, counted).run()
        await asyncio.to_thread(_shelve, shelf, bench, edition.commit)
        log.info("fetched a model", repository=edition.repository, edition=edition.commit)

    async def _edition(self, web: Web, repository: str) -> _Edition:
        for pause in (_PAUSE, 2 * _PAUSE):
            try:
                return await self._listed(web, repository)
            except HearsayError:
                await asyncio.sleep(pause.total_seconds())
        return await self._listed(web, repository)

    async def _listed(self, web: Web, repository: str) -> _Edition:
        url = f"{self._endpoint}/api/models/{repository}/revision/main?blobs=true"
        body = bytearray()
        async with web.get(url, patience=_SILENCE) as answer:
            _refuse(answer.status, url)
            async for chunk in answer.content.iter_any():
                body += chunk
                if len(body) > _MOST_LISTING:
                    raise SiteTrouble(host=repository)
        try:
            told = json.loads(body)
            files = tuple(_listed_file(row) for row in told["siblings"])
            commit = str(told["sha"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SiteTrouble(host=repository) from error
        files = tuple(file for file in files if _WANTED.fullmatch(file.name))
        names = {file.name for file in files}
        if not names >= _NEEDED or not any(name.startswith("vocabulary.") for name in names):
            raise _NotThere
        if not _EDITION.fullmatch(commit):
            raise SiteTrouble(host=repository)
        return _Edition(repository, commit, files)

    def _refuse_without_room(self, edition: _Edition, here_bytes: int, folder: Path) -> None:
        needed = (edition.size_bytes or 0) - here_bytes
        free = shutil.disk_usage(folder).free - self._keep_free_bytes
        if needed > free:
            raise NoRoom(needed_bytes=needed, free_bytes=max(0, free))


@asynccontextmanager
async def _alone(shelf: Path) -> AsyncIterator[None]:
    """Wait until no other process fetches the same: a service and a command may want it at once."""
    with (shelf / ".lock").open("w", encoding="utf-8") as lock:
        while not _locked(lock):  # noqa: ASYNC110 - another process tells us nothing
            await asyncio.sleep(_PAUSE.total_seconds())
        yield


def _locked(lock: TextIO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class _NotThere(Exception):
    """The hub has no such model."""


class _Counted:
    """How many bytes are here, over all files."""

    def __init__(self, watch: Watch, total: int | None) -> None:
        self._watch = watch
        self._total = total
        self._of: dict[str, int] = {}

    @property
    def done(self) -> int:
        """Return the bytes of all files."""
        return sum(self._of.values())

    def begin(self, name: str, size_bytes: int) -> None:
        """Note what is there of a file, and tell nobody."""
        self._of[name] = size_bytes

    def tell(self, name: str, size_bytes: int) -> None:
        """Note it, and tell how much there is in all."""
        self._of[name] = size_bytes
        self._watch(self.done, self._total)


class _Coming:
    """One file on its way."""

    def __init__(self, web: Web, url: str, file: _File, bench: Path, counted: _Counted) -> None:
        self._web = web
        self._url = url
        self._file = file
        self._place = bench / file.name
        self._part = _part(bench, file)
        self._counted = counted

    async def run(self) -> None:
        fruitless, best, spoilt = 0, _size(self._part), 0
        while True:
            try:
                await self._go_on()
                await self._settle()
            except _Spoilt:
                spoilt += 1
                if spoilt > 1:
                    raise SiteTrouble(host=self._file.name) from None
            except HearsayError:
                here = _size(self._part)
                fruitless = 0 if here > best else fruitless + 1
                best = max(best, here)
                if fruitless >= _FRUITLESS:
                    raise
                await asyncio.sleep(_PAUSE.total_seconds() * fruitless)
            else:
                return

    async def _go_on(self) -> None:
        here = _size(self._part)
        if here and here == self._file.size_bytes:
            return
        headers = {"Range": f"bytes={here}-"} if here else {}
        async with self._web.get(self._url, headers=headers, patience=_SILENCE) as answer:
            if answer.status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                self._part.unlink(missing_ok=True)
                raise SiteTrouble(host=self._file.name)
            _refuse(answer.status, self._url)
            goes_on = answer.headers.get("Content-Range", "").startswith(f"bytes {here}-")
            is_rest = answer.status == HTTPStatus.PARTIAL_CONTENT and goes_on
            # What is no partial answer begins anew, whatever was asked for.
            await self._take(answer.content.iter_any(), append=is_rest)

    async def _take(self, chunks: AsyncIterator[bytes], *, append: bool) -> None:
        waiting = bytearray()
        with self._part.open("ab" if append else "wb", buffering=0) as file:
            try:
                async for chunk in chunks:
                    waiting += chunk
                    await self._write(file, waiting, at_least=_WRITTEN_AT_ONCE)
            finally:
                # What came before the line broke is not asked for again.
                await self._write(file, waiting)

    async def _write(self, file: BinaryIO, waiting: bytearray, *, at_least: int = 1) -> None:
        if len(waiting) >= at_least:
            written = bytes(waiting)
            waiting.clear()
            await asyncio.to_thread(_write_all, file, written)
            self._counted.tell(self._file.name, file.tell())
            if self._file.size_bytes is not None and file.tell() > self._file.size_bytes:
                raise SiteTrouble(host=self._file.name)

    async def _settle(self) -> None:
        """Give the file its place if it is what the hub listed.

        Raises:
            SiteTrouble: it is shorter.
            _Spoilt: it is something else; none of it is kept.
        """
        size = _size(self._part)
        if self._file.size_bytes is not None and size < self._file.size_bytes:
            raise SiteTrouble(host=self._file.name)
        if size != (self._file.size_bytes or size) or not await asyncio.to_thread(
            _is_right, self._part, self._file
        ):
            self._part.unlink(missing_ok=True)
            self._counted.tell(self._file.name, 0)
            raise _Spoilt
        self._part.replace(self._place)


class _Spoilt(Exception):
    """What came is not what was listed."""


def _listed_file(row: dict[str, Any]) -> _File:
    large = row.get("lfs") or {}
    size = large.get("size", row.get("size"))
    return _File(
        name=str(row["rfilename"]),
        size_bytes=int(size) if size is not None else None,
        sha256=str(large.get("sha256") or ""),
        blob="" if large else str(row.get("blobId") or ""),
    )


def _refuse(status: int, url: str) -> None:
    if status in _NOT_THERE:
        raise _NotThere
    if status not in {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT}:
        raise SiteTrouble(host=urlsplit(url).hostname or "", status=status)


def _part(bench: Path, file: _File) -> Path:
    return bench / f"{file.name}.part"


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _write_all(file: BinaryIO, written: bytes) -> None:
    rest = memoryview(written)
    while rest:
        rest = rest[file.write(rest) :]


def _is_right(path: Path, file: _File) -> bool:
    """Return whether a file's bytes are those that the hub listed, as far as it told their digest."""
    if file.sha256:
        digest, wanted = hashlib.sha256(), file.sha256
    elif file.blob:
        # Git's digest of a file is that of a head and the bytes.
        digest, wanted = hashlib.sha1(usedforsecurity=False), file.blob
        digest.update(b"blob %d\0" % path.stat().st_size)
    else:
        return True
    with path.open("rb") as opened:
        while read := opened.read(_READ_AT_ONCE):
            digest.update(read)
    return digest.hexdigest() == wanted


def _shelve(shelf: Path, bench: Path, commit: str) -> None:
    """Give a whole model its place, and clear away what had come of other editions."""
    place = shelf / "snapshots" / commit
    shutil.rmtree(place, ignore_errors=True)
    bench.replace(place)
    for begun in place.parent.glob(".*"):
        shutil.rmtree(begun, ignore_errors=True)
    (shelf / "refs").mkdir(exist_ok=True)
    (shelf / "refs" / "main").write_text(commit, encoding="utf-8")
