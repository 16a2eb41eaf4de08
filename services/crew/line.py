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
from collections.abc import Collection, Mapping

import sqlalchemy as sa

from services.crew.bell import Ring, ring
from services.crew.board import Board, inserting
from services.crew.calls import (
    CALLS,
    ENDED,
    RUNNING,
    WAITING,
    Given,
    News,
    steps_of,
    take_out,
)
from services.crew.role import Role


class Line:
    """What fronts ask of it: to put calls in, and to say how they stand."""

    def __init__(self, board: Board) -> None:
        self._board = board

    async def give(self, call: Given, *, version: str) -> None:
        """Put a call in line. One that is there already is joined; one that has failed is given anew."""

        def give(connection: sa.Connection) -> None:
            found = connection.execute(
                sa.select(CALLS.c.state, CALLS.c.outcome).where(CALLS.c.id == call.id)
            ).one_or_none()
            if found is not None:
                if found.state != ENDED or "value" in json.loads(found.outcome):
                    return
                take_out(connection, [call.id])
            statement = inserting(connection, CALLS).values(
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
            columns = (CALLS.c.id, CALLS.c.state, CALLS.c.told, CALLS.c.note, CALLS.c.outcome)
            found = connection.execute(sa.select(*columns).where(CALLS.c.id.in_(known))).all()
            steps = steps_of(
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
                sa.update(CALLS).where(CALLS.c.id.in_(ids)).values(awaited=self._board.now)
            )

        await self._board.do(say)

    async def be_enough(self, call_id: str) -> None:
        """Have a call end with what there is."""

        def say(connection: sa.Connection) -> None:
            connection.execute(sa.update(CALLS).where(CALLS.c.id == call_id).values(enough=True))
            ring(connection, Ring.WORK)

        await self._board.do(say)

    async def delete(self, ids: Collection[str]) -> None:
        """Take calls out; whoever does one of them stops."""

        def delete(connection: sa.Connection) -> None:
            if RUNNING in take_out(connection, ids):
                ring(connection, Ring.WORK)

        await self._board.do(delete)

    async def withdraw(self, call_id: str) -> bool:
        """Take a call out if nobody does it."""

        def withdraw(connection: sa.Connection) -> bool:
            waits = sa.and_(CALLS.c.id == call_id, CALLS.c.state == WAITING)
            return connection.execute(sa.delete(CALLS).where(waits)).rowcount == 1

        return await self._board.do(withdraw)

    async def waiting(self) -> dict[Role, int]:
        """Return how many calls of each role nobody has taken yet."""

        def count(connection: sa.Connection) -> dict[Role, int]:
            rows = connection.execute(
                sa
                .select(CALLS.c.role, sa.func.count())
                .where(CALLS.c.state == WAITING)
                .group_by(CALLS.c.role)
            )
            return {Role(role): number for role, number in rows}

        return await self._board.do(count)
