"""A worker as a process of its own, with acts that tests can see through.

python -m tests.services.crew.crewmate URL DEPOT FOLDER NAME LOST_SECONDS VERSION
"""

import asyncio
import errno
import os
import signal
import sys
from pathlib import Path

from services.clock import SystemClock
from services.crew.acts import Abilities
from services.crew.board import open_board
from services.crew.call import Answer, Task
from services.crew.claims import Claims
from services.crew.role import Role
from services.crew.roster import Roster, Worker
from services.crew.worker import Ending, Means, work
from services.errors import LinkGone, WorkerOutdated
from services.store.depot import open_depot

OUTDATED = 3


async def echo(task: Task) -> Answer:
    """Give back what came."""
    made = {}
    for name, path in task.files.items():
        made[name] = task.folder / f"{name}.out"
        made[name].write_bytes(path.read_bytes().upper())
    return Answer({"said": task.arguments, "told": list(task.told), "by": os.getpid()}, made)


async def refuse(task: Task) -> Answer:
    """End as acts do that cannot."""
    raise LinkGone(host=task.arguments["host"])


async def break_down(task: Task) -> Answer:
    """End as no act should."""
    raise RuntimeError("a bug")


async def find_no_room(task: Task) -> Answer:
    """End as acts do whose disk is full."""
    raise OSError(errno.ENOSPC, "No space left on device")


async def die(task: Task) -> Answer:
    """Take the whole worker along."""
    os.kill(os.getpid(), signal.SIGKILL)
    return Answer()


async def count_up(task: Task) -> Answer:
    """Tell numbers until a file lies there; go on where the last one died."""
    for number in range(len(task.told), 3):
        task.tell({"step": number})
        task.tell({"done": 1, "total": 3})
    gate = Path(task.arguments["gate"])
    try:
        while not gate.exists() and not task.enough.is_set():  # noqa: ASYNC110 - a file tells nobody
            await asyncio.sleep(0.01)
    except asyncio.CancelledError:
        gate.with_suffix(".stopped").touch()
        raise
    return Answer({"told": list(task.told), "by": os.getpid(), "enough": task.enough.is_set()})


ACTS = {
    "echo": (Role.CPU, echo),
    "refuse": (Role.CPU, refuse),
    "break_down": (Role.CPU, break_down),
    "find_no_room": (Role.CPU, find_no_room),
    "die": (Role.CPU, die),
    "count_up": (Role.CPU, count_up),
}


async def _facts():
    return {"models": ["tiny"]}


async def _run(url: str, depot_url: str, folder: Path, name: str, lost: float, version: str) -> int:
    ending = Ending()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ending.soon.set)
    async with open_board(url) as board, open_depot(depot_url) as depot:
        roster = Roster(board, lost_seconds=lost)
        means = Means(
            board=board,
            roster=roster,
            claims=Claims(board, roster),
            depot=depot,
            abilities=Abilities(ACTS, _facts),
            clock=SystemClock(),
            folder=folder / name,
        )
        worker = Worker(
            name=name,
            boot=os.urandom(8).hex(),
            roles=frozenset({Role.CPU}),
            version=version,
            slots={Role.CPU: 2},
            home=str(folder),
        )
        try:
            await work(worker, means, ending=ending, grace_seconds=0.2)
        except WorkerOutdated:
            return OUTDATED
    return 0


if __name__ == "__main__":
    url, depot, folder, name, lost, version = sys.argv[1:]
    sys.exit(asyncio.run(_run(url, depot, Path(folder), name, float(lost), version)))
