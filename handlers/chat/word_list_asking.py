"""What the bot asks about word lists, and where their files are expected."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from aiogram import Bot
from aiogram.types import CallbackQuery, MaybeInaccessibleMessageUnion, Message

from handlers.chat.answers import message_of, say, show
from handlers.chat.questions import question_of
from handlers.chat.visit import Visit
from handlers.chat.word_list_card import NOTHING, one_list
from locales.speaker import Html
from services.accounts.questions import Question
from services.censor.word_lists import WordList
from services.core import Core
from services.errors import NotYours

_BEGINNING: Final = "words"
_BETWEEN: Final = ":"


class Asked(StrEnum):
    """What a message of the bot asks for."""

    ADD = "add"
    REMOVE = "out"
    IMPORT = "file"
    NEW = "new"
    """Its subject is a language."""
    CARD = "card"
    """Nothing, but a file may come as an answer."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question about a list that somebody has answered."""

    account: int
    asked: Asked
    subject: str = ""
    """The number of a list, or a language."""

    @property
    def number(self) -> int:
        """Return the number of the list; 0 where it is about none."""
        return int(self.subject) if self.subject.isdecimal() else 0

    @property
    def question(self) -> Question:
        """Return it as it is remembered."""
        return Question(self.account, _BETWEEN.join((_BEGINNING, self.asked, self.subject)))

    def check(self, visit: Visit) -> None:
        """Let only those answer who were asked.

        Raises:
            NotYours: it is somebody else.
        """
        if self.account != visit.account.id:
            raise NotYours


Filter = Callable[[Message, Core], Awaitable[bool | dict[str, Any]]]


def answers(*kinds: Asked) -> Filter:
    """Return the filter for answers to such questions; handlers have them as `answered`."""

    async def about_lists(message: Message, core: Core) -> bool | dict[str, Any]:
        question = await question_of(message, core)
        answered = _read(question) if question is not None else None
        return {"answered": answered} if answered and answered.asked in kinds else False

    return about_lists


async def list_of(number: int, core: Core, visit: Visit) -> WordList:
    """Return a list as it stands for somebody now: their copy, where they have changed it meanwhile.

    Raises:
        WordListMissing: there is none any more.
    """
    lists, account = core.censor.word_lists, visit.account.id
    notes = await lists.all(account)
    copies = {note.based_on: note.id for note in notes if note.based_on is not None}
    return await lists.get(account, copies.get(number, number))


async def say_list(
    below: Message, found: WordList, core: Core, visit: Visit, *, done: Html = NOTHING
) -> None:
    """Show a list in a message of its own, after what was done to it."""
    told, keyboard = one_list(found, visit.texts, done=done)
    await expect_file(await say(below, told, keyboard), found, core, visit)


async def show_list(
    callback: CallbackQuery,
    found: WordList,
    core: Core,
    visit: Visit,
    *,
    bot: Bot,
    done: Html = NOTHING,
) -> None:
    """Show a list, after what was done to it, in place of what the message with the button said."""
    await show(bot, callback, *one_list(found, visit.texts, done=done))
    await expect_file(message_of(callback), found, core, visit)


async def expect_file(
    message: MaybeInaccessibleMessageUnion, found: WordList, core: Core, visit: Visit
) -> None:
    """Take a file that comes as an answer to a message of the bot for a list's."""
    question = Answered(visit.account.id, Asked.CARD, str(found.id)).question
    await core.accounts.questions.keep(message.chat.id, message.message_id, question)


def _read(question: Question) -> Answered | None:
    beginning, _, rest = question.about.partition(_BETWEEN)
    kind, _, subject = rest.partition(_BETWEEN)
    if beginning != _BEGINNING or kind not in set(Asked):
        return None
    return Answered(question.account, Asked(kind), subject)
