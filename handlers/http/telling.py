"""What the addresses of programs are told of a job or a batch: the shape in which programs see it anyway."""

from collections.abc import Mapping
from typing import Any, Final

from handlers.http.job_shape import shape_of
from handlers.http.moments import moment
from handlers.http.progress import Watching
from services.core import Core
from services.errors import NotFound
from services.jobs.job import State
from services.jobs.webhook_calls import Event
from services.jobs.webhooks import Told
from services.nursery import Nursery

_EVENTS: Final[Mapping[State, Event]] = {
    State.DONE: Event.JOB_COMPLETED,
    State.FAILED: Event.JOB_FAILED,
    State.CANCELLED: Event.JOB_FAILED,
}


async def tell_ends(core: Core, watching: Watching, nursery: Nursery) -> None:
    """Tell of every job and batch that ends, for as long as we live."""

    async def of_job(job_id: str) -> Told | None:
        try:
            job = await core.jobs.get(job_id)
        except NotFound:
            return None
        shape = await shape_of(job, core, watching)
        facts = shape.model_dump(mode="json")
        return Told(job.order.account, job.webhook_url, _EVENTS[job.state], facts)

    async def of_batch(batch_id: str) -> Told | None:
        try:
            batch = await core.batches.get(batch_id, None)
        except NotFound:
            return None
        facts: dict[str, Any] = {
            "batch_id": batch.id,
            "name": batch.name,
            "status": batch.status.value,
            "total_jobs": batch.counts.total,
            "completed": batch.counts.done,
            "failed": batch.counts.failed,
            "cancelled": batch.counts.cancelled,
            "created_at": moment(batch.made_at).isoformat(),
        }
        return Told(batch.account, batch.webhook_url, Event.BATCH_COMPLETED, facts)

    await core.webhooks.run(core.feed, nursery, jobs=of_job, batches=of_batch)
