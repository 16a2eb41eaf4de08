"""Jobs in SQL. A job's state changes only by a compare-and-set that obeys `MOVES`."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from services.clock import Clock
from services.jobs.job import MOVES, Failure, Job, Stage, State
from services.jobs.new_job import NewJob, write_down
from services.jobs.order import Channel, Order
from services.jobs.rows import failure_json, job_of
from services.store.database import Database

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
_BUSIEST: Final = """
    SELECT account, count(*) AS jobs FROM jobs
    WHERE created_at >= :since AND parent = '' AND product <> 'card'
    GROUP BY account ORDER BY jobs DESC, account LIMIT :limit
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

    async def add(self, new: NewJob, *, most_waiting: int) -> tuple[Job, bool]:
        """Write a job down; arguments, answer and errors as of `write_down`."""
        async with self._database.transaction() as transaction:
            now = self._clock.now()
            return await write_down(transaction, new, most_waiting=most_waiting, now=now)

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

    async def busiest(self, *, since: float, limit: int) -> list[tuple[int, int]]:
        """Return who asked for how many jobs after a moment: a list is one, and a card is none."""
        rows = await self._database.rows(_BUSIEST, since=since, limit=limit)
        return [(row["account"], row["jobs"]) for row in rows]

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
