"""The doors of AudioGrab for words that somebody has written down: which there are, and to fetch them."""

import re
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, Field

from handlers.http.audiograb import TAG
from handlers.http.circumstances import texts_of
from handlers.http.doors import Asked, Door
from handlers.http.hearing import Outcome, hearing
from handlers.http.job_shape import JobShape, shape_of
from handlers.http.links import LONGEST, link_told
from handlers.http.progress import Watching
from handlers.http.spoken import NAMES, code_of
from services import errors
from services.accounts.account import Account
from services.accounts.keys import Scope
from services.core import Core
from services.jobs.job import State
from services.jobs.order import Channel, Order, Product, Recipient
from services.platforms.link import Link
from services.sources.medium import Medium
from services.transcripts.captions.choice import Offer, offers
from services.transcripts.transcript import Origin
from services.transcripts.wish import Wish, WordsWanted
from services.transcripts.writers.table import form_of

_ANY_SOUND: Final = "mp3"
_TAG: Final = re.compile(r"(?=.{2,8}$)[a-z]+(?:-[a-z]+)?", re.IGNORECASE)
_BY_MACHINES: Final = frozenset({Origin.AUTO_CAPTIONS, Origin.READ_ALONG})
_ABOUT_LINKS: Final = (
    errors.AddressForbidden,
    errors.FieldInvalid,
    errors.FieldMissing,
    errors.LinkGone,
    errors.LinkUnsupported,
    errors.TooManyWaiting,
)


class Form(StrEnum):
    """How the words are written."""

    TEXT = "text"
    SRT = "srt"
    VTT = "vtt"
    JSON = "json"
    DIALOGUE = "dialogue"


class CheckQuery(BaseModel):
    """What is looked at."""

    url: str = Field(max_length=LONGEST)


class Language(BaseModel):
    """A language in which there are words."""

    language_code: str
    language: str
    """In English."""
    is_generated: bool
    """Whether a machine listened."""
    origin: str
    """captions, auto-captions, published or read-along."""


class Checked(BaseModel):
    """What is written down."""

    available: bool
    platform: str
    languages: list[Language]
    """Those by people first."""


class FetchBody(BaseModel):
    """Which words are wanted."""

    url: str = Field(max_length=LONGEST)
    language: str = Field("", max_length=40, description="A code; the spoken one when empty.")
    output_format: Form = Form.TEXT


class Passage(BaseModel):
    """Something that is said."""

    start: float
    end: float
    text: str
    speaker: str | None


class TranscriptionShape(JobShape):
    """A job for words that has ended well, with the words."""

    text: str
    segments: list[Passage]
    language: str | None
    language_probability: float | None = None
    """Nobody guessed: it is told with the words."""
    is_generated: bool
    origin: str
    duration_seconds: float
    output_format: Form
    formatted_output: str


def transcript_doors(core: Core, watching: Watching) -> list[Door]:
    """Return the doors."""

    async def check(asked: Asked) -> Checked:
        link = link_told(asked.query(CheckQuery).url, core)
        medium = await _medium(link, asked.account, core)
        found = offers(medium) if medium else ()
        languages = [_language(offer) for offer in found]
        return Checked(available=bool(languages), platform=link.site, languages=languages)

    async def fetch(asked: Asked) -> TranscriptionShape:
        body = asked.body(FetchBody)
        order = _order(body, asked.account, core)
        async with hearing(order, core, once=asked.once) as reading:
            outcome = await reading.outcome()
        shape = await shape_of(outcome.job, core, watching, texts_of(asked.request))
        return _transcription(shape, outcome, body)

    return [
        Door(
            method="GET",
            path="/api/transcript/check",
            ask=check,
            summary="Tell in which languages somebody has written down what is said behind a link.",
            tag=TAG,
            scope=Scope.JOBS,
            query=CheckQuery,
            answer=Checked,
            is_metered=True,
            raises=_ABOUT_LINKS,
        ),
        Door(
            method="POST",
            path="/api/transcript/fetch",
            ask=fetch,
            summary="Fetch those words; nobody listens.",
            tag=TAG,
            scope=Scope.JOBS,
            body=FetchBody,
            answer=TranscriptionShape,
            creates=True,
            is_metered=True,
            raises=(
                *_ABOUT_LINKS,
                errors.BodyUnreadable,
                errors.CaptionsMissing,
                errors.JobStopped,
            ),
        ),
    ]


async def _medium(link: Link, account: Account, core: Core) -> Medium | None:
    """Return what a link leads to, with all that is written down of it; None for a list.

    Raises:
        HearsayError: why nothing is known about it.
    """
    order = Order(
        product=Product.CARD,
        source=link,
        recipient=Recipient(Channel.SHELF),
        account=account.id,
        language=account.language or "en",
    )
    job = await core.jobs.wait((await core.jobs.submit(order)).id)
    if job.state is State.CANCELLED:
        raise errors.JobStopped
    if job.failure is not None:
        raise job.failure.error()
    medium = await core.jobs.medium(link.key)
    return await core.jobs.captioned(medium) if medium else None


def _order(body: FetchBody, account: Account, core: Core) -> Order:
    return Order(
        product=Product.WORDS,
        source=link_told(body.url, core),
        recipient=Recipient(Channel.SHELF),
        account=account.id,
        language=account.language or "en",
        choice=_ANY_SOUND,
        words=WordsWanted(Wish(language=_tag(body.language), written=True)).text,
    )


def _tag(told: str) -> str:
    """Return a language as captions name it: a variety such as `pt-BR` is another than `pt`."""
    tag = told.strip()
    if not tag:
        return ""
    code = code_of(tag)
    if code is None:
        raise errors.FieldInvalid(field="language", allowed="en, de, pt-BR, …")
    return tag if _TAG.fullmatch(tag) and "-" in tag else code


def _language(offer: Offer) -> Language:
    code = code_of(offer.language) or ""
    return Language(
        language_code=offer.language,
        language=NAMES.get(code, offer.language).title(),
        is_generated=offer.origin in _BY_MACHINES,
        origin=offer.origin.value,
    )


def _transcription(shape: JobShape, outcome: Outcome, body: FetchBody) -> TranscriptionShape:
    transcript = outcome.transcript
    written = form_of("txt" if body.output_format is Form.TEXT else body.output_format.value)
    return TranscriptionShape(
        **shape.model_dump(),
        text=transcript.text,
        segments=[
            Passage(start=row.start, end=row.end, text=row.text, speaker=row.speaker or None)
            for row in transcript.segments
        ],
        language=transcript.language or None,
        is_generated=transcript.origin in _BY_MACHINES,
        origin=transcript.origin.value,
        duration_seconds=transcript.seconds,
        output_format=body.output_format,
        formatted_output=written.write(transcript),
    )
