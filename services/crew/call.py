"""What the front asks of a worker: one act, with arguments and files, and the answer to it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from services.crew.pace import Pace
from services.crew.role import Role

Json = dict[str, Any]
"""What survives a trip through JSON."""


@dataclass(frozen=True, slots=True)
class Call:
    """An act that is to be done somewhere."""

    act: str
    role: Role
    arguments: Json
    files: Mapping[str, Path] = field(default_factory=dict)
    """What it is done to, by a short name. Files travel under their digest, each of them once."""
    hints: Mapping[str, Path] = field(default_factory=dict)
    """Files that only save work: the same call, given again without them, is still the same."""
    key: str = ""
    """Names the result: the same call, given again, joins what is under way."""
    pace: Pace = Pace.QUICK


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it."""

    value: Json = field(default_factory=dict)
    files: Mapping[str, Path] = field(default_factory=dict)
    """By a short name; at the front they lie in the folder that the caller gave."""


@dataclass(frozen=True, slots=True)
class Task:
    """What an act is given where it is done."""

    arguments: Json
    files: Mapping[str, Path]
    """Hints among them."""
    folder: Path
    """Empty, for this act alone, and gone when it ends."""
    tell: Callable[[Json], None]
    """Tells the front how it goes. Notes with a `step` are kept, in order; of others the newest counts."""
    told: Sequence[Json] = ()
    """The steps that were told before another worker died over the same call."""
    enough: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the front will do with what there is."""


Act = Callable[[Task], Awaitable[Answer]]
"""Does it. What it raises of our errors is raised at the front."""

Hear = Callable[[Json], Awaitable[None]]
"""Called with what an act tells."""


class NobodyThere(Exception):
    """No worker is left who could do it, and the front may do it itself."""


class Crew(Protocol):
    """Those who work for the front."""

    def has(self, role: Role) -> bool:
        """Return whether a call for this role would go to a worker now."""
        ...

    def facts(self, role: Role) -> Sequence[Json]:
        """Return what the living workers of a role tell about themselves; see `services.crew.acts`."""
        ...

    async def call(
        self,
        call: Call,
        *,
        folder: Path,
        hear: Hear | None = None,
        enough: asyncio.Event | None = None,
    ) -> Answer:
        """Have it done, and bring the files of the answer into a folder.

        When the caller is cancelled, the act is stopped where it is done.

        Args:
            call: What.
            folder: Where the files of the answer go.
            hear: Called with what the act tells.
            enough: Set when it shall end with what there is.

        Raises:
            HearsayError: the act did.
            NobodyThere: the last worker of that role went, and the front may do it itself.
        """
        ...
