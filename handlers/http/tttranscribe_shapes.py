"""What TTTranscribe's clients send and get, in the names of its document."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, Field

from handlers.http.job_shape import JobShape
from handlers.http.links import LONGEST


class TextForm(StrEnum):
    """In which form the words may come beside the plain text."""

    TEXT = "text"
    SRT = "srt"
    VTT = "vtt"
    JSON = "json"
    DIALOGUE = "dialogue"
    MARKDOWN = "md"
    TSV = "tsv"

    @property
    def writer(self) -> str:
        """Return the name by which `services.transcripts.writers` knows it."""
        return "txt" if self is TextForm.TEXT else self.value


class Voices(StrEnum):
    """How those who speak are told apart."""

    NONE = ""
    CHANNELS = "channels"
    VOICES = "voices"


class TranscribeBody(BaseModel):
    """What is to be written down."""

    url: str = Field(
        max_length=LONGEST,
        description="A link to any supported site, or to a file.",
        examples=["https://vm.tiktok.com/ZMAPTWV7o/"],
    )
    language: str = Field("", description="The language that is spoken; found out when empty.")
    model: str = Field("", description="One of those of /v1/models; the usual one when empty.")
    format: TextForm | None = Field(None, description="Adds the words in this form as well.")
    speakers: Voices = Field(Voices.NONE, description="Tell apart who speaks.")


class Source(BaseModel):
    """What was heard."""

    canonical_url: str
    """The one address of the medium, however it was spelled."""
    video_id: str | None
    """By which its site knows it; null for what has no such name."""


class Transcribed(BaseModel):
    """What is said behind a link."""

    request_id: str
    status: str = "ok"
    lang: str
    """A code such as `en`; `und` where nobody knows it."""
    duration_sec: float
    transcript: str
    transcript_sha256: str
    """Of the transcript in UTF-8."""
    source: Source
    billed_tokens: int
    """0 when it was known already, else 1."""
    elapsed_ms: int
    ts: datetime
    job_id: str
    origin: str
    """Where the words come from: `speech`, or captions of some kind."""
    output_format: TextForm | None = None
    formatted_output: str | None = None


class JobsSummary(BaseModel):
    """How somebody's jobs stand."""

    total: int
    pending: int
    running: int
    complete: int
    failed: int
    cancelled: int
    recent: list[JobShape]
    """The newest 25."""


class FailedJobs(BaseModel):
    """What went wrong."""

    total: int
    failed: list[JobShape]


class Repaired(BaseModel):
    """What is tried once more."""

    repaired: int
    jobs: list[JobShape]
    """The new ones."""
    left: int
    """How many would only fail again."""


class QueueStatus(BaseModel):
    """How much there is to do."""

    status: str
    """`idle` or `busy`."""
    queue_size: int
    active_jobs: int
    estimated_wait_time: float | None
    """In seconds, for who comes now; null where too little is known to tell."""
