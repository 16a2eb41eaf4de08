"""Looking through what was hidden in a clean copy: one place after the other, to be heard, kept or hidden."""

from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Final

from aiogram import Bot, F, Router
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery, FSInputFile, InlineKeyboardMarkup, InputMediaPhoto, Message

from handlers.chat.answers import acknowledge, message_of, pass_if_unchanged, say, show
from handlers.chat.asking import HEARD, recipient_of
from handlers.chat.callbacks import Deed, Hidden
from handlers.chat.clean_card import key
from handlers.chat.cleaning import anew, newest, reported
from handlers.chat.keys import Row, markup
from handlers.chat.visit import Visit
from locales.messages import Messages
from locales.quoting import tamed
from locales.speaker import Html
from services.censor.cleaning import cleaning_of
from services.censor.hidden import masked
from services.censor.hits import Hit
from services.censor.matcher import all_words
from services.censor.reports import Report
from services.core import Core
from services.errors import ButtonExpired
from services.jobs.job import Job, State
from services.jobs.order import Product
from services.media.choices import Clip
from services.transcripts.transcript import Transcript, Word, joined

_AROUND_WORDS: Final = 5
_AROUND_SECONDS: Final = 1.0
_MORE: Final = "…"


def router() -> Router:
    """Return a fresh router."""
    review = Router(name="review")
    for deed, handler in (
        (Deed.REVIEW, on_review),
        (Deed.PLACE, on_place),
        (Deed.PLAY, on_play),
        (Deed.KEEP, on_choice),
        (Deed.HIDE, on_choice),
    ):
        review.callback_query.register(handler, Hidden.filter(F.deed == deed))
    return review


async def on_review(
    callback: CallbackQuery, callback_data: Hidden, core: Core, visit: Visit
) -> None:
    """Show the first place below the copy, with the picture of all of them."""
    job, report = await reported(callback_data, core, visit)
    if not report.hits:
        await acknowledge(callback, visit.texts.alert_not_found(), alert=True)
        return
    await acknowledge(callback)
    words, keyboard = place(job, report, await core.jobs.said(report), visit.texts, number=0)
    picture, below = await core.jobs.clean_picture(job), message_of(callback)
    if picture is None or not isinstance(below, Message):
        await say(below, words, keyboard)
        return
    photo, html = FSInputFile(picture, "waveform.png"), ParseMode.HTML
    await below.reply_photo(photo, caption=words, parse_mode=html, reply_markup=keyboard)


async def on_place(
    callback: CallbackQuery, callback_data: Hidden, bot: Bot, core: Core, visit: Visit
) -> None:
    """Show another place."""
    job, report = await reported(callback_data, core, visit)
    _hit(report, callback_data.number)
    await acknowledge(callback)
    await _show(callback, callback_data, (job, report), bot=bot, core=core, texts=visit.texts)


async def on_play(callback: CallbackQuery, callback_data: Hidden, core: Core, visit: Visit) -> None:
    """Let a place be heard as it was, with a second around it."""
    job, report = await reported(callback_data, core, visit)
    clip = _around(_hit(report, callback_data.number), report)
    here = recipient_of(message_of(callback))
    order = replace(
        job.order,
        product=Product.MEDIA,
        choice=f"{HEARD};clip={clip}",
        recipient=replace(here, thread_id=job.order.recipient.thread_id),
        language=visit.texts.language,
        words="",
        clean="",
    )
    await core.jobs.submit(order, once=visit.once)
    await acknowledge(callback)


async def on_choice(
    callback: CallbackQuery, callback_data: Hidden, bot: Bot, core: Core, visit: Visit
) -> None:
    """Let a word be heard, or hide it again; the copy is made anew at once."""
    job, report = await reported(callback_data, core, visit)
    hit = _hit(report, callback_data.number)
    cleaning = cleaning_of(job.order.clean)
    cleaning = cleaning.with_kept(hit.first, kept=callback_data.deed is Deed.KEEP)
    await anew(callback, job, cleaning, core, visit)
    job = await newest(callback_data, core, visit)
    await _show(callback, callback_data, (job, report), bot=bot, core=core, texts=visit.texts)


