"""The line of calls, as workers see it: they take calls, tell of them, and end them."""

import json
import secrets
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

import sqlalchemy as sa
import structlog

from services.crew.bell import Ring, ring
from services.crew.board import Board, inserting
from services.crew.call import Json
from services.crew.calls import (
    CALLS,
    ENDED,
    RUNNING,
    STEPS,
    WAITING,
    Given,
    Taken,
    Told,
    steps_of,
    take_out,
)
from services.crew.pace import Pace
from services.crew.role import Role
from services.crew.roster import Roster, Worker, boots
from services.errors import Unexpected

log = structlog.get_logger(__name__)

_SUSPECT_AFTER: Final = 5
_MOST_ATTEMPTS: Final = 25


class Claims:
    """Who does what. What is told under a claim that does not hold any more changes nothing.

    A call whose worker died is done again. One that kills its worker each time must not do so for ever,
    and those that merely were there must not suffer for it: whose workers died five times are done one
    at a time, among all workers, and only after the 25th death does a call end with an apology.
    """

    def __init__(self, board: Board, roster: Roster) -> None:
        self._board = board
        self._roster = roster

    async def take(
        self, worker: Worker, places: Iterable[tuple[Role, Pace]], *, acts: Collection[str]
    ) -> Taken | None:
        """Return the call for one of these places that has waited the longest, in that worker's name."""
        claim = secrets.token_hex(8)
        other = CALLS.alias()
        a_suspect_runs = sa.exists().where(
            other.c.state == RUNNING, other.c.attempts > _SUSPECT_AFTER
        )

        def take(connection: sa.Connection) -> Taken | None:
            first = (
                sa
                .select(CALLS.c.id)
                .where(
                    CALLS.c.state == WAITING,
                    sa.or_(
                        sa.false(),
                        *(
                            sa.and_(CALLS.c.role == role.value, CALLS.c.pace == pace.value)
                            for role, pace in places
                        ),
                    ),
                    CALLS.c.version == worker.version,
                    CALLS.c.act.in_(acts),
                    sa.or_(CALLS.c.attempts < _SUSPECT_AFTER, ~a_suspect_runs),
                )
                .order_by(CALLS.c.given)
                .limit(1)
                .with_for_update(skip_locked=True)
            )
            # One after the other: PostgreSQL may run a subquery more than once.
            call_id = connection.execute(first).scalar_one_or_none()
            if call_id is None:
                return None
            row = connection.execute(
                sa
                .update(CALLS)
                .where(CALLS.c.id == call_id)
                .values(
                    state=RUNNING,
                    claim=claim,
                    worker=worker.name,
                    boot=worker.boot,
                    attempts=CALLS.c.attempts + 1,
                )
                .returning(CALLS)
            ).one()
            steps = steps_of(connection, {row.id: 0}).get(row.id, [])
            return Taken(_given_of(row), claim, row.attempts, steps)

        return await self._board.do(take)

    async def look(self, worker: Worker, claims: Collection[str]) -> dict[str, bool]:
        """Return which of a worker's claims still hold, and whether the front has enough of each.

        What stands in its name without its knowing (the answer to `take` was lost, or it failed to say
        what came of it) waits again, as if the worker had died.
        """

        def look(connection: sa.Connection) -> dict[str, bool]:
            found = connection.execute(
                sa.select(CALLS.c.id, CALLS.c.claim, CALLS.c.enough, CALLS.c.attempts).where(
                    CALLS.c.boot == worker.boot, CALLS.c.state == RUNNING
                )
            ).all()
            unknown = [row for row in found if row.claim not in claims]
            _do_again(connection, [(row.id, row.claim, row.attempts) for row in unknown])
            return {row.claim: row.enough for row in found if row.claim in claims}

        return await self._board.do(look)

    async def held(self) -> set[str]:
        """Return all claims that hold, those too whose calls have ended and stand in line yet."""

        def read(connection: sa.Connection) -> set[str]:
            claims = sa.select(CALLS.c.claim).where(CALLS.c.claim != "")
            return set(connection.execute(claims).scalars())

        return await self._board.do(read)

    async def tell(self, taken: Taken, told: Told) -> bool:
        """Tell how it goes; False when it is not ours any more."""

        def tell(connection: sa.Connection) -> bool:
            newest = max(told.steps, default=0)
            values: dict[str, Any] = {"told": newest} if told.steps else {}
            if told.note is not None:
                values["note"] = json.dumps(told.note)
            is_ours = connection.execute(
                sa
                .update(CALLS)
                .where(CALLS.c.id == taken.call.id, *_held(taken.claim))
                .values(**values)
            ).rowcount
            if not is_ours:
                return False
            for number, note in told.steps.items():
                statement = inserting(connection, STEPS).values(
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
                .update(CALLS)
                .where(CALLS.c.id == taken.call.id, *_held(taken.claim))
                .values(state=ENDED, outcome=json.dumps(outcome))
            ).rowcount
            if is_ours:
                ring(connection, Ring.NEWS)
                return True
            # We may have said so before, and not heard that it was written.
            said = sa.select(CALLS.c.id).where(
                CALLS.c.id == taken.call.id, CALLS.c.claim == taken.claim, CALLS.c.state == ENDED
            )
            return connection.execute(said).one_or_none() is not None

        return await self._board.do(end)

    async def give_back(self, claims: Collection[str]) -> None:
        """Let others do what these claims stand for; it does not count as an attempt."""

        def give_back(connection: sa.Connection) -> None:
            connection.execute(
                sa
                .update(CALLS)
                .where(CALLS.c.claim.in_(claims), CALLS.c.state == RUNNING)
                .values(state=WAITING, claim="", attempts=CALLS.c.attempts - 1)
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
            is_orphan = sa.and_(CALLS.c.state == RUNNING, CALLS.c.boot.not_in(there))
            orphans = connection.execute(
                sa.select(CALLS.c.id, CALLS.c.claim, CALLS.c.attempts).where(is_orphan)
            ).all()
            return _do_again(connection, [(row.id, row.claim, row.attempts) for row in orphans])

        return await self._board.once(take_over)

    async def abandoned(self, *, after_seconds: float) -> list[Json]:
        """Take the calls out that nobody has waited for since so long; return what came of them.

        Raises:
            BoardSilent: it cannot be done now.
        """

        def forget(connection: sa.Connection) -> list[Json]:
            unawaited = sa.func.abs(self._board.now - CALLS.c.awaited) > after_seconds
            found = connection.execute(sa.select(CALLS.c.id, CALLS.c.outcome).where(unawaited))
            rows = found.all()
            if rows:
                take_out(connection, [row.id for row in rows])
                ring(connection, Ring.WORK)
            return [json.loads(row.outcome) for row in rows if row.outcome]

        return await self._board.once(forget)


def _held(claim: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (CALLS.c.claim == claim, CALLS.c.state == RUNNING)


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
        is_meant = sa.and_(CALLS.c.state == RUNNING, CALLS.c.claim.in_(again))
        connection.execute(sa.update(CALLS).where(is_meant).values(state=WAITING, claim=""))
        ring(connection, Ring.WORK)
    if hopeless:
        is_meant = sa.and_(CALLS.c.state == RUNNING, CALLS.c.claim.in_(hopeless))
        outcome = json.dumps(_apology(list(hopeless.values())))
        ended = {"state": ENDED, "claim": "", "outcome": outcome}
        connection.execute(sa.update(CALLS).where(is_meant).values(ended))
        ring(connection, Ring.NEWS)
    return list(again.values())


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
