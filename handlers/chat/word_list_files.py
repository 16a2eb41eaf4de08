"""Word lists as files: sent on request, and imported when they come as answers."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import PurePath
from typing import Final

from aiogram import Bot, F, Router
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from handlers.chat.answers import acknowledge, message_of, say, show_buttons
from handlers.chat.callbacks import ListAct, Listing
from handlers.chat.files import file_of
from handlers.chat.tongues import language_name
from handlers.chat.visit import Visit
from handlers.chat.word_list_asking import (
    Answered,
    Asked,
    answers,
    expect_file,
    list_of,
    say_list,
    show_list,
)
from handlers.chat.word_list_card import faults_told, forms, ways_to_import
from handlers.chat.word_list_changes import imported, merge
from locales.messages import Messages
from services.censor.drafts import Draft
from services.censor.list_files import LARGEST_BYTES, ListForm, form_of, read_list, write_list
from services.core import Core
from services.errors import ButtonExpired, WordListTooBig
from services.jobs.order import ChatFile

ReadFile = Callable[[ChatFile], Awaitable[bytes]]
"""Returns what is in a small file of a chat."""

_SUFFIXES: Final = tuple(f".{form}" for form in ListForm)
_UNFIT_FOR_FILES: Final = re.compile(r'[/\\:*?"<>|\x00-\x1f]+')


def router() -> Router:
    """Return a fresh router; it stands before the one that reads all files."""
    files = Router(name="word-list-files")
    for act, handler in (
        (ListAct.FORMS, on_forms),
        (ListAct.FORM, on_form),
        (ListAct.MERGE, on_import),
        (ListAct.REPLACE, on_import),
    ):
        files.callback_query.register(handler, Listing.filter(F.act == act))
    answer, file = files.message.register, F.reply_to_message & F.document
    is_list = F.document.file_name.lower().endswith(_SUFFIXES)
    answer(on_list_file, file, answers(Asked.ADD, Asked.IMPORT))
    answer(on_list_file, file, is_list, answers(Asked.CARD))
    answer(on_new_list_file, file, answers(Asked.NEW))
    return files


async def on_forms(
    callback: CallbackQuery, callback_data: Listing, bot: Bot, core: Core, visit: Visit
) -> None:
    """Show what a list can be had as."""
    found = await list_of(callback_data.number, core, visit)
    await acknowledge(callback)
    await show_buttons(bot, callback, forms(found, visit.texts))


async def on_form(
    callback: CallbackQuery, callback_data: Listing, core: Core, visit: Visit
) -> None:
    """Send a list as a file."""
    below = message_of(callback)
    if callback_data.value not in set(ListForm):
        raise ButtonExpired
    form = ListForm(callback_data.value)
    found = await list_of(callback_data.number, core, visit)
    await acknowledge(callback)
    written = await asyncio.to_thread(write_list, found, form)
    name = f"{_UNFIT_FOR_FILES.sub('_', found.name)}.{form}"
    sent = await below.answer_document(BufferedInputFile(written.encode(), name))
    await expect_file(sent, found, core, visit)


async def on_new_list_file(
    message: Message, answered: Answered, core: Core, visit: Visit, read_file: ReadFile
) -> None:
    """Make a list of a file."""
    answered.check(visit)
    draft, name = await _draft_in(message, read_file, visit)
    if draft.faults:
        await say(message, faults_told(draft.faults, visit.texts))
        return
    made = await core.censor.word_lists.new(
        visit.account.id,
        draft.name or PurePath(name).stem,
        description=draft.description,
        language=answered.subject or _known(draft.language, visit.texts),
        draft=draft,
    )
    await say_list(message, made, core, visit)


async def on_list_file(
    message: Message, answered: Answered, core: Core, visit: Visit, read_file: ReadFile
) -> None:
    """Import a file, once it is clear what becomes of the words that are not in it."""
    answered.check(visit)
    found = await list_of(answered.number, core, visit)
    draft, _ = await _draft_in(message, read_file, visit)
    lists = core.censor.word_lists
    would = await lists.bring(visit.account.id, found.id, draft, merge=False, dry_run=True)
    if would.faults or not would.removed:
        await merge(draft, found, message, core, visit)
        return
    asked = visit.texts.word_list_import_choice(
        name=found.name, added=would.added, changed=would.changed, removed=would.removed
    )
    await message.reply(asked, parse_mode="HTML", reply_markup=ways_to_import(found, visit.texts))


async def on_import(
    callback: CallbackQuery,
    callback_data: Listing,
    bot: Bot,
    core: Core,
    visit: Visit,
    read_file: ReadFile,
) -> None:
    """Import the file that the message with the button answers."""
    asked = message_of(callback)
    sent = asked.reply_to_message if isinstance(asked, Message) else None
    found = await list_of(callback_data.number, core, visit)
    draft, _ = await _draft_in(sent, read_file, visit)
    stay = callback_data.act is ListAct.MERGE
    done = await core.censor.word_lists.bring(visit.account.id, found.id, draft, merge=stay)
    await acknowledge(callback)
    found = await list_of(done.list_id, core, visit)
    await show_list(callback, found, core, visit, bot=bot, done=imported(done, visit.texts))


async def _draft_in(
    message: Message | None, read_file: ReadFile, visit: Visit
) -> tuple[Draft, str]:
    """Return what is in the file of a message, and how it is called.

    Raises:
        ButtonExpired: there is none any more.
        WordListTooBig: no list of words is that large.
        WordListUnreadable: it is no list of words.
        WordListEmpty: there is no word in it.
    """
    file = file_of(message, visit.texts) if message is not None else None
    if file is None:
        raise ButtonExpired
    size_bytes = file.size_bytes or 0
    if size_bytes > LARGEST_BYTES:
        raise WordListTooBig(name=file.name, size_bytes=size_bytes, limit_bytes=LARGEST_BYTES)
    content = await read_file(file)
    draft = await asyncio.to_thread(read_list, content, form_of(file.name), name=file.name)
    return draft, file.name


def _known(language: str, texts: Messages) -> str:
    """Return a language if it is one that has a name."""
    return language if language_name(language, texts) else ""
