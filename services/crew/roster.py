"""Who is there: workers, and which of several processes leads. All by the database's clock."""

import json
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa

from services.crew.bell import Ring, ring
from services.crew.board import TABLES, Board, inserting
from services.crew.call import Json
from services.crew.role import Role, roles_of

_WORKERS: Final = sa.Table(
    "crew_workers",
    TABLES,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("boot", sa.Text, nullable=False),
    sa.Column("home", sa.Text, nullable=False),
    sa.Column("roles", sa.Text, nullable=False),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("slots", sa.Text, nullable=False),
    sa.Column("busy", sa.Integer, nullable=False),
    sa.Column("load", sa.Float(53), nullable=False),
    sa.Column("facts", sa.Text, nullable=False),
    sa.Column("is_leaving", sa.Boolean, nullable=False),
    sa.Column("seen", sa.Float(53), nullable=False),
)
_LEASES: Final = sa.Table(
    "crew_leases",
    TABLES,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("holder", sa.Text, nullable=False),
    sa.Column("home", sa.Text, nullable=False),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("until", sa.Float(53), nullable=False),
)


@dataclass(frozen=True, slots=True)
class Worker:
    """One that was there when we looked."""

    name: str
    boot: str
    """Another one each time it is started."""
    roles: frozenset[Role]
    version: str
    slots: Mapping[Role, int]
    """How many acts of each role it does at once."""
    busy: int = 0
    """How many it is doing."""
    load: float = 0.0
    """How many programs want a processor where it runs, for each of its processors."""
    host: str = field(default_factory=socket.gethostname)
    home: str = ""
    """Names the folder whose lock keeps a second one of this name out; empty where there is none."""
    facts: Json = field(default_factory=dict)
    is_leaving: bool = False
    """It takes nothing more."""
    unseen_seconds: float = 0.0
    """For how long nothing was heard of it."""


