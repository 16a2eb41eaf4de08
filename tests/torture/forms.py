"""The forms in which the service runs: one process for everything, or several that share the work."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.torture.faults import EMBEDDED, Fault
from tests.torture.fleet import Member

Members = Callable[[Mapping[str, str], Path], list[Member]]


@dataclass(frozen=True, slots=True)
class Form:
    """What runs, and what can befall it."""

    name: str
    faults: tuple[Fault, ...]
    open: Callable[[Path], AbstractAsyncContextManager[Members]]
    """Start what the service needs beside itself; tell who the members are. The front comes first."""


@asynccontextmanager
async def _alone(_folder: Path) -> AsyncIterator[Members]:
    def members(env: Mapping[str, str], clock: Path) -> list[Member]:
        return [program("front", env, clock, "serve", says_ready="serving")]

    yield members


def program(name: str, env: Mapping[str, str], clock: Path, *words: str, says_ready: str) -> Member:
    """Return a member that runs our own program on the clock that jumps."""
    command = ("-m", "tests.torture.shifted", str(clock), "main.py", *words)
    return Member(name, command, env, says_ready)


FORMS = {form.name: form for form in (Form("embedded", EMBEDDED, _alone),)}
