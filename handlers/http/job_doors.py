"""Where programs see their jobs, fetch what came of them, stop, repeat and delete them."""

from http import HTTPStatus
from typing import Any, Final

from aiohttp import web

from handlers.http.circumstances import texts_of
from handlers.http.doors import Asked, Door
from handlers.http.job_door_shapes import (
    STATES,
    Done,
    Hits,
    JobShapes,
    JobsWanted,
    WordsWanted,
)
from handlers.http.job_results import file_of, report_of, words_of
from handlers.http.job_shape import JobShape, shape_of
from handlers.http.job_stream import stream
from handlers.http.pages import show_next
from handlers.http.process_shapes import Accepted
from handlers.http.progress import Watching
from services.accounts.keys import Scope
from services.core import Core
from services.errors import (
    AlreadyOver,
    ChoiceUnavailable,
    JobFruitless,
    JobNotDone,
    LlmMissing,
    NotFound,
    NotPolished,
    SourceExpired,
    TooManyWaiting,
)
from services.jobs.job import Job

_TAG: Final = "Jobs"
_JOB: Final = "/api/jobs/{job_id}"
_RESULT: Final = (NotFound, JobNotDone, JobFruitless, SourceExpired)


def job_doors(core: Core, watching: Watching) -> list[Door]:
    """Return the doors under `/api/jobs`."""
    desk = JobDesk(core, watching)
    return [
        Door(
            method="GET",
            path="/api/jobs",
            ask=desk.page,
            summary="One's jobs, the newest first.",
            tag=_TAG,
            scope=Scope.READ,
            query=JobsWanted,
            answer=JobShapes,
        ),
        Door(
            method="GET",
            path=_JOB,
            ask=desk.get,
            summary="A job by its id, or by its number.",
            tag=_TAG,
            scope=Scope.READ,
            answer=JobShape,
            raises=(NotFound,),
        ),
        Door(
            method="DELETE",
            path=_JOB,
            ask=desk.delete,
            summary="Stop a job and erase all that it left.",
            tag=_TAG,
            scope=Scope.JOBS,
            answer=Done,
            raises=(NotFound,),
        ),
        Door(
            method="POST",
            path=f"{_JOB}/cancel",
            ask=desk.cancel,
            summary="Stop a job.",
            tag=_TAG,
            scope=Scope.JOBS,
            answer=JobShape,
            raises=(NotFound, AlreadyOver),
        ),
        Door(
            method="POST",
            path=f"{_JOB}/retry",
            ask=desk.retry,
            summary="Do the same once more, as another job; one under way stays as it is.",
            tag=_TAG,
            scope=Scope.JOBS,
            answer=Accepted,
            status=HTTPStatus.ACCEPTED,
            creates=True,
            is_metered=True,
            raises=(NotFound, SourceExpired, TooManyWaiting),
        ),
        Door(
            method="GET",
            path=f"{_JOB}/download",
            ask=desk.download,
            summary="The file that a job made, whole or in parts.",
            tag=_TAG,
            scope=Scope.READ,
            headers={"Range": "Such as `bytes=0-1023`: a part of it."},
            answer="application/octet-stream",
            also={
                HTTPStatus.PARTIAL_CONTENT: "application/octet-stream",
                HTTPStatus.NOT_MODIFIED: "",
            },
            raises=_RESULT,
        ),
        Door(
            method="GET",
            path=f"{_JOB}/transcript",
            ask=desk.transcript,
            summary="What is said in it, with what was hidden masked.",
            tag=_TAG,
            scope=Scope.READ,
            query=WordsWanted,
            answer="application/octet-stream",
            raises=(*_RESULT, ChoiceUnavailable, LlmMissing, NotPolished),
        ),
        Door(
            method="GET",
            path=f"{_JOB}/hits",
            ask=desk.hits,
            summary="What was found, where, and whether it is hidden.",
            tag=_TAG,
            scope=Scope.READ,
            answer=Hits,
            raises=_RESULT,
        ),
        Door(
            method="GET",
            path=f"{_JOB}/events",
            ask=desk.events,
            summary="Its progress as it happens (server-sent events), up to its end.",
            tag=_TAG,
            scope=Scope.READ,
            answer="text/event-stream",
            also={HTTPStatus.NO_CONTENT: ""},
            raises=(NotFound,),
        ),
    ]


class JobDesk:
    """One method for each door."""

    def __init__(self, core: Core, watching: Watching) -> None:
        self._core = core
        self._watching = watching

    async def page(self, asked: Asked) -> web.StreamResponse:
        """Return a page of jobs."""
        wanted = asked.query(JobsWanted)
        page = await self._core.jobs.page(
            asked.account.id,
            statuses=STATES[wanted.status] if wanted.status else (),
            products=(wanted.kind,) if wanted.kind else (),
            cursor=wanted.cursor,
            limit=wanted.limit,
        )
        shapes = [await self._shape(job, asked) for job in page.jobs]
        return show_next(asked, JobShapes(shapes), page.next)

    async def get(self, asked: Asked) -> JobShape:
        """Return a job."""
        return await self._shape(await self._job(asked), asked)

    async def delete(self, asked: Asked) -> Done:
        """Erase a job."""
        job = await self._job(asked)
        await self._core.jobs.delete(job.id, asked.account.id)
        return Done(job_id=job.id, message="Job deleted successfully")

    async def cancel(self, asked: Asked) -> JobShape:
        """Stop a job."""
        job = await self._job(asked)
        stopped = await self._core.jobs.cancel(job.id, account=asked.account.id)
        return await self._shape(stopped, asked)

    async def retry(self, asked: Asked) -> Accepted:
        """Do the same once more."""
        job = await self._job(asked)
        again = await self._core.jobs.again(job.id, account=asked.account.id, once=asked.once)
        message = "Job queued again" if again.id != job.id else "Job is under way already"
        return Accepted(job_id=again.id, message=message)

    async def download(self, asked: Asked) -> web.StreamResponse:
        """Return the file."""
        return await file_of(await self._job(asked), self._core)

    async def transcript(self, asked: Asked) -> web.StreamResponse:
        """Return the words."""
        wanted, job = asked.query(WordsWanted), await self._job(asked)
        return await words_of(
            job,
            self._core,
            form=wanted.format,
            masked=wanted.masked,
            polished=wanted.polished,
        )

    async def hits(self, asked: Asked) -> Hits:
        """Return what was found."""
        job = await self._job(asked)
        facts: dict[str, Any] = (await report_of(job, self._core)).facts()
        return Hits.model_validate({"job_id": job.id, **facts})

    async def events(self, asked: Asked) -> web.StreamResponse:
        """Send the progress."""
        return await stream(await self._job(asked), asked.request, self._core, self._watching)

    async def _job(self, asked: Asked) -> Job:
        return await self._core.jobs.of(asked.part("job_id"), asked.account.id)

    async def _shape(self, job: Job, asked: Asked) -> JobShape:
        return await shape_of(job, self._core, self._watching, texts_of(asked.request))