class Roster:
    """Who is there, as the database knows it."""

    def __init__(self, board: Board, *, lost_seconds: float) -> None:
        self._board = board
        self.lost_seconds = lost_seconds
        """Who was silent for so long is taken for dead."""

    @property
    def beat_seconds(self) -> float:
        """Return how often the living have to show that they are."""
        return min(5.0, self.lost_seconds / 6)

    async def enter(self, worker: Worker) -> bool:
        """Take a name; False while somebody else of that name may be alive.

        One that held the lock of the same folder is dead for certain, since we hold that lock now.
        """

        def enter(connection: sa.Connection) -> bool:
            row = connection.execute(
                sa.select(_WORKERS.c.boot, _WORKERS.c.home, self._is_lost()).where(
                    _WORKERS.c.name == worker.name
                )
            ).one_or_none()
            if row is not None:
                boot, home, is_lost = row
                if boot != worker.boot and not is_lost and (not home or home != worker.home):
                    return False
            self._write(connection, worker)
            ring(connection, Ring.PEOPLE)
            return True

        return await self._board.do(enter)

    async def beat(self, worker: Worker) -> bool:
        """Show that it lives, and how it goes; False when another one has its name by now."""

        def beat(connection: sa.Connection) -> bool:
            found = connection.execute(
                sa.select(_WORKERS.c.boot, self._is_lost()).where(_WORKERS.c.name == worker.name)
            ).one_or_none()
            if found is not None and found[0] != worker.boot:
                return False
            self._write(connection, worker)
            if found is None or found[1]:
                ring(connection, Ring.PEOPLE)
            return True

        return await self._board.do(beat)

    async def leave(self, worker: Worker) -> None:
        """Take a name off."""

        def leave(connection: sa.Connection) -> None:
            connection.execute(
                sa.delete(_WORKERS).where(
                    _WORKERS.c.name == worker.name, _WORKERS.c.boot == worker.boot
                )
            )
            ring(connection, Ring.PEOPLE)

        await self._board.do(leave)

    async def workers(self) -> list[Worker]:
        """Return those who are there, the lost ones too."""

        def read(connection: sa.Connection) -> list[Worker]:
            unseen = (self._board.now - _WORKERS.c.seen).label("unseen")
            rows = connection.execute(sa.select(_WORKERS, unseen).order_by(_WORKERS.c.name))
            return [_worker_of(row) for row in rows.mappings()]

        return await self._board.do(read)

    async def forget_lost(self, *, after_seconds: float) -> None:
        """Take the names off of those who were lost that long ago."""

        def forget(connection: sa.Connection) -> None:
            unseen = self._board.now - _WORKERS.c.seen
            connection.execute(sa.delete(_WORKERS).where(unseen > after_seconds))

        await self._board.do(forget)

    def is_lost(self, worker: Worker) -> bool:
        """Return whether a worker is taken for dead."""
        # What was seen in the future was seen before somebody set the clock back.
        return abs(worker.unseen_seconds) > self.lost_seconds

    async def lease(self, name: str, *, holder: str, home: str, version: str) -> str:
        """Take or keep what only one may have; return who has it now.

        Raises:
            BoardSilent: nobody can say now.
        """

        def take(connection: sa.Connection) -> str:
            until = self._board.now + self.lost_seconds
            values = {"holder": holder, "home": home, "version": version, "until": until}
            # In one statement, so that of two who come at once the second sees the first.
            is_free = sa.or_(
                _LEASES.c.holder == holder,
                # Whoever held the lock of the same folder is dead, since we hold that lock now.
                _LEASES.c.home == home,
                _LEASES.c.until < self._board.now,
                # It was taken before somebody set the clock back.
                _LEASES.c.until > self._board.now + 2 * self.lost_seconds,
            )
            statement = inserting(connection, _LEASES).values(name=name, **values)
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["name"],
                    set_=values,
                    where=is_free,
                )
            )
            found = connection.execute(sa.select(_LEASES.c.holder).where(_LEASES.c.name == name))
            return str(found.scalar_one())

        return await self._board.once(take)

    async def release(self, name: str, *, holder: str) -> None:
        """Let go of it.

        Raises:
            BoardSilent: that cannot be written now.
        """

        def release(connection: sa.Connection) -> None:
            connection.execute(
                sa.delete(_LEASES).where(_LEASES.c.name == name, _LEASES.c.holder == holder)
            )

        await self._board.once(release)

    async def versions_leading(self) -> frozenset[str]:
        """Return what those run who lead now: the fronts."""

        def read(connection: sa.Connection) -> frozenset[str]:
            held = sa.select(_LEASES.c.version).where(_LEASES.c.until >= self._board.now)
            return frozenset(connection.execute(held).scalars())

        return await self._board.do(read)

    def living(self) -> sa.ColumnElement[bool]:
        """Return the condition under which a row of a worker is that of a living one."""
        return sa.func.abs(self._board.now - _WORKERS.c.seen) <= self.lost_seconds

    def _is_lost(self) -> sa.ColumnElement[bool]:
        return sa.not_(self.living())

    def _write(self, connection: sa.Connection, worker: Worker) -> None:
        values: dict[str, Any] = {
            "boot": worker.boot,
            "home": worker.home,
            "roles": ",".join(sorted(worker.roles)),
            "version": worker.version,
            "host": worker.host,
            "slots": json.dumps({role.value: slots for role, slots in worker.slots.items()}),
            "busy": worker.busy,
            "load": worker.load,
            "facts": json.dumps(worker.facts),
            "is_leaving": worker.is_leaving,
            "seen": self._board.now,
        }
        statement = inserting(connection, _WORKERS).values(name=worker.name, **values)
        connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))


def boots(*conditions: sa.ColumnElement[bool]) -> sa.Select[tuple[str]]:
    """Return the query for the boots of those who are there."""
    return sa.select(_WORKERS.c.boot).where(*conditions)


def of_role(workers: Sequence[Worker], role: Role, *, version: str) -> list[Worker]:
    """Return those who take calls for a role from a front of that version."""
    return [
        worker
        for worker in workers
        if role in worker.roles and worker.version == version and not worker.is_leaving
    ]


def _worker_of(row: sa.RowMapping) -> Worker:
    return Worker(
        name=row["name"],
        boot=row["boot"],
        home=row["home"],
        roles=roles_of(row["roles"]),
        version=row["version"],
        host=row["host"],
        slots={Role(role): slots for role, slots in json.loads(row["slots"]).items()},
        busy=row["busy"],
        load=row["load"],
        facts=json.loads(row["facts"]),
        is_leaving=row["is_leaving"],
        unseen_seconds=row["unseen"],
    )
