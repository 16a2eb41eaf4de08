"""A job as programs see it: one shape for all doors, with the names that their clients know."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel


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
