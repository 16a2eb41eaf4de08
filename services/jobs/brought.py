"""Files that programs brought: kept for the job that was made of them, for as long as that is kept.

The bytes are held in the job's name before its row is written, so that whatever the process dies of,
there is no job without its file; what a job that never came to be held is given back at the start.
"""

import re
from functools import partial
from pathlib import Path
from typing import Final

from services.errors import SourceExpired
from services.jobs.new_job import new_id
from services.jobs.order import LocalFile, Order
from services.store.blobs import Blobs
from services.store.database import Database
from services.store.uploads import Upload

_PREFIX: Final = "source:"
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_STRAYS: Final = """
    SELECT DISTINCT held_by FROM blob_uses
    WHERE held_by >= 'source:' AND held_by < 'source;'
      AND NOT EXISTS (SELECT 1 FROM jobs WHERE id = substr(held_by, 8))
"""


class BroughtFiles:
    """Says for whom the bytes of such files are kept."""

    def __init__(self, database: Database, blobs: Blobs, data_dir: Path) -> None:
        self._database = database
        self._blobs = blobs
        self._data_dir = data_dir.absolute()
        self._adopted: dict[str, LocalFile | None] = {}
        """Those for which no order was given yet, by the job that one is going to be."""

    async def adopt(self, upload: Upload, *, name: str) -> LocalFile:
        """Keep the bytes of a file that has come, and return it as something to be ordered.

        Until an order is given for it, they stay as long as the upload itself.

        Raises:
            NoRoom: the disk is full.
        """
        job = new_id()
        self._adopted[job] = None
        upload.at_the_end(partial(self._let_go, job))
        # Held in the name of the job to come: each change of holder would have to wait for the disk.
        holder = _holder(job)
        blob = await self._blobs.put(upload.path, held_by=holder, sha256=upload.digest)
        file = LocalFile(self._named(blob.sha256), name, blob.sha256)
        self._adopted[job] = file
        return file

    async def hold_for_new_job(self, order: Order) -> str:
        """Return the name for an order's job, in which its file is held.

        Raises:
            SourceExpired: the file is not kept any more.
        """
        for job, file in self._adopted.items():
            if file is order.source:
                del self._adopted[job]
                return job
        job = new_id()
        await self.hold(order, job=job)
        return job

    async def hold(self, order: Order, *, job: str) -> None:
        """Keep the file of an order for a job, if it is such a file; harmless to repeat.

        Raises:
            SourceExpired: it is not kept any more.
        """
        digest = self._digest(order)
        if digest and not await self._blobs.hold(digest, held_by=_holder(job)):
            raise SourceExpired

    async def release(self, job: str) -> None:
        """Let a job's file go."""
        await self._blobs.release(held_by=_holder(job))

    async def release_unless_written(self, job: str) -> None:
        """Let the file of a job go that was not written down after all."""
        if await self._database.row("SELECT 1 FROM jobs WHERE id = :id", id=job) is None:
            await self.release(job)

    async def recover(self) -> None:
        """Give back what a crash left: files for which no job was made."""
        for row in await self._database.rows(_STRAYS):
            await self._blobs.release(held_by=row["held_by"])

    async def _let_go(self, job: str) -> None:
        """Release a file for which no order was given."""
        if job in self._adopted:
            del self._adopted[job]
            await self.release(job)

    def _digest(self, order: Order) -> str:
        """Return the digest of an order's file; empty where it lies elsewhere, or is none."""
        source = order.source
        if not isinstance(source, LocalFile) or not _DIGEST.fullmatch(source.digest):
            return ""
        is_ours = self._data_dir / source.path == self._path(source.digest)
        return source.digest if is_ours else ""

    def _named(self, digest: str) -> str:
        """Return where the bytes lie, also for a backup that is put back into another folder."""
        path = self._path(digest)
        is_inside = path.is_relative_to(self._data_dir)
        return str(path.relative_to(self._data_dir) if is_inside else path)

    def _path(self, digest: str) -> Path:
        return self._blobs.path_of(digest).absolute()


def _holder(job: str) -> str:
    return f"{_PREFIX}{job}"
