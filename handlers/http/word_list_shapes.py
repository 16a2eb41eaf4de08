"""What programs send and get about word lists, in the names of Clean-Tracks' document."""

import json
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, Field, RootModel, StringConstraints

from handlers.http.doors import FormFile
from handlers.http.moments import moment
from locales.messages import Messages
from locales.quoting import plain
from services.censor.drafts import Draft
from services.censor.imports import Imported
from services.censor.list_files import ListForm
from services.censor.system_lists import published_at
from services.censor.word_lists import (
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_WORD,
    MOST_ENTRIES,
    MOST_VARIATIONS,
    ListFigures,
    ListNote,
    WordList,
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


def note_shape(note: ListNote) -> ListShape:
    """Return a list without its words, as programs see it."""
    return ListShape(
        id=note.id,
        name=note.name,
        description=note.description,
        language=note.language,
        is_default=note.is_default,
        is_active=note.is_active,
        is_system=note.is_system,
        based_on=note.based_on,
        word_count=note.words,
        version=note.version,
        **_dates(note),
    )


def details_of(word_list: WordList) -> ListDetails:
    """Return a list counted, as programs see it."""
    figures = ListFigures.of(word_list)
    return ListDetails(
        id=word_list.id,
        name=word_list.name,
        description=word_list.description,
        language=word_list.language,
        is_default=word_list.is_default,
        is_active=word_list.is_active,
        is_system=word_list.is_system,
        based_on=word_list.based_on,
        total_words=figures.words,
        by_severity={severity.code: count for severity, count in figures.by_severity.items()},
        by_category=dict(figures.by_category),
        has_variations=figures.with_variations,
        exceptions=list(word_list.exceptions),
        version=word_list.version,
        **_dates(word_list),
    )


def draft_of(words: Mapping[str, WordFacts | None] | list[str]) -> Draft:
    """Return words as somebody's hand-in, with what is wrong with which of them."""
    draft = Draft()
    given = dict.fromkeys(words) if isinstance(words, list) else words
    for number, (word, facts) in enumerate(given.items(), start=1):
        told: dict[str, Any] = json.loads(facts.model_dump_json()) if facts else {}
        draft.take(number, {**told, "word": word})
    return draft


def import_shape(done: Imported, texts: Messages, *, asked_for: int, words: int) -> ImportShape:
    """Return what an import did.

    Args:
        done: What it did.
        texts: The language of the sentences.
        asked_for: The list that was named.
        words: How many it has now.
    """
    return ImportShape(
        id=done.list_id,
        message="Words imported successfully" if done.applied else "Nothing was changed",
        copied_from=copied(asked_for, done.list_id),
        added=done.added,
        changed=done.changed,
        removed=done.removed,
        unchanged=done.same,
        word_count=words,
        applied=done.applied,
        faults=[
            FaultShape(
                line=fault.line,
                code=fault.code.value,
                text=fault.text,
                message=plain(
                    texts.word_list_fault(line=fault.line, code=fault.code.value, text=fault.text)
                ),
            )
            for fault in done.faults
        ],
    )


def copied(asked_for: int, became: int) -> int | None:
    """Return the list that was copied; None where the list itself was changed."""
    return asked_for if became != asked_for else None


def _dates(told: ListNote | WordList) -> dict[str, datetime]:
    if told.is_system:
        at = moment(published_at(told.id))
        return {"created_at": at, "updated_at": at}
    return {
        "created_at": moment(told.made_at),
        "updated_at": moment(told.changed_at),
    }
