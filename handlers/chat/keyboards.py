"""The buttons under the bot's messages about media: the card, a job under way, and what follows it."""

from typing import Final

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.chat.callbacks import Act, Words
from handlers.chat.clean_card import clean_key
from handlers.chat.keys import Row, choice, hands, images, in_columns, markup, pick, picks, press
from handlers.chat.menus import clip_row
from handlers.chat.offers import Terms, best, offer, pictures, sounds
from handlers.chat.wishes import wish_of
from handlers.chat.words_card import before
from locales.messages import Messages
from services import errors
from services.jobs.job import Job
from services.jobs.order import ChatFile, Product
from services.media.choices import Hand, Wanted, wanted_of
from services.media.formats import SOUNDS, Kind, format_of, picture
from services.platforms.link import Link
from services.sources.medium import Medium

_SOUNDS_ON_CARD = {True: 2, False: 4}
"""By whether there are heights to offer as well."""
_HEIGHTS_ON_CARD: Final = 4
_OTHERS_MAY_WORK = {errors.ChoiceUnavailable.code, errors.ConversionFailed.code}
_RECORDED_MINUTES: Final = (5, 15, 60)
_TALLEST_RECORDED: Final = 720


def card(
    job: Job, medium: Medium, texts: Messages, *, terms: Terms, wish: Wanted | None = None
) -> InlineKeyboardMarkup:
    """Return the buttons of a card: the best of what there is, and More.

    Args:
        job: any job about the medium.
        medium: what there is.
        texts: the language.
        terms: what can be done with a result.
        wish: what is wished beside a format; None for what the job was asked for.
    """
    if medium.live:
        return _recordings(job, medium, texts)
    wish = wish or wish_of(job)
    heights = best(pictures(medium, terms, wish=wish), most=_HEIGHTS_ON_CARD)
    tones = best(sounds(medium, terms, wish=wish), most=_SOUNDS_ON_CARD[bool(heights)])
    chapters: Row = []
    if medium.chapters:
        label = texts.button_chapters(count=len(medium.chapters))
        chapters = press(label, Act.CHAPTERS, job, wish=wish)
    return markup(
        clip_row(Act.BACK, job, texts, wish=wish),
        *picks(tones, job, texts),
        *picks(heights, job, texts),
        images(job, medium, texts),
        [
            *chapters,
            *words(job, medium, texts),
            *clean_key(job, medium, texts),
            *press(texts.button_more(), Act.MORE, job, wish=wish),
        ],
        _whole(job, medium, texts),
    )


def progress(job: Job, texts: Messages) -> InlineKeyboardMarkup:
    """Return the one button of a job under way."""
    return markup(press(texts.button_cancel(), Act.CANCEL, job, style=ButtonStyle.DANGER))


def failed(
    job: Job, medium: Medium | None, texts: Messages, *, terms: Terms
) -> InlineKeyboardMarkup | None:
    """Return what may help after a failure: a smaller choice, another format, another try; or nothing."""
    code = job.failure.code if job.failure else ""
    if job.order.product is Product.WORDS:
        return _failed_words(job, medium, texts)
    if code == errors.TooBig.code and medium is not None:
        return markup(*smaller(job, medium, texts, wanted_of(job.order.choice), terms=terms))
    if code in _OTHERS_MAY_WORK and medium is not None:
        return markup(press(texts.button_other(), Act.MORE, job))
    if code and issubclass(errors.by_code(code), errors.Failed):
        return markup(press(texts.button_retry(), Act.AGAIN, job))
    return None


def too_big(
    job: Job, medium: Medium, texts: Messages, wanted: Wanted, *, terms: Terms
) -> InlineKeyboardMarkup:
    """Return what can be had instead of something too big, and the way back."""
    return markup(
        *smaller(job, medium, texts, wanted, terms=terms),
        press(texts.button_back(), Act.BACK, job),
    )


