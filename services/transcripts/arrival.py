"""One file of a speech model on its way: taken up where the line broke, and checked at its end."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import urlsplit

from services.errors import HearsayError, SiteTrouble
from services.transcripts.choosing import Watch
from services.web import Web

SILENCE: Final = timedelta(seconds=30)
"""How long the line may say nothing."""
PAUSE: Final = timedelta(seconds=0.5)
"""How long to wait before the first new try."""

_NOT_THERE: Final = frozenset({
    HTTPStatus.UNAUTHORIZED,  # what the hub answers where there is no such repository
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.GONE,
})
_FRUITLESS: Final = 4
_WRITTEN_AT_ONCE: Final = 1024 * 1024
_READ_AT_ONCE: Final = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file of a repository, as the hub lists it."""

    name: str
    size_bytes: int | None
    sha256: str = ""
    blob: str = ""
    """Git's own digest, which small files have."""


class Counted:
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


class Arrival:
    """One file on its way."""

    def __init__(self, web: Web, url: str, file: ListedFile, bench: Path, counted: Counted) -> None:
        self._web = web
        self._url = url
        self._file = file
        self._place = bench / file.name
        self._part = part_of(bench, file)
        self._counted = counted

    async def run(self) -> None:
        """Bring it, and give it its place.

        Raises:
            NotThere: the hub has no such file.
            SiteTrouble: the line breaks again and again, or what comes is not what was listed.
            SiteTooSlow: the line is silent again and again.
        """
        fruitless, best, spoilt = 0, size_of(self._part), 0
        while True:
            try:
                await self._go_on()
                await self._settle()
            except _Spoilt:
                spoilt += 1
                if spoilt > 1:
                    raise SiteTrouble(host=self._file.name) from None
            except HearsayError:
                here = size_of(self._part)
                fruitless = 0 if here > best else fruitless + 1
                best = max(best, here)
                if fruitless >= _FRUITLESS:
                    raise
                await asyncio.sleep(PAUSE.total_seconds() * fruitless)
            else:
                return

    async def _go_on(self) -> None:
        here = size_of(self._part)
        if here and here == self._file.size_bytes:
            return
        headers = {"Range": f"bytes={here}-"} if here else {}
        async with self._web.get(self._url, headers=headers, patience=SILENCE) as answer:
            if answer.status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                self._part.unlink(missing_ok=True)
                raise SiteTrouble(host=self._file.name)
            refuse(answer.status, self._url)
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
        size = size_of(self._part)
        if self._file.size_bytes is not None and size < self._file.size_bytes:
            raise SiteTrouble(host=self._file.name)
        if size != (self._file.size_bytes or size) or not await asyncio.to_thread(
            _is_right, self._part, self._file
        ):
            self._part.unlink(missing_ok=True)
            self._counted.tell(self._file.name, 0)
            raise _Spoilt
        self._part.replace(self._place)


class NotThere(Exception):
    """The hub has no such model."""


class _Spoilt(Exception):
    """What came is not what was listed."""


def refuse(status: int, url: str) -> None:
    """Let a good answer pass.

    Raises:
        NotThere: there is nothing at this address, or nothing for us.
        SiteTrouble: the hub cannot answer now.
    """
    if status in _NOT_THERE:
        raise NotThere
    if status not in {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT}:
        raise SiteTrouble(host=urlsplit(url).hostname or "", status=status)


def part_of(bench: Path, file: ListedFile) -> Path:
    """Return where a file stands while it is not whole."""
    return bench / f"{file.name}.part"


def size_of(path: Path) -> int:
    """Return how large a file is; 0 where there is none."""
    return path.stat().st_size if path.is_file() else 0


def _write_all(file: BinaryIO, written: bytes) -> None:
    rest = memoryview(written)
    while rest:
        rest = rest[file.write(rest) :]


def _is_right(path: Path, file: ListedFile) -> bool:
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
