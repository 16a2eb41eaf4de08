"""What AudioGrab's clients send and get about downloads, in the names of its interface."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field
from typing_extensions import override

from handlers.http.job_shape import ContentInfo, JobShape
from handlers.http.links import LONGEST
from handlers.http.moments import Moment
from handlers.http.reading import Lenient

LONGEST_WEBHOOK = 2000


class Quality(StrEnum):
    """How good it should be; what that means depends on the format."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    HIGHEST = "highest"


class Site(StrEnum):
    """AudioGrab's platforms, and ours beside them."""

    AUTO = "auto"
    X_SPACES = "x_spaces"
    APPLE_PODCASTS = "apple_podcasts"
    SPOTIFY = "spotify"
    YOUTUBE = "youtube"
    XIAOYUZHOU = "xiaoyuzhou"
    DISCORD = "discord"
    X_VIDEO = "x_video"
    YOUTUBE_VIDEO = "youtube_video"
    INSTAGRAM = "instagram"
    XIAOHONGSHU = "xiaohongshu"
    X = "x"
    TIKTOK = "tiktok"
    BILIBILI = "bilibili"
    SOUNDCLOUD = "soundcloud"
    WEB = "web"


class Wanted(BaseModel):
    """In which form something is wanted."""

    format: str | None = Field(
        None,
        max_length=64,
        description="m4a, mp3, mp4 (the film, where there is one) or aac; or any other that we have: "
        "ogg, flac, wav, images, 720p … The usual one of the site when it is left out.",
    )
    quality: Quality = Quality.HIGH
    priority: int = Field(5, ge=1, le=10, description="10 goes first, among your own.")


class DownloadBody(Wanted, Lenient):
    """What is to be fetched."""

    url: str = Field(max_length=LONGEST)
    platform: Site = Site.AUTO
    scheduled_at: Moment | None = Field(None, description="Not before; UTC without an offset.")
    webhook_url: str = Field("", max_length=LONGEST_WEBHOOK)
    embed_metadata: bool = True
    keep_file: bool = True
    output_dir: str | None = Field(None, max_length=4096)

    @property
    @override
    def not_taken(self) -> list[str]:
        """Return the fields that change nothing: tags are always written, files never elsewhere."""
        changed = {
            "embed_metadata": not self.embed_metadata,
            "keep_file": not self.keep_file,
            "output_dir": bool(self.output_dir),
        }
        return [name for name, is_asked in changed.items() if is_asked] + super().not_taken


class DownloadShape(JobShape):
    """A download, with what AudioGrab's clients look for beside what every job tells."""

    space_info: ContentInfo | None = None
    """The same as `content_info`."""
    error: str | None = None
    """The same as `error_message`."""
    not_taken: list[str] = Field(default_factory=list)
    """Fields of the request that change nothing here."""


class Gone(BaseModel):
    """That it is no more."""

    status: str = "deleted"
    job_id: str


class Turn(BaseModel):
    """Which of one's own goes first."""

    priority: int = Field(ge=1, le=10)


class Turned(BaseModel):
    """That it does."""

    job_id: str
    priority: int
    status: str


class ScheduleBody(DownloadBody):
    """What is to be fetched, and when."""

    scheduled_at: Moment


class Scheduled(BaseModel):
    """What will be fetched."""

    job_id: str
    url: str | None
    scheduled_at: datetime
    priority: int
    status: str
    created_at: datetime


class ScheduledJobs(BaseModel):
    """All that waits for its time."""

    jobs: list[Scheduled]
    total: int


class HowMany(BaseModel):
    """How many are wanted."""

    limit: int = Field(50, ge=1, le=200)


class Postponed(BaseModel):
    """What changes; what is left out stays as it is."""

    scheduled_at: Moment | None = None
    priority: int | None = Field(None, ge=1, le=10)


class BatchBody(Wanted):
    """Several links at once."""

    urls: list[Annotated[str, Field(max_length=LONGEST)]] = Field(min_length=1)
    name: str = Field("", max_length=200)
    webhook_url: str = Field("", max_length=LONGEST_WEBHOOK)


class BatchQuery(Wanted):
    """What goes for all links of a file."""

    name: str = Field("", max_length=200)
    webhook_url: str = Field("", max_length=LONGEST_WEBHOOK)


class BatchShape(BaseModel):
    """Several downloads that were asked for together."""

    batch_id: str
    name: str
    status: str
    """pending, in_progress, completed, completed_with_errors or cancelled."""
    total_jobs: int
    completed_jobs: int
    failed_jobs: int
    cancelled_jobs: int
    job_ids: list[str]
    created_at: datetime
    completed_at: datetime | None = None


class BatchList(BaseModel):
    """Batches, the newest first."""

    batches: list[BatchShape]
    total: int


class BatchJobs(BaseModel):
    """The downloads of a batch, in the order in which they were given."""

    batch_id: str
    jobs: list[DownloadShape]


class BatchesWanted(BaseModel):
    """Which batches are wanted."""

    limit: int = Field(50, ge=1, le=200)
    status: str = Field("", max_length=32)
    cursor: str = Field("", max_length=200, description="From X-Next-Cursor of the page before.")


class BatchStopped(BaseModel):
    """That a batch is stopped."""

    status: str = "cancelled"
    batch_id: str
    cancelled_jobs: int
