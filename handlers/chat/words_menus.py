"""What stands behind the buttons under words: languages, models, doubtful passages, who speaks."""

from collections.abc import Sequence
from typing import Final

from aiogram.types import InlineKeyboardMarkup

from handlers.chat.callbacks import Heard, Tell
from handlers.chat.ears import Ears
from handlers.chat.keys import Row, in_columns, markup
from handlers.chat.tongues import language_keys, page_of, usual
from handlers.chat.words_card import LONGEST_NAME, may_have_channels, tell
from locales.messages import Messages
from locales.quoting import clipped, tamed
from locales.speaker import Html
from services.jobs.job import Job
from services.transcripts.transcript import Transcript
from services.transcripts.unsure import Passage
from services.transcripts.wish import Speakers, wanted_words

MOST_SPEAKERS: Final = 12

_PASSAGES_ON_A_ROW: Final = 4
_LONGEST_PASSAGE: Final = 120


def languages(
    job: Job, transcript: Transcript, texts: Messages, *, likely: Sequence[str], page: int = 0
) -> InlineKeyboardMarkup:
    """Return the languages in which something may have been said.

    Args:
        job: The job that found the words.
        transcript: The words.
        texts: The language of the names.
        likely: Which of them it may well have been.
        page: 0 has the usual ones, each further one some of all of them.
    """
    chosen = wanted_words(job.order.words).wish.language

    def pressed(code: str) -> Heard:
        return Heard(tell=Tell.LANGUAGE, job=job.id, value=code)

    back = _back(job, texts)
    if page:
        shown, pages = page_of(texts, page)
        rows = language_keys(shown, pressed, texts, chosen={chosen})
        return markup(*rows, [*_turns(job, texts, page=page, pages=pages), *back])
    first = usual([*likely, *([transcript.language] if transcript.language else [])], texts)
    every = Heard(tell=Tell.LANGUAGES, job=job.id, page=1)
    return markup(
        tell(texts.button_language_any(), pressed("")) if chosen else [],
        *language_keys(first, pressed, texts, chosen={chosen or transcript.language}),
        [*back, *tell(texts.button_languages_all(), every)],
    )


def models(
    job: Job, transcript: Transcript, texts: Messages, *, ears: Ears
) -> InlineKeyboardMarkup:
    """Return the models, the one that listened marked."""
    keys = [
        tell(
            texts.button_one(title=name, chosen="yes" if name == transcript.model else "no"),
            Heard(tell=Tell.MODEL, job=job.id, value=str(number)),
        )
        for number, name in enumerate(ears.models)
    ]
    back = _back(job, texts)
    return markup(*in_columns(keys), back)


def doubts(passages: Sequence[Passage], texts: Messages) -> Html:
    """Return the passages, each with its time."""
    lines = [
        texts.doubts_passage(
            start=passage.start,
            text=clipped(tamed(passage.text), _LONGEST_PASSAGE),
            left_out="yes" if passage.left_out else "no",
        )
        for passage in passages
    ]
    return Html("\n".join([texts.doubts_title(), "", *lines]))


def passages_to_hear(
    job: Job, passages: Sequence[Passage], texts: Messages
) -> InlineKeyboardMarkup:
    """Return a button for the sound of each passage."""
    keys = [
        tell(
            texts.button_passage(start=passage.start),
            Heard(tell=Tell.PASSAGE, job=job.id, value=str(number)),
        )
        for number, passage in enumerate(passages)
    ]
    return markup(*in_columns(keys, _PASSAGES_ON_A_ROW))


def ways_to_tell_apart(job: Job, texts: Messages, *, ears: Ears) -> InlineKeyboardMarkup:
    """Return how those who speak can be told apart."""
    ways = [
        (texts.button_by_voices(), Speakers.VOICES, ears.voices),
        (texts.button_by_channels(), Speakers.CHANNELS, may_have_channels(job)),
    ]
    keys = [
        tell(label, Heard(tell=Tell.VOICES_BY, job=job.id, value=way.value))
        for label, way, is_there in ways
        if is_there
    ]
    return markup(*keys, _back(job, texts))


def speakers(job: Job, transcript: Transcript, texts: Messages) -> InlineKeyboardMarkup:
    """Return who speaks, each to be named."""
    keys = [
        tell(
            texts.button_speaker(speaker=clipped(tamed(name), LONGEST_NAME)),
            Heard(tell=Tell.SPEAKER, job=job.id, value=str(number)),
        )
        for number, name in enumerate(transcript.speakers[:MOST_SPEAKERS])
    ]
    nobody = Heard(tell=Tell.VOICES_BY, job=job.id)
    return markup(*in_columns(keys), [*_back(job, texts), *tell(texts.button_nobody(), nobody)])


def speaker(
    job: Job, transcript: Transcript, texts: Messages, *, number: int
) -> InlineKeyboardMarkup:
    """Return what one of those who speak may be called: a name of their own, or they are another one."""
    own = Heard(tell=Tell.NAME, job=job.id, value=str(number))
    others = [
        tell(
            texts.button_same_as(speaker=clipped(tamed(name), LONGEST_NAME)),
            Heard(tell=Tell.SAME, job=job.id, value=f"{number}-{other}"),
        )
        for other, name in enumerate(transcript.speakers[:MOST_SPEAKERS])
        if other != number
    ]
    back = tell(texts.button_back(), Heard(tell=Tell.VOICES, job=job.id))
    return markup(tell(texts.button_speaker_name(), own), *in_columns(others), back)


def _back(job: Job, texts: Messages) -> Row:
    return tell(texts.button_back(), Heard(tell=Tell.KEYS, job=job.id, page=1))


def _turns(job: Job, texts: Messages, *, page: int, pages: int) -> Row:
    return [
        key
        for label, target, there in (
            (texts.button_earlier(), page - 1, page > 1),
            (texts.button_later(), page + 1, page < pages),
        )
        if there
        for key in tell(label, Heard(tell=Tell.LANGUAGES, job=job.id, page=target))
    ]
