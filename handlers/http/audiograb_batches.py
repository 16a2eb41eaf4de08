"""The doors of AudioGrab for many downloads at once: a list of links, or a file with one on each line."""

import asyncio
from collections.abc import Iterable
from typing import Final

from aiohttp import web
from pydantic import BaseModel

from handlers.http.audiograb import TAG, download_shape
from handlers.http.audiograb_orders import order_about
from handlers.http.audiograb_shapes import (
    BatchBody,
    BatchesWanted,
    BatchJobs,
    BatchList,
    BatchQuery,
    BatchShape,
    BatchStopped,
)
from handlers.http.circumstances import texts_of
from handlers.http.doors import Asked, Door, FormFile
from handlers.http.forms import read_form
from handlers.http.links import check_webhook, link_told
from handlers.http.moments import moment
from handlers.http.pages import show_next
from handlers.http.progress import Watching
from services import errors
from services.accounts.keys import Scope
from services.core import Core
from services.jobs.batch import Batch
from services.jobs.order import Order
from services.jobs.programs import Extras

_BATCH: Final = "/api/batch/{batch_id}"
_FILE: Final = "file"
_MOST_BYTES: Final = 2**20
"""Of a file of links."""
_COMMENT: Final = "#"
_ORDERING: Final = (
    errors.AddressForbidden,
    errors.ChoiceUnavailable,
    errors.FieldInvalid,
    errors.FieldMissing,
    errors.LinkUnsupported,
    errors.ListTooLong,
    errors.TooManyWaiting,
)


class LinksForm(BaseModel):
    """A file of links."""

    file: FormFile
    """Text: a link on each line; what begins with `#` is passed over."""


def batch_doors(core: Core, watching: Watching) -> list[Door]:
    """Return the doors."""
    desk = BatchDesk(core, watching)
    return [
        Door(
            method="POST",
            path="/api/batch/download",
            ask=desk.make,
            summary="Fetch what several links lead to; all of them are accepted, or none.",
            tag=TAG,
            scope=Scope.JOBS,
            body=BatchBody,
            answer=BatchShape,
            creates=True,
            is_metered=True,
            raises=(*_ORDERING, errors.BodyUnreadable),
        ),
        Door(
            method="POST",
            path="/api/batch/upload",
            ask=desk.make_of_file,
            summary="The same, for a file with a link on each line.",
            tag=TAG,
            scope=Scope.JOBS,
            query=BatchQuery,
            form=LinksForm,
            answer=BatchShape,
            creates=True,
            is_metered=True,
            raises=(*_ORDERING, errors.NotMultipart, errors.UploadTooBig, errors.UploadBroken),
        ),
        Door(
            method="GET",
            path="/api/batch",
            ask=desk.page,
            summary="Your batches, the newest first.",
            tag=TAG,
            scope=Scope.READ,
            query=BatchesWanted,
            answer=BatchList,
            raises=(errors.FieldInvalid,),
        ),
        Door(
            method="GET",
            path=_BATCH,
            ask=desk.get,
            summary="Tell how a batch stands.",
            tag=TAG,
            scope=Scope.READ,
            answer=BatchShape,
            raises=(errors.NotFound,),
        ),
        Door(
            method="GET",
            path=f"{_BATCH}/jobs",
            ask=desk.jobs,
            summary="The downloads of a batch.",
            tag=TAG,
            scope=Scope.READ,
            answer=BatchJobs,
            raises=(errors.NotFound,),
        ),
        Door(
            method="DELETE",
            path=_BATCH,
            ask=desk.stop,
            summary="Stop what has not ended of a batch.",
            tag=TAG,
            scope=Scope.JOBS,
            answer=BatchStopped,
            raises=(errors.NotFound, errors.AlreadyOver),
        ),
    ]


class BatchDesk:
    """What is done behind these doors."""

    def __init__(self, core: Core, watching: Watching) -> None:
        self._core = core
        self._watching = watching

    async def make(self, asked: Asked) -> BatchShape:
        """Accept all links of a list."""
        body = asked.body(BatchBody)
        lines = [(f"urls.{number}", url) for number, url in enumerate(body.urls)]
        return await self._made(lines, body, asked)

    async def make_of_file(self, asked: Asked) -> BatchShape:
        """Accept all links of a file."""
        async with self._core.uploads.receive() as upload:
            await read_form(asked.request, upload, file_field=_FILE, most_bytes=_MOST_BYTES)
            read = await asyncio.to_thread(upload.path.read_bytes)
        text = read.decode("utf-8-sig", "replace")
        lines = [
            (f"line {number}", line.strip()) for number, line in enumerate(text.split("\n"), 1)
        ]
        links = [(where, line) for where, line in lines if line and not line.startswith(_COMMENT)]
        if not links:
            raise errors.FieldInvalid(field=_FILE, allowed="a link on each line")
        return await self._made(links, asked.query(BatchQuery), asked)

    async def page(self, asked: Asked) -> web.StreamResponse:
        """Tell of one's batches."""
        wanted = asked.query(BatchesWanted)
        page = await self._core.batches.page(
            asked.account.id, cursor=wanted.cursor, limit=wanted.limit
        )
        told = [batch for batch in page.batches if wanted.status in {"", batch.status}]
        shapes = [await self._shape(batch) for batch in told]
        return show_next(asked, BatchList(batches=shapes, total=len(shapes)), page.next)

    async def get(self, asked: Asked) -> BatchShape:
        """Tell how one stands."""
        return await self._shape(await self._batch(asked))

    async def jobs(self, asked: Asked) -> BatchJobs:
        """Tell of its downloads."""
        batch, texts = await self._batch(asked), texts_of(asked.request)
        jobs = await self._core.batches.jobs(batch.id)
        shapes = [await download_shape(job, self._core, self._watching, texts) for job in jobs]
        return BatchJobs(batch_id=batch.id, jobs=shapes)

    async def stop(self, asked: Asked) -> BatchStopped:
        """Stop it."""
        before = await self._batch(asked)
        after = await self._core.batches.cancel(before.id, asked.account.id)
        stopped = after.counts.cancelled - before.counts.cancelled
        return BatchStopped(batch_id=after.id, cancelled_jobs=stopped)

    async def _made(
        self, links: Iterable[tuple[str, str]], wanted: BatchBody | BatchQuery, asked: Asked
    ) -> BatchShape:
        """Accept links, each named by where it stands."""
        await check_webhook(wanted.webhook_url, self._core)
        orders = [self._order(url, where, wanted, asked) for where, url in links]
        extras = Extras(priority=wanted.priority, webhook_url=wanted.webhook_url)
        account, once = asked.account.id, asked.once
        made = await self._core.batches.make(account, orders, wanted.name, extras, once=once)
        return await self._shape(made)

    def _order(self, url: str, where: str, wanted: BatchBody | BatchQuery, asked: Asked) -> Order:
        return order_about(link_told(url, self._core, field=where), wanted, asked.account)

    async def _batch(self, asked: Asked) -> Batch:
        return await self._core.batches.get(asked.part("batch_id"), asked.account.id)

    async def _shape(self, batch: Batch) -> BatchShape:
        jobs = await self._core.batches.jobs(batch.id)
        return BatchShape(
            batch_id=batch.id,
            name=batch.name,
            status=batch.status.value,
            total_jobs=batch.counts.total,
            completed_jobs=batch.counts.done,
            failed_jobs=batch.counts.failed,
            cancelled_jobs=batch.counts.cancelled,
            job_ids=[job.id for job in jobs],
            created_at=moment(batch.made_at),
            completed_at=moment(batch.ended_at) if batch.ended_at is not None else None,
        )
