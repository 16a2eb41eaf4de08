"""Content-addressed files: equal bytes are kept once, for as long as somebody needs them.

Each use has a name. Bytes that only `artifact:…` uses hold can be made again: they make room when
the byte budget is spent, the least recently used first. All other uses keep them until released.
"""

import asyncio
import errno
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import structlog

from services.clock import Clock
from services.errors import NoRoom
from services.store import files
from services.store.database import Database
from services.store.shelf import Shelf, Swept

log = structlog.get_logger(__name__)

_KEEP_FREE_BYTES = 512 * 1024 * 1024
_TOUCH_SECONDS = 600
_HELD_BY_KIND = """
    SELECT kind, count(*) AS blobs, total(size_bytes) AS size_bytes FROM
        (SELECT DISTINCT substr(held_by, 1, instr(held_by, ':') - 1) AS kind, sha256 FROM blob_uses)
        JOIN blobs USING (sha256)
    GROUP BY kind ORDER BY kind
"""


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes that are kept."""

    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Figures:
    """How full it is."""

    blobs: int
    used_bytes: int
    reserved_bytes: int
    max_bytes: int
    free_bytes: int
    """On the disk, whoever may use it."""


@dataclass(frozen=True, slots=True)
class Held:
    """What is held for one purpose."""

    kind: str
    blobs: int
    size_bytes: int


@asynccontextmanager
async def open_blobs(
    folder: Path,
    database: Database,
    clock: Clock,
    *,
    max_bytes: int,
    keep_free_bytes: int = _KEEP_FREE_BYTES,
) -> AsyncIterator["Blobs"]:
    """Open the folder and bring it in order after whatever happened last time."""
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    blobs = Blobs(folder, database, clock, max_bytes=max_bytes, keep_free_bytes=keep_free_bytes)
    swept = await blobs.sweep()
    if swept != Swept():
        log.info("blobs swept", files=swept.files, rows=swept.rows, unfinished=swept.unfinished)
    yield blobs


class Blobs:
    """The kept files and the room for more. A path stays good while somebody holds the blob."""

    def __init__(
        self,
        folder: Path,
        database: Database,
        clock: Clock,
        *,
        max_bytes: int,
        keep_free_bytes: int,
    ) -> None:
        self._folder = folder
        self._database = database
        self._clock = clock
        self._max_bytes = max_bytes
        self._keep_free_bytes = keep_free_bytes
        self._shelf = Shelf(folder, database, clock)
        self._reserved: dict[str, int] = {}
        self._reserving = asyncio.Lock()
        self._arriving: set[Path] = set()
        self._seen_intact: dict[str, files.Look] = {}

    async def put(self, path: Path, *, held_by: str, sha256: str = "") -> Blob:
        """Keep the bytes of a file under the name of their digest; the file stays where it is.

        A file inside the data folder is linked, not copied: do not write to it afterwards.

        Args:
            path: The file.
            held_by: Who needs it.
            sha256: Its digest, where whoever wrote it counted along; empty: it is counted now.

        Raises:
            NoRoom: the disk is full.
        """
        temporary = files.temporary_path(self._folder)
        self._arriving.add(temporary)
        try:
            sha256 = await self._bring(path, temporary, sha256)
            there = files.look(files.blob_path(self._folder, sha256))
            intact = await self._intact(sha256, there, temporary.stat().st_size)
            look = await self._shelf.keep(
                temporary, sha256=sha256, held_by=held_by, spares=there if intact else None
            )
        finally:
            self._arriving.discard(temporary)
            temporary.unlink(missing_ok=True)
        self._seen_intact[sha256] = look
        surplus = await self._used_bytes() - self._max_bytes
        if surplus > 0:
            await self._shelf.evict(surplus, but=sha256, all_or_none=False)
        return Blob(sha256, look.size_bytes)

    def path_of(self, sha256: str) -> Path:
        """Return where the bytes lie, if they are kept."""
        return files.blob_path(self._folder, sha256)

    async def find(self, sha256: str) -> Path | None:
        """Return where the bytes lie; None when they are gone. Broken bytes are dropped.

        Hold the blob first if the path is to outlive the next eviction.
        """
        row = await self._database.row(
            "SELECT size_bytes, used_at FROM blobs WHERE sha256 = :sha256", sha256=sha256
        )
        if row is None:
            return None
        look = files.look(self.path_of(sha256))
        if not await self._intact(sha256, look, row["size_bytes"]):
            log.warning("kept bytes are broken or gone", sha256=sha256)
            await self._shelf.drop(sha256, judged=look)
            return None
        now = self._clock.now()
        if now - row["used_at"] > _TOUCH_SECONDS:
            touch = "UPDATE blobs SET used_at = :now WHERE sha256 = :sha256"
            await self._database.write(touch, now=now, sha256=sha256)
        return self.path_of(sha256)

    async def hold(self, sha256: str, *, held_by: str) -> bool:
        """Note that `held_by` needs the bytes; False when they are not kept any more."""
        return await self._shelf.hold(sha256, held_by=held_by)

    async def release(self, *, held_by: str) -> None:
        """Forget all that `held_by` needed; bytes that nobody needs any more are removed."""
        await self._shelf.release(held_by=held_by)

    async def reserve(self, job_id: str, size_bytes: int) -> bool:
        """Set room aside for a job before it starts; False when it does not fit now.

        Results that can be made again are removed where that makes it fit. A new reservation
        replaces the job's earlier one; a refused one leaves the earlier one in place.

        Raises:
            NoRoom: it would not fit even if everything else were gone.
        """
        async with self._reserving:
            total, free = await asyncio.to_thread(files.disk_bytes, self._folder)
            ceiling = self._ceiling(total)
            if size_bytes > ceiling:
                raise NoRoom(needed_bytes=size_bytes, free_bytes=ceiling)
            others = sum(size for job, size in self._reserved.items() if job != job_id)
            over_budget = await self._used_bytes() + others + size_bytes - self._max_bytes
            over_disk = others + size_bytes + self._keep_free_bytes - free
            lacking = max(over_budget, over_disk)
            if lacking > 0 and not await self._shelf.evict(lacking, all_or_none=True):
                return False
            self._reserved[job_id] = size_bytes
            return True

    async def unreserve(self, job_id: str) -> None:
        """Give the room back that was set aside; harmless when there is none."""
        self._reserved.pop(job_id, None)

    async def could_hold(self, size_bytes: int) -> bool:
        """Return whether so much would fit if everything else were gone."""
        total, _ = await asyncio.to_thread(files.disk_bytes, self._folder)
        return size_bytes <= self._ceiling(total)

    async def sweep(self) -> Swept:
        """Remove what crashes left: files without rows, rows without files, unfinished files."""
        self._seen_intact.clear()
        return await self._shelf.sweep(ours=self._arriving)

    async def figures(self) -> Figures:
        """Return how full it is."""
        row = await self._database.row("SELECT count(*) FROM blobs")
        _, free = await asyncio.to_thread(files.disk_bytes, self._folder)
        return Figures(
            blobs=int(row[0]) if row else 0,
            used_bytes=await self._used_bytes(),
            reserved_bytes=sum(self._reserved.values()),
            max_bytes=self._max_bytes,
            free_bytes=free,
        )

    async def held(self) -> list[Held]:
        """Return how much is held for what: for an `artifact`, a `job`, a `link` and so on."""
        rows = await self._database.rows(_HELD_BY_KIND)
        return [Held(row["kind"], row["blobs"], row["size_bytes"]) for row in rows]

    async def evict_unused(self, *, before: float) -> None:
        """Remove results that can be made again and that nobody has used since a moment."""
        await self._shelf.evict_unused(before=before)

    async def _bring(self, path: Path, temporary: Path, sha256: str) -> str:
        may_link = path.resolve().is_relative_to(self._folder.parent.resolve())
        bring = partial(files.bring, path, to=temporary, may_link=may_link, sha256=sha256)
        size = path.stat().st_size
        try:
            return await asyncio.to_thread(bring)
        except OSError as error:
            if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
                raise
        temporary.unlink(missing_ok=True)
        await self._shelf.evict(size, all_or_none=False)
        try:
            return await asyncio.to_thread(bring)
        except OSError as error:
            if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
                raise
            _, free = files.disk_bytes(self._folder)
            raise NoRoom(needed_bytes=size, free_bytes=free) from error

    async def _intact(self, sha256: str, look: files.Look | None, size_bytes: int) -> bool:
        """Compare the bytes with their digest: once, and again whenever the file looks different."""
        if look is None or look.size_bytes != size_bytes:
            return False
        if self._seen_intact.get(sha256) == look:
            return True
        try:
            intact = await asyncio.to_thread(files.digest_of, self.path_of(sha256)) == sha256
        except OSError:
            return False
        if intact:
            self._seen_intact[sha256] = look
        return intact

    def _ceiling(self, total_bytes: int) -> int:
        """Return how much there may be at the most on a disk of so many bytes."""
        return max(0, min(self._max_bytes, total_bytes - self._keep_free_bytes))

    async def _used_bytes(self) -> int:
        row = await self._database.row("SELECT total(size_bytes) FROM blobs")
        return int(row[0]) if row else 0
