"""The Dispatcher: who is asking, in which words they are answered, and which handler listens."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.dispatcher.middlewares.user_context import EventContext
from aiogram.enums import ChatType
from aiogram.types import Chat, ChosenInlineResult, TelegramObject, Update, User

from bot import metrics
from handlers.chat import (
    admin,
    blocking,
    cleaning,
    errors,
    files,
    formats,
    here,
    inline,
    invites,
    jobs,
    key_making,
    key_menu,
    links,
    lists,
    live,
    questions,
    review,
    rewording,
    settings,
    speakers,
    start,
    word_list_changes,
    word_list_files,
    word_lists,
    words,
)
from handlers.chat.admins import Admins
from handlers.chat.answers import acknowledge, say
from handlers.chat.filters import addressed, is_overheard
from handlers.chat.inline import ReadyFiles
from handlers.chat.visit import Limits, Visit
from handlers.chat.word_list_files import ReadFile
from locales.messages import Messages
from locales.quoting import plain
from locales.speaker import Html
from locales.texts import say_error, texts_for
from services.accounts.account import Role
from services.core import Core
from services.errors import NotAllowed

_Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[object]]


def build_dispatcher(
    core: Core,
    *,
    limits: Limits,
    ready_files: ReadyFiles,
    read_file: ReadFile,
    versions: Mapping[str, str] | None = None,
) -> Dispatcher:
    """Return a fresh dispatcher whose handlers ask this core.

    Args:
        core: what the handlers may ask.
        limits: the sizes that the Bot API server carries.
        ready_files: finds what Telegram has of a medium.
        read_file: fetches what is in a small file that somebody sent.
        versions: what owners see under `/admin`: program → version.
    """
    dispatcher = Dispatcher(
        core=core,
        limits=limits,
        ready_files=ready_files,
        read_file=read_file,
        versions=versions or {},
        admins=Admins(core.clock),
        disable_fsm=True,
    )
    dispatcher.update.outer_middleware(name_in_log)
    dispatcher.update.outer_middleware(meet)
    dispatcher.include_routers(
        start.router(),
        here.router(),
        settings.router(),
        inline.router(),
        jobs.router(),
        live.router(),
        invites.router(),
        blocking.router(),
        admin.router(),
        formats.router(),
        questions.router(),
        key_menu.router(),
        key_making.router(),
        word_lists.router(),
        word_list_changes.router(),
        word_list_files.router(),
        speakers.router(),
        lists.router(),
        words.router(),
        rewording.router(),
        cleaning.router(),
        review.router(),
        files.router(),
        links.router(),
        errors.old_buttons(),
    )
    dispatcher.chosen_inline_result.register(count_chosen)
    dispatcher.errors.register(errors.on_error)
    return dispatcher


async def name_in_log(handler: _Handler, event: TelegramObject, data: dict[str, Any]) -> object:
    """Put the numbers of the update, the chat and the person on every log line that it causes."""
    context: EventContext = data["event_context"]
    update_id = event.update_id if isinstance(event, Update) else None
    with structlog.contextvars.bound_contextvars(
        update=update_id, chat=context.chat_id, user=context.user_id
    ):
        return await handler(event, data)


async def count_chosen(chosen: ChosenInlineResult) -> None:
    """Count what people take of what inline mode offers them."""
    metrics.inline_chosen(chosen.result_id.partition("-")[0])


async def meet(handler: _Handler, event: TelegramObject, data: dict[str, Any]) -> object:
    """Find the person's account and words; strangers get one sentence, the blocked get silence."""
    context: EventContext = data["event_context"]
    asker = context.user or context.chat
    if not isinstance(event, Update) or asker is None or not await _is_meant(event, data):
        return None
    visit = await _visit(event, asker, data)
    if visit.account.role is Role.BLOCKED:
        return None
    data |= {"account": visit.account, "texts": visit.texts, "visit": visit}
    if await _is_let_in(event, visit, data):
        return await handler(event, data)
    return None


async def _visit(update: Update, asker: User | Chat, data: dict[str, Any]) -> Visit:
    core: Core = data["core"]
    context: EventContext = data["event_context"]
    hint = (context.user.language_code if context.user else None) or ""
    account = await core.accounts.of_telegram(asker.id, asker.full_name, hint)
    is_private = context.chat is None or context.chat.type == ChatType.PRIVATE
    group = None if is_private or not context.chat else await core.groups.of(context.chat.id)
    spoken = group.language if group else None
    texts = texts_for(spoken or account.language or hint or account.hint)
    once = _once(update, data["bot"])
    return Visit(account, texts, once=once, limits=data["limits"], group=group)


async def _is_let_in(update: Update, visit: Visit, data: dict[str, Any]) -> bool:
    """Return whether they may go on; who may not is told so, where that annoys nobody."""
    core: Core = data["core"]
    shows_the_way_in = update.inline_query is not None or _brings_a_code(update)
    if shows_the_way_in or _is_from_the_group_itself(update):
        return True
    if not core.accounts.may_use(visit.account):
        await _turn_away(update, visit.texts)
        return False
    group = visit.group
    if group is not None and group.admins_only and not await _runs_group(update, data):
        if not data.get("overheard"):
            await _refuse(update, visit.texts.here_admins_only())
        return False
    return True


def _once(update: Update, bot: Bot) -> str:
    if update.message is not None:
        return f"msg:{bot.id}:{update.message.chat.id}:{update.message.message_id}"
    return f"tap:{bot.id}:{update.update_id}"


async def _is_meant(update: Update, data: dict[str, Any]) -> bool:
    """Return whether the update concerns us: whoever only chats in a group is not even looked up."""
    if update.message is None:
        asked = update.callback_query or update.stopped_message_generation
        return bool(asked or update.inline_query or update.chosen_inline_result)
    core: Core = data["core"]
    if update.message.migrate_to_chat_id is not None:
        to = update.message.migrate_to_chat_id
        await core.groups.moved(update.message.chat.id, to=to)
        return False
    is_command = (update.message.text or "").startswith("/")
    if is_command or await addressed(update.message, data["bot"], core):
        return True
    data["overheard"] = await is_overheard(update.message, core)
    return bool(data["overheard"])


def _is_from_the_group_itself(update: Update) -> bool:
    """Return whether an administrator who hides behind the group asks how it is there."""
    message = update.message
    return (
        message is not None
        and message.sender_chat is not None
        and message.sender_chat.id == message.chat.id
        and (message.text or "").startswith("/here")
    )


async def _runs_group(update: Update, data: dict[str, Any]) -> bool:
    admins: Admins = data["admins"]
    if update.message is not None:
        return await admins.wrote(update.message, data["bot"])
    context: EventContext = data["event_context"]
    if context.chat is None or context.user is None:
        return False
    return await admins.has(context.chat.id, context.user.id, data["bot"])


async def _refuse(update: Update, sentence: Html) -> None:
    if update.callback_query is not None:
        await acknowledge(update.callback_query, plain(sentence), alert=True)
    elif update.message is not None:
        await say(update.message, sentence)


def _brings_a_code(update: Update) -> bool:
    message = update.message
    return (
        message is not None
        and message.chat.type == ChatType.PRIVATE
        and (message.text or "").startswith("/start ")
    )


async def _turn_away(update: Update, texts: Messages) -> None:
    message = update.message
    if update.callback_query is not None:
        sentence = plain(say_error(texts, NotAllowed()))
        await acknowledge(update.callback_query, sentence, alert=True)
    elif message is not None and message.chat.type == ChatType.PRIVATE:
        name = message.from_user.first_name if message.from_user else None
        await say(message, texts.start_stranger(name=name))
