"""A job's progress as it happens, as server-sent events, until its end."""

import json
from datetime import timedelta
from http import HTTPStatus
from typing import Final

from aiohttp import web

from handlers.http.circumstances import texts_of
from handlers.http.job_events import Told, told
from handlers.http.progress import Watching
from services.clock import Clock
from services.core import Core
from services.jobs.job import Job
from services.nursery import Nursery

_HEADERS: Final = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-cache",
    "X-Accel-Buffering": "no",
}
_HEARTBEAT: Final = timedelta(seconds=15)
_END: Final = "end"
"""The id of the last event: whoever comes back with it has heard all."""


async def stream(
    job: Job, request: web.Request, core: Core, watching: Watching
) -> web.StreamResponse:
    """Send how far a job is whenever that changes, up to its end.

    Who lost the connection and comes back is told how it stands now: nothing older is of any use.
    """
    if request.headers.get("Last-Event-ID", "") == _END:
        # Which is how a browser learns not to come again.
        return web.Response(status=HTTPStatus.NO_CONTENT)
    answer, texts = web.StreamResponse(headers=_HEADERS), texts_of(request)
    await answer.prepare(request)
    async with Nursery() as nursery:
        nursery.spawn(_beat(answer, core.clock), name=f"heartbeat of {job.id}")
        number = 0
        async for standing in watching.follow(job.id):
            number += 1
            event = await told(standing, core, watching, texts)
            await answer.write(_written(event, number))
    await answer.write_eof()
    return answer


async def _beat(answer: web.StreamResponse, clock: Clock) -> None:
    """Say now and then that the connection is alive, so that nobody in between closes it."""
    try:
        while True:
            await clock.sleep(_HEARTBEAT)
            await answer.write(b": still here\n\n")
    except ConnectionError:
        return


def _written(event: Told, number: int) -> bytes:
    name = _END if event.is_last else str(number)
    body = json.dumps(event.body, ensure_ascii=False)
    return f"id: {name}\nevent: {event.name}\ndata: {body}\n\n".encode()
