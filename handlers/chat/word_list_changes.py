"""What somebody writes to change word lists: words to add, words to remove, the name of a new list."""

import re
from dataclasses import dataclass
from typing import Final

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers.chat.answers import acknowledge, message_of, say
from handlers.chat.callbacks import ListAct, Listing
from handlers.chat.questions import ask
from handlers.chat.tongues import language_name
from handlers.chat.visit import Visit
from handlers.chat.word_list_asking import Answered, Asked, answers, list_of, say_list
from handlers.chat.word_list_card import faults_told
from locales.messages import Messages
from locales.speaker import Html
from services.censor.drafts import Draft
from services.censor.folding import plain
from services.censor.imports import Imported
from services.censor.word_lists import WordList
from services.core import Core
from services.errors import ButtonExpired

_SEVERITY_BEHIND: Final = re.compile(r"\s*[=;\uff1d\uff1b]\s*")
_SPARED: Final = ("!", "\uff01")


@dataclass(frozen=True, slots=True)
class _Removal:
    """What somebody no longer wants on a list."""

    words: tuple[str, ...]
    exceptions: tuple[str, ...]
    unknown: tuple[str, ...]
    """What is not on it."""


def router() -> Router:
    """Return a fresh router; it stands before those that read other answers."""
    changes = Router(name="word-list-changes")
    for act in _ASKED:
        changes.callback_query.register(on_change, Listing.filter(F.act == act))
    changes.callback_query.register(on_new, Listing.filter(F.act == ListAct.NEW))
    answer, text = changes.message.register, F.reply_to_message & F.text
    answer(on_words_to_add, text, answers(Asked.ADD, Asked.IMPORT))
    answer(on_words_to_remove, text, answers(Asked.REMOVE))
    answer(on_name, text, answers(Asked.NEW))
    return changes


async def on_change(
    callback: CallbackQuery, callback_data: Listing, core: Core, visit: Visit
) -> None:
    """Ask for the words or the file; the answer to that message has them."""
    found = await list_of(callback_data.number, core, visit)
    await acknowledge(callback)
    asked = _ASKED[callback_data.act]
    words, field = _question(asked, found, visit.texts)
    question = Answered(visit.account.id, asked, str(found.id)).question
    await ask(message_of(callback), words, question, core, field=field)


async def on_new(callback: CallbackQuery, callback_data: Listing, core: Core, visit: Visit) -> None:
    """Ask what a new list for a language is called."""
    texts, code = visit.texts, callback_data.value
    language = language_name(code, texts)
    if code and not language:
        raise ButtonExpired
    await acknowledge(callback)
    question = Answered(visit.account.id, Asked.NEW, code).question
    words = texts.word_list_new_ask(language=language or None)
    field = texts.name_word_list_new_field()
    await ask(message_of(callback), words, question, core, field=field)


async def on_words_to_add(message: Message, answered: Answered, core: Core, visit: Visit) -> None:
    """Put the words of an answer into a list."""
    answered.check(visit)
    found = await list_of(answered.number, core, visit)
    await merge(_drafted(message.text or ""), found, message, core, visit)


async def on_words_to_remove(
    message: Message, answered: Answered, core: Core, visit: Visit
) -> None:
    """Take the words of an answer out of a list."""
    answered.check(visit)
    found = await list_of(answered.number, core, visit)
    removal = _removal(message.text or "", found)
    found = await _taken_out(removal, found, core, visit)
    done = visit.texts.word_list_taken_out(count=len(removal.words) + len(removal.exceptions))
    if removal.unknown:
        unknown = visit.texts.word_list_not_there(words=", ".join(removal.unknown))
        done = Html(f"{done}\n{unknown}")
    await say_list(message, found, core, visit, done=done)


async def on_name(message: Message, answered: Answered, core: Core, visit: Visit) -> None:
    """Make an empty list of this name."""
    answered.check(visit)
    made = await core.censor.word_lists.new(
        visit.account.id, message.text or "", language=answered.subject
    )
    await say_list(message, made, core, visit)


async def merge(draft: Draft, found: WordList, message: Message, core: Core, visit: Visit) -> None:
    """Put words into a list, or tell what is wrong with them."""
    done = await core.censor.word_lists.bring(visit.account.id, found.id, draft, merge=True)
    if done.faults:
        await say(message, faults_told(done.faults, visit.texts))
        return
    found = await list_of(done.list_id, core, visit)
    await say_list(message, found, core, visit, done=imported(done, visit.texts))


def imported(done: Imported, texts: Messages) -> Html:
    """Return what an import did."""
    return texts.word_list_imported(added=done.added, changed=done.changed, removed=done.removed)


async def _taken_out(removal: _Removal, found: WordList, core: Core, visit: Visit) -> WordList:
    lists, account = core.censor.word_lists, visit.account.id
    if removal.words:
        found = await lists.take_out(account, found.id, removal.words)
    if removal.exceptions:
        gone = {plain(spelled) for spelled in removal.exceptions}
        left = [spelled for spelled in found.exceptions if plain(spelled) not in gone]
        found = await lists.spare(account, found.id, left)
    return found


def _question(asked: Asked, found: WordList, texts: Messages) -> tuple[Html, str]:
    match asked:
        case Asked.ADD:
            return texts.word_list_add_ask(name=found.name), texts.name_word_list_add_field()
        case Asked.REMOVE:
            return texts.word_list_remove_ask(name=found.name), texts.name_word_list_remove_field()
        case _:
            return texts.word_list_import_ask(name=found.name), texts.name_word_list_import_field()


def _drafted(text: str) -> Draft:
    """Return the words of a message: one a line, how bad it is behind it, `!` before what to spare."""
    draft = Draft()
    for number, line in enumerate(text.splitlines(), start=1):
        said = line.strip()
        if said.startswith(_SPARED):
            draft.take_exception(said[1:])
        elif said:
            word, _, severity = _SEVERITY_BEHIND.sub("=", said, count=1).partition("=")
            draft.take(number, {"word": word, "severity": severity})
    return draft


def _removal(text: str, found: WordList) -> _Removal:
    on_list = {plain(entry.word) for entry in found.entries}
    spared = {plain(spelled) for spelled in found.exceptions}
    words, exceptions, unknown = [], [], []
    for line in dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()):
        bare = line[1:].strip() if line.startswith(_SPARED) else line
        if bare == line and plain(line) in on_list:
            words.append(line)
        elif bare != line and plain(bare) in spared:
            exceptions.append(bare)
        else:
            unknown.append(line)
    return _Removal(tuple(words), tuple(exceptions), tuple(unknown))


_ASKED: Final = {
    ListAct.ADD: Asked.ADD,
    ListAct.REMOVE: Asked.REMOVE,
    ListAct.IMPORT: Asked.IMPORT,
}
