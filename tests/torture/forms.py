"""The forms in which the service runs: one process for everything, or several that share the work."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.postgres import Postgres, systems_programs, wheels_programs
from tests.torture.faults import DISTRIBUTED, EMBEDDED, Fault
from tests.torture.fleet import Member

LOST_SECONDS = 5
WORKERS = ("cpu", "gpu")


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays. The front comes first."""

    members: list[Member]
    server: Postgres | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """What runs, and what can befall it."""

    name: str
    faults: tuple[Fault, ...]
    open: Callable[[Mapping[str, str], Path], AbstractAsyncContextManager[Cast]]
    """Start what the service needs beside itself, given its environment and the file of its clock."""
    can_run: Callable[[], bool] = lambda: True


@asynccontextmanager
async def _alone(env: Mapping[str, str], clock: Path) -> AsyncIterator[Cast]:
    yield Cast([_program("front", env, clock, "serve", says_ready="serving")])


@asynccontextmanager
async def _together(env: Mapping[str, str], clock: Path) -> AsyncIterator[Cast]:
    server = Postgres.throwaway()
    assert server is not None, "no PostgreSQL here: see tests/postgres.py"
    with server:
        url = await asyncio.to_thread(server.fresh_database)
        shared = {**env, "ENGINE_URL": url, "WORKER_LOST_SECONDS": str(LOST_SECONDS)}
        front = _program(
            "front", {**shared, "ROLES": "front"}, clock, "serve", says_ready="serving"
        )
        tokenless = {name: value for name, value in shared.items() if name != "BOT_TOKEN"}
        workers = [
            _program(role, tokenless, clock, "work", "--roles", role, says_ready="working")
            for role in WORKERS
        ]
        yield Cast([front, *workers], server)


def _program(
    name: str, env: Mapping[str, str], clock: Path, *words: str, says_ready: str
) -> Member:
    """Return a member that runs our own program on the clock that jumps."""
    command = ("-m", "tests.torture.shifted", str(clock), "main.py", *words)
    return Member(name, command, env, says_ready)


def _has_postgres() -> bool:
    return bool(systems_programs() or wheels_programs())


FORMS = {
    form.name: form
    for form in (
        Form("embedded", EMBEDDED, _alone),
        Form("distributed", DISTRIBUTED, _together, can_run=_has_postgres),
    )
}
