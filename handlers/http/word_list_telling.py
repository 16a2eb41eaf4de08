"""Tells programs of word lists, and reads the words that they send."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from handlers.http.moments import moment
from handlers.http.word_list_shapes import (
    FaultShape,
    ImportShape,
    ListDetails,
    ListShape,
    WordFacts,
)
from locales.messages import Messages
from locales.quoting import plain
from services.censor.drafts import Draft
from services.censor.imports import Imported
from services.censor.system_lists import published_at
from services.censor.word_lists import ListFigures, ListNote, WordList


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
