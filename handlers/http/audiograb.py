"""The doors of AudioGrab for downloads: ask for one, follow it, fetch it, let it go first, delete it."""

from collections.abc import Collection
from typing import Final

from aiohttp import web

from handlers.http.audiograb_orders import extras_for, order_for
from handlers.http.audiograb_shapes import (
    DownloadBody,
    DownloadShape,
    Gone,
    Turn,
    Turned,
)
from handlers.http.circumstances import texts_of
from handlers.http.doors import Asked, Door
from handlers.http.job_results import file_of
from handlers.http.job_shape import shape_of
from handlers.http.progress import Watching
from locales.messages import Messages
from services import errors
from services.accounts.keys import Scope
from services.core import Core
from services.jobs.job import Job

TAG: Final = "AudioGrab"

_JOB: Final = "/api/download/{job_id}"
ORDERING: Final = (
    errors.AddressForbidden,
    errors.BodyUnreadable,
    errors.ChoiceUnavailable,
    errors.FieldInvalid,
    errors.FieldMissing,
    errors.LinkUnsupported,
    errors.TooManyWaiting,
)


def audiograb_doors(core: Core, watching: Watching) -> list[Door]:
    """Return the doors for single downloads."""
    return _doors(Downloads(core, watching))


async def submitted(body: DownloadBody, asked: Asked, core: Core) -> Job:
    """Accept what a body asks for.

    Raises:
        HearsayError: it cannot be taken.
    """
    order = order_for(body, asked.account, core)
    extras = await extras_for(body, core)
    return await core.jobs.submit(order, once=asked.once, extras=extras)


async def download_shape(
    job: Job,
    core: Core,
    watching: Watching,
    texts: Messages | None = None,
    *,
    not_taken: Collection[str] = (),
) -> DownloadShape:
    """Return a job as AudioGrab's clients read it.

    Args:
        job: The job.
        core: What knows the rest of it.
        watching: What knows how far it is.
        texts: The language of the sentence about its failure.
        not_taken: Fields of the request that change nothing.
    """
    shape = await shape_of(job, core, watching, texts)
    there = f"/api/download/{job.id}/file" if shape.download_url else None
    return DownloadShape(
        **shape.model_dump(exclude={"download_url"}),
        download_url=there,
        space_info=shape.content_info,
        error=shape.error_message,
        not_taken=list(not_taken),
    )


class Downloads:
    """What is done behind these doors."""

    def __init__(self, core: Core, watching: Watching) -> None:
        self._core = core
        self._watching = watching

    async def order(self, asked: Asked) -> DownloadShape:
        """Accept a download."""
        body = asked.body(DownloadBody)
        job = await submitted(body, asked, self._core)
        texts = texts_of(asked.request)
        return await download_shape(
            job, self._core, self._watching, texts, not_taken=body.not_taken
        )

    async def get(self, asked: Asked) -> DownloadShape:
        """Tell how it stands."""
        job = await self._job(asked)
        return await download_shape(job, self._core, self._watching, texts_of(asked.request))

    async def file(self, asked: Asked) -> web.StreamResponse:
        """Hand the file over."""
        return await file_of(await self._job(asked), self._core)

    async def delete(self, asked: Asked) -> Gone:
        """Stop it and erase it."""
        job = await self._job(asked)
        await self._core.jobs.delete(job.id, asked.account.id)
        return Gone(job_id=job.id)

    async def prioritise(self, asked: Asked) -> Turned:
        """Change its turn."""
        job = await self._job(asked)
        turned = await self._core.jobs.prioritise(
            job.id, asked.query(Turn).priority, asked.account.id
        )
        shape = await shape_of(turned, self._core, self._watching)
        return Turned(job_id=job.id, priority=turned.priority, status=shape.status.value)

    async def _job(self, asked: Asked) -> Job:
        return await self._core.jobs.of(asked.part("job_id"), asked.account.id)


def _doors(desk: Downloads) -> list[Door]:
    return [
        Door(
            method="POST",
            path="/api/download",
            ask=desk.order,
            summary="Fetch what a link leads to, in a format.",
            tag=TAG,
            scope=Scope.JOBS,
            body=DownloadBody,
            answer=DownloadShape,
            creates=True,
            is_metered=True,
            raises=ORDERING,
        ),
        Door(
            method="GET",
            path=_JOB,
            ask=desk.get,
            summary="Tell how a download stands.",
            tag=TAG,
            scope=Scope.READ,
            answer=DownloadShape,
            raises=(errors.NotFound,),
        ),
        Door(
            method="GET",
            path=f"{_JOB}/file",
            ask=desk.file,
            summary="The file, whole or in parts.",
            tag=TAG,
            scope=Scope.READ,
            answer="application/octet-stream",
            raises=(errors.NotFound, errors.JobNotDone, errors.JobFruitless, errors.SourceExpired),
        ),
        Door(
            method="DELETE",
            path=_JOB,
            ask=desk.delete,
            summary="Stop a download and erase all that it left.",
            tag=TAG,
            scope=Scope.JOBS,
            answer=Gone,
            raises=(errors.NotFound,),
        ),
        Door(
            method="PATCH",
            path=f"{_JOB}/priority",
            ask=desk.prioritise,
            summary="Let a waiting download go before or behind your others.",
            tag=TAG,
            scope=Scope.JOBS,
            query=Turn,
            answer=Turned,
            raises=(errors.NotFound, errors.JobBegun, errors.FieldInvalid, errors.FieldMissing),
        ),
    ]