def smaller(
    job: Job, medium: Medium, texts: Messages, wanted: Wanted, *, terms: Terms
) -> list[Row]:
    """Return the ways to have something too big: less of it, in parts, as a link."""
    wish = wish_of(job)
    offers = [*pictures(medium, terms, wish=wish), *sounds(medium, terms, wish=wish)]
    fitting = [one for one in offers if one.fits and one.format != wanted.format]
    big = offer(medium, wanted.format, terms, wish=wish)
    ways = hands(big, job, texts, links=terms.links) if wanted.hand is Hand.FILE else []
    return [*picks(fitting[:_HEIGHTS_ON_CARD], job, texts), *ways]


def cancelled(job: Job, texts: Messages) -> InlineKeyboardMarkup:
    """Return the way back for somebody who has thought better of it."""
    return markup(press(texts.button_again(), Act.AGAIN, job), before(job, texts))


def done(
    job: Job, medium: Medium | None, texts: Messages, *, terms: Terms
) -> InlineKeyboardMarkup | None:
    """Return what may be wanted next: the sound of a video, the video of a sound, another format."""
    if medium is None or medium.live or job.order.product is Product.WORDS:
        return None
    wish, kind = wish_of(job), format_of(job.order.choice).kind
    row = press(texts.button_other(), Act.MORE, job)
    if kind is not Kind.IMAGES:
        row = images(job, medium, texts) + row
    if kind in {Kind.VIDEO, Kind.IMAGES}:
        tones = sounds(medium, terms, wish=wish)[:1]
        row = [key for tone in tones for key in pick(tone, job, texts)] + row
    else:
        heights = best(pictures(medium, terms, wish=wish), most=1)
        row = [key for one in heights if one.fits for key in pick(one, job, texts)] + row
    return markup(
        row,
        [*words(job, medium, texts), *clean_key(job, medium, texts)],
        [] if job.order.parent else _whole(job, medium, texts),
    )


def words(job: Job, medium: Medium, texts: Messages) -> Row:
    """Return the button for what is said."""
    if not (medium.has_sound or medium.captions):
        return []
    data = Words(job=job.id).pack()
    return [InlineKeyboardButton(text=texts.button_words(), callback_data=data)]


def _failed_words(job: Job, medium: Medium | None, texts: Messages) -> InlineKeyboardMarkup | None:
    """Return another try where one may help, what else can be had, and the way back to earlier words."""
    code = job.failure.code if job.failure else ""
    may_help = bool(code) and issubclass(errors.by_code(code), errors.Failed)
    retry = press(texts.button_retry(), Act.AGAIN, job) if may_help else []
    is_sent = medium is not None and isinstance(job.order.source, ChatFile)
    others = press(texts.button_other(), Act.MORE, job) if is_sent else []
    earlier = before(job, texts)
    return markup(retry, others, earlier) if retry or others or earlier else None


def _whole(job: Job, medium: Medium, texts: Messages) -> Row:
    """Return the button to the list in which this was found, or to all episodes of its feed."""
    source = job.order.source
    if isinstance(source, Link) and source.listing:
        return press(texts.button_list_whole(), Act.WHOLE, job)
    return press(texts.button_list_episodes(), Act.WHOLE, job) if medium.listing else []


def _recordings(job: Job, medium: Medium, texts: Messages) -> InlineKeyboardMarkup:
    """Return the lengths for which a broadcast can be recorded."""
    heights = [found.height for found in medium.pictures if found.height <= _TALLEST_RECORDED]
    rows = [SOUNDS[0], *([picture(max(heights))] if heights else [])]
    keys = [
        choice(
            texts.button_record(format=row.title, length=minutes * 60),
            Wanted(row, record_seconds=minutes * 60),
            job,
        )
        for minutes in _RECORDED_MINUTES
        for row in rows
    ]
    return markup(*in_columns(keys, len(rows)), press(texts.button_refresh(), Act.REFRESH, job))
