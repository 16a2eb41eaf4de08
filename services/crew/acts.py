"""What a worker can do: every act by its name, and what it is done with."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from services.crew.call import Act, Json
from services.crew.role import Role


@dataclass(frozen=True, slots=True)
class Tools:
    """What acts are done with. Each is opened only where one of its acts is done."""

    sources: Callable[[], AbstractAsyncContextManager[Any]]
    """For the role `cpu`."""
    ears: Callable[[], AbstractAsyncContextManager[Any]]
    """For the role `gpu`."""


@dataclass(frozen=True, slots=True)
class Abilities:
    """What one worker can do."""

    acts: Mapping[str, tuple[Role, Act]]
    facts: Callable[[], Awaitable[Json]]
    """What the front has to know of it, such as its models; asked now and then, it may change."""


@asynccontextmanager
async def open_acts(roles: frozenset[Role], tools: Tools) -> AsyncIterator[Abilities]:
    """Open what a worker of these roles works with."""

    async def facts() -> Json:
        return {}

    yield Abilities({}, facts)
