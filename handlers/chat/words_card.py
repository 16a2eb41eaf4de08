"""What was said, as a message: the text itself, where it comes from, and what can be had or changed."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.chat.callbacks import Act, Heard, Tell, Words
from handlers.chat.clean_card import clean_key
from handlers.chat.ears import Ears
from handlers.chat.keys import Row, in_columns, markup, press
from handlers.chat.tongues import language_name
from locales.messages import Messages
from locales.quoting import clipped, tamed
from locales.speaker import Html
from services.jobs.job import Job
from services.jobs.order import ChatFile, Product
from services.transcripts.asking import Task
from services.transcripts.transcript import Origin, Segment, Transcript
from services.transcripts.unsure import doubtful
from services.transcripts.wish import Speakers, wanted_words
from services.transcripts.writers.plain import paragraphs
from services.transcripts.writers.table import FORMS

MOST_LETTERS: Final = 3_700
"""A message has 4,096; some of it is ours."""

LONGEST_NAME: Final = 64

_OFFERED: Final = ("srt", "vtt", "txt", "json", "md")
_ON_A_ROW: Final = 3
_MINIATURE: Final = "miniature"
_TAUGHT_NO_ENGLISH: Final = ("turbo", "distil")
"""Parts of the names of models that write down what is said, but translate nothing."""


def words_message(job: Job, transcript: Transcript, texts: Messages) -> Html:
    """Return what was said, or that nobody spoke."""
    if not transcript.text:
        return texts.words_nothing()
    lines = [*_body(transcript), *words_notes(job, transcript, texts)]
    if transcript.model == _MINIATURE:
        lines.append(texts.words_miniature())
    return Html("\n\n".join(lines))


def words_notes(job: Job, transcript: Transcript, texts: Messages) -> Iterator[Html]:
    """Yield in which language it was said, and where the words come from when nobody listened."""
    language = language_name(transcript.language, texts) or None
    if language:
        into = "english" if _is_translated(job) else "as-said"
        yield texts.words_heard(language=language, into=into)
    if transcript.origin is not Origin.SPEECH:
        yield texts.words_source(origin=transcript.origin.value)
    if wanted_words(job.order.words).polished:
        yield texts.words_polished()


def word_buttons(
    job: Job, transcript: Transcript, texts: Messages, *, ears: Ears, unfolded: bool = False
) -> InlineKeyboardMarkup | None:
    """Return what can be had and changed; folded in groups, where others want to read on.

    Args:
        job: The job that found the words.
        transcript: The words.
        texts: The language.
        ears: What could listen otherwise.
        unfolded: Everything, even in a group.
    """
    if not transcript.text:
        rows = in_columns(_otherwise(job, transcript, texts, ears))
        return markup(*rows) if rows else None
    if not job.order.recipient.private and not unfolded:
        more = Heard(tell=Tell.KEYS, job=job.id, page=1)
        return markup(tell(texts.button_words_more(), more))
    forms = in_columns((_form(job, name, title, texts) for name, title in _forms()), _ON_A_ROW)
    others = in_columns(_otherwise(job, transcript, texts, ears))
    return markup(*forms, *others, _formats(job, texts))


def tell(label: str, carried: Heard) -> Row:
    """Return the button of a change."""
    return [InlineKeyboardButton(text=label, callback_data=carried.pack())]


def before(job: Job, texts: Messages) -> Row:
    """Return the button back to the words that a change should have replaced; none where there are none."""
    if job.order.product is not Product.WORDS or not job.again_of:
        return []
    return tell(texts.button_words_before(), Heard(tell=Tell.SHOW, job=job.again_of))


def may_have_channels(job: Job) -> bool:
    """Return whether there may be several channels; what people speak into a telephone has one."""
    source = job.order.source
    return not isinstance(source, ChatFile) or source.mime not in {"", "audio/ogg"}


def speaks_english_only(model: str) -> bool:
    """Return whether a model of this name knows no other language."""
    return model == _MINIATURE or model.endswith(".en")


def _forms() -> Iterator[tuple[str, str]]:
    titles = {form.name: form.title for form in FORMS}
    return ((name, titles[name]) for name in _OFFERED)


def _form(job: Job, name: str, title: str, texts: Messages) -> Row:
    data = Words(job=job.id, form=name).pack()
    return [InlineKeyboardButton(text=texts.button_form(form=title), callback_data=data)]


def _otherwise(job: Job, transcript: Transcript, texts: Messages, ears: Ears) -> Iterator[Row]:
    """Yield the buttons for other words, and for a closer look at these."""
    yield from _heard_otherwise(job, transcript, texts, ears)
    yield from _polish(job, transcript, texts, ears)
    count = len(doubtful(transcript))
    if count:
        yield tell(texts.button_doubts(count=count), Heard(tell=Tell.DOUBTS, job=job.id))
    if transcript.text and (transcript.speakers or _can_tell_apart(job, transcript, ears)):
        yield tell(texts.button_voices(), Heard(tell=Tell.VOICES, job=job.id))
    if transcript.origin is not Origin.SPEECH:
        label = texts.button_listen_anyway()
        yield tell(label, Heard(tell=Tell.ANYWAY, job=job.id, value="yes"))
    elif wanted_words(job.order.words).wish.anyway:
        label = texts.button_captions_instead()
        yield tell(label, Heard(tell=Tell.ANYWAY, job=job.id, value="no"))


def _heard_otherwise(
    job: Job, transcript: Transcript, texts: Messages, ears: Ears
) -> Iterator[Row]:
    """Yield the buttons for another language, another model, and English."""
    by_ear = transcript.origin is Origin.SPEECH
    english_only = by_ear and speaks_english_only(transcript.model)
    if not english_only:
        language = language_name(transcript.language, texts) or None
        label = texts.button_language(language=language)
        yield tell(label, Heard(tell=Tell.LANGUAGES, job=job.id))
    if len(ears.models) > 1 and by_ear:
        label = texts.button_model(model=transcript.model)
        yield tell(label, Heard(tell=Tell.MODELS, job=job.id))
    if _is_translated(job):
        yield tell(texts.button_as_said(), Heard(tell=Tell.ENGLISH, job=job.id, value="no"))
    elif not english_only and transcript.language != "en" and _translates(transcript):
        yield tell(texts.button_english(), Heard(tell=Tell.ENGLISH, job=job.id, value="yes"))


def _polish(job: Job, transcript: Transcript, texts: Messages, ears: Ears) -> Iterator[Row]:
    """Yield the button to the corrected words, or back from them."""
    if wanted_words(job.order.words).polished:
        yield tell(texts.button_as_heard(), Heard(tell=Tell.POLISH, job=job.id, value="no"))
    elif ears.polish and transcript.text:
        yield tell(texts.button_polish(), Heard(tell=Tell.POLISH, job=job.id, value="yes"))


def _formats(job: Job, texts: Messages) -> Row:
    """Return the button to the formats of a recording that was sent; there is no card for it."""
    if not isinstance(job.order.source, ChatFile):
        return []
    return [*press(texts.button_other(), Act.MORE, job), *clean_key(job, None, texts)]


def _can_tell_apart(job: Job, transcript: Transcript, ears: Ears) -> bool:
    wish = wanted_words(job.order.words).wish
    is_untold = transcript.origin is Origin.SPEECH and wish.speakers is Speakers.NONE
    return is_untold and (ears.voices or may_have_channels(job))


def _translates(transcript: Transcript) -> bool:
    return not any(part in transcript.model for part in _TAUGHT_NO_ENGLISH)


def _is_translated(job: Job) -> bool:
    return wanted_words(job.order.words).wish.task is Task.TRANSLATE


def _body(transcript: Transcript) -> Iterator[Html]:
    """Yield the text in paragraphs: a new one where somebody pauses or somebody else begins."""
    last = ""
    for part in paragraphs(transcript):
        said = Html(escape(tamed(_said(part)), quote=False))
        speaker = part[0].speaker
        if speaker and speaker != last:
            name = escape(clipped(tamed(speaker), LONGEST_NAME), quote=False)
            said = Html(f"<b>{name}</b>: {said}")
        last = speaker
        yield said


def _said(part: Sequence[Segment]) -> str:
    return " ".join(segment.text for segment in part)
