"""Rows and files that belong together: both change only while the database's write lock is held.

So neither another task nor another process can come in between. Who dies midway leaves at worst a
file without a row, or a row without the file that was being removed; `sweep` finds both.
"""

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from services.clock import Clock
from services.store import files
from services.store.database import Database, Transaction

_AT_ONCE = 200

_PUT = """
    INSERT INTO blobs (sha256, size_bytes, made_at, used_at) VALUES (:sha256, :size, :now, :now)
    ON CONFLICT (sha256) DO UPDATE SET size_bytes = excluded.size_bytes, used_at = excluded.used_at
"""
_HOLD = """
    INSERT INTO blob_uses (sha256, held_by) SELECT sha256, :held_by FROM blobs WHERE sha256 = :sha256
    ON CONFLICT DO NOTHING
"""
_HELD = "SELECT 1 FROM blob_uses WHERE sha256 = :sha256 AND held_by = :held_by"
_RELEASE = "DELETE FROM blob_uses WHERE held_by = :held_by RETURNING sha256"
_UNUSED = """
    SELECT sha256 FROM blobs
    WHERE NOT EXISTS (SELECT 1 FROM blob_uses AS uses WHERE uses.sha256 = blobs.sha256)
"""
_UNUSED_AMONG = """
    SELECT sha256 FROM blobs WHERE sha256 IN (SELECT value FROM json_each(:among))
    AND NOT EXISTS (SELECT 1 FROM blob_uses AS uses WHERE uses.sha256 = blobs.sha256)
"""
_OLDEST_FIRST = """
    SELECT sha256, size_bytes, used_at FROM blobs WHERE sha256 <> :but AND NOT EXISTS
        (SELECT 1 FROM blob_uses AS uses
         WHERE uses.sha256 = blobs.sha256 AND substr(uses.held_by, 1, 9) <> 'artifact:')
    ORDER BY used_at, sha256
"""


@dataclass(frozen=True, slots=True)
class Swept:
    """What `sweep` found out of order and removed."""

    files: int = 0
    """Files that no row knows."""
    rows: int = 0
    """Rows whose file is gone or cut short, or that nobody uses."""
    unfinished: int = 0


