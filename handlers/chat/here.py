"""How the bot behaves in a group: shown to its administrators, and changed by them with buttons."""

from dataclasses import replace
from typing import Final

from aiogram import Bot, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from handlers.chat.admins import Admins, may_delete
from handlers.chat.answers import acknowledge, message_of, say, show
from handlers.chat.callbacks import Here, Trait
from handlers.chat.visit import Visit
from locales.messages import Messages
from locales.speaker import Html
from locales.texts import LANGUAGES, texts_for
from services.accounts.account import Listens
from services.accounts.groups import Group, Links
from services.core import Core
from services.media.formats import format_of

USUALS: Final = ("mp3", "m4a", "360p", "480p", "720p", "1080p")
_COLUMNS: Final = 3


def router() -> Router:
    """Return a fresh router."""
    here = Router(name="here")
    here.message.register(on_here, Command("here"))
    here.callback_query.register(on_trait, Here.filter())
    return here


async def on_here(message: Message, bot: Bot, visit: Visit, admins: Admins) -> None:
    """Show how it is here; who runs the group can change it."""
    if message.chat.type == ChatType.PRIVATE:
        await say(message, visit.texts.here_private())
        return
    group = visit.group or Group(message.chat.id)
    is_admin = await admins.wrote(message, bot)
    keyboard = _keyboard(group, visit.texts) if is_admin else None
    await say(message, _told(group, visit.texts), keyboard)


async def on_trait(
    callback: CallbackQuery,
    callback_data: Here,
    bot: Bot,
    core: Core,
    visit: Visit,
    admins: Admins,
) -> None:
    """Change one thing about the group, for those who run it."""
    chat_id = message_of(callback).chat.id
    if not await admins.has(chat_id, callback.from_user.id, bot):
        await acknowledge(callback, visit.texts.here_admins_only(), alert=True)
        return
    group = _changed(await core.groups.of(chat_id), callback_data)
    if group.deletes and not await may_delete(bot, chat_id):
        await acknowledge(callback, visit.texts.here_no_right(), alert=True)
        return
    await core.groups.set(group)
    await acknowledge(callback)
    texts = texts_for(group.language) if group.language else visit.texts
    await show(bot, callback, _told(group, texts), _keyboard(group, texts))


def _changed(group: Group, chosen: Here) -> Group:
    """Return the group as it is with the button pressed; a value of nobody's changes nothing."""
    value = chosen.value
    match chosen.trait:
        case Trait.LINKS if value in set(Links):
            group = replace(group, links=Links(value))
        case Trait.LANGUAGE:
            group = replace(group, language=value if value in LANGUAGES else None)
        case Trait.USUAL:
            group = replace(group, usual=value if value in USUALS else None)
        case Trait.ADMINS:
            group = replace(group, admins_only=value == "yes")
        case Trait.LISTENS if value in set(Listens):
            group = replace(group, listens=Listens(value))
        case Trait.DELETES:
            group = replace(group, deletes=value == "yes")
        case _:
            pass
    return group


def _told(group: Group, texts: Messages) -> Html:
    lines = [
        texts.here_title(),
        texts.here_links(links=group.links.value),
        texts.here_listens(listens=group.listens.value),
        texts.here_who(who="admins" if group.admins_only else "all"),
        texts.here_usual(choice=format_of(group.usual).title if group.usual else None),
        texts.here_language(language=LANGUAGES[group.language] if group.language else None),
        texts.here_deletes(deletes="yes" if group.deletes else "no"),
        "",
        texts.here_skip(),
    ]
    return Html("\n".join(lines))


def _keyboard(group: Group, texts: Messages) -> InlineKeyboardMarkup:
    links = [
        _key(
            Trait.LINKS,
            one.value,
            texts.button_here_links(links=one.value),
            chosen=group.links is one,
        )
        for one in Links
    ]
    listens = [
        _key(
            Trait.LISTENS,
            one.value,
            texts.button_here_listens(listens=one.value),
            chosen=group.listens is one,
        )
        for one in Listens
    ]
    who = [
        _key(Trait.ADMINS, "no", texts.button_here_all(), chosen=not group.admins_only),
        _key(Trait.ADMINS, "yes", texts.button_here_admins(), chosen=group.admins_only),
    ]
    usuals = [_key(Trait.USUAL, "", texts.button_here_ask(), chosen=not group.usual)]
    usuals += [
        _key(Trait.USUAL, name, format_of(name).title, chosen=group.usual == name)
        for name in USUALS
    ]
    languages = [_key(Trait.LANGUAGE, "", texts.button_here_own(), chosen=not group.language)]
    languages += [
        _key(Trait.LANGUAGE, code, name, chosen=group.language == code)
        for code, name in LANGUAGES.items()
    ]
    flipped = "no" if group.deletes else "yes"
    label = texts.button_here_deletes()
    deletes = [_key(Trait.DELETES, flipped, label, chosen=group.deletes, marks="☐☑")]
    rows = [links, listens[:2], listens[2:], who, *_in_rows(usuals), languages, deletes]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def _key(
    trait: Trait, value: str, label: str, *, chosen: bool, marks: str = "○●"
) -> InlineKeyboardButton:
    data = Here(trait=trait, value=value).pack()
    return InlineKeyboardButton(text=f"{marks[chosen]} {label}", callback_data=data)


def _in_rows(keys: list[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    first, rest = keys[:1], keys[1:]
    return [first, *(rest[start : start + _COLUMNS] for start in range(0, len(rest), _COLUMNS))]
