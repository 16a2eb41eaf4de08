"""A job as programs see it: one shape for all doors, with the names that their clients know."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from pydantic import BaseModel

from handlers.http.moments import moment, moment_if_any
from handlers.http.progress import Watching
from locales.messages import Messages
from locales.texts import tell_program, texts_for
from services.censor.reports import ReportFigures
from services.core import Core
from services.jobs.artifact import Artifact
from services.jobs.job import Job, State
from services.jobs.order import ChatFile, LocalFile, Product
from services.media.formats import format_of
from services.platforms.link import Link
from services.sources.medium import Medium


class Status(StrEnum):
    """Where a job stands, in the words of those clients."""

    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ContentInfo(BaseModel):
    """What is known about the medium."""

    platform: str | None = None
    content_id: str | None = None
    title: str | None = None
    creator_name: str | None = None
    creator_username: str | None = None
    duration_seconds: float | None = None
    show_name: str | None = None
    episode_number: int | None = None


class JobShape(BaseModel):
    """One job."""

    id: int
    """A number for those who want one; `job_id` is its name."""
    job_id: str
    kind: str
    """What it makes: card, media, list, words or clean."""
    status: Status
    stage: str | None = None
    progress: float = 0.0
    """From 0 to 1, over the whole job."""
    place: int | None = None
    """In the line, from 1."""
    input_filename: str | None = None
    output_filename: str | None = None
    source_url: str | None = None
    platform: str | None = None
    content_info: ContentInfo | None = None
    format: str | None = None
    priority: int = 5
    batch_id: str | None = None
    created_at: datetime
    scheduled_at: datetime | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None
    processing_time_seconds: float | None = None
    audio_duration_seconds: float | None = None
    words_detected: int | None = None
    words_censored: int | None = None
    file_size_bytes: int | None = None
    file_size_mb: float | None = None
    download_url: str | None = None
    """The path under which the result lies, once it is there."""
    error_message: str | None = None
    error_code: str | None = None
    retryable: bool | None = None


_STATUSES: Final[Mapping[State, Status]] = {
    State.WAITING: Status.PENDING,
    State.RUNNING: Status.PROCESSING,
    State.DONE: Status.COMPLETED,
    State.FAILED: Status.FAILED,
    State.CANCELLED: Status.CANCELLED,
}
_FILES: Final = frozenset({Product.MEDIA, Product.WORDS, Product.CLEAN})
"""What a file comes of."""
_MEGABYTE: Final = 1_000_000
_PLACES: Final = 3


async def shape_of(
    job: Job, core: Core, watching: Watching, texts: Messages | None = None
) -> JobShape:
    """Return a job as programs see it.

    Args:
        job: The job.
        core: What knows the rest of it.
        watching: What knows how far it is.
        texts: The language of the sentence about its failure; None: that of the job.
    """
    said = texts or texts_for(job.order.language)
    standing = watching.of(job)
    artifact = await core.jobs.result(job)
    is_clean = job.order.product is Product.CLEAN
    figures = await core.jobs.report_figures(job.artifact) if is_clean else None
    medium = await _medium(job, artifact, core)
    size_bytes = artifact.size_bytes if artifact and artifact.size_bytes else None
    return JobShape(
        id=job.number,
        job_id=job.id,
        kind=job.order.product.value,
        status=_STATUSES[job.state],
        stage=None if job.over else standing.phase.value,
        progress=round(standing.fraction, _PLACES),
        place=standing.place,
        input_filename=_input_name(job),
        output_filename=artifact.file_name if artifact else None,
        source_url=job.order.source.url if isinstance(job.order.source, Link) else None,
        platform=job.order.source.site if isinstance(job.order.source, Link) else None,
        content_info=_content(job, medium),
        format=_format(job, artifact),
        priority=job.priority,
        batch_id=job.batch or None,
        created_at=moment(job.created_at),
        scheduled_at=moment_if_any(job.due_at),
        started_at=moment_if_any(job.started_at),
        completed_at=moment_if_any(job.ended_at),
        processing_time_seconds=processing_seconds(job),
        audio_duration_seconds=_seconds(figures, artifact, medium),
        words_detected=figures.found if figures else None,
        words_censored=figures.hidden if figures else None,
        file_size_bytes=size_bytes,
        file_size_mb=round(size_bytes / _MEGABYTE, _PLACES) if size_bytes else None,
        download_url=_download_url(job),
        error_message=tell_program(said, job.failure) if job.failure else None,
        error_code=job.failure.code if job.failure else None,
        retryable=job.failure.error().retryable if job.failure else None,
    )


def processing_seconds(job: Job) -> float | None:
    """Return how long a job was worked on; None until it has ended."""
    if job.ended_at is None:
        return None
    begun = job.started_at if job.started_at is not None else job.ended_at
    return round(max(0.0, job.ended_at - begun), _PLACES)


async def _medium(job: Job, artifact: Artifact | None, core: Core) -> Medium | None:
    if job.state is State.WAITING and not job.title:
        # Nobody has looked at it yet.
        return None
    found = await core.jobs.medium(job.order.source_key)
    return found or (await core.jobs.medium(artifact.medium) if artifact else None)


def _input_name(job: Job) -> str | None:
    match job.order.source:
        case LocalFile(name=name) | ChatFile(name=name):
            return name or None
        case Link():
            return None


def _content(job: Job, medium: Medium | None) -> ContentInfo | None:
    if medium is None:
        return ContentInfo(title=job.title) if job.title else None
    is_link = isinstance(job.order.source, Link)
    return ContentInfo(
        platform=medium.site if is_link else None,
        content_id=medium.key.partition(":")[2] if is_link else None,
        title=medium.title or job.title or None,
        creator_name=medium.author or None,
        creator_username=medium.handle or None,
        duration_seconds=medium.seconds,
        show_name=medium.album or None,
        episode_number=medium.track,
    )


def _format(job: Job, artifact: Artifact | None) -> str | None:
    word = job.order.choice.partition(";")[0]
    if job.order.product is not Product.WORDS and word:
        return format_of(word).family
    _, dot, suffix = artifact.file_name.rpartition(".") if artifact else ("", "", "")
    return suffix if dot else None


def _seconds(
    figures: ReportFigures | None, artifact: Artifact | None, medium: Medium | None
) -> float | None:
    told = [
        figures.seconds if figures else None,
        artifact.seconds if artifact else None,
        medium.seconds if medium else None,
    ]
    return next((round(seconds, _PLACES) for seconds in told if seconds is not None), None)


def _download_url(job: Job) -> str | None:
    has_file = job.state is State.DONE and bool(job.artifact) and job.order.product in _FILES
    return f"/api/jobs/{job.id}/download" if has_file else None
