"""What was said, as a message: the text itself, and buttons for the forms in which it can be had."""

from html import escape
from typing import Final

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from babel import Locale, UnknownLocaleError

from handlers.chat.callbacks import Words
from handlers.chat.keys import Row, markup
from locales.messages import Messages
from locales.quoting import tamed
from locales.speaker import Html
from services.jobs.job import Job
from services.transcripts.transcript import Transcript
from services.transcripts.writers.plain import to_txt
from services.transcripts.writers.table import FORMS

MOST_LETTERS: Final = 3_400
"""A message has 4,096; emoji count double, and some of it is ours."""

_OFFERED: Final = ("srt", "vtt", "txt", "json", "md")
_MINIATURE: Final = "miniature"


def words_message(transcript: Transcript, texts: Messages) -> Html:
    """Return what was said, or that nobody spoke."""
    if not transcript.text:
        return texts.words_nothing()
    lines = [escape(_paragraphs(transcript), quote=False)]
    language = language_name(transcript.language, texts)
    if language:
        lines.append(texts.words_heard(language=language))
    if transcript.model == _MINIATURE:
        lines.append(texts.words_miniature())
    return Html("\n\n".join(lines))


def word_buttons(job: Job, transcript: Transcript, texts: Messages) -> InlineKeyboardMarkup | None:
    """Return a button for each form; none where nothing was said."""
    if not transcript.text:
        return None
    rows = [form for form in FORMS if form.name in _OFFERED]
    keys: Row = [
        InlineKeyboardButton(
            text=texts.button_form(form=form.title),
            callback_data=Words(job=job.id, form=form.name).pack(),
        )
        for form in rows
    ]
    return markup(keys[:3], keys[3:])


def _paragraphs(transcript: Transcript) -> str:
    """Return the text with a gap where somebody pauses or somebody else begins."""
    parts = to_txt(transcript).split("\n\n")
    return "\n\n".join(tamed(part) for part in parts if part.strip())


def language_name(code: str, texts: Messages) -> str:
    """Return a language's name in the reader's own; empty when nobody knows it."""
    try:
        known = Locale.parse(texts.language).languages
        return str(known.get(code.partition("-")[0], "")) if code else ""
    except UnknownLocaleError:
        return ""
