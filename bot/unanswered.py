"""Cards that nobody answers: after a while the usual choice is made, for those who want it like that."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import structlog
from aiogram.types import CallbackQuery, TelegramObject

from bot.intents import Act, Intents
from services.clock import Clock
from services.errors import HearsayError
from services.jobs.jobs import Jobs
from services.jobs.order import Product
from services.store.database import Database

log = structlog.get_logger(__name__)

LOOKED_AT: Final = timedelta(seconds=10)
_TOO_LATE: Final = timedelta(hours=1)
"""A card that was forgotten while the program stood still stays as it is."""

_UNANSWERED: Final = """
    SELECT card.id, accounts.usual FROM jobs AS card JOIN accounts ON accounts.id = card.account
    WHERE card.product = 'card' AND card.state = 'done' AND card.message_id IS NOT NULL
      AND card.ended_at > :first AND card.ended_at <= :now - accounts.patience
      AND accounts.patience > 0 AND accounts.usual IS NOT NULL AND accounts.role <> 'blocked'
      AND EXISTS (
          SELECT 1 FROM media WHERE media.key = card.source_key
            AND NOT coalesce(json_extract(media.facts, '$.live'), 0))
      AND NOT EXISTS (
          SELECT 1 FROM jobs AS later
          WHERE later.chat_id = card.chat_id AND later.message_id = card.message_id
            AND later.rowid > card.rowid)
      AND NOT EXISTS (
          SELECT 1 FROM intents JOIN jobs AS shown ON shown.id = intents.job
          WHERE shown.chat_id = card.chat_id AND shown.message_id = card.message_id
            AND intents.act = :press)
"""

_Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[object]]


def watching_presses(intents: Intents) -> Callable[..., Awaitable[object]]:
    """Return the middleware that sees who is choosing: nothing is chosen for them."""

    async def watch(handler: _Handler, event: TelegramObject, data: dict[str, Any]) -> object:
        # Afterwards: a press that was refused was none of theirs.
        handled = await handler(event, data)
        if isinstance(event, CallbackQuery) and event.message is not None:
            await intents.pressed(event.message.chat.id, event.message.message_id)
        return handled

    return watch


async def choose_for_the_silent(database: Database, jobs: Jobs, clock: Clock) -> int:
    """Turn the cards whose time is over into the usual choice; return how many."""
    now = clock.now()
    first = now - _TOO_LATE.total_seconds()
    rows = await database.rows(_UNANSWERED, now=now, first=first, press=Act.PRESS)
    for row in rows:
        card = await jobs.get(row["id"])
        recipient = replace(card.order.recipient, message_id=card.message_id)
        order = replace(
            card.order,
            product=Product.MEDIA,
            recipient=recipient,
            choice=f"{row['usual']}{card.order.choice}",
        )
        try:
            await jobs.submit(order, once=f"unanswered:{card.id}")
        except HearsayError as error:
            log.info("nothing was chosen", card=card.id, code=error.code)
    return len(rows)
