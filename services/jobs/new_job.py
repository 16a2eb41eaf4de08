"""How a new job is written down: once, even where its request comes twice.

Two requests are the same when they share `once`, or when they want the same in one message whose job
has not ended: a double tap. Where another wish has the message, or it has become a result meanwhile,
the new job gets a message below it. A card is no obstacle: its buttons are seen, and may be tapped,
before the job that showed it is noted as done.
"""

import secrets
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from services.errors import TooManyWaiting
from services.jobs.job import OVER, Job, State
from services.jobs.order import RESULTS, Order, Product
from services.jobs.programs import Extras
from services.jobs.rows import job_of
from services.store.database import Transaction

_ADD: Final = """
    INSERT INTO jobs (id, account, lane, product, source_key, "order", once, state, chat_id,
                      message_id, again_of, parent, created_at, number, due_at, priority, batch,
                      webhook_url, request_id)
    VALUES (:id, :account, :lane, :product, :source_key, :order, :once, 'waiting', :chat_id,
            :message_id, :again_of, :parent, :now, :number, :due_at, :priority, :batch,
            :webhook_url, :request_id)
    RETURNING *
"""
_NUMBER: Final = """
    UPDATE job_numbers SET last = last + 1
    RETURNING last, (SELECT count(*) FROM jobs
                     WHERE account = :account AND state = 'waiting' AND parent = '') AS waiting
"""
_EARLIER: Final = """
    SELECT * FROM jobs
    WHERE once = :once
       OR (chat_id = :chat_id AND message_id = :message_id
           AND (product <> 'card' OR state IN ('waiting', 'running')))
    ORDER BY coalesce(once = :once, 0) DESC, rowid DESC
"""


def new_id() -> str:
    """Return a name that no job has."""
    return secrets.token_hex(8)


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job that is to be written down."""

    order: Order
    once: str = ""
    again_of: str = ""
    extras: Extras = field(default_factory=Extras)
    id: str = field(default_factory=new_id)


async def write_down(
    transaction: Transaction, new: NewJob, *, most_waiting: int, now: float
) -> tuple[Job, bool]:
    """Return the new job and True; or the one that the same request made before, and False.

    Args:
        transaction: In which it is written, perhaps with others.
        new: The job.
        most_waiting: How many of the account's jobs may wait; entries of a list do not count, as the
            list's own job sees to it that they are few.
        now: The time, in seconds since 1970.

    Raises:
        TooManyWaiting: the account has `most_waiting` already.
    """
    order, also = new.order, new.extras
    chat_id, message_id = order.recipient.chat_id or None, order.recipient.message_id
    if new.once or message_id is not None:
        asked = {"once": new.once or None, "chat_id": chat_id, "message_id": message_id}
        earlier = await transaction.run(_EARLIER, **asked)
        for row in earlier:
            if _is_same(new, row):
                return job_of(row), False
        if _is_taken(new, earlier):
            order = replace(order, recipient=order.recipient.below())
    (counted,) = await transaction.run(_NUMBER, account=order.account)
    if counted["waiting"] >= most_waiting and not order.parent:
        raise TooManyWaiting(limit=most_waiting)
    added = await transaction.run(
        _ADD,
        id=new.id,
        account=order.account,
        lane=order.lane,
        product=order.product,
        source_key=order.source_key,
        order=order.to_json(),
        once=new.once or None,
        chat_id=chat_id,
        message_id=order.recipient.message_id,
        again_of=new.again_of,
        parent=order.parent,
        now=now,
        number=counted["last"],
        due_at=also.due_at,
        priority=also.priority,
        batch=also.batch,
        webhook_url=also.webhook_url,
        request_id=also.request_id,
    )
    return job_of(added[0]), True


def _is_same(new: NewJob, row: sqlite3.Row) -> bool:
    if new.once and row["once"] == new.once:
        return True
    return row["state"] not in OVER and Order.from_json(row["order"]).wish == new.order.wish


def _is_taken(new: NewJob, earlier: Sequence[sqlite3.Row]) -> bool:
    """Return whether the message is, or becomes, what another wish was about; the newest first."""
    others = [row for row in earlier if row["product"] != Product.CARD]
    if any(row["state"] not in OVER for row in others):
        return True
    # What is made anew takes the place of what it repeats.
    if not others or new.again_of:
        return False
    last = others[0]
    copies = last["product"] == new.order.product == Product.CLEAN
    if copies and last["source_key"] == new.order.source_key:
        return False  # back to the first copy, which repeats none
    return last["state"] == State.DONE and last["product"] in RESULTS
