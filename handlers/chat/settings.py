"""How somebody likes it: whether words come at once, with what in mind, and whether links are asked about."""

from dataclasses import replace

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from handlers.chat.answers import acknowledge, message_of, say, show
from handlers.chat.callbacks import Habit, Like
from handlers.chat.clean_habits import (
    CLEANING,
    FORMATS,
    cleaning_told,
    on_cleaning,
    on_formats,
)
from handlers.chat.here import on_here
from handlers.chat.keys import Row, markup
from handlers.chat.questions import VOCABULARY, ask
from handlers.chat.tongues import language_keys, language_name, page_of, usual
from handlers.chat.visit import Visit
from locales.messages import Messages
from locales.speaker import Html
from locales.texts import LANGUAGES
from services.accounts.account import Account, Listens
from services.accounts.questions import Question
from services.censor.cleaning import cleaning_of
from services.core import Core
from services.media.formats import format_of
from services.transcripts.spoken import SPOKEN

_CHOICES = (Listens.ALWAYS, Listens.ASK, Listens.NEVER)
_MOST_SPOKEN = 12


def router() -> Router:
    """Return a fresh router."""
    settings = Router(name="settings")
    settings.message.register(on_settings, Command("settings"), F.chat.type == ChatType.PRIVATE)
    settings.message.register(on_here, Command("settings"))
    settings.callback_query.register(on_languages, Like.filter(F.habit == Habit.LANGUAGES))
    settings.callback_query.register(on_spoken, Like.filter(F.habit == Habit.SPOKEN))
    settings.callback_query.register(on_vocabulary, Like.filter(F.habit == Habit.VOCABULARY))
    settings.callback_query.register(on_formats, Like.filter(F.habit.in_(FORMATS)))
    settings.callback_query.register(on_cleaning, Like.filter(F.habit.in_(CLEANING)))
    settings.callback_query.register(on_like, Like.filter())
    return settings


async def on_settings(message: Message, visit: Visit) -> None:
    """Show how they like it, with buttons to like it otherwise."""
    await say(message, _told(visit.account, visit.texts), _keyboard(visit.account, visit.texts))


async def on_like(
    callback: CallbackQuery, callback_data: Like, bot: Bot, core: Core, visit: Visit
) -> None:
    """Change one thing, and show all as it is then."""
    account = _changed(visit.account, callback_data)
    if account != visit.account:
        await core.accounts.set_habits(account)
    await acknowledge(callback)
    await show(bot, callback, _told(account, visit.texts), _keyboard(account, visit.texts))


async def on_languages(
    callback: CallbackQuery, callback_data: Like, bot: Bot, visit: Visit
) -> None:
    """Show the languages that may be spoken."""
    await acknowledge(callback)
    keyboard = _languages(visit.account, visit.texts, page=callback_data.page)
    await show(bot, callback, _told(visit.account, visit.texts), keyboard)


async def on_spoken(
    callback: CallbackQuery, callback_data: Like, bot: Bot, core: Core, visit: Visit
) -> None:
    """Take one language more, or one less, into account."""
    account = _with_language(visit.account, callback_data.value)
    await core.accounts.set_habits(account)
    await acknowledge(callback)
    keyboard = _languages(account, visit.texts, page=callback_data.page)
    await show(bot, callback, _told(account, visit.texts), keyboard)


async def on_vocabulary(callback: CallbackQuery, core: Core, visit: Visit) -> None:
    """Ask for the names and terms; the answer to that message has them."""
    await acknowledge(callback)
    texts, question = visit.texts, Question(visit.account.id, VOCABULARY)
    words, field = texts.vocabulary_ask(), texts.name_vocabulary_field()
    await ask(message_of(callback), words, question, core, field=field)


def _changed(account: Account, chosen: Like) -> Account:
    """Return the account with the button pressed; a value of nobody's changes nothing."""
    match chosen.habit:
        case Habit.LISTENS if chosen.value in set(_CHOICES):
            return replace(account, listens=Listens(chosen.value))
        case Habit.ASK:
            return replace(account, usual=None, patience_seconds=0)
        case _:
            return account


def _with_language(account: Account, code: str) -> Account:
    if code in account.spoken:
        return replace(account, spoken=tuple(one for one in account.spoken if one != code))
    if code not in SPOKEN:
        return replace(account, spoken=())
    return replace(account, spoken=(*account.spoken, code)[-_MOST_SPOKEN:])


def _told(account: Account, texts: Messages) -> Html:
    spoken = ", ".join(language_name(code, texts) for code in account.spoken)
    lines = [
        texts.settings_title(),
        texts.settings_listens(listens=account.listens.value),
        texts.settings_spoken(languages=spoken or None),
        texts.settings_vocabulary(vocabulary=account.vocabulary or None),
        texts.settings_usual(choice=format_of(account.usual).title if account.usual else None),
        cleaning_told(cleaning_of(account.cleaning), texts),
        "",
        texts.settings_language(language=LANGUAGES[texts.language]),
    ]
    return Html("\n".join(lines))


def _keyboard(account: Account, texts: Messages) -> InlineKeyboardMarkup:
    listens = [
        key
        for one in _CHOICES
        for key in _key(
            f"{'●' if account.listens is one else '○'} {texts.button_listens(listens=one.value)}",
            Like(habit=Habit.LISTENS, value=one.value),
        )
    ]
    asks = _key(texts.button_usual_ask(), Like(habit=Habit.ASK)) if account.usual else []
    more = [
        *_key(texts.button_spoken(), Like(habit=Habit.LANGUAGES)),
        *_key(texts.button_vocabulary(), Like(habit=Habit.VOCABULARY)),
    ]
    cleaning = _key(texts.button_cleaning(), Like(habit=Habit.CLEANING))
    return markup(listens, more, cleaning, asks)


def _languages(account: Account, texts: Messages, *, page: int) -> InlineKeyboardMarkup:
    """Return the languages; those that come into question are marked."""

    def pressed(code: str) -> Like:
        return Like(habit=Habit.SPOKEN, value=code, page=page)

    back = _key(texts.button_back(), Like(habit=Habit.BACK))
    if page:
        shown, pages = page_of(texts, page)
        earlier = _key(texts.button_earlier(), Like(habit=Habit.LANGUAGES, page=page - 1))
        later = _key(texts.button_later(), Like(habit=Habit.LANGUAGES, page=page + 1))
        rows = language_keys(shown, pressed, texts, chosen=account.spoken)
        return markup(*rows, [*earlier, *(later if page < pages else []), *back])
    return markup(
        _key(texts.button_spoken_any(), pressed("")) if account.spoken else [],
        *language_keys(usual(account.spoken, texts), pressed, texts, chosen=account.spoken),
        [*back, *_key(texts.button_languages_all(), Like(habit=Habit.LANGUAGES, page=1))],
    )


def _key(label: str, carried: Like) -> Row:
    return [InlineKeyboardButton(text=label, callback_data=carried.pack())]