def place(
    job: Job,
    report: Report,
    said: Transcript | None,
    texts: Messages,
    *,
    number: int,
    pictured: Job | None = None,
) -> tuple[Html, InlineKeyboardMarkup]:
    """Return what is said about one place, and its buttons.

    Args:
        job: The newest job for the copy: it knows what is to be hidden.
        report: What was found.
        said: The words, if they are still kept.
        texts: The language.
        number: Which place, from 0.
        pictured: The job whose picture is above, where that is an older one: the buttons remember it.
    """
    hit, total = _hit(report, number), len(report.hits)
    cleaning = cleaning_of(job.order.clean)
    is_hidden = cleaning.chosen.takes(hit) and hit.first not in cleaning.kept
    words = texts.review_place(
        number=number + 1,
        total=total,
        start=hit.start,
        context=_context(hit, report, said),
        severity=hit.severity.code,
        category=hit.category,
        list=report.lists[0] if len(report.lists) == 1 else None,
        sure=round(hit.confidence * 100),
        doubtful="yes" if cleaning.chosen.doubts(hit) else "no",
        hidden="yes" if is_hidden else "no",
    )
    about, here = pictured or job, str(number)
    change: Row = []
    if cleaning.chosen.takes(hit):
        label, deed = texts.button_hide(), Deed.HIDE
        if is_hidden:
            label, deed = texts.button_keep(), Deed.KEEP
        change = key(label, deed, about, value=here)
    row = [*key(texts.button_play(), Deed.PLAY, about, value=here), *change]
    return words, markup(row, _turns(about, texts, number=number, total=total))


def _around(hit: Hit, report: Report) -> Clip:
    end = hit.end + _AROUND_SECONDS
    if report.seconds:
        end = min(end, report.seconds)
    return Clip(round(max(0.0, hit.start - _AROUND_SECONDS), 3), round(end, 3))


def _turns(job: Job, texts: Messages, *, number: int, total: int) -> Row:
    if total == 1:
        return []
    earlier, later = (number - 1) % total, (number + 1) % total
    told = texts.button_review_place(number=number + 1, total=total)
    return [
        *key(texts.button_earlier(), Deed.PLACE, job, value=str(earlier)),
        *key(told, Deed.PLACE, job, value=str(number)),
        *key(texts.button_later(), Deed.PLACE, job, value=str(later)),
    ]


def _context(hit: Hit, report: Report, said: Transcript | None) -> Html:
    """Return the words around, explicit ones masked; the one that is meant shows when it is touched."""
    words = all_words(said) if said is not None else []
    if hit.last >= len(words):
        return Html(f"{_MORE} {_marked(hit)} {_MORE}")
    explicit = {number for other in report.hits for number in range(other.first, other.last + 1)}
    before = range(max(0, hit.first - _AROUND_WORDS), hit.first)
    after = range(hit.last + 1, min(len(words), hit.last + 1 + _AROUND_WORDS))
    parts = [
        _MORE if before.start else "",
        _shown([words[number] for number in before], before, explicit),
        _marked(hit),
        _shown([words[number] for number in after], after, explicit),
        _MORE if after.stop < len(words) else "",
    ]
    return Html(" ".join(part for part in parts if part))


def _shown(words: list[Word], numbers: range, explicit: set[int]) -> Html:
    told = [
        replace(word, text=masked(word.text)) if number in explicit else word
        for number, word in zip(numbers, words, strict=True)
    ]
    return Html(escape(tamed(joined(told)), quote=False))


def _marked(hit: Hit) -> Html:
    stars = escape(tamed(masked(hit.text)), quote=False)
    told = escape(tamed(hit.text), quote=False)
    return Html(f"<b>{stars}</b> (<tg-spoiler>{told}</tg-spoiler>)")


def _hit(report: Report, number: int) -> Hit:
    if not 0 <= number < len(report.hits):
        raise ButtonExpired
    return report.hits[number]


async def _show(
    callback: CallbackQuery,
    hidden: Hidden,
    about: tuple[Job, Report],
    *,
    bot: Bot,
    core: Core,
    texts: Messages,
) -> None:
    job, report = about
    said, number = await core.jobs.said(report), hidden.number
    message = message_of(callback)
    if not (isinstance(message, Message) and message.photo):
        await show(bot, callback, *place(job, report, said, texts, number=number))
        return
    pictured, picture = await _newer_picture(hidden, job, core)
    words, keyboard = place(job, report, said, texts, number=number, pictured=pictured)
    chat_id, message_id, html = message.chat.id, message.message_id, ParseMode.HTML
    try:
        if picture is not None:
            photo = FSInputFile(picture, "waveform.png")
            media = InputMediaPhoto(media=photo, caption=words, parse_mode=html)
            await bot.edit_message_media(
                media, chat_id=chat_id, message_id=message_id, reply_markup=keyboard
            )
            return
        await bot.edit_message_caption(
            chat_id=chat_id,
            message_id=message_id,
            caption=words,
            parse_mode=html,
            reply_markup=keyboard,
        )
    except TelegramBadRequest as error:
        pass_if_unchanged(error)


async def _newer_picture(hidden: Hidden, job: Job, core: Core) -> tuple[Job, Path | None]:
    """Return whose picture is above from now on, and the picture where it is another than now.

    What was let be heard is marked in it until the new copy is there.
    """
    pictured = await core.jobs.get(hidden.job)
    if job.id == pictured.id or job.state is not State.DONE:
        return pictured, None
    picture = await core.jobs.clean_picture(job)
    return (job, picture) if picture is not None else (pictured, None)
