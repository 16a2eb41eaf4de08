"""A bucket as the place for shared files: Amazon's S3, or any server that speaks like it.

The library's blocking calls are used, in threads: with its other ones, a process that ends right after
an operation is aborted, as their results are brought to Python by threads that nobody waits for.
"""

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from services.clock import Clock
from services.errors import StoreUnreachable
from services.store.depot_place import CHUNK_BYTES, Check

if TYPE_CHECKING:
    from obstore import GetResult
    from obstore.store import S3Config

    from services.store.depot import S3Access

_PIECE_BYTES: Final = 5 << 20  # the least that S3 takes; it takes 10,000 of them, which is enough
_PIECES_AT_ONCE: Final = 2
_FRESH_SECONDS: Final = 3600.0
_BATCH: Final = 1000  # that many names go into one call of S3's
_PATIENCE: Final = timedelta(minutes=1)
_CODE: Final = re.compile(r"<Code>(\w+)</Code>")
_STATUS: Final = re.compile(r"status code: (\d{3})")


def open_bucket(url: str, access: "S3Access", clock: Clock) -> "BucketPlace":
    """Return the bucket at an address of the form `s3://bucket/prefix`; nobody is asked yet."""
    named: S3Config = {}
    if access.endpoint_url:
        named["endpoint"] = access.endpoint_url
    if access.region:
        named["region"] = access.region
    if access.key_id and access.secret_key:
        named["access_key_id"] = access.key_id
        named["secret_access_key"] = access.secret_key
    parts = urlsplit(url)
    store = S3Store(
        parts.netloc,
        prefix=parts.path.strip("/") or None,
        config=named,
        client_options={
            "allow_http": access.endpoint_url.startswith("http://"),
            "connect_timeout": timedelta(seconds=10),
            "read_timeout": _PATIENCE,
            "timeout": timedelta(hours=1),  # of one request, which brings a whole file
        },
        retry_config={"max_retries": 5, "retry_timeout": _PATIENCE},
    )
    return BucketPlace(store, clock, where=url)


class BucketPlace:
    """The bucket."""

    def __init__(self, store: S3Store, clock: Clock, *, where: str) -> None:
        self._store = store
        self._clock = clock
        self._where = where

    @property
    def where(self) -> str:
        """The address of the bucket."""
        return self._where

    def put(self, path: Path, key: str, check: Check) -> None:
        """Send the file, piece by piece; what is cut is taken back."""
        small = path.stat().st_size <= _PIECE_BYTES
        with self._spoken():
            obstore.put(
                self._store,
                key,
                path.read_bytes() if small else _pieces(path, check),
                chunk_size=_PIECE_BYTES,
                max_concurrency=_PIECES_AT_ONCE,
            )

    def use(self, key: str) -> int | None:
        """Return the size of what is there; where it is an hour old, it is made new."""
        with self._spoken():
            try:
                facts = obstore.head(self._store, key)
                if self._clock.now() - facts["last_modified"].timestamp() > _FRESH_SECONDS:
                    self._renew(key)
            except FileNotFoundError:
                return None
        return facts["size"]

    def fetch(self, key: str, to: Path, check: Check) -> bool:
        """Receive it, piece by piece."""
        with self._spoken():
            try:
                answer = obstore.get(self._store, key)
            except FileNotFoundError as error:
                if set(_CODE.findall(str(error))) <= {"NoSuchKey"}:
                    return False
                raise
        with to.open("xb") as file:
            for piece in self._received(answer):
                check()
                file.write(piece)
        return True

    def delete(self, key: str) -> None:
        """Remove it."""
        with self._spoken():
            obstore.delete(self._store, key)

    def sweep(self, before: float, *, under: str, but: Collection[str]) -> int:
        """Remove what was last put before a moment."""
        count, stays = 0, tuple(but)
        with self._spoken():
            for page in obstore.list(self._store, under or None, chunk_size=_BATCH):
                old = [
                    each["path"]
                    for each in page
                    if each["last_modified"].timestamp() < before
                    and not each["path"].rpartition("/")[2].startswith(stays)
                ]
                if old:
                    obstore.delete(self._store, old)
                count += len(old)
        return count

    def _renew(self, key: str) -> None:
        # S3 copies nothing onto itself.
        beside = f"renewed/{key}"
        obstore.copy(self._store, key, beside)
        obstore.copy(self._store, beside, key)
        obstore.delete(self._store, beside)

    def _received(self, answer: "GetResult") -> Iterator[bytes]:
        pieces = iter(answer.stream(CHUNK_BYTES))
        while True:
            with self._spoken():
                piece = next(pieces, None)
            if piece is None:
                return
            yield piece

    @contextmanager
    def _spoken(self) -> Iterator[None]:
        try:
            yield
        except (BaseError, FileNotFoundError) as error:
            # What the library says is long, and repeats what the server said, which may be who we are.
            raise StoreUnreachable(where=self._where, reason=_reason(str(error))) from None


def _pieces(path: Path, check: Check) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE_BYTES):
            check()
            yield piece


def _reason(said: str) -> str:
    code, status = _CODE.search(said), _STATUS.search(said)
    if code:
        return code[1]
    return f"HTTP {status[1]}" if status else "no answer"
