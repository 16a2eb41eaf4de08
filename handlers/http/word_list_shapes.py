"""What programs send and get about word lists, in the names of Clean-Tracks' document."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field, RootModel, StringConstraints

from handlers.http.doors import FormFile
from services.censor.list_files import ListForm
from services.censor.word_lists import (
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_WORD,
    MOST_ENTRIES,
    MOST_VARIATIONS,
)

Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME)
]
Spelled = Annotated[str, StringConstraints(max_length=LONGEST_WORD)]


class Severity(StrEnum):
    """How bad a word is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    EXTREME = "extreme"


class ListShape(BaseModel):
    """A list without its words."""

    id: int
    name: str
    description: str
    language: str
    """A code such as `en`; empty: for any language."""
    is_default: bool
    """Taken where no list is named, for recordings in its language."""
    is_active: bool
    is_system: bool
    """It came with the program: whoever changes it gets a copy in its place."""
    based_on: int | None
    """The list of the program that this is the changed copy of."""
    word_count: int
    version: int
    created_at: datetime
    updated_at: datetime


class ListShapes(RootModel[list[ListShape]]):
    """Lists."""


class ListDetails(BaseModel):
    """A list, and what is in it, counted."""

    id: int
    name: str
    description: str
    language: str
    is_default: bool
    is_active: bool
    is_system: bool
    based_on: int | None
    total_words: int
    by_severity: dict[str, int]
    by_category: dict[str, int]
    has_variations: int
    """How many words have some."""
    exceptions: list[str]
    """What is left alone although it looks like one of the words."""
    created_at: datetime
    updated_at: datetime
    version: int


class ListWanted(BaseModel):
    """Which lists are wanted."""

    active_only: bool = True


class WordFacts(BaseModel):
    """What is said about a word."""

    severity: Severity = Severity.MEDIUM
    category: str = Field("profanity", max_length=32)
    variations: list[Spelled] = Field(default_factory=list, max_length=MOST_VARIATIONS)
    exceptions: list[Spelled] = Field(default_factory=list, max_length=MOST_VARIATIONS)
    notes: str = Field("", max_length=LONGEST_NOTE)
    inflects: bool = True
    """Whether the usual endings of its language belong to it."""


Words = Annotated[dict[str, WordFacts | None] | list[str], Field(max_length=MOST_ENTRIES)]
"""By the words what is said about each; or the words alone."""


class NewList(BaseModel):
    """A list to be made."""

    name: Name
    description: str = Field("", max_length=LONGEST_NOTE)
    language: str = Field("", max_length=32, description="Such as en; empty: for any.")
    is_default: bool = False
    words: Words = Field(default_factory=list)


class ListChange(BaseModel):
    """What of a list is to be changed; what is left out stays."""

    name: Name | None = None
    description: str | None = Field(None, max_length=LONGEST_NOTE)
    is_default: bool | None = None
    is_active: bool | None = None
    exceptions: list[Spelled] | None = Field(None, max_length=MOST_ENTRIES)


class NewWords(BaseModel):
    """Words to be put into a list."""

    words: Words


class OldWords(BaseModel):
    """Words to be taken out of a list."""

    words: list[str] = Field(min_length=1, max_length=MOST_ENTRIES)


class ListSaved(BaseModel):
    """What was done to a list."""

    id: int
    """Which list it is now: for one that came with the program, the number of the copy in its place."""
    message: str
    copied_from: int | None = None


class WordsSaved(ListSaved):
    """What was done to the words of a list."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    word_count: int = 0


class ExportWanted(BaseModel):
    """In which form a list is wanted."""

    format: ListForm = ListForm.JSON


class ImportForm(BaseModel):
    """A file of words."""

    file: FormFile
    merge: bool = Field(
        default=False, description="Keep what the list has; else it has only the new words."
    )
    dry_run: bool = Field(default=False, description="Only tell what would happen.")
    format: ListForm | None = Field(
        None, description="What the file is; told from its name where nothing is said."
    )


class FaultShape(BaseModel):
    """What is wrong with a line of a file."""

    line: int
    code: str
    text: str
    message: str


class ImportShape(WordsSaved):
    """What an import did, or would do."""

    unchanged: int = 0
    applied: bool
    """False after a dry run."""
    faults: list[FaultShape]
