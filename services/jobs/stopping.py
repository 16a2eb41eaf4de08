"""How jobs end before their time: cancelled, ended early, or erased with all that they left."""

import asyncio
from contextlib import suppress

from services.clock import Clock
from services.errors import AlreadyOver, NotFound, NotYours
from services.jobs.admission import Admission
from services.jobs.erasing import Erasing
from services.jobs.findings import Stock
from services.jobs.job import Job, State
from services.jobs.ledger import Ledger
from services.jobs.order import Product
from services.jobs.retention import Also
from services.jobs.standing import Standing
from services.jobs.works import Works


class Stopping(Standing):
    """The desk where jobs are given up."""

    def __init__(
        self,
        stock: Stock,
        clock: Clock,
        ledger: Ledger,
        admission: Admission,
        *,
        erasing: Erasing,
    ) -> None:
        super().__init__(stock, clock, ledger, admission)
        self._erasing = erasing
        self._works: Works | None = None
        """None until the work begins."""

    async def cancel(self, job_id: str, *, account: int | None) -> Job:
        """Stop a job. `account` is who asks; None is an owner, who may stop any.

        Raises:
            NotFound: there is no such job.
            NotYours: it belongs to another account.
            AlreadyOver: it has ended, perhaps just now.
        """
        job = await self._asked_by(job_id, account)
        if not job.over:
            cancelled = await self._ledger.cancel(job_id, only_from=[State.WAITING])
            cancelled = cancelled or await self._stop(await self._ledger.get(job_id))
            if cancelled is not None:
                await self._settle(cancelled)
                await self._cancel_children(cancelled)
                return cancelled
        raise AlreadyOver

    async def cancel_all(self, account: int) -> int:
        """Stop all that an account has waiting and running; return how many jobs it was."""
        stopped = 0
        for job in await self._stock.table.active():
            if job.order.account == account:
                with suppress(AlreadyOver):
                    await self.cancel(job.id, account=account)
                    stopped += 1
        return stopped

    async def finish(self, job_id: str, *, account: int | None) -> bool:
        """Let a recording end early; what was recorded is delivered. `account` is who asks, as above.

        Returns:
            False where there is nothing to end: it is no recording, is not at it, or ends already.

        Raises:
            NotFound: there is no such job.
            NotYours: it belongs to another account.
        """
        job = await self._asked_by(job_id, account)
        return self._works is not None and self._works.finish(job)

    async def delete(self, job_id: str, account: int | None) -> None:
        """Stop a job, and erase it with all that it left: its file, its words, its links.

        What others have asked for as well stays theirs.

        Raises:
            NotFound: there is no such job, or it is somebody else's.
        """
        job = await self.of(job_id, account)
        while not job.over:
            with suppress(AlreadyOver):
                await self.cancel(job.id, account=None)
            job = await self._ledger.get(job.id)
        for child in await self._stock.table.children(job.id):
            await self.delete(child.id, None)
        await self._erasing.erase(job)

    def erase_also(self, act: Also) -> None:
        """Have somebody called whenever jobs are erased, who keeps something of theirs."""
        self._erasing.also.append(act)

    async def _asked_by(self, job_id: str, account: int | None) -> Job:
        job = await self._ledger.get(job_id)
        if account is not None and job.order.account != account:
            raise NotYours
        return job

    async def _stop(self, job: Job) -> Job | None:
        """Stop a job that was let in; None when it came to its own end first."""
        if self._works is not None:
            await self._works.stop(job)
        now = await self._ledger.get(job.id)
        if now.over:
            return now if now.state is State.CANCELLED else None
        return await self._ledger.cancel(job.id)

    async def _settle(self, job: Job) -> None:
        """Clear away what a stopped job may have left, wherever it was stopped."""
        self._admission.withdraw(job)
        if self._works is not None:
            await self._works.let_go(job)

    async def _cancel_children(self, job: Job) -> None:
        """Stop what was under way of a list; its own job, which submits more, has been stopped."""
        if job.order.product is not Product.LIST:
            return
        async with asyncio.TaskGroup() as group:
            for child in await self._stock.table.children(job.id):
                if not child.over:
                    group.create_task(self._cancel_child(child))

    async def _cancel_child(self, child: Job) -> None:
        with suppress(AlreadyOver):
            await self.cancel(child.id, account=None)

    async def _delete_at_last(self, job: Job) -> None:
        with suppress(NotFound):
            await self.delete(job.id, None)
