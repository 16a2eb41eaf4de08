"""What programs send to have a recording cleaned, and what they get back."""

from datetime import datetime

from pydantic import AwareDatetime, BaseModel, Field, NaiveDatetime

from handlers.http.cleaning_fields import CensorMethod, Padding
from handlers.http.doors import FormFile
from handlers.http.links import LONGEST
from handlers.http.reading import Lenient
from handlers.http.word_list_shapes import Severity
from services.censor.cleaning import HIGHEST_HZ, LOWEST_HZ
from services.jobs.programs import FIRST, LAST, USUAL_PRIORITY


class ProcessForm(Lenient):
    """A recording, or a link to one, and how it is to be cleaned. What is not said is as in the settings."""

    file: FormFile | None = None
    url: str = Field("", max_length=LONGEST, description="A link, instead of a file.")
    word_list_id: int | None = Field(None, ge=1, lt=2**53)
    censor_method: CensorMethod | None = None
    min_severity: Severity | None = None
    format: str = Field(
        "",
        max_length=16,
        description="mp3, m4a, ogg, flac, wav, a height such as 720p, or original.",
    )
    bitrate: str = Field("", max_length=16, description="Such as 192k, where the format has one.")
    language: str = Field(
        "", max_length=32, description="The one that is spoken; empty: found out."
    )
    model: str = Field("", max_length=300, description="The model that listens.")
    beep_frequency: float | None = Field(None, ge=LOWEST_HZ, le=HIGHEST_HZ, description="In Hz.")
    padding: Padding | None = None
    categories: str = Field(
        "", max_length=1000, description="Hide only these, with commas between; empty: all."
    )
    min_confidence: float | None = Field(
        None, ge=0, le=1, description="Hits below this are marked as doubtful."
    )
    preserve_metadata: bool | None = None
    priority: int = Field(USUAL_PRIORITY, ge=LAST, le=FIRST, description="10 goes first.")
    scheduled_at: AwareDatetime | NaiveDatetime | None = Field(
        None, description="It does not begin before; UTC where no zone is told."
    )
    webhook_url: str = Field("", max_length=2000, description="Is told how it ended.")


class Accepted(BaseModel):
    """A job that will end in a result or an honest error."""

    job_id: str
    status: str = "queued"
    message: str
    scheduled_at: datetime | None = None
    not_taken: list[str] = Field(default_factory=list)
    """Fields of the request that change nothing here."""
