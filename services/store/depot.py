"""Files that several processes share, on one machine or on many: in a folder, or in a bucket that speaks S3.

A file is put under a key and got by it. `sha256/<digest>` is a promise about the bytes, which is
looked after; any other key means what its putter says. Nothing here knows a job or a person.
"""

import asyncio
import importlib.util
import re
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import unquote, urlsplit

from services.clock import Clock, SystemClock
from services.store.depot_folder import FolderPlace
from services.store.depot_place import Place
from services.store.depot_threads import ThreadedDepot, Threads

_BUCKET: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]")
_PREFIX: Final = re.compile(r"(?:[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*)?")
_AT_ONCE: Final = 8


@dataclass(frozen=True, slots=True, repr=False)
class S3Access:
    """How a bucket is reached. What is empty comes from AWS_* variables, or from the machine's role."""

    endpoint_url: str = ""
    region: str = ""
    key_id: str = ""
    secret_key: str = ""


class Depot(Protocol):
    """The shared files."""

    async def put(self, path: Path, *, key: str) -> None:
        """Lay a copy of a file there: whole or not at all. Harmless when it is there already.

        In a folder of the same file system nothing is copied: do not write to the file afterwards.

        Raises:
            StoreUnreachable: the place does not answer, or does not let us in.
            NoRoom: it is full.
        """
        ...

    async def has(self, key: str) -> bool:
        """Return whether it is there; if so, it counts as used.

        Raises:
            StoreUnreachable: the place does not answer, or does not let us in.
        """
        ...

    async def get(self, key: str, *, to: Path) -> None:
        """Bring it to a path: whole or not at all. It may be one with the depot's file: do not write to it.

        Raises:
            SourceExpired: it is not there any more, or its bytes were broken; then they are removed.
            StoreUnreachable: the place does not answer, or does not let us in.
            NoRoom: this machine's disk is full.
        """
        ...

    async def delete(self, key: str) -> None:
        """Remove it; harmless when it is not there.

        Raises:
            StoreUnreachable: the place does not answer, or does not let us in.
        """
        ...

    async def sweep(self, *, before: float, under: str = "", but: Collection[str] = ()) -> int:
        """Remove all that was last put or used before a moment; return how many.

        Args:
            before: The moment.
            under: The first part of the keys; empty: whatever it is.
            but: What stays: those whose last part begins so.

        Raises:
            StoreUnreachable: the place does not answer, or does not let us in.
        """
        ...


@asynccontextmanager
async def open_depot(
    url: str, *, access: S3Access | None = None, clock: Clock | None = None
) -> AsyncIterator[Depot]:
    """Open the depot at an address that `depot_address` accepts.

    Raises:
        StoreUnreachable: its folder cannot be made.
    """
    threads = Threads(_AT_ONCE)
    try:
        place = await asyncio.to_thread(
            _place_at, url, access or S3Access(), clock or SystemClock()
        )
        yield ThreadedDepot(place, threads)
    finally:
        threads.close()


def depot_address(text: str, *, root: Path) -> str:
    """Return the address in full: a relative folder is meant from `root`.

    Raises:
        ValueError: it is neither a folder nor a bucket, or the package for buckets is missing.
    """
    if "://" not in text:
        return str(root / Path(text).expanduser())
    parts = urlsplit(text)
    if parts.query or parts.fragment:
        raise ValueError
    if parts.scheme == "file" and not parts.netloc and parts.path:
        return unquote(parts.path)
    if parts.scheme != "s3" or not _BUCKET.fullmatch(parts.netloc):
        raise ValueError
    if not _PREFIX.fullmatch(parts.path.strip("/")) or not importlib.util.find_spec("obstore"):
        raise ValueError
    return text.rstrip("/")


def _place_at(url: str, access: S3Access, clock: Clock) -> Place:
    if not url.startswith("s3://"):
        return FolderPlace(Path(url))
    # Ten megabytes that only those need who set it.
    from services.store.depot_s3 import open_bucket

    return open_bucket(url, access, clock)
