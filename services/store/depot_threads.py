"""A depot that does its slow work in threads: what is common to folders and buckets."""

import asyncio
import errno
import hashlib
import re
import secrets
import threading
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, TypeVar

import structlog

from services.errors import NoRoom, SourceExpired, StoreUnreachable
from services.store.depot_place import CHUNK_BYTES, Check, Cut, Place

log = structlog.get_logger(__name__)

_KEY: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)+")
_BY_DIGEST: Final = re.compile(r"sha256/([0-9a-f]{64})")
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_SECONDS_TO_END: Final = 1.0

T = TypeVar("T")


class ThreadedDepot:
    """The depot at a place; see `services.store.depot.Depot`."""

    def __init__(self, place: Place, threads: "Threads") -> None:
        self._place = place
        self._threads = threads

    async def put(self, path: Path, *, key: str) -> None:
        """Lay a copy of a file there, unless these very bytes are there."""
        digest, size_bytes = _digest_in(key), path.stat().st_size

        def work(check: Check) -> None:
            if not digest or self._place.use(key) != size_bytes:
                self._place.put(path, key, check)

        await self._do(work, needed_bytes=size_bytes)

    async def has(self, key: str) -> bool:
        """Return whether it is there, and note that it was used."""
        _digest_in(key)
        return await self._do(lambda _check: self._place.use(key)) is not None

    async def get(self, key: str, *, to: Path) -> None:
        """Bring it to a path."""
        digest = _digest_in(key)
        part = to.with_name(f".{secrets.token_hex(8)}.part")

        def work(check: Check) -> None:
            try:
                if not self._fetched(key, digest, part, check):
                    raise SourceExpired
                part.replace(to)
            finally:
                part.unlink(missing_ok=True)

        await self._do(work)

    async def delete(self, key: str) -> None:
        """Remove it, if it is there."""
        _digest_in(key)
        await self._do(lambda _check: self._place.delete(key))

    async def sweep(self, *, before: float, under: str = "", but: Collection[str] = ()) -> int:
        """Remove what was last put or used before a moment; return how many."""
        return await self._do(lambda _check: self._place.sweep(before, under=under, but=but))

    async def _do(self, work: Callable[[Check], T], *, needed_bytes: int = 0) -> T:
        try:
            return await self._threads.do(work)
        except OSError as error:
            if error.errno in _FULL:
                raise NoRoom(**({"needed_bytes": needed_bytes} if needed_bytes else {})) from error
            reason = error.strerror or type(error).__name__
            raise StoreUnreachable(where=self._place.where, reason=reason) from error

    def _fetched(self, key: str, digest: str, part: Path, check: Check) -> bool:
        if not self._place.fetch(key, part, check):
            return False
        if not digest or _digest_of(part, check) == digest:
            return True
        log.warning("shared bytes are broken", key=key)
        self._place.delete(key)
        return False


class Threads:
    """Threads for work that may wait long for a network, so that those of the loop stay free."""

    def __init__(self, at_once: int) -> None:
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="depot")

    def close(self) -> None:
        """Take no more work. What still runs was given up by whoever wanted it, and ends by itself."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def do(self, work: Callable[[Check], T]) -> T:
        """Do it in a thread. If the waiting task is cancelled, the work ends at its next `check`."""
        given_up = threading.Event()

        def check() -> None:
            if given_up.is_set():
                raise Cut

        def unless_given_up() -> T:
            check()
            return work(check)

        done = asyncio.get_running_loop().run_in_executor(self._pool, unless_given_up)
        try:
            return await asyncio.shield(done)
        except asyncio.CancelledError:
            given_up.set()
            done.add_done_callback(_heard)
            # A moment, so that whoever clears up behind this finds no file that still grows.
            await asyncio.wait([done], timeout=_SECONDS_TO_END)
            raise


def _digest_in(key: str) -> str:
    """Return the digest that a key promises; empty when it promises none.

    Raises:
        ValueError: no key looks like this.
    """
    if not _KEY.fullmatch(key):
        raise ValueError("not a key")
    found = _BY_DIGEST.fullmatch(key)
    return found[1] if found else ""


def _digest_of(path: Path, check: Check) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            check()
            digest.update(chunk)
    return digest.hexdigest()


def _heard(done: "asyncio.Future[T]") -> None:
    """Look at how it ended, since a future whose error nobody looked at complains in the log."""
    if not done.cancelled():
        done.exception()
