"""Where a group wants it, the message with the links goes once all that it asked for has been delivered."""

from datetime import timedelta
from typing import Final

import structlog
from aiogram.exceptions import AiogramError, TelegramBadRequest, TelegramForbiddenError

from bot.intents import Act
from bot.means import Means
from handlers.chat.admins import may_delete
from services.accounts.groups import Groups
from services.errors import NotFound
from services.jobs.job import Job, State
from services.jobs.order import Product

log = structlog.get_logger(__name__)

_LOOK_BACK: Final = timedelta(days=1)

_OPEN: Final = """
    SELECT 1 FROM jobs
    WHERE account = :account AND chat_id = :chat_id AND parent = ''
      AND json_extract("order", '$.recipient.removes')
      AND json_extract("order", '$.recipient.reply_to') = :asked
    GROUP BY coalesce(json_extract("order", '$.recipient.message_id'), message_id, id)
    HAVING NOT max(product <> 'card' AND state = 'done')
"""
"""The answers to a message that have not become a result; a card's message is that of its result."""

_UNTIDY: Final = """
    SELECT id FROM jobs AS ended
    WHERE state = 'done' AND product <> 'card' AND parent = '' AND ended_at > :since
      AND json_extract("order", '$.recipient.removes')
      AND NOT EXISTS (SELECT 1 FROM intents WHERE job = ended.id AND act = :act)
"""


async def tidy_up(job: Job, means: Means) -> None:
    """Remove the message that asked for a job, if nothing is left of it to be delivered.

    It may be called again and again; what cannot be reached now is tried at the next start.
    """
    recipient, account = job.order.recipient, job.order.account
    asked = recipient.reply_to
    is_result = job.state is State.DONE and job.order.product is not Product.CARD
    if not (is_result and recipient.removes) or asked is None:
        return
    if await means.intents.find(job.id, Act.TIDY) is not None:
        return
    chat_id = recipient.chat_id
    if await means.database.row(_OPEN, account=account, chat_id=chat_id, asked=asked):
        return
    try:
        await _remove(chat_id, asked, means)
    except AiogramError as error:
        log.info("a message could not be removed", chat=chat_id, reason=str(error))
        return
    await means.intents.done(job.id, Act.TIDY, chat_id=chat_id, message_id=asked)


async def untidy(means: Means) -> list[Job]:
    """Return the jobs that were delivered while the program went down, before anything was removed."""
    since = means.clock.now() - _LOOK_BACK.total_seconds()
    found: list[Job] = []
    for row in await means.database.rows(_UNTIDY, since=since, act=Act.TIDY):
        try:
            found.append(await means.jobs.get(row["id"]))
        except NotFound:
            continue
    return found


async def _remove(chat_id: int, message_id: int, means: Means) -> None:
    """Remove a message, if the group still wants that and has given the right to it."""
    group = await Groups(means.database).of(chat_id)
    if not group.deletes or not await may_delete(means.bot, chat_id):
        return
    try:
        await means.bot.delete_message(chat_id, message_id)
    except (TelegramBadRequest, TelegramForbiddenError) as error:
        log.info("a message stays", chat=chat_id, reason=str(error))
