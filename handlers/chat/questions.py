"""Questions that are answered in words: what the bot asks, and the answers to its messages."""

from dataclasses import replace
from typing import Any, Final

from aiogram import F, Router
from aiogram.types import ForceReply, MaybeInaccessibleMessageUnion, Message

from handlers.chat.answers import say
from handlers.chat.visit import Visit
from locales.quoting import clipped, tamed
from locales.speaker import Html
from services.accounts.questions import Question
from services.core import Core
from services.errors import NotYours

VOCABULARY: Final = "vocabulary"
"""What a question is about that asks for names and terms."""

_LONGEST_VOCABULARY: Final = 1_000
_NONE: Final = frozenset({"-", "\u2013", "\u2014"})


def router() -> Router:
    """Return a fresh router; it stands before those that read other answers."""
    questions = Router(name="questions")
    questions.message.register(on_vocabulary, F.reply_to_message, F.text, about_vocabulary)
    return questions


async def ask(
    below: MaybeInaccessibleMessageUnion, words: Html, question: Question, core: Core, *, field: str
) -> None:
    """Ask below a message, and remember what about.

    Args:
        below: The message.
        words: The question.
        question: Who is asked, and what about.
        core: Remembers it.
        field: What stands where the answer is written.
    """
    asked = await below.answer(
        words, parse_mode="HTML", reply_markup=ForceReply(input_field_placeholder=field)
    )
    await core.accounts.questions.keep(asked.chat.id, asked.message_id, question)


async def question_of(message: Message, core: Core) -> Question | None:
    """Return what a message answers; None when it answers no question."""
    answered = message.reply_to_message
    if answered is None or (message.text or "").startswith("/"):
        return None
    return await core.accounts.questions.of_message(message.chat.id, answered.message_id)


async def about_vocabulary(message: Message, core: Core) -> bool | dict[str, Any]:
    """Return the `question` that a message answers; False when it is about something else."""
    question = await question_of(message, core)
    if question is None or question.about != VOCABULARY:
        return False
    return {"question": question}


async def on_vocabulary(message: Message, question: Question, core: Core, visit: Visit) -> None:
    """Keep the names and terms in mind from now on, or forget them."""
    if question.account != visit.account.id:
        raise NotYours
    told = clipped(tamed(message.text or ""), _LONGEST_VOCABULARY)
    vocabulary = "" if told in _NONE else told
    await core.accounts.set_habits(replace(visit.account, vocabulary=vocabulary))
    await say(message, visit.texts.vocabulary_set())
