"""What the front asks of a worker: one act, with arguments and files, and the answer to it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

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
    key: str = ""
    """Names the result: the same call, given again, joins what is under way."""


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
    folder: Path
    """Empty, for this act alone, and gone when it ends."""
    tell: Callable[[Json], None]
    """Tells the front how it goes. Notes with a `step` are kept, in order; of others the newest counts."""
    told: Sequence[Json] = ()
    """The steps that were told before another worker died over the same call."""


Act = Callable[[Task], Awaitable[Answer]]
"""Does it. What it raises of our errors is raised at the front."""

Hear = Callable[[Json], Awaitable[None]]
"""Called with what an act tells."""


class Crew(Protocol):
    """Those who work for the front."""

    def has(self, role: Role) -> bool:
        """Return whether a call for this role would go to a worker now."""
        ...

    async def call(self, call: Call, *, folder: Path, hear: Hear | None = None) -> Answer:
        """Have it done, and bring the files of the answer into a folder.

        When the caller is cancelled, the act is stopped where it is done.

        Raises:
            HearsayError: the act did.
        """
        ...
