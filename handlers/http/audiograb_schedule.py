"""The doors of AudioGrab for what is to be fetched later: ask for it, see it, change its time, stop it."""

from typing import Final

from handlers.http.audiograb import ORDERING, TAG, submitted
from handlers.http.audiograb_orders import check_to_come
from handlers.http.audiograb_shapes import (
    Gone,
    HowMany,
    Postponed,
    ScheduleBody,
    Scheduled,
    ScheduledJobs,
)
from handlers.http.doors import Asked, Door
from handlers.http.moments import moment
from services import errors
from services.accounts.keys import Scope
from services.core import Core
from services.jobs.job import Job, State
from services.jobs.pages import MOST
from services.platforms.link import Link

_DATE: Final = "/api/schedule/{job_id}"


def schedule_doors(core: Core) -> list[Door]:
    """Return the doors."""
    desk = ScheduleDesk(core)
    return [
        Door(
            method="POST",
            path="/api/schedule/download",
            ask=desk.schedule,
            summary="Fetch what a link leads to at a later time.",
            tag=TAG,
            scope=Scope.JOBS,
            body=ScheduleBody,
            answer=Scheduled,
            creates=True,
            is_metered=True,
            raises=ORDERING,
        ),
        Door(
            method="GET",
            path="/api/schedule",
            ask=desk.scheduled,
            summary="What waits for its time, the next one first.",
            tag=TAG,
            scope=Scope.READ,
            query=HowMany,
            answer=ScheduledJobs,
        ),
        Door(
            method="DELETE",
            path=_DATE,
            ask=desk.unschedule,
            summary="Stop what waits for its time.",
            tag=TAG,
            scope=Scope.JOBS,
            answer=Gone,
            raises=(errors.NotFound, errors.AlreadyOver),
        ),
        Door(
            method="PATCH",
            path=_DATE,
            ask=desk.postpone,
            summary="Change the time or the turn of what waits.",
            tag=TAG,
            scope=Scope.JOBS,
            query=Postponed,
            answer=Scheduled,
            raises=(errors.NotFound, errors.JobBegun, errors.FieldInvalid),
        ),
    ]


class ScheduleDesk:
    """One method for each door."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def schedule(self, asked: Asked) -> Scheduled:
        """Accept a download for later."""
        return _scheduled(await submitted(asked.body(ScheduleBody), asked, self._core))

    async def scheduled(self, asked: Asked) -> ScheduledJobs:
        """Tell what waits for its time, the next one first."""
        waiting = await self._waiting_for_their_time(asked.account.id)
        shown = waiting[: asked.query(HowMany).limit]
        return ScheduledJobs(jobs=[_scheduled(job) for job in shown], total=len(waiting))

    async def unschedule(self, asked: Asked) -> Gone:
        """Stop what waits for its time."""
        job = await self._job(asked)
        if job.due_at is None:
            raise errors.NotFound
        await self._core.jobs.cancel(job.id, account=asked.account.id)
        return Gone(status="cancelled", job_id=job.id)

    async def postpone(self, asked: Asked) -> Scheduled:
        """Change the time, or the turn."""
        job, changes = await self._job(asked), asked.query(Postponed)
        account = asked.account.id
        if changes.scheduled_at is not None:
            due_at = changes.scheduled_at.timestamp()
            check_to_come(due_at, self._core)
            job = await self._core.jobs.reschedule(job.id, due_at, account)
        if changes.priority is not None:
            job = await self._core.jobs.prioritise(job.id, changes.priority, account)
        return _scheduled(job)

    async def _job(self, asked: Asked) -> Job:
        return await self._core.jobs.of(asked.part("job_id"), asked.account.id)

    async def _waiting_for_their_time(self, account: int) -> list[Job]:
        """Return them; an account may have only so many waiting."""
        found: list[Job] = []
        cursor, now = "", self._core.clock.now()
        while True:
            page = await self._core.jobs.page(
                account, statuses=[State.WAITING], cursor=cursor, limit=MOST
            )
            found += [job for job in page.jobs if job.due_at is not None and job.due_at > now]
            cursor = page.next
            if not cursor:
                return sorted(found, key=lambda job: job.due_at or 0)


def _scheduled(job: Job) -> Scheduled:
    return Scheduled(
        job_id=job.id,
        url=job.order.source.url if isinstance(job.order.source, Link) else None,
        scheduled_at=moment(job.due_at if job.due_at is not None else job.created_at),
        priority=job.priority,
        status="scheduled" if job.state is State.WAITING else job.state.value,
        created_at=moment(job.created_at),
    )
