"""How somebody likes clean copies, under /settings: what is heard, how much is hidden, what they become."""

from dataclasses import replace
from typing import Final

from aiogram import Bot
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup

from handlers.chat.answers import acknowledge, show
from handlers.chat.callbacks import Habit, Like, ListAct, Listing
from handlers.chat.keys import Row, in_columns, markup
from handlers.chat.visit import Visit
from locales.messages import Messages
from locales.speaker import Html
from services.accounts.account import Account
from services.censor.cleaning import Cleaning, cleaning_of
from services.censor.spans import Method
from services.censor.word_lists import Severity
from services.core import Core
from services.media.formats import RATES, SOUNDS, format_of

CLEANING: Final = {Habit.CLEANING, Habit.METHOD, Habit.LEAST, Habit.STRICT, Habit.TAGS}
FORMATS: Final = {Habit.FORMATS, Habit.FORMAT}

_METHODS: Final = (Method.BEEP, Method.SILENCE, Method.NOISE)
_FORMATS: Final = {
    "",
    *(row.name for row in SOUNDS),
    *(f"{name}-{rate}" for name, rates in RATES.items() for rate in rates),
}
_COLUMNS: Final = 3


async def on_cleaning(
    callback: CallbackQuery, callback_data: Like, bot: Bot, core: Core, visit: Visit
) -> None:
    """Show how clean copies are made, changed by what was pressed there."""
    cleaning = await _changed(callback_data, core, visit.account)
    await acknowledge(callback)
    await show(bot, callback, _page(cleaning, visit.texts), _keys(cleaning, visit.texts))


async def on_formats(
    callback: CallbackQuery, callback_data: Like, bot: Bot, core: Core, visit: Visit
) -> None:
    """Show what clean copies may become, changed by what was pressed there."""
    cleaning = await _changed(callback_data, core, visit.account)
    await acknowledge(callback)
    await show(bot, callback, _page(cleaning, visit.texts), _format_keys(cleaning, visit.texts))


def cleaning_told(cleaning: Cleaning, texts: Messages) -> Html:
    """Return how clean copies are made, in a sentence."""
    return texts.settings_cleaning(
        method=cleaning.method.value,
        severity=cleaning.least.code,
        strict="yes" if cleaning.strict else "no",
        format=format_of(cleaning.format).title if cleaning.format else None,
        tags="yes" if cleaning.keeps_tags else "no",
    )


async def _changed(chosen: Like, core: Core, account: Account) -> Cleaning:
    cleaning = _cleaned(cleaning_of(account.cleaning), chosen)
    if cleaning.name != account.cleaning:
        await core.accounts.set_habits(replace(account, cleaning=cleaning.name))
    return cleaning


def _cleaned(cleaning: Cleaning, chosen: Like) -> Cleaning:
    """Return it with the button pressed; a value of nobody's changes nothing."""
    match chosen.habit:
        case Habit.METHOD if chosen.value in set(Method):
            return replace(cleaning, method=Method(chosen.value))
        case Habit.LEAST if chosen.value in {one.code for one in Severity}:
            return replace(cleaning, least=Severity.of(chosen.value))
        case Habit.STRICT:
            return replace(cleaning, strict=chosen.value == "yes")
        case Habit.TAGS:
            return replace(cleaning, keeps_tags=chosen.value == "yes")
        case Habit.FORMAT if chosen.value in _FORMATS:
            return replace(cleaning, format=chosen.value)
        case _:
            return cleaning


def _page(cleaning: Cleaning, texts: Messages) -> Html:
    return Html(f"{texts.settings_title()}\n{cleaning_told(cleaning, texts)}")


def _keys(cleaning: Cleaning, texts: Messages) -> InlineKeyboardMarkup:
    """Return how clean copies can be made; what is so now is marked."""
    methods = [
        _one(
            texts.button_method(method=how.value),
            Like(habit=Habit.METHOD, value=how),
            texts,
            now=cleaning.method,
        )
        for how in _METHODS
    ]
    severities = [
        _one(
            texts.button_severity(severity=bad.code),
            Like(habit=Habit.LEAST, value=bad.code),
            texts,
            now=cleaning.least.code,
        )
        for bad in Severity
    ]
    strict = _turned(texts.button_strict(), Habit.STRICT, texts, on=cleaning.strict)
    tags = _turned(texts.button_tags(), Habit.TAGS, texts, on=cleaning.keeps_tags)
    title = format_of(cleaning.format).title if cleaning.format else None
    formats = _key(texts.button_clean_format(format=title), Like(habit=Habit.FORMATS))
    lists = _key(texts.button_lists_of_words(), Listing(act=ListAct.ALL))
    back = _key(texts.button_back(), Like(habit=Habit.BACK))
    rows = (*in_columns(methods, len(_METHODS)), *in_columns(severities), strict, tags)
    return markup(*rows, [*formats, *lists], back)


def _format_keys(cleaning: Cleaning, texts: Messages) -> InlineKeyboardMarkup:
    """Return what clean copies can become, and in which bitrates."""
    now = cleaning.format
    family = format_of(now).family if now else ""
    as_it_was = _one(texts.button_as_it_was(), Like(habit=Habit.FORMAT, value=""), texts, now=now)
    formats = [
        _one(row.title, Like(habit=Habit.FORMAT, value=row.name), texts, now=family)
        for row in SOUNDS
    ]
    rates = [
        _one(
            texts.button_bitrate(rate=rate),
            Like(habit=Habit.FORMAT, value=f"{family}-{rate}"),
            texts,
            now=now,
        )
        for rate in RATES.get(family, ())
    ]
    usual = (
        _one(texts.button_bitrate_usual(), Like(habit=Habit.FORMAT, value=family), texts, now=now)
        if rates
        else []
    )
    back = _key(texts.button_back(), Like(habit=Habit.CLEANING))
    return markup(
        as_it_was, *in_columns(formats, _COLUMNS), usual, *in_columns(rates, _COLUMNS), back
    )


def _one(label: str, carried: Like, texts: Messages, *, now: str) -> Row:
    """Return the button of one value of several; the one that is so now is marked."""
    chosen = "yes" if carried.value == now else "no"
    return _key(texts.button_one(title=label, chosen=chosen), carried)


def _turned(label: str, habit: Habit, texts: Messages, *, on: bool) -> Row:
    """Return the button that turns something on, or off again."""
    marked = texts.button_one(title=label, chosen="yes" if on else "no")
    return _key(marked, Like(habit=habit, value="no" if on else "yes"))


def _key(label: str, carried: CallbackData) -> Row:
    return [InlineKeyboardButton(text=label, callback_data=carried.pack())]
