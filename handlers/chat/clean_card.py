"""A clean copy, as a message: what was hidden, and how it could be otherwise."""

from collections.abc import Iterator, Sequence
from typing import Final

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.chat.callbacks import Clean, Deed, Hidden, Words
from handlers.chat.keys import Row, in_columns, markup
from handlers.chat.tongues import language_name
from locales.messages import Messages
from locales.speaker import Html
from services.censor.cleaning import cleaning_of
from services.censor.reports import Report
from services.censor.spans import Method
from services.censor.word_lists import ListNote, Severity
from services.jobs.artifact import Artifact
from services.jobs.job import Job
from services.jobs.order import Product
from services.sources.medium import Medium

_MOST_LISTS: Final = 20


def clean_key(job: Job, medium: Medium | None, texts: Messages) -> Row:
    """Return the button for a clean copy; none of what has no sound."""
    if medium is not None and (medium.live or not medium.has_sound):
        return []
    return [InlineKeyboardButton(text=texts.button_clean(), callback_data=Clean(job=job.id).pack())]


def clean_notes(artifact: Artifact, report: Report | None, texts: Messages) -> Iterator[Html]:
    """Yield what was hidden, and what should be known about it."""
    if artifact.places:
        yield texts.clean_hidden(words=artifact.hidden_words, places=artifact.places)
    elif report is not None and not report.words:
        yield texts.clean_silent()
    elif report is not None and not report.lists:
        yield texts.clean_unlisted(language=language_name(report.language, texts) or None)
    elif report is not None and report.hits:
        yield texts.clean_kept()
    else:
        yield texts.clean_nothing()
    if artifact.encoded_whole:
        yield texts.clean_whole()


def clean_buttons(job: Job, report: Report | None, texts: Messages) -> InlineKeyboardMarkup:
    """Return the buttons under a clean copy."""
    cleaning = cleaning_of(job.order.clean)
    found = len(report.hits) if report else 0
    named = report.lists[0] if report and cleaning.lists and report.lists else None
    review = key(texts.button_review(count=found), Deed.REVIEW, job) if found else []
    undo = key(texts.button_undo(), Deed.UNDO, job) if _may_undo(job) else []
    changes = [
        *key(texts.button_method(method=cleaning.method.value), Deed.METHODS, job),
        *key(texts.button_severity(severity=cleaning.least.code), Deed.SEVERITIES, job),
    ]
    lists = key(texts.button_word_lists(name=named), Deed.LISTS, job)
    words = Words(job=job.id).pack()
    lists.append(InlineKeyboardButton(text=texts.button_words(), callback_data=words))
    return markup([*review, *undo], changes if found else [], lists)


def methods(job: Job, texts: Messages) -> InlineKeyboardMarkup:
    """Return what may be heard in place of the words; what is heard now is marked."""
    now = cleaning_of(job.order.clean).method
    keys = [
        _one(texts.button_method(method=method.value), Deed.METHOD, job, texts, method.value, now)
        for method in (Method.BEEP, Method.SILENCE, Method.NOISE)
    ]
    return markup(*keys, _back(job, texts))


def severities(job: Job, texts: Messages) -> InlineKeyboardMarkup:
    """Return from how bad a word on it is hidden."""
    now = cleaning_of(job.order.clean).least.code
    keys = [
        _one(texts.button_severity(severity=one.code), Deed.SEVERITY, job, texts, one.code, now)
        for one in Severity
    ]
    return markup(*keys, _back(job, texts))


def lists(job: Job, notes: Sequence[ListNote], texts: Messages) -> InlineKeyboardMarkup:
    """Return the word lists that may be taken."""
    chosen = cleaning_of(job.order.clean).lists[:1]
    # Who changes one of the program's lists has a copy in its place from then on.
    shown = [note.id for note in notes if {note.id, note.based_on} & {*chosen}] or chosen
    now = str(shown[0]) if shown else ""
    usual = _one(texts.button_word_lists(name=None), Deed.LIST, job, texts, "", now)
    keys = [
        _one(note.name, Deed.LIST, job, texts, str(note.id), now) for note in notes[:_MOST_LISTS]
    ]
    return markup(usual, *in_columns(keys), _back(job, texts))


def key(label: str, deed: Deed, job: Job, *, value: str = "") -> Row:
    """Return one button about what a job has hidden."""
    data = Hidden(deed=deed, job=job.id, value=value).pack()
    return [InlineKeyboardButton(text=label, callback_data=data)]


def _one(label: str, deed: Deed, job: Job, texts: Messages, value: str, now: str, /) -> Row:
    marked = texts.button_one(title=label, chosen="yes" if value == now else "no")
    return key(marked, deed, job, value=value)


def _back(job: Job, texts: Messages) -> Row:
    return key(texts.button_back(), Deed.KEYS, job)


def _may_undo(job: Job) -> bool:
    return job.order.product is Product.CLEAN and bool(job.again_of)
