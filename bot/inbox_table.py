"""The inbox's rows: updates as they came, and how far each is."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.lines import Waiting, line_of
from bot.logs import strike_keys
from services.store.database import Database, Transaction

_MOST_CHARACTERS_OF_PROBLEM = 500
_LARGEST_ID = 2**63 - 1

_ADD = """
    INSERT INTO inbox (bot_id, update_id, line, body, state, problem, received_at)
    SELECT :bot_id, json_extract(value, '$[0]'), json_extract(value, '$[1]'),
        json_extract(value, '$[2]'), json_extract(value, '$[3]'), json_extract(value, '$[4]'), :now
    FROM json_each(:rows) WHERE true ORDER BY key
    ON CONFLICT (bot_id, update_id) DO NOTHING
    RETURNING seq, update_id, state
"""
# What was handled is kept for its number alone: the words in it were not sent to be kept.
_MARK = """
    UPDATE inbox SET state = mark.state, tries = mark.tries, resumed = mark.resumed,
        problem = mark.problem, body = CASE mark.state WHEN 'done' THEN '' ELSE body END
    FROM (SELECT json_extract(value, '$[0]') AS seq, json_extract(value, '$[1]') AS state,
        json_extract(value, '$[2]') AS tries, json_extract(value, '$[3]') AS resumed,
        json_extract(value, '$[4]') AS problem FROM json_each(:marks)) AS mark
    WHERE inbox.seq = mark.seq
"""
_PAGE = """
    SELECT seq, update_id, body, tries, resumed FROM inbox
    WHERE bot_id = :bot_id AND line = :line AND state = 'new' AND seq > :after
    ORDER BY seq LIMIT :limit
"""
_LINES = """
    SELECT line, min(seq) AS head, count(*) AS length FROM inbox
    WHERE bot_id = :bot_id AND state = 'new' GROUP BY line ORDER BY head
"""
_PURGE = """
    DELETE FROM inbox WHERE (state = 'done' AND received_at < :done_before)
        OR (state = 'parked' AND received_at < :parked_before)
"""


class State(StrEnum):
    """Where an update stands."""

    NEW = "new"
    DONE = "done"
    PARKED = "parked"
    """Given up; kept so that somebody can look at it."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as it is to be written down."""

    update: dict[str, Any]
    update_id: int | None
    line: str
    body: str
    state: State = State.NEW
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Stored:
    """An update that was not there before."""

    seq: int
    arrival: Arrival


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A line in the table. `head` is the number of its first row."""

    name: str
    head: int
    length: int


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of an update."""

    seq: int
    state: State
    tries: int
    resumed: int
    problem: str = ""


def arrival(update: object) -> Arrival:
    """Return how to write down whatever was received. What can never be handled is parked."""
    if not isinstance(update, dict):
        return parked(update, problem="not a JSON object")
    update_id = update.get("update_id")
    if type(update_id) is not int or not 0 <= update_id <= _LARGEST_ID:
        return parked(update, problem="no usable update_id")
    try:
        body = strike_keys(json.dumps(update, allow_nan=False, separators=(",", ":")))
    except (ValueError, TypeError, RecursionError) as error:
        return parked(update, problem=f"not JSON: {error}", update_id=update_id)
    return Arrival(update, update_id, line_of(update), body)


def parked(update: object, *, problem: str, update_id: int | None = None) -> Arrival:
    """Return the row of something that nobody will handle."""
    return Arrival({}, update_id, "", json.dumps(_words(update)), State.PARKED, _plain(problem))


async def add(
    transaction: Transaction, bot_id: int, arrivals: Sequence[Arrival], *, now: float
) -> list[Stored]:
    """Write updates down in order; return those that were not there before."""
    rows = [[one.update_id, one.line, one.body, one.state, one.problem] for one in arrivals]
    found = await transaction.run(_ADD, bot_id=bot_id, rows=json.dumps(rows), now=now)
    seqs = {row["update_id"]: row["seq"] for row in found if row["state"] == State.NEW}
    return [
        Stored(seqs.pop(one.update_id), one)
        for one in arrivals
        if one.state is State.NEW and one.update_id in seqs
    ]


async def mark(transaction: Transaction, marks: Iterable[Mark]) -> None:
    """Write down what became of updates."""
    rows = [[one.seq, one.state, one.tries, one.resumed, _plain(one.problem)] for one in marks]
    await transaction.run(_MARK, marks=json.dumps(rows))


async def page(
    database: Database, bot_id: int, line: str, *, after: int, limit: int
) -> list[Waiting]:
    """Return the next updates of a line, in order."""
    rows = await database.rows(_PAGE, bot_id=bot_id, line=line, after=after, limit=limit)
    return [Waiting(row["seq"], _read(row["body"]), row["tries"], row["resumed"]) for row in rows]


async def waiting_lines(database: Database, bot_id: int) -> list[WaitingLine]:
    """Return the lines in which updates wait, the oldest first."""
    rows = await database.rows(_LINES, bot_id=bot_id)
    return [WaitingLine(row["line"], row["head"], row["length"]) for row in rows]


async def purge(database: Database, *, done_before: float, parked_before: float) -> int:
    """Remove old rows that are over; return how many."""
    async with database.transaction() as transaction:
        await transaction.run(_PURGE, done_before=done_before, parked_before=parked_before)
        return int((await transaction.run("SELECT changes()"))[0][0])


def _plain(problem: str) -> str:
    cut = problem[:_MOST_CHARACTERS_OF_PROBLEM]
    return cut.encode("utf-8", "backslashreplace").decode().replace("\0", "")


def _read(body: str) -> dict[str, Any]:
    """Return the update; a body that somebody damaged becomes one that no handler accepts."""
    try:
        update = json.loads(body)
    except ValueError:
        return {}
    return update if isinstance(update, dict) else {}


def _words(update: object) -> str:
    try:
        return repr(update)[:10_000]
    except RecursionError:
        return "nested too deeply"
