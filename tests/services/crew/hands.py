"""Fronts and workers in the process of the test, over one database and one depot."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from services.clock import SystemClock
from services.crew.acts import Abilities
from services.crew.board import Board, open_board
from services.crew.claims import Claims
from services.crew.front import FarCrew, Post, open_crew
from services.crew.line import Line
from services.crew.role import Role
from services.crew.roster import Roster, Worker
from services.crew.worker import Ending, Means, work
from services.store.depot import Depot, open_depot
from tests.services.crew.crewmate import ACTS

VERSION = "1"


@dataclass(slots=True)
class Shop:
    """What all of them share."""

    board: Board
    roster: Roster
    line: Line
    claims: Claims
    depot: Depot
    folder: Path
    stack: AsyncExitStack
    group: asyncio.TaskGroup
    endings: dict[str, Ending] = field(default_factory=dict)
    tasks: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    @property
    def out(self) -> Path:
        """Where answers come to."""
        return self.folder / "out"

    def post(self, *roles: Role) -> Post:
        """Return what a front sends its calls through that does these roles itself."""
        return Post(
            board=self.board,
            roster=self.roster,
            line=self.line,
            claims=self.claims,
            depot=self.depot,
            clock=SystemClock(),
            version=VERSION,
            roles=frozenset({Role.FRONT, *roles}),
        )

    async def front(self, *roles: Role) -> FarCrew:
        """Open a front until the end of the test."""
        return await self.stack.enter_async_context(open_crew(self.post(*roles)))

    def worker(self, name: str = "cpu1", *, version: str = VERSION, slots: int = 2) -> Worker:
        """Return a worker that is not there yet."""
        return Worker(
            name=name,
            boot=secrets.token_hex(4),
            roles=frozenset({Role.CPU}),
            version=version,
            slots={Role.CPU: slots},
        )

    async def hire(self, worker: Worker, *, grace_seconds: float = 5) -> None:
        """Have a worker begin, and wait until it is there."""
        ending = self.endings[worker.name] = Ending()
        working = self.work(worker, ending, grace_seconds=grace_seconds)
        self.tasks[worker.name] = self.group.create_task(working)

        async def is_there() -> bool:
            return worker.boot in {one.boot for one in await self.roster.workers()}

        await becomes(is_there)

    async def work(self, worker: Worker, ending: Ending, *, grace_seconds: float = 5) -> None:
        """Work in this task."""
        means = Means(
            board=self.board,
            roster=self.roster,
            claims=self.claims,
            depot=self.depot,
            abilities=Abilities(ACTS, _facts),
            clock=SystemClock(),
            folder=self.folder / "benches" / worker.name,
        )
        await work(worker, means, ending=ending, grace_seconds=grace_seconds)

    async def dismiss(self, name: str) -> None:
        """Have a worker end, and wait for that."""
        self.endings.pop(name).soon.set()
        await self.tasks.pop(name)

    def results(self) -> list[Path]:
        """Return the files of answers that lie in the depot."""
        return [path for path in (self.folder / "depot" / "calls").rglob("*") if path.is_file()]


@asynccontextmanager
async def open_shop(url: str, folder: Path, *, lost_seconds: float = 30) -> AsyncIterator[Shop]:
    """Open it; at the end all workers are sent away."""
    async with (
        open_board(url) as board,
        open_depot(str(folder / "depot")) as depot,
        asyncio.TaskGroup() as group,
        AsyncExitStack() as stack,
    ):
        roster = Roster(board, lost_seconds=lost_seconds)
        line, claims = Line(board), Claims(board, roster)
        shop = Shop(board, roster, line, claims, depot, folder, stack, group)
        shop.out.mkdir(exist_ok=True)
        try:
            yield shop
        finally:
            for name in list(shop.endings):
                shop.endings[name].now.set()
                await shop.dismiss(name)


async def becomes(look: Callable[[], Awaitable[object]]) -> None:
    """Look again and again until there is something to see."""
    async with asyncio.timeout(60):
        while not await look():  # noqa: ASYNC110 - what others write rings no bell here
            await asyncio.sleep(0.005)


async def seen(crew: FarCrew, *names: str) -> None:
    """Wait until the front sees these workers, and no others."""
    async with asyncio.timeout(20):
        while [one.name for one in crew.workers if not one.is_leaving] != list(names):
            await crew.look()


def reborn(worker: Worker) -> Worker:
    """Return the next life of a worker."""
    return replace(worker, boot=secrets.token_hex(4))


async def _facts() -> dict[str, list[str]]:
    return {"models": ["tiny"]}
