"""Where programs learn what they are told by webhook, look at the calls, and have one sent again."""

import json
from datetime import datetime
from typing import Any, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, RootModel

from handlers.http.doors import Asked, Door
from handlers.http.links import check_webhook
from handlers.http.moments import moment, moment_if_any
from handlers.http.pages import show_next
from services.accounts.keys import Scope
from services.core import Core
from services.jobs.webhook_calls import Call, Event, Fate
from services.jobs.webhooks import RETRIES

_TAG = "Webhooks"
_TOLD = {
    Event.JOB_COMPLETED: "A job's result is there.",
    Event.JOB_FAILED: "A job failed, or was cancelled; its status says which.",
    Event.BATCH_COMPLETED: "The last job of a batch has ended.",
    Event.TEST: "Somebody tries the address out.",
}


class Configuration(BaseModel):
    """How calls are made."""

    default_url: str | None = None
    """There is none: each job names its own."""
    retry_attempts: int
    retry_delay: float
    """Seconds before the second try; later ones wait longer."""
    retry_delays: list[float]
    secret: str
    """With which a receiver checks signatures, as Standard Webhooks write it."""
    signature_headers: list[str] = ["webhook-id", "webhook-timestamp", "webhook-signature"]


class EventShape(BaseModel):
    """Something of which one can be told."""

    event: str
    description: str


class Events(BaseModel):
    """All of them."""

    events: list[EventShape]


class CallShape(BaseModel):
    """One call."""

    id: str
    event: str
    about: str
    """The job's id, or the batch's."""
    url: str
    state: str
    tries: int
    status: int | None
    """Of the last answer."""
    error: str | None
    """The code of what went wrong last."""
    created_at: datetime
    next_try_at: datetime | None
    ended_at: datetime | None
    body: dict[str, Any] | None = None
    """What is sent; in lists it is left out."""


class CallShapes(RootModel[list[CallShape]]):
    """Calls, the newest first."""


class Which(BaseModel):
    """Which calls are wanted."""

    model_config = ConfigDict(extra="ignore")

    state: Literal["waiting", "sent", "failed"] | None = None
    limit: int = Field(20, ge=1, le=100)
    cursor: str = Field("", max_length=64)


class Tried(BaseModel):
    """The address to try."""

    url: str = Field(min_length=1, max_length=2000)


class Trial(BaseModel):
    """What came of trying it."""

    success: bool
    status: int | None
    error: str | None
    id: str


def webhook_doors(core: Core) -> list[Door]:
    """Return the doors under `/api/webhooks`."""

    async def configuration(asked: Asked) -> Configuration:
        return Configuration(
            retry_attempts=len(RETRIES),
            retry_delay=RETRIES[0].total_seconds(),
            retry_delays=[wait.total_seconds() for wait in RETRIES],
            secret=core.webhooks.secret(asked.account.id),
        )

    async def events(asked: Asked) -> Events:
        del asked
        return Events(
            events=[EventShape(event=event, description=told) for event, told in _TOLD.items()]
        )

    async def try_out(asked: Asked) -> Trial:
        url = asked.body(Tried).url
        await check_webhook(url, core, field="url")
        call = await core.webhooks.test(asked.account.id, url)
        is_taken = call.fate is Fate.SENT
        return Trial(success=is_taken, status=call.status, error=call.trouble or None, id=call.id)

    async def calls(asked: Asked) -> web.StreamResponse:
        wanted = asked.query(Which)
        page = await core.webhooks.page(
            asked.account.id,
            fate=Fate(wanted.state) if wanted.state else None,
            cursor=wanted.cursor,
            limit=wanted.limit,
        )
        shown = CallShapes([_shape(call) for call in page.calls])
        return show_next(asked, shown, page.next)

    async def call(asked: Asked) -> CallShape:
        found = await core.webhooks.get(asked.part("id"), account=asked.account.id)
        return _whole(found)

    async def resend(asked: Asked) -> CallShape:
        return _whole(await core.webhooks.resend(asked.part("id"), account=asked.account.id))

    return [
        Door(
            method="GET",
            path="/api/webhooks/config",
            ask=configuration,
            summary="How calls are made, and the secret to check their signatures with.",
            tag=_TAG,
            scope=Scope.JOBS,
            answer=Configuration,
        ),
        Door(
            method="GET",
            path="/api/webhooks/events",
            ask=events,
            summary="What one can be told of.",
            tag=_TAG,
            scope=Scope.READ,
            answer=Events,
        ),
        Door(
            method="POST",
            path="/api/webhooks/test",
            ask=try_out,
            summary="Call an address once, now.",
            tag=_TAG,
            scope=Scope.JOBS,
            body=Tried,
            answer=Trial,
            is_metered=True,
        ),
        Door(
            method="GET",
            path="/api/webhooks",
            ask=calls,
            summary="The calls that were made or wait, the newest first.",
            tag=_TAG,
            scope=Scope.READ,
            query=Which,
            answer=CallShapes,
        ),
        Door(
            method="GET",
            path="/api/webhooks/{id}",
            ask=call,
            summary="One call with what it sends.",
            tag=_TAG,
            scope=Scope.READ,
            answer=CallShape,
        ),
        Door(
            method="POST",
            path="/api/webhooks/{id}/resend",
            ask=resend,
            summary="Try a call once more, whatever became of it; its Idempotency-Key stays the same.",
            tag=_TAG,
            scope=Scope.JOBS,
            answer=CallShape,
        ),
    ]


def _whole(call: Call) -> CallShape:
    body: dict[str, Any] = json.loads(call.body)
    return _shape(call).model_copy(update={"body": body})


def _shape(call: Call) -> CallShape:
    return CallShape(
        id=call.id,
        event=call.event,
        about=call.about,
        url=call.url,
        state=call.fate,
        tries=call.tries,
        status=call.status,
        error=call.trouble or None,
        created_at=moment(call.made_at),
        next_try_at=moment_if_any(call.due_at if call.fate is Fate.WAITING else None),
        ended_at=moment_if_any(call.ended_at),
    )
