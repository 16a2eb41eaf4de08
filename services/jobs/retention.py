"""Forgets what nobody will ask for any more, a little at a time; called at night."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from services.clock import Clock
from services.jobs.artifacts import Artifacts
from services.jobs.engine import Engine
from services.jobs.job import Job
from services.jobs.playlists import Playlists
from services.jobs.table import JobTable
from services.store.blobs import Blobs

_AT_ONCE: Final = 200
Also = Callable[[Collection[str]], Awaitable[None]]
"""Called with the names of jobs that are erased: somebody else keeps something of theirs."""
_WORKFLOWS: Final = timedelta(days=1)
"""A workflow that has ended is of interest to nobody but to whoever looks for a bug."""


@dataclass(frozen=True, slots=True)
class Retention:
    """Deletes in batches, so that nobody waits for the write lock."""

    table: JobTable
    artifacts: Artifacts
    playlists: Playlists
    blobs: Blobs
    engine: Engine
    clock: Clock
    also: Also

    async def forget_old(self, *, jobs: timedelta, facts: timedelta) -> int:
        """Delete jobs that ended, and facts that were last used, longer ago; return how many jobs."""
        now = self.clock.now()
        deleted = await self.forget_ended(None, before=now - jobs.total_seconds())
        await self.engine.forget_ended(before=now - min(jobs, _WORKFLOWS).total_seconds())
        before = now - facts.total_seconds()
        while await self.artifacts.delete_old(before=before, limit=_AT_ONCE):
            pass
        while await self.playlists.delete_old(before=before, limit=_AT_ONCE):
            pass
        return deleted

    async def forget_ended(self, account: int | None, *, before: float) -> int:
        """Delete the jobs that ended before a moment; None means everybody's. Return how many."""
        deleted = 0
        while batch := await self.table.delete_old(before=before, limit=_AT_ONCE, account=account):
            await self._follow(batch)
            deleted += len(batch)
        return deleted

    async def forget_job(self, job: Job) -> None:
        """Delete one job that has ended, with all that only it has left."""
        batch = await self.table.delete(job.id)
        await self._follow(batch)

    async def forget_account(self, account: int) -> int:
        """Delete all jobs of one account that have ended, and the lists that it made."""
        await self.playlists.delete_mine(account)
        batch = await self.table.delete_mine(account)
        await self._follow(batch)
        return len(batch)

    async def _follow(self, batch: list[tuple[str, int]]) -> None:
        """Delete what belonged to jobs that are gone: their workflows and what they held."""
        await self.engine.forget(
            f"{job_id}.{run}" for job_id, last in batch for run in range(1, last + 1)
        )
        for job_id, _ in batch:
            await self.blobs.release(held_by=f"job:{job_id}")
            await self.blobs.release(held_by=f"source:{job_id}")
        await self.also([job_id for job_id, _ in batch])
