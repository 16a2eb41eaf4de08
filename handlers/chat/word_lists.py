"""The words that clean copies hide, under /words: the lists, and what is done by buttons alone."""

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.chat.answers import acknowledge, say, show
from handlers.chat.callbacks import ListAct, Listing
from handlers.chat.visit import Visit
from handlers.chat.word_list_asking import list_of, show_list
from handlers.chat.word_list_card import all_lists, deletion, languages
from services.core import Core


def router() -> Router:
    """Return a fresh router."""
    lists = Router(name="word-lists")
    lists.message.register(on_words, Command("words"), F.chat.type == ChatType.PRIVATE)
    lists.message.register(on_words_in_group, Command("words"))
    for act, handler in (
        (ListAct.ALL, on_all),
        (ListAct.ONE, on_one),
        (ListAct.USUAL, on_usual),
        (ListAct.DELETE, on_delete),
        (ListAct.DELETED, on_deleted),
        (ListAct.LANGUAGES, on_languages),
    ):
        lists.callback_query.register(handler, Listing.filter(F.act == act))
    return lists


async def on_words(message: Message, core: Core, visit: Visit) -> None:
    """Show the lists."""
    notes = await core.censor.word_lists.all(visit.account.id)
    await say(message, *all_lists(notes, visit.texts))


async def on_words_in_group(message: Message, visit: Visit) -> None:
    """Say where the lists are shown: what is on them is nothing to be read by everybody."""
    await say(message, visit.texts.word_lists_private())


async def on_all(callback: CallbackQuery, bot: Bot, core: Core, visit: Visit) -> None:
    """Show the lists again."""
    await acknowledge(callback)
    notes = await core.censor.word_lists.all(visit.account.id)
    await show(bot, callback, *all_lists(notes, visit.texts))


async def on_one(
    callback: CallbackQuery, callback_data: Listing, bot: Bot, core: Core, visit: Visit
) -> None:
    """Show one list."""
    found = await list_of(callback_data.number, core, visit)
    await acknowledge(callback)
    await show_list(callback, found, core, visit, bot=bot)


async def on_usual(
    callback: CallbackQuery, callback_data: Listing, bot: Bot, core: Core, visit: Visit
) -> None:
    """Take a list wherever none is named, or none any more."""
    found = await list_of(callback_data.number, core, visit)
    if callback_data.value == "yes":
        await core.censor.word_lists.make_default(visit.account.id, found.id)
    elif found.is_default:
        await core.censor.word_lists.take_none(visit.account.id, found.language)
    await acknowledge(callback)
    found = await list_of(found.id, core, visit)
    await show_list(callback, found, core, visit, bot=bot)


async def on_delete(
    callback: CallbackQuery, callback_data: Listing, bot: Bot, core: Core, visit: Visit
) -> None:
    """Ask once more before a list goes."""
    found = await list_of(callback_data.number, core, visit)
    await acknowledge(callback)
    await show(bot, callback, *deletion(found, visit.texts))


async def on_deleted(
    callback: CallbackQuery, callback_data: Listing, bot: Bot, core: Core, visit: Visit
) -> None:
    """Delete a list, or bring back what it was a changed copy of."""
    lists, account = core.censor.word_lists, visit.account.id
    found = await lists.get(account, callback_data.number)
    await lists.remove(account, found.id)
    if found.based_on is not None:
        await acknowledge(callback)
        original = await lists.get(account, found.based_on)
        await show_list(callback, original, core, visit, bot=bot)
        return
    await acknowledge(callback, visit.texts.alert_word_list_gone(name=found.name))
    await show(bot, callback, *all_lists(await lists.all(account), visit.texts))


async def on_languages(
    callback: CallbackQuery, callback_data: Listing, bot: Bot, visit: Visit
) -> None:
    """Ask for which language a new list is."""
    await acknowledge(callback)
    await show(bot, callback, *languages(visit.texts, page=callback_data.page))
