"""A job: one order on its way, the moves it may make, and how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from services.errors import Detail, HearsayError, by_code
from services.jobs.order import Order


class State(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    """Accepted; its turn has not come, or there is no room for it yet."""
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


MOVES: Final[Mapping[State, frozenset[State]]] = {
    State.WAITING: frozenset({State.RUNNING, State.CANCELLED, State.FAILED}),
    State.RUNNING: frozenset({State.DONE, State.FAILED, State.CANCELLED, State.WAITING}),
    State.DONE: frozenset(),
    State.FAILED: frozenset(),
    State.CANCELLED: frozenset(),
}
OVER: Final = frozenset({State.DONE, State.FAILED, State.CANCELLED})


class Stage(StrEnum):
    """The steps of the pipeline, in the order in which they run."""

    RESOLVE = "resolve"
    FETCH = "fetch"
    CONVERT = "convert"
    MODEL = "model"
    """Part of the next one: the model that listens has to be fetched."""
    LISTEN = "listen"
    CLEAN = "clean"
    ITEMS = "items"
    """The entries of a list are worked off, as jobs of their own."""
    DELIVER = "deliver"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job ended badly, as it is kept: a code and its facts."""

    code: str
    details: Mapping[str, Detail]

    def error(self) -> HearsayError:
        """Return the error again, for the door that has to say it."""
        return by_code(self.code)(**self.details)


@dataclass(frozen=True, slots=True)
class Job:
    """One row of the `jobs` table."""

    id: str
    order: Order
    state: State
    stage: Stage | None
    created_at: float
    started_at: float | None = None
    ended_at: float | None = None
    title: str = ""
    """The medium's, once it is known."""
    message_id: int | None = None
    """The bot's message that shows the job and becomes its result."""
    artifact: str = ""
    """The key of the finished file, once there is one."""
    failure: Failure | None = None
    again_of: str = ""
    """The job that this one repeats."""
    waits_for: str = ""
    """The site that it waits for; empty when it waits for its turn or for room."""
    run: int = 0
    """How often it was let in: more than once when it had to wait again."""
    attempts: int = 0
    """How often its present stage was begun: more than once when the process died in it."""
    number: int = 0
    """A whole number for those who want one instead of a name; no other job ever has it."""
    due_at: float | None = None
    """It does not begin before."""
    priority: int = 5
    """From 1 to 10, which goes first among those of the same account."""
    batch: str = ""
    """Those that were given together with it."""
    webhook_url: str = ""
    """Who is told of its end; empty: nobody."""
    request_id: str = ""
    """Of the request that it came with."""

    @property
    def over(self) -> bool:
        """Return whether the job has ended, well or badly."""
        return self.state in OVER
