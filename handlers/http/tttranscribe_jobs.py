"""What TTTranscribe tells of jobs: how they stand, which failed, and how long the line is."""

import asyncio
from collections.abc import Iterable
from typing import Final

from handlers.http.circumstances import texts_of
from handlers.http.doors import Asked, Door
from handlers.http.job_shape import JobShape, shape_of
from handlers.http.progress import Watching
from handlers.http.tttranscribe import TAG
from handlers.http.tttranscribe_shapes import FailedJobs, JobsSummary, QueueStatus, Repaired
from services.accounts.account import Role
from services.accounts.keys import Scope
from services.core import Core
from services.jobs.job import Job, State
from services.jobs.pages import Wanted
from services.jobs.tracks import Track

_RECENT: Final = 25
_MOST: Final = 100


def tttranscribe_job_doors(core: Core, watching: Watching) -> list[Door]:
    """Return the doors. Everybody sees their own jobs; an owner's key with all rights sees all."""

    async def shapes(jobs: Iterable[Job], asked: Asked) -> list[JobShape]:
        texts = texts_of(asked.request)
        return [await shape_of(job, core, watching, texts) for job in jobs]

    async def summary(asked: Asked) -> JobsSummary:
        account = whose(asked)
        counts = await asyncio.gather(*(_count(core, account, state) for state in State))
        by_state = dict(zip(State, counts, strict=True))
        recent = await core.jobs.page(account, limit=_RECENT)
        return JobsSummary(
            total=sum(counts),
            pending=by_state[State.WAITING],
            running=by_state[State.RUNNING],
            complete=by_state[State.DONE],
            failed=by_state[State.FAILED],
            cancelled=by_state[State.CANCELLED],
            recent=await shapes(recent.jobs, asked),
        )

    async def failed(asked: Asked) -> FailedJobs:
        account = whose(asked)
        page = await core.jobs.page(account, statuses=[State.FAILED], limit=_MOST)
        total = await _count(core, account, State.FAILED)
        return FailedJobs(total=total, failed=await shapes(page.jobs, asked))

    async def repair(asked: Asked) -> Repaired:
        done = await core.jobs.upkeep.repair(whose(asked), limit=_MOST, once=asked.once)
        jobs = await shapes(done.jobs, asked)
        return Repaired(repaired=len(jobs), jobs=jobs, left=done.left)

    async def queue(_: Asked) -> QueueStatus:
        view = await core.jobs.upkeep.queue()
        return QueueStatus(
            status="busy" if view.running or view.waiting else "idle",
            queue_size=view.waiting,
            active_jobs=view.running,
            estimated_wait_time=view.lines[Track.FAST].wait_seconds,
        )

    return [
        Door(
            method="GET",
            path="/jobs",
            ask=summary,
            summary="Tell how your jobs stand, and the newest 25.",
            tag=TAG,
            scope=Scope.READ,
            answer=JobsSummary,
        ),
        Door(
            method="GET",
            path="/jobs/failed",
            ask=failed,
            summary="Tell which of your jobs failed, and why.",
            tag=TAG,
            scope=Scope.READ,
            answer=FailedJobs,
        ),
        Door(
            method="POST",
            path="/jobs/repair",
            ask=repair,
            summary="Try what programs asked for and failed in the last day once more, as far as that"
            " may help; what was asked for in a chat is repeated there.",
            tag=TAG,
            scope=Scope.JOBS,
            answer=Repaired,
            creates=True,
            is_metered=True,
        ),
        Door(
            method="GET",
            path="/queue/status",
            ask=queue,
            summary="Tell how much there is to do.",
            tag=TAG,
            scope=Scope.READ,
            answer=QueueStatus,
        ),
    ]


def whose(asked: Asked) -> int | None:
    """Return whose jobs are meant: an owner's key with all rights means everybody's."""
    is_owner = asked.account.role is Role.OWNER
    sees_all = asked.caller is not None and Scope.ADMIN in asked.caller.key.scopes and is_owner
    return None if sees_all else asked.account.id


async def _count(core: Core, account: int | None, state: State) -> int:
    return await core.jobs.count(Wanted(account=account, statuses=[state]))
