"""How a key of a program is made under /keys: a name as an answer, what it opens by buttons, then the key."""

from typing import Any, Final

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery, Message

from handlers.chat.answers import acknowledge, message_of, say, show, show_buttons
from handlers.chat.callbacks import KeyAct, KeyPress
from handlers.chat.key_card import choice_of_scopes, scopes_in, shown_once
from handlers.chat.questions import ask, question_of
from handlers.chat.visit import Visit
from services.accounts.key_text import fit_name
from services.accounts.keys import USUAL, Scope
from services.accounts.questions import Question
from services.core import Core
from services.errors import ButtonExpired, NameTaken, NotYours

_NAME: Final = "key:name"
"""What a question is about that asks for the name of a key."""
_SCOPES: Final = "key:opens:"
"""And one that asks what it opens; the name stands behind."""


def router() -> Router:
    """Return a fresh router; it stands before those that read other answers."""
    making = Router(name="key-making")
    in_private = F.message.chat.type == ChatType.PRIVATE
    for act, handler in (
        (KeyAct.NEW, on_new),
        (KeyAct.SCOPES, on_scopes),
        (KeyAct.MAKE, on_make),
    ):
        making.callback_query.register(handler, KeyPress.filter(F.act == act), in_private)
    making.message.register(on_name, F.reply_to_message & F.text, about_name)
    return making


async def about_name(message: Message, core: Core) -> bool | dict[str, Any]:
    """Return the `question` that a message answers; False when it is about something else."""
    question = await question_of(message, core)
    return {"question": question} if question and question.about == _NAME else False


async def on_new(callback: CallbackQuery, core: Core, visit: Visit) -> None:
    """Ask for a name; the answer to that message has it."""
    await acknowledge(callback)
    texts, question = visit.texts, Question(visit.account.id, _NAME)
    field = texts.name_key_field()
    await ask(message_of(callback), texts.key_name_ask(), question, core, field=field)


async def on_name(message: Message, question: Question, core: Core, visit: Visit) -> None:
    """Ask what the key of this name shall open."""
    if question.account != visit.account.id:
        raise NotYours
    name = fit_name(message.text or "")
    if any(key.name == name for key in await core.keys.of(visit.account.id)):
        raise NameTaken(name=name)
    card = choice_of_scopes(name, USUAL, visit.texts, owner=visit.is_owner)
    asked = await say(message, *card)
    await core.accounts.questions.keep(
        asked.chat.id, asked.message_id, Question(visit.account.id, f"{_SCOPES}{name}")
    )


async def on_scopes(
    callback: CallbackQuery, callback_data: KeyPress, bot: Bot, core: Core, visit: Visit
) -> None:
    """Show what the key would open, with one thing more or less."""
    name = await _name(callback, core, visit)
    await acknowledge(callback)
    chosen = _allowed(callback_data, visit)
    _, keyboard = choice_of_scopes(name, chosen, visit.texts, owner=visit.is_owner)
    await show_buttons(bot, callback, keyboard)


async def on_make(
    callback: CallbackQuery, callback_data: KeyPress, bot: Bot, core: Core, visit: Visit
) -> None:
    """Make the key, and show it this once."""
    name, scopes = await _name(callback, core, visit), _allowed(callback_data, visit)
    if not scopes:
        await acknowledge(callback, visit.texts.alert_key_opens_nothing(), alert=True)
        return
    text = await core.keys.add(name, account=visit.account.id, scopes=scopes)
    await acknowledge(callback)
    secret = core.signatures.secret_of(text)
    await show(bot, callback, *shown_once(name, text, secret, visit.texts))


async def _name(callback: CallbackQuery, core: Core, visit: Visit) -> str:
    """Return the name of the key that a message of the bot is about.

    Raises:
        ButtonExpired: that is not kept any more.
        NotYours: somebody else was asked.
    """
    message = message_of(callback)
    question = await core.accounts.questions.of_message(message.chat.id, message.message_id)
    if question is None or not question.about.startswith(_SCOPES):
        raise ButtonExpired
    if question.account != visit.account.id:
        raise NotYours
    return question.about.removeprefix(_SCOPES)


def _allowed(pressed: KeyPress, visit: Visit) -> frozenset[Scope]:
    """Return what is chosen, as far as they may choose it."""
    chosen = scopes_in(pressed.scopes)
    return chosen if visit.is_owner else chosen - {Scope.ADMIN}
