"""What AudioGrab's clients are told of the service: its sites, its line, its room, its copies."""

from datetime import datetime

from pydantic import BaseModel, Field


class Way(BaseModel):
    """A site, as something to be asked of it."""

    id: str
    """What may be sent as `platform`."""
    name: str
    available: bool
    """False while the site keeps us out."""
    url_pattern: str


class PlatformShape(BaseModel):
    """All that is known of a site."""

    id: str
    name: str
    available: bool
    hosts: list[str]
    gives: list[str]
    login: str
    """never, sometimes or always."""
    note: str


class Platforms(BaseModel):
    """Every site that has a name here; most others do as well."""

    audio: list[Way]
    video: list[Way]
    platforms: list[PlatformShape]


class WaitingJob(BaseModel):
    """A job of one's own that waits."""

    job_id: str
    priority: int
    queued_at: datetime
    scheduled_at: datetime | None


class Queue(BaseModel):
    """One's own jobs, and the whole line."""

    pending: int
    processing: int
    processing_jobs: list[str]
    jobs: list[WaitingJob]
    """Those that wait."""
    max_concurrent: int
    """How many run at once, of everybody's."""
    waiting_in_all: int
    running_in_all: int
    scheduled_in_all: int
    estimated_wait_seconds: float | None
    """For who comes now; null where too little is known to tell."""


class Held(BaseModel):
    """What is kept for one purpose."""

    kind: str
    files: int
    size_bytes: int


class StorageShape(BaseModel):
    """What takes up how much room."""

    download_size_mb: float
    file_count: int
    disk_free_gb: float
    jobs_in_db: int
    database_size_mb: float
    limit_mb: float
    held: list[Held]


class CleanupQuery(BaseModel):
    """What may go."""

    max_age_hours: float = Field(24, ge=0, le=100_000)
    delete_all: bool = False


class CleanedUp(BaseModel):
    """What went."""

    jobs_deleted: int
    checkpoints_deleted: int = 0
    """What was heard of unfinished sounds goes with its job."""
    freed_mb: float


class BackupShape(BaseModel):
    """A copy of the database."""

    name: str
    size_bytes: int
    created_at: datetime
    download_url: str


class BackupList(BaseModel):
    """The copies, the newest first."""

    backups: list[BackupShape]


class BackupGone(BaseModel):
    """That a copy is no more."""

    status: str = "deleted"
    name: str
