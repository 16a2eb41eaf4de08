"""The door of TTTranscribe: a link comes in with a signature, and what is said behind it goes out."""

import hashlib
import time
from datetime import timedelta
from http import HTTPStatus
from typing import Final

from aiohttp import web

from handlers.http.circumstances import request_id_of, texts_of
from handlers.http.doors import Asked, Door, answered
from handlers.http.hearing import Outcome, hearing
from handlers.http.job_shape import JobShape, shape_of
from handlers.http.links import link_told
from handlers.http.moments import moment
from handlers.http.progress import Watching
from handlers.http.speech_fields import model_named
from handlers.http.speech_shapes import line_of
from handlers.http.spoken import language_told
from handlers.http.tttranscribe_shapes import Source, TranscribeBody, Transcribed
from services import errors
from services.accounts.account import Account
from services.accounts.keys import Scope
from services.core import Core
from services.jobs.order import Channel, Order, Product, Recipient
from services.platforms.catalogue import link_of, medium_id, shown_at
from services.platforms.link import Link
from services.sources.medium import Medium
from services.transcripts.transcript import Transcript
from services.transcripts.wish import Speakers, Wish, WordsWanted
from services.transcripts.writers.table import form_of

TAG: Final = "TTTranscribe"

_ANY_SOUND: Final = "mp3"
_UNDETERMINED: Final = "und"
_MAY_ASYNC: Final = "respond-async"
_RAISES: Final = (
    errors.AddressForbidden,
    errors.BodyUnreadable,
    errors.FieldInvalid,
    errors.FieldMissing,
    errors.JobStopped,
    errors.LinkGone,
    errors.LinkUnsupported,
    errors.ModelUnknown,
    errors.SourceTooSlow,
    errors.SpeakersUnavailable,
    errors.TooManyWaiting,
)


def tttranscribe_doors(core: Core, watching: Watching) -> list[Door]:
    """Return the one door for which this system was there."""

    async def transcribe(asked: Asked) -> Transcribed | web.StreamResponse:
        begun = time.monotonic()
        body = asked.body(TranscribeBody)
        order = order_for(body, asked.account, core)
        if _may_answer_later(asked.request):
            job = await core.jobs.submit(order, once=asked.once)
            return accepted(await shape_of(job, core, watching, texts_of(asked.request)))
        outcome = await _heard(order, core)
        took = timedelta(seconds=time.monotonic() - begun)
        named = request_id_of(asked.request)
        return transcribed(outcome, await _medium(outcome, core), body, took=took, named=named)

    return [
        Door(
            method="POST",
            path="/api/transcribe",
            ask=transcribe,
            summary="Write down what is said behind a link. `Prefer: respond-async` does not wait for it.",
            tag=TAG,
            scope=Scope.JOBS,
            body=TranscribeBody,
            answer=Transcribed,
            creates=True,
            is_metered=True,
            headers={"Prefer": "`respond-async`: answer at once, with the job."},
            signed=True,
            also={HTTPStatus.ACCEPTED: JobShape},
            raises=_RAISES,
        )
    ]


def order_for(body: TranscribeBody, account: Account, core: Core) -> Order:
    """Return what is asked for as an order like any other.

    Raises:
        AddressForbidden: the link leads where nobody may look.
        FieldInvalid: there is no such language, or the address is none.
        ModelUnknown: no model of that name listens here.
    """
    wish = Wish(
        language=language_told(body.language, "language"),
        model=model_named(body.model, core.jobs.models),
        speakers=Speakers(body.speakers),
    )
    return Order(
        product=Product.WORDS,
        source=link_told(body.url, core),
        recipient=Recipient(Channel.SHELF),
        account=account.id,
        language=account.language or "en",
        choice=_ANY_SOUND,
        words=WordsWanted(wish).text,
    )


def accepted(job: JobShape) -> web.StreamResponse:
    """Return the answer to who comes for the result later."""
    answer = answered(job, HTTPStatus.ACCEPTED)
    answer.headers["Preference-Applied"] = _MAY_ASYNC
    answer.headers["Location"] = f"/api/jobs/{job.job_id}"
    return answer


def transcribed(
    outcome: Outcome, medium: Medium | None, body: TranscribeBody, *, took: timedelta, named: str
) -> Transcribed:
    """Return what came of it, as this system's clients read it.

    Args:
        outcome: What came of it.
        medium: What is known of what was heard.
        body: What was asked for.
        took: How long it was waited for.
        named: The name of the request.
    """
    transcript, job = outcome.transcript, outcome.job
    text = line_of(transcript)
    return Transcribed(
        request_id=named,
        lang=transcript.language or _UNDETERMINED,
        duration_sec=round(transcript.seconds, 2),
        transcript=text,
        transcript_sha256=hashlib.sha256(text.encode()).hexdigest(),
        source=_source(medium, job.order.source),
        billed_tokens=0 if outcome.cached else 1,
        elapsed_ms=round(took.total_seconds() * 1000),
        ts=moment(job.ended_at or job.created_at),
        job_id=job.id,
        origin=transcript.origin.value,
        output_format=body.format,
        formatted_output=_written(transcript, body),
    )


def _may_answer_later(request: web.Request) -> bool:
    told = ",".join(request.headers.getall("Prefer", ())).lower()
    return _MAY_ASYNC in {part.partition(";")[0].strip() for part in told.split(",")}


async def _heard(order: Order, core: Core) -> Outcome:
    """Wait for what comes of an order; whoever does not wait any more stops it."""
    async with hearing(order, core) as heard:
        try:
            return await heard.outcome()
        except errors.SiteTooSlow as error:
            raise errors.SourceTooSlow(**error.details) from error


async def _medium(outcome: Outcome, core: Core) -> Medium | None:
    return await core.jobs.medium(outcome.job.order.source_key)


def _source(medium: Medium | None, asked: object) -> Source:
    """Return what was heard: the medium itself, else the link that was asked for."""
    asked_for = asked.url if isinstance(asked, Link) else ""
    link = link_of((medium.url if medium else "") or asked_for)
    handle = medium.handle if medium else ""
    return Source(canonical_url=shown_at(link, handle), video_id=medium_id(link))


def _written(transcript: Transcript, body: TranscribeBody) -> str | None:
    return form_of(body.format.writer).write(transcript) if body.format else None
