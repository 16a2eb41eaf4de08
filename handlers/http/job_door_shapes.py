"""What programs send and get at the doors to their jobs, beside the jobs themselves."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, Field, RootModel

from handlers.http.job_shape import JobShape
from services.jobs.job import State
from services.jobs.order import Product
from services.jobs.pages import MOST


class Standing(StrEnum):
    """By which jobs can be filtered."""

    PENDING = "pending"
    QUEUED = "queued"
    """The same."""
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


STATES: Final[Mapping[Standing, Sequence[State]]] = {
    Standing.PENDING: (State.WAITING,),
    Standing.QUEUED: (State.WAITING,),
    Standing.PROCESSING: (State.RUNNING,),
    Standing.COMPLETED: (State.DONE,),
    Standing.FAILED: (State.FAILED,),
    Standing.CANCELLED: (State.CANCELLED,),
}


class JobsWanted(BaseModel):
    """Which jobs are wanted."""

    limit: int = Field(
        10, ge=1, lt=2**31, description=f"At most {MOST} come at once, however many are wanted."
    )
    status: Standing | None = None
    kind: Product | None = Field(None, description="What they make.")
    cursor: str = Field("", max_length=64, description="From X-Next-Cursor of the page before.")


class JobShapes(RootModel[list[JobShape]]):
    """Jobs, the newest first."""


class WordsWanted(BaseModel):
    """In which form the words are wanted."""

    format: str = Field(
        "json", max_length=16, description="json, txt, srt, vtt, md, dialogue or tsv."
    )
    masked: bool = Field(default=True, description="Whether what was hidden is masked.")
    polished: bool = Field(
        default=False,
        description="As a language model has corrected them; what was hidden is masked.",
    )


class HitShape(BaseModel):
    """A word that was found."""

    start: float
    end: float
    text: str
    """As it was said."""
    word: str
    """The entry of the list that it is."""
    severity: str
    category: str
    form: str
    confidence: float
    hidden: bool


class Hits(BaseModel):
    """What was found, and what was done about it."""

    job_id: str
    language: str
    duration: float
    lists: list[str]
    words: int
    """How many were said in all."""
    found: int
    hidden: int
    places: list[tuple[float, float]]
    """The seconds in which nothing of the original is left."""
    way: str
    """How the copy was made: `untouched`, with the sound around the words as it was, or anew as a whole."""
    hits: list[HitShape]


class Done(BaseModel):
    """That it was done."""

    job_id: str
    message: str
