"""Jobs in SQL. A job's state changes only by a compare-and-set that obeys `MOVES`."""

import json
import secrets
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from services.clock import Clock
from services.errors import TooManyWaiting
from services.jobs.job import MOVES, OVER, Failure, Job, Stage, State
from services.jobs.order import RESULTS, Channel, Order, Product
from services.jobs.programs import Extras
from services.jobs.rows import failure_json, job_of
from services.store.database import Database, Transaction

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
_MOVE: Final = """
    UPDATE jobs SET
        state = :to,
        run = run + (:to = 'running'),
        attempts = CASE WHEN :to = 'running' AND stage IS :stage THEN attempts + 1
                        WHEN :to = 'running' THEN 1 ELSE attempts END,
        stage = coalesce(:stage, stage),
        title = coalesce(:title, title),
        lane = coalesce(:lane, lane),
        "order" = coalesce(:order, "order"),
        artifact = coalesce(:artifact, artifact),
        failure = coalesce(:failure, failure),
        waits_for = :waits_for,
        started_at = CASE WHEN :to = 'running' THEN coalesce(started_at, :now) ELSE started_at END,
        ended_at = CASE WHEN :to IN ('done', 'failed', 'cancelled') THEN :now END
    WHERE id = :id AND state IN (SELECT value FROM json_each(:from))
      AND (:to <> 'running' OR due_at IS NULL OR due_at <= :now)
    RETURNING *
"""
_CHANGE: Final = """
    UPDATE jobs SET due_at = :due_at, priority = :priority
    WHERE id = :id AND state = 'waiting' RETURNING *
"""
_ENTER: Final = """
    UPDATE jobs SET
        attempts = CASE WHEN stage IS :stage THEN attempts + 1 ELSE 1 END,
        stage = :stage
    WHERE id = :id AND state = 'running'
    RETURNING *
"""
_ACTIVE: Final = """
    SELECT * FROM jobs WHERE state IN ('waiting', 'running') ORDER BY created_at, rowid
"""
_HOLDERS_PAST_THEIR_END: Final = """
    SELECT DISTINCT held_by FROM blob_uses JOIN jobs ON jobs.id = substr(held_by, 5)
    WHERE held_by >= 'job:' AND held_by < 'job;'
      AND (state IN ('failed', 'cancelled')
           OR state = 'done' AND json_extract("order", '$.recipient.channel') <> :shelf)
"""
_MINE: Final = """
    SELECT * FROM jobs WHERE account = :account AND parent = ''
    ORDER BY state IN ('waiting', 'running') DESC, rowid DESC LIMIT :limit
"""
_FAILED: Final = """
    SELECT * FROM jobs AS failed WHERE state = 'failed' AND ended_at >= :since AND parent = ''
       AND (:account IS NULL OR account = :account)
       AND (:channel IS NULL OR json_extract("order", '$.recipient.channel') = :channel)
       AND NOT EXISTS (SELECT 1 FROM jobs AS later
                       WHERE later.again_of = failed.id AND later.again_of <> '')
    ORDER BY ended_at DESC, rowid DESC LIMIT :limit
"""
_NAMED: Final = "SELECT * FROM jobs WHERE once >= :first AND once < :last ORDER BY rowid"
_CHILDREN: Final = "SELECT * FROM jobs WHERE parent = :parent AND parent <> ''"
_OF_MESSAGE: Final = """
    SELECT * FROM jobs WHERE chat_id = :chat_id AND message_id = :message_id
    ORDER BY rowid DESC LIMIT 1
"""
_ENDED: Final = """
    SELECT state, coalesce(json_extract(failure, '$.code'), '') AS code, count(*) AS jobs
    FROM jobs WHERE ended_at >= :since GROUP BY state, code
"""
_DELETE_OLD: Final = """
    DELETE FROM jobs WHERE id IN
        (SELECT id FROM jobs WHERE ended_at < :before AND (:account IS NULL OR account = :account)
         ORDER BY ended_at LIMIT :limit)
    RETURNING id, run
"""
_FORGET_ASKED: Final = """
    DELETE FROM failures WHERE EXISTS
        (SELECT 1 FROM jobs WHERE account = :account AND instr(failures.key, jobs.source_key) > 0)
"""
_DELETE_ONE: Final = """
    DELETE FROM jobs WHERE id = :id AND ended_at IS NOT NULL RETURNING id, run
"""
_DELETE_MINE: Final = """
    DELETE FROM jobs WHERE account = :account AND ended_at IS NOT NULL RETURNING id, run
"""


def new_id() -> str:
    """Return a name that no job has."""
    return secrets.token_hex(8)