class Shelf:
    """The folder and its two tables."""

    def __init__(self, folder: Path, database: Database, clock: Clock) -> None:
        self._folder = folder
        self._database = database
        self._clock = clock

    async def keep(
        self, temporary: Path, *, sha256: str, held_by: str, spares: files.Look | None = None
    ) -> files.Look:
        """Give a finished file its name and its row, replacing whatever has the name.

        A file that looks like `spares` holds the same bytes and keeps its name: somebody who was let
        see this one file alone may be about to open it.
        """
        path = files.blob_path(self._folder, sha256)
        async with self._database.transaction() as transaction:
            path.parent.mkdir(exist_ok=True)
            if spares is None or files.look(path) != spares:
                temporary.replace(path)
            facts = path.stat()
            await asyncio.to_thread(files.keep_name, path)
            await transaction.run(_PUT, sha256=sha256, size=facts.st_size, now=self._clock.now())
            await transaction.run(_HOLD, sha256=sha256, held_by=held_by)
        return files.Look(facts.st_size, facts.st_ino, facts.st_mtime_ns)

    async def hold(self, sha256: str, *, held_by: str) -> bool:
        """Add a use; False when there is nothing to use."""
        async with self._database.transaction() as transaction:
            await transaction.run(_HOLD, sha256=sha256, held_by=held_by)
            return bool(await transaction.run(_HELD, sha256=sha256, held_by=held_by))

    async def release(self, *, held_by: str) -> None:
        """Take all uses of one holder away, and what nobody uses with them."""
        async with self._database.transaction() as transaction:
            released = await transaction.run(_RELEASE, held_by=held_by)
            among = json.dumps([row["sha256"] for row in released])
            unused = await transaction.run(_UNUSED_AMONG, among=among)
            removed = await self._remove(transaction, [row["sha256"] for row in unused])
        await self._unlink(removed)

    async def drop(self, sha256: str, *, judged: files.Look | None) -> bool:
        """Remove a row whose file was judged broken or gone, unless it has been replaced since."""
        async with self._database.transaction() as transaction:
            if files.look(files.blob_path(self._folder, sha256)) != judged:
                return False
            removed = await self._remove(transaction, [sha256])
        await self._unlink(removed)
        return True

    async def evict(self, lacking_bytes: int, *, but: str = "", all_or_none: bool) -> bool:
        """Remove results that can be made again, the least recently used first.

        Returns whether `lacking_bytes` came free. With `all_or_none`, nothing is removed when even
        everything would not be enough.
        """
        async with self._database.transaction() as transaction:
            chosen: list[str] = []
            for row in await transaction.run(_OLDEST_FIRST, but=but):
                if lacking_bytes <= 0:
                    break
                lacking_bytes -= row["size_bytes"]
                chosen.append(row["sha256"])
            enough = lacking_bytes <= 0
            worth_it = enough or not all_or_none
            removed = await self._remove(transaction, chosen) if worth_it else []
        await self._unlink(removed)
        return enough

    async def evict_unused(self, *, before: float) -> None:
        """Remove results that can be made again and were last used before a moment."""
        async with self._database.transaction() as transaction:
            rows = await transaction.run(_OLDEST_FIRST, but="")
            old = [row["sha256"] for row in rows if row["used_at"] < before]
            removed = await self._remove(transaction, old)
        await self._unlink(removed)

    async def sweep(self, *, ours: Iterable[Path]) -> Swept:
        """Bring rows and files together again. `ours` are the unfinished files that are worked on."""
        unfinished = await asyncio.to_thread(files.abandoned_in, self._folder, ours=frozenset(ours))
        await self._unlink(unfinished)
        there = dict(await asyncio.to_thread(files.blobs_in, self._folder))
        rows = await self._database.rows("SELECT sha256, size_bytes FROM blobs")
        known = {row["sha256"]: row["size_bytes"] for row in rows}
        strays = await self._remove_strays([sha256 for sha256 in there if sha256 not in known])
        lost = [sha256 for sha256, size in known.items() if await self._drop_if_cut(sha256, size)]
        async with self._database.transaction() as transaction:
            unused = await transaction.run(_UNUSED)
            removed = await self._remove(transaction, [row["sha256"] for row in unused])
        await self._unlink(removed)
        return Swept(strays, len(lost) + len(unused), len(unfinished))

    async def _remove_strays(self, digests: list[str]) -> int:
        """Remove files that still have no row once the lock is held; a few at a time."""
        count = 0
        for start in range(0, len(digests), _AT_ONCE):
            async with self._database.transaction() as transaction:
                chunk = digests[start : start + _AT_ONCE]
                strays = [sha256 for sha256 in chunk if not await _known(transaction, sha256)]
                removed = [path for sha256 in strays for path in self._take_out(sha256)]
            await self._unlink(removed)
            count += len(removed)
        return count

    async def _drop_if_cut(self, sha256: str, size_bytes: int) -> bool:
        seen = files.look(files.blob_path(self._folder, sha256))
        if seen is not None and seen.size_bytes == size_bytes:
            return False
        return await self.drop(sha256, judged=seen)

    async def _remove(self, transaction: Transaction, digests: list[str]) -> list[Path]:
        """Take rows, uses and names away; the bytes are left for `_unlink`, after the commit."""
        removed: list[Path] = []
        for sha256 in digests:
            await transaction.run("DELETE FROM blobs WHERE sha256 = :sha256", sha256=sha256)
            removed += self._take_out(sha256)
        return removed

    def _take_out(self, sha256: str) -> list[Path]:
        aside = files.temporary_path(self._folder)
        path = files.blob_path(self._folder, sha256)
        return [aside] if files.take_out(path, to=aside) else []

    async def _unlink(self, paths: list[Path]) -> None:
        if paths:
            await asyncio.to_thread(files.unlink_all, paths)


async def _known(transaction: Transaction, sha256: str) -> bool:
    return bool(await transaction.run("SELECT 1 FROM blobs WHERE sha256 = :sha256", sha256=sha256))
