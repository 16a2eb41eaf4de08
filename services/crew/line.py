"""The line of calls: given by fronts, taken by workers, kept until whoever gave one has its answer.

Decided: tables of our own (claimed with SKIP LOCKED, told of by NOTIFY), beside those of the engine.
Because: a queue of DBOS has one limit for all machines, and a worker of two cores stands beside one of
sixty; it is polled, at every machine and at both ends of a call; and all its processes take recovered
workflows out of one internal queue, so that a worker would get the jobs of a front that was restarted,
which it cannot do. What a call needs is less than a workflow: the job at the front is that workflow, and
gives the call again if it has to.

Whoever takes a call gets a claim, a word that nobody else has. Everything that it tells later is taken
only while the call still bears that claim: one that was frozen, and whose call another one does by now,
changes nothing any more. A call that is not wanted any more is deleted; whoever does it finds that its
claim is gone.
"""

import json
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects import postgresql, sqlite

from services.crew.bell import Ring, ring
from services.crew.board import TABLES, Board
from services.crew.call import Json
from services.crew.pace import Pace
from services.crew.role import Role
from services.crew.roster import Roster, Worker, boots
from services.errors import Unexpected

log = structlog.get_logger(__name__)

_CALLS: Final = sa.Table(
    "crew_calls",
    TABLES,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("pace", sa.Text, nullable=False),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("act", sa.Text, nullable=False),
    sa.Column("arguments", sa.Text, nullable=False),
    sa.Column("files", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("given", sa.Float(53), nullable=False),
    sa.Column("awaited", sa.Float(53), nullable=False),
    sa.Column("enough", sa.Boolean, nullable=False),
    sa.Column("claim", sa.Text, nullable=False),
    sa.Column("worker", sa.Text, nullable=False),
    sa.Column("boot", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("told", sa.Integer, nullable=False),
    sa.Column("note", sa.Text),
    sa.Column("outcome", sa.Text),
    sa.Index("crew_calls_waiting", "role", "state", "given"),
)
_STEPS: Final = sa.Table(
    "crew_steps",
    TABLES,
    sa.Column("call", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("note", sa.Text, nullable=False),
)

WAITING: Final = "waiting"
RUNNING: Final = "running"
ENDED: Final = "ended"

_MOST_ATTEMPTS: Final = 5


@dataclass(frozen=True, slots=True)
class Given:
    """A call as it stands in the line."""

    id: str
    role: Role
    act: str
    arguments: Json
    files: Json
    """The keys and names of its files in the depot, by their short names."""
    pace: Pace = Pace.QUICK


@dataclass(frozen=True, slots=True)
class Taken:
    """A call that a worker has to do."""

    call: Given
    claim: str
    attempts: int
    steps: Sequence[tuple[int, Json]]
    """What was told by those who had it before."""


@dataclass(frozen=True, slots=True)
class News:
    """How a call stands."""

    state: str
    note: Json | None
    outcome: Json | None
    steps: Sequence[tuple[int, Json]] = ()
    """Those that were not known yet, with their numbers."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a worker has to tell about a call."""

    note: Json | None = None
    """The newest without a step."""
    steps: Mapping[int, Json] = field(default_factory=dict)
    """By their numbers, from 1."""


class Line:
    """The calls that wait, run, or have ended and not been fetched."""

    def __init__(self, board: Board, roster: Roster) -> None:
        self._board = board
        self._roster = roster

    async def give(self, call: Given, *, version: str) -> None:
        """Put a call in line. One that is there already is joined; one that has failed is given anew."""

        def give(connection: sa.Connection) -> None:
            found = connection.execute(
                sa.select(_CALLS.c.state, _CALLS.c.outcome).where(_CALLS.c.id == call.id)
            ).one_or_none()
            if found is not None:
                if found.state != ENDED or "value" in json.loads(found.outcome):
                    return
                _delete(connection, [call.id])
            statement = _insert(connection, _CALLS).values(
                id=call.id,
                role=call.role.value,
                pace=call.pace.value,
                version=version,
                act=call.act,
                arguments=json.dumps(call.arguments),
                files=json.dumps(call.files),
                state=WAITING,
                given=self._board.now,
                awaited=self._board.now,
                enough=False,
                claim="",
                worker="",
                boot="",
                attempts=0,
                told=0,
            )
            connection.execute(statement.on_conflict_do_nothing())
            ring(connection, Ring.WORK)

        await self._board.do(give)

    async def news(self, known: Mapping[str, int]) -> dict[str, News]:
        """Return how calls stand; one that is not returned is not in line any more.

        Args:
            known: The ids of the calls, and how many steps of each are known.
        """

        def read(connection: sa.Connection) -> dict[str, News]:
            columns = (_CALLS.c.id, _CALLS.c.state, _CALLS.c.told, _CALLS.c.note, _CALLS.c.outcome)
            found = connection.execute(sa.select(*columns).where(_CALLS.c.id.in_(known))).all()
            steps = _steps(
                connection, {row.id: known[row.id] for row in found if row.told > known[row.id]}
            )
            return {
                row.id: News(
                    row.state,
                    json.loads(row.note) if row.note else None,
                    json.loads(row.outcome) if row.outcome else None,
                    steps.get(row.id, ()),
                )
                for row in found
            }

        return await self._board.do(read)

    async def await_on(self, ids: Collection[str]) -> None:
        """Say that somebody still waits for these calls."""

        def say(connection: sa.Connection) -> None:
            connection.execute(
                sa.update(_CALLS).where(_CALLS.c.id.in_(ids)).values(awaited=self._board.now)
            )

        await self._board.do(say)

    async def be_enough(self, call_id: str) -> None:
        """Have a call end with what there is."""

        def say(connection: sa.Connection) -> None:
            connection.execute(sa.update(_CALLS).where(_CALLS.c.id == call_id).values(enough=True))
            ring(connection, Ring.WORK)

        await self._board.do(say)

    async def delete(self, ids: Collection[str]) -> None:
        """Take calls out; whoever does one of them stops."""

        def delete(connection: sa.Connection) -> None:
            if RUNNING in _delete(connection, ids):
                ring(connection, Ring.WORK)

        await self._board.do(delete)

    async def withdraw(self, call_id: str) -> bool:
        """Take a call out if nobody does it."""

        def withdraw(connection: sa.Connection) -> bool:
            waits = sa.and_(_CALLS.c.id == call_id, _CALLS.c.state == WAITING)
            return connection.execute(sa.delete(_CALLS).where(waits)).rowcount == 1

        return await self._board.do(withdraw)

    async def take(
        self, worker: Worker, places: Iterable[tuple[Role, Pace]], *, acts: Collection[str]
    ) -> Taken | None:
        """Return the call for one of these places that has waited the longest, in that worker's name."""
        claim = secrets.token_hex(8)

        def take(connection: sa.Connection) -> Taken | None:
            first = (
                sa
                .select(_CALLS.c.id)
                .where(
                    _CALLS.c.state == WAITING,
                    sa.or_(
                        sa.false(),
                        *(
                            sa.and_(_CALLS.c.role == role.value, _CALLS.c.pace == pace.value)
                            for role, pace in places
                        ),
                    ),
                    _CALLS.c.version == worker.version,
                    _CALLS.c.act.in_(acts),
                )
                .order_by(_CALLS.c.given)
                .limit(1)
                .with_for_update(skip_locked=True)
            )
            # One after the other: PostgreSQL may run a subquery more than once.
            call_id = connection.execute(first).scalar_one_or_none()
            if call_id is None:
                return None
            row = connection.execute(
                sa
                .update(_CALLS)
                .where(_CALLS.c.id == call_id)
                .values(
                    state=RUNNING,
                    claim=claim,
                    worker=worker.name,
                    boot=worker.boot,
                    attempts=_CALLS.c.attempts + 1,
                )
                .returning(_CALLS)
            ).one()
            steps = _steps(connection, {row.id: 0}).get(row.id, [])
            return Taken(_given_of(row), claim, row.attempts, steps)

        return await self._board.do(take)

    async def look(self, worker: Worker, claims: Collection[str]) -> dict[str, bool]:
        """Return which of a worker's claims still hold, and whether the front has enough of each.

        What stands in its name without its knowing (the answer to `take` was lost, or it failed to say
        what came of it) waits again, as if the worker had died.
        """

        def look(connection: sa.Connection) -> dict[str, bool]:
            found = connection.execute(
                sa.select(_CALLS.c.id, _CALLS.c.claim, _CALLS.c.enough, _CALLS.c.attempts).where(
                    _CALLS.c.boot == worker.boot, _CALLS.c.state == RUNNING
                )
            ).all()
            unknown = [row for row in found if row.claim not in claims]
            _do_again(connection, [(row.id, row.claim, row.attempts) for row in unknown])
            return {row.claim: row.enough for row in found if row.claim in claims}

        return await self._board.do(look)

    async def tell(self, taken: Taken, told: Told) -> bool:
        """Tell how it goes; False when it is not ours any more."""

        def tell(connection: sa.Connection) -> bool:
            newest = max(told.steps, default=0)
            values: dict[str, Any] = {"told": newest} if told.steps else {}
            if told.note is not None:
                values["note"] = json.dumps(told.note)
            is_ours = connection.execute(
                sa
                .update(_CALLS)
                .where(_CALLS.c.id == taken.call.id, *_held(taken.claim))
                .values(**values)
            ).rowcount
            if not is_ours:
                return False
            for number, note in told.steps.items():
                statement = _insert(connection, _STEPS).values(
                    call=taken.call.id, number=number, note=json.dumps(note)
                )
                connection.execute(statement.on_conflict_do_nothing())
            ring(connection, Ring.NEWS)
            return True

        return await self._board.do(tell)

    async def end(self, taken: Taken, outcome: Json) -> bool:
        """Say what came of it; False when it is not ours any more."""

        def end(connection: sa.Connection) -> bool:
            is_ours = connection.execute(
                sa
                .update(_CALLS)
                .where(_CALLS.c.id == taken.call.id, *_held(taken.claim))
                .values(state=ENDED, outcome=json.dumps(outcome))
            ).rowcount
            if is_ours:
                ring(connection, Ring.NEWS)
                return True
            # We may have said so before, and not heard that it was written.
            said = sa.select(_CALLS.c.id).where(
                _CALLS.c.id == taken.call.id, _CALLS.c.claim == taken.claim, _CALLS.c.state == ENDED
            )
            return connection.execute(said).one_or_none() is not None

        return await self._board.do(end)

    async def give_back(self, claims: Collection[str]) -> None:
        """Let others do what these claims stand for; it does not count as an attempt."""

        def give_back(connection: sa.Connection) -> None:
            connection.execute(
                sa
                .update(_CALLS)
                .where(_CALLS.c.claim.in_(claims), _CALLS.c.state == RUNNING)
                .values(state=WAITING, claim="", attempts=_CALLS.c.attempts - 1)
            )
            ring(connection, Ring.WORK)

        if claims:
            await self._board.do(give_back)

    async def take_over(self, *, gone_only: bool = False) -> list[str]:
        """Put what dead workers did back in line, and return its ids.

        Args:
            gone_only: Look only at those who went or were started anew, and not at how long somebody
                was silent: it may be the database that was.

        Raises:
            BoardSilent: it cannot be done now; later it may not be true any more who is dead.
        """

        def take_over(connection: sa.Connection) -> list[str]:
            there = boots() if gone_only else boots(self._roster.living())
            is_orphan = sa.and_(_CALLS.c.state == RUNNING, _CALLS.c.boot.not_in(there))
            orphans = connection.execute(
                sa.select(_CALLS.c.id, _CALLS.c.claim, _CALLS.c.attempts).where(is_orphan)
            ).all()
            return _do_again(connection, [(row.id, row.claim, row.attempts) for row in orphans])

        return await self._board.once(take_over)

    async def abandoned(self, *, after_seconds: float) -> list[Json]:
        """Take the calls out that nobody has waited for since so long; return what came of them.

        Raises:
            BoardSilent: it cannot be done now.
        """

        def forget(connection: sa.Connection) -> list[Json]:
            unawaited = sa.func.abs(self._board.now - _CALLS.c.awaited) > after_seconds
            found = connection.execute(sa.select(_CALLS.c.id, _CALLS.c.outcome).where(unawaited))
            rows = found.all()
            if rows:
                _delete(connection, [row.id for row in rows])
                ring(connection, Ring.WORK)
            return [json.loads(row.outcome) for row in rows if row.outcome]

        return await self._board.once(forget)

    async def waiting(self) -> dict[Role, int]:
        """Return how many calls of each role nobody has taken yet."""

        def count(connection: sa.Connection) -> dict[Role, int]:
            rows = connection.execute(
                sa
                .select(_CALLS.c.role, sa.func.count())
                .where(_CALLS.c.state == WAITING)
                .group_by(_CALLS.c.role)
            )
            return {Role(role): number for role, number in rows}

        return await self._board.do(count)


def _held(claim: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (_CALLS.c.claim == claim, _CALLS.c.state == RUNNING)


def _do_again(connection: sa.Connection, lost: Sequence[tuple[str, str, int]]) -> list[str]:
    """Put calls whose worker is lost back in line, and return their ids; end what kills every worker.

    Args:
        connection: Has found them.
        lost: Their ids, their claims, and how often they were taken.
    """
    again = {claim: name for name, claim, attempts in lost if attempts < _MOST_ATTEMPTS}
    hopeless = {claim: name for name, claim, attempts in lost if attempts >= _MOST_ATTEMPTS}
    # Another process may have been quicker: then they bear another claim by now.
    if again:
        is_meant = sa.and_(_CALLS.c.state == RUNNING, _CALLS.c.claim.in_(again))
        connection.execute(sa.update(_CALLS).where(is_meant).values(state=WAITING, claim=""))
        ring(connection, Ring.WORK)
    if hopeless:
        is_meant = sa.and_(_CALLS.c.state == RUNNING, _CALLS.c.claim.in_(hopeless))
        outcome = json.dumps(_apology(list(hopeless.values())))
        ended = {"state": ENDED, "claim": "", "outcome": outcome}
        connection.execute(sa.update(_CALLS).where(is_meant).values(ended))
        ring(connection, Ring.NEWS)
    return list(again.values())


def _delete(connection: sa.Connection, ids: Collection[str]) -> list[str]:
    """Take calls out, and return how they stood."""
    gone = sa.delete(_CALLS).where(_CALLS.c.id.in_(ids)).returning(_CALLS.c.state)
    states = list(connection.execute(gone).scalars())
    connection.execute(sa.delete(_STEPS).where(_STEPS.c.call.in_(ids)))
    return states


def _steps(
    connection: sa.Connection, known: Mapping[str, int]
) -> dict[str, list[tuple[int, Json]]]:
    """Return the steps of calls that are not known yet, in order."""
    found: dict[str, list[tuple[int, Json]]] = {}
    for call_id, number in known.items():
        notes = connection.execute(
            sa
            .select(_STEPS.c.number, _STEPS.c.note)
            .where(_STEPS.c.call == call_id, _STEPS.c.number > number)
            .order_by(_STEPS.c.number)
        )
        found[call_id] = [(row.number, json.loads(row.note)) for row in notes]
    return found


def _given_of(row: sa.Row[Any]) -> Given:
    return Given(
        id=row.id,
        role=Role(row.role),
        act=row.act,
        arguments=json.loads(row.arguments),
        files=json.loads(row.files),
        pace=Pace(row.pace),
    )


def _apology(ids: Sequence[str]) -> Json:
    """Return the outcome of calls over which one worker after the other has died."""
    number = secrets.token_hex(4)
    log.error("calls that kill their workers", id=number, calls=list(ids))
    return {"code": Unexpected.code, "details": {"id": number}}


def _insert(connection: sa.Connection, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