@dataclass(frozen=True, slots=True)
class Entry:
    """A job that is to be written down."""

    order: Order
    once: str = ""
    again_of: str = ""
    extras: Extras = field(default_factory=Extras)
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class Change:
    """What is written together with a move; None leaves it as it is."""

    stage: Stage | None = None
    title: str | None = None
    order: Order | None = None
    artifact: str | None = None
    failure: Failure | None = None
    waits_for: str = ""
    """Is always written: whoever moves on waits for nothing else any more."""


class JobTable:
    """Reads and writes rows; knows nothing of what runs."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def add(
        self,
        order: Order,
        *,
        once: str,
        again_of: str,
        most_waiting: int,
        extras: Extras | None = None,
        job_id: str = "",
    ) -> tuple[Job, bool]:
        """Return the new job and True; or the one that the same request made before, and False.

        Two requests are the same when they share `once`, or when they want the same in one message
        whose job has not ended: a double tap. Where another wish has the message, or it has become a
        result meanwhile, the new job gets a message below it. A card is no obstacle: its buttons are
        seen, and may be tapped, before the job that showed it is noted as done.

        The entries of a list do not count: the list's own job sees to it that they are few.

        Args:
            order: What is asked for.
            once: The asker's own name for this request; empty when there is none.
            again_of: The job that is repeated; empty when none is.
            most_waiting: How many of the account's jobs may wait.
            extras: What a program said beside its order.
            job_id: A name that was made before; empty makes one.

        Raises:
            TooManyWaiting: the account has `most_waiting` already.
        """
        entry = Entry(order, once, again_of, extras or Extras(), job_id or new_id())
        async with self._database.transaction() as transaction:
            return await self.add_within(transaction, entry, most_waiting=most_waiting)

    async def add_within(
        self, transaction: Transaction, entry: Entry, *, most_waiting: int
    ) -> tuple[Job, bool]:
        """Add a job as a part of something larger; arguments and errors as of `add`."""
        order, also = entry.order, entry.extras
        chat_id, message_id = order.recipient.chat_id or None, order.recipient.message_id
        if entry.once or message_id is not None:
            asked = {"once": entry.once or None, "chat_id": chat_id, "message_id": message_id}
            earlier = await transaction.run(_EARLIER, **asked)
            for row in earlier:
                if _is_same(entry, row):
                    return job_of(row), False
            if _is_taken(entry, earlier):
                order = replace(order, recipient=order.recipient.below())
        (counted,) = await transaction.run(_NUMBER, account=order.account)
        if counted["waiting"] >= most_waiting and not order.parent:
            raise TooManyWaiting(limit=most_waiting)
        added = await transaction.run(
            _ADD,
            id=entry.id,
            account=order.account,
            lane=order.lane,
            product=order.product,
            source_key=order.source_key,
            order=order.to_json(),
            once=entry.once or None,
            chat_id=chat_id,
            message_id=order.recipient.message_id,
            again_of=entry.again_of,
            parent=order.parent,
            now=self._clock.now(),
            number=counted["last"],
            due_at=also.due_at,
            priority=also.priority,
            batch=also.batch,
            webhook_url=also.webhook_url,
            request_id=also.request_id,
        )
        return job_of(added[0]), True

    async def get(self, job_id: str) -> Job | None:
        """Return the job, or None."""
        row = await self._database.row("SELECT * FROM jobs WHERE id = :id", id=job_id)
        return job_of(row) if row else None

    async def numbered(self, number: int) -> Job | None:
        """Return the job that has this number, or None."""
        row = await self._database.row("SELECT * FROM jobs WHERE number = :number", number=number)
        return job_of(row) if row else None

    async def change(self, job_id: str, *, due_at: float | None, priority: int) -> Job | None:
        """Let a waiting job begin at another time or in another turn; None when it does not wait."""
        rows = await self._database.write(_CHANGE, id=job_id, due_at=due_at, priority=priority)
        return job_of(rows[0]) if rows else None

    async def move(
        self,
        job_id: str,
        to: State,
        *,
        change: "Change | None" = None,
        only_from: Iterable[State] = tuple(State),
    ) -> Job | None:
        """Change the state if the move is allowed from where the job stands; None when it is not."""
        also = change or Change()
        allowed = [state for state in only_from if to in MOVES[state]]
        rows = await self._database.write(
            _MOVE,
            id=job_id,
            to=to,
            **{"from": json.dumps(allowed)},
            stage=also.stage,
            title=also.title,
            lane=also.order.lane if also.order else None,
            order=also.order.to_json() if also.order else None,
            artifact=also.artifact,
            failure=failure_json(also.failure) if also.failure else None,
            waits_for=also.waits_for,
            now=self._clock.now(),
        )
        return job_of(rows[0]) if rows else None

    async def enter(self, job_id: str, stage: Stage) -> Job | None:
        """Note that a running job begins a stage, once more or anew; None when it does not run."""
        rows = await self._database.write(_ENTER, id=job_id, stage=stage)
        return job_of(rows[0]) if rows else None

    async def note(
        self, job_id: str, *, title: str | None = None, message_id: int | None = None
    ) -> Job | None:
        """Keep a fact that became known; None when there is no such job."""
        rows = await self._database.write(
            "UPDATE jobs SET title = coalesce(:title, title),"
            " message_id = coalesce(:message_id, message_id) WHERE id = :id RETURNING *",
            id=job_id,
            title=title,
            message_id=message_id,
        )
        return job_of(rows[0]) if rows else None

    async def active(self) -> list[Job]:
        """Return all that wait or run, the oldest first."""
        return [job_of(row) for row in await self._database.rows(_ACTIVE)]

    async def holders_past_their_end(self) -> list[str]:
        """Return in which jobs' names bytes are still held although these have ended.

        What lies on the shelf is held for who fetches it.
        """
        rows = await self._database.rows(_HOLDERS_PAST_THEIR_END, shelf=Channel.SHELF)
        return [str(row["held_by"]) for row in rows]

    async def failed(
        self,
        *,
        since: float,
        limit: int,
        account: int | None = None,
        channel: Channel | None = None,
    ) -> list[Job]:
        """Return jobs that failed after a moment and were not repeated, the newest end first."""
        rows = await self._database.rows(
            _FAILED, since=since, limit=limit, account=account, channel=channel
        )
        return [job_of(row) for row in rows]

    async def named(self, once: str) -> list[Job]:
        """Return the jobs of a request that gave several, each by `once`, a colon and more."""
        rows = await self._database.rows(_NAMED, first=f"{once}:", last=f"{once};")
        return [job_of(row) for row in rows]

    async def mine(self, account: int, *, limit: int) -> list[Job]:
        """Return one account's jobs: those under way first, then the newest."""
        rows = await self._database.rows(_MINE, account=account, limit=limit)
        return [job_of(row) for row in rows]

    async def children(self, parent: str) -> list[Job]:
        """Return the jobs that were made for the entries of a list."""
        return [job_of(row) for row in await self._database.rows(_CHILDREN, parent=parent)]

    async def of_message(self, chat_id: int, message_id: int) -> Job | None:
        """Return the newest job that is shown by a message."""
        row = await self._database.row(_OF_MESSAGE, chat_id=chat_id, message_id=message_id)
        return job_of(row) if row else None

    async def ended_since(self, moment: float) -> list[tuple[State, str, int]]:
        """Return how many jobs ended how: state, code of the failure or empty, count."""
        rows = await self._database.rows(_ENDED, since=moment)
        return [(State(row["state"]), row["code"], row["jobs"]) for row in rows]

    async def delete_old(
        self, *, before: float, limit: int, account: int | None = None
    ) -> list[tuple[str, int]]:
        """Delete some of the jobs that ended before a moment; return their ids and last runs."""
        rows = await self._database.write(_DELETE_OLD, before=before, limit=limit, account=account)
        return [(row["id"], row["run"]) for row in rows]

    async def delete(self, job_id: str) -> list[tuple[str, int]]:
        """Delete a job that has ended; return its id and last run, or nothing."""
        rows = await self._database.write(_DELETE_ONE, id=job_id)
        return [(row["id"], row["run"]) for row in rows]

    async def delete_mine(self, account: int) -> list[tuple[str, int]]:
        """Delete all jobs of an account that have ended; return their ids and last runs.

        What is remembered of their links' failures goes as well: a key may be an address.
        """
        await self._database.write(_FORGET_ASKED, account=account)
        rows = await self._database.write(_DELETE_MINE, account=account)
        return [(row["id"], row["run"]) for row in rows]


def _is_same(entry: Entry, row: sqlite3.Row) -> bool:
    if entry.once and row["once"] == entry.once:
        return True
    return row["state"] not in OVER and Order.from_json(row["order"]).wish == entry.order.wish


def _is_taken(entry: Entry, earlier: Sequence[sqlite3.Row]) -> bool:
    """Return whether the message is, or becomes, what another wish was about; the newest first."""
    others = [row for row in earlier if row["product"] != Product.CARD]
    if any(row["state"] not in OVER for row in others):
        return True
    # What is made anew takes the place of what it repeats.
    if not others or entry.again_of:
        return False
    return others[0]["state"] == State.DONE and others[0]["product"] in RESULTS
