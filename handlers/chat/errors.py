"""Where all that goes wrong in the chat ends: in a sentence, and in the log when it is our bug."""

import secrets

import structlog
from aiogram import Router
from aiogram.types import CallbackQuery, ErrorEvent, Update, User

from handlers.chat.answers import UNSAID, acknowledge, say
from locales.messages import Messages
from locales.quoting import plain
from locales.texts import say_error, texts_for
from services.core import Core
from services.errors import ButtonExpired, HearsayError, Unexpected

log = structlog.get_logger(__name__)

_ID_BYTES = 4


def old_buttons() -> Router:
    """Return the router that stands last: buttons that no handler knows (any more)."""
    router = Router(name="old-buttons")
    router.callback_query.register(on_old_button)
    return router


async def on_old_button(_callback: CallbackQuery) -> None:
    """Say that the button is from another time.

    Raises:
        ButtonExpired: always.
    """
    raise ButtonExpired


async def on_error(
    event: ErrorEvent,
    texts: Messages | None = None,
    event_from_user: User | None = None,
    core: Core | None = None,
) -> None:
    """Say what went wrong to whoever asked. Nothing raised here may stop the next update."""
    error = event.exception
    if isinstance(error, UNSAID):
        log.warning("telegram refused an answer", reason=str(error), kind=type(error).__name__)
        return
    spoken = texts or texts_for(event_from_user.language_code if event_from_user else None)
    explained = _explained(error)
    if core is not None:
        await core.jobs.problems.note(explained)
    try:
        await _tell(event.update, spoken, explained)
    except UNSAID as refusal:
        log.warning("telegram refused an apology", reason=str(refusal))


def _explained(error: Exception) -> HearsayError:
    """Return the error as one that has a sentence; a bug gets a word that is in the log as well."""
    if isinstance(error, HearsayError):
        log.info("refused", code=error.code, **error.details)
        return error
    word = secrets.token_hex(_ID_BYTES)
    log.error("handler died", id=word, exc_info=error)
    apology = Unexpected(id=word)
    apology.__cause__ = error
    return apology


async def _tell(update: Update, texts: Messages, error: HearsayError) -> None:
    sentence = say_error(texts, error)
    if update.callback_query is not None:
        await acknowledge(update.callback_query, plain(sentence), alert=True)
    elif update.message is not None:
        await say(update.message, sentence)
