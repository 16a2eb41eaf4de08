"""Calls as they stand on the board: what is known of each, and the statements that all need."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import sqlalchemy as sa

from services.crew.board import TABLES
from services.crew.call import Json
from services.crew.pace import Pace
from services.crew.role import Role

CALLS: Final = sa.Table(
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
STEPS: Final = sa.Table(
    "crew_steps",
    TABLES,
    sa.Column("call", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("note", sa.Text, nullable=False),
)

RESULTS: Final = "calls"
"""Where in the depot the files of answers lie: by the id of the call, named after the claim."""

WAITING: Final = "waiting"
RUNNING: Final = "running"
ENDED: Final = "ended"


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


def take_out(connection: sa.Connection, ids: Collection[str]) -> list[str]:
    """Take calls out, and return how they stood."""
    gone = sa.delete(CALLS).where(CALLS.c.id.in_(ids)).returning(CALLS.c.state)
    states = list(connection.execute(gone).scalars())
    connection.execute(sa.delete(STEPS).where(STEPS.c.call.in_(ids)))
    return states


def steps_of(
    connection: sa.Connection, known: Mapping[str, int]
) -> dict[str, list[tuple[int, Json]]]:
    """Return the steps of calls that are not known yet, in order."""
    found: dict[str, list[tuple[int, Json]]] = {}
    for call_id, number in known.items():
        notes = connection.execute(
            sa
            .select(STEPS.c.number, STEPS.c.note)
            .where(STEPS.c.call == call_id, STEPS.c.number > number)
            .order_by(STEPS.c.number)
        )
        found[call_id] = [(row.number, json.loads(row.note)) for row in notes]
    return found
