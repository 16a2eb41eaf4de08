"""Fetches speech models from the hub: whole and checked, or taken up later where the line broke.

What has come of a file stays on the disk beside its place, so that neither a broken line nor the end of
the process costs more than the last second. A model appears in its folder only when all of it is right.
"""

import asyncio
import errno
import fcntl
import json
import re
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TextIO
from urllib.parse import urlsplit

import structlog

from services.errors import (
    HearsayError,
    NoRoom,
    SiteTrouble,
    SpeechModelMissing,
    SpeechModelUnreachable,
)
from services.transcripts.arrival import (
    PAUSE,
    SILENCE,
    Arrival,
    Counted,
    ListedFile,
    NotThere,
    part_of,
    refuse,
    size_of,
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
_MOST_LISTING: Final = 4 * 1024 * 1024
_DISK_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass(frozen=True, slots=True)
class _Edition:
    """One state of a repository."""

    repository: str
    commit: str
    files: tuple[ListedFile, ...]

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
        except NotThere as error:
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
        counted = Counted(watch, edition.size_bytes)
        for file in edition.files:
            counted.begin(file.name, size_of(part_of(bench, file)) or size_of(bench / file.name))
        self._refuse_without_room(edition, counted.done, bench)
        for file in sorted(edition.files, key=lambda file: file.size_bytes or 0):
            if not (bench / file.name).is_file():
                url = f"{self._endpoint}/{edition.repository}/resolve/{edition.commit}/{file.name}"
                await Arrival(web, url, file, bench, counted).run()
        await asyncio.to_thread(_shelve, shelf, bench, edition.commit)
        log.info("fetched a model", repository=edition.repository, edition=edition.commit)

    async def _edition(self, web: Web, repository: str) -> _Edition:
        for pause in (PAUSE, 2 * PAUSE):
            try:
                return await self._listed(web, repository)
            except HearsayError:
                await asyncio.sleep(pause.total_seconds())
        return await self._listed(web, repository)

    async def _listed(self, web: Web, repository: str) -> _Edition:
        url = f"{self._endpoint}/api/models/{repository}/revision/main?blobs=true"
        body = bytearray()
        async with web.get(url, patience=SILENCE) as answer:
            refuse(answer.status, url)
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
            raise NotThere
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
            await asyncio.sleep(PAUSE.total_seconds())
        yield


def _locked(lock: TextIO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _listed_file(row: dict[str, Any]) -> ListedFile:
    large = row.get("lfs") or {}
    size = large.get("size", row.get("size"))
    return ListedFile(
        name=str(row["rfilename"]),
        size_bytes=int(size) if size is not None else None,
        sha256=str(large.get("sha256") or ""),
        blob="" if large else str(row.get("blobId") or ""),
    )


def _shelve(shelf: Path, bench: Path, commit: str) -> None:
    """Give a whole model its place, and clear away what had come of other editions."""
    place = shelf / "snapshots" / commit
    shutil.rmtree(place, ignore_errors=True)
    bench.replace(place)
    for begun in place.parent.glob(".*"):
        shutil.rmtree(begun, ignore_errors=True)
    (shelf / "refs").mkdir(exist_ok=True)
    (shelf / "refs" / "main").write_text(commit, encoding="utf-8")
