"""Meeting the bot: the greeting, invitations, help, the language, and being forgotten."""

from aiogram import Bot, F, Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from handlers.chat.answers import acknowledge, say, show
from handlers.chat.asking import ask_about
from handlers.chat.callbacks import Forget, Speak
from handlers.chat.inline import GET
from handlers.chat.menu import commands_for, publish_owners_commands
from handlers.chat.visit import Visit
from locales.messages import Messages
from locales.speaker import Html
from locales.texts import LANGUAGES, texts_for
from services.accounts.account import Role
from services.core import Core
from services.errors import NoLinkFound


def router() -> Router:
    """Return a fresh router."""
    start = Router(name="start")
    asks = F.args.startswith(GET)
    start.message.register(on_get_start, CommandStart(deep_link=True, magic=asks))
    start.message.register(on_invited, CommandStart(deep_link=True))
    start.message.register(on_start, CommandStart())
    start.message.register(on_help, Command("help"))
    start.message.register(on_language, Command("language"))
    start.message.register(on_forget, Command("forget"))
    start.callback_query.register(on_speak, Speak.filter())
    start.callback_query.register(on_forget_answer, Forget.filter())
    return start


async def on_invited(
    message: Message, command: CommandObject, bot: Bot, core: Core, visit: Visit
) -> None:
    """Let somebody in by the code of an invitation or of the first start."""
    telegram_id = visit.account.telegram_id or 0
    account = await core.accounts.claim(command.args or "", telegram_id, visit.account.name)
    if account.role is Role.OWNER and not visit.is_owner:
        await say(message, visit.texts.start_owner())
        await publish_owners_commands(bot, message.chat.id)
    await say(message, visit.texts.start_welcome(name=_first_name(message)))


async def on_get_start(message: Message, command: CommandObject, core: Core, visit: Visit) -> None:
    """Go on with a link that was typed in another chat."""
    if not core.accounts.may_use(visit.account):
        await say(message, visit.texts.start_stranger(name=_first_name(message)))
        return
    token = (command.args or "").removeprefix(GET)
    if not token:
        await say(message, visit.texts.start_welcome(name=_first_name(message)))
        return
    url = await core.starts.find(token)
    if url is None:
        raise NoLinkFound
    await ask_about(core.links_in(url), message, core, visit)


async def on_start(message: Message, texts: Messages) -> None:
    """Say what this is."""
    await say(message, texts.start_welcome(name=_first_name(message)))


async def on_help(message: Message, visit: Visit) -> None:
    """Say how it goes, and which commands there are."""
    await say(message, _help(visit.texts, owner=visit.is_owner))


async def on_language(message: Message, texts: Messages) -> None:
    """Offer the languages, each by its own name."""
    rows = [
        [InlineKeyboardButton(text=name, callback_data=Speak(language=code).pack())]
        for code, name in LANGUAGES.items()
    ]
    follow = Speak(language="").pack()
    rows.append([InlineKeyboardButton(text=texts.button_follow_telegram(), callback_data=follow)])
    await say(message, texts.language_ask(), InlineKeyboardMarkup(inline_keyboard=rows))


async def on_speak(
    callback: CallbackQuery, callback_data: Speak, bot: Bot, core: Core, visit: Visit
) -> None:
    """Speak the language from now on, beginning with this answer."""
    chosen = callback_data.language if callback_data.language in LANGUAGES else None
    await core.accounts.set_language(visit.account.id, chosen)
    texts = texts_for(chosen or callback.from_user.language_code)
    await acknowledge(callback)
    follows = texts.language_follows(language=LANGUAGES[texts.language])
    await show(bot, callback, texts.language_set() if chosen else follows, None)


async def on_forget(message: Message, texts: Messages) -> None:
    """Ask once more before anything is erased."""
    yes, no = (Forget(sure=sure).pack() for sure in (True, False))
    row = [
        InlineKeyboardButton(text=texts.button_forget_yes(), callback_data=yes, style="danger"),
        InlineKeyboardButton(text=texts.button_forget_no(), callback_data=no),
    ]
    await say(message, texts.forget_ask(), InlineKeyboardMarkup(inline_keyboard=[row]))


async def on_forget_answer(
    callback: CallbackQuery, callback_data: Forget, bot: Bot, core: Core, visit: Visit
) -> None:
    """Erase the person, their jobs first; or nothing."""
    if not callback_data.sure:
        await acknowledge(callback)
        await show(bot, callback, visit.texts.forget_kept(), None)
        return
    await acknowledge(callback)
    await core.live.forget(visit.account.id)
    await core.jobs.forget(visit.account.id)
    await core.file_links.revoke(visit.account.id)
    await core.starts.forget(visit.account.id)
    await core.accounts.forget(visit.account.id)
    await show(bot, callback, visit.texts.forget_done(), None)


def _help(texts: Messages, *, owner: bool) -> str:
    lines = [
        texts.help_command(command=command.command, about=command.description)
        for command in commands_for(texts, owner=owner)
    ]
    parts = [
        texts.help_how(),
        texts.help_words(),
        Html(f"{texts.help_clean()} {texts.help_word_lists()}"),
        texts.help_usual(),
        texts.help_clips(),
        texts.help_groups(),
        texts.help_commands(lines=Html("\n".join(lines))),
    ]
    return "\n\n".join(parts)


def _first_name(message: Message) -> str | None:
    return message.from_user.first_name if message.from_user else None
