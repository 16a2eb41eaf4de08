"""How a process joins the others: the database that they share, a name that is its own, its version."""

import asyncio
import fcntl
import hashlib
import os
import secrets
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
    contextmanager,
)
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import IO, Final

import structlog

from bot.checkout import ROOT
from bot.settings import Settings, s3_access
from bot.versions import own_version
from services.clock import SystemClock
from services.crew.board import Board, open_board
from services.crew.claims import Claims
from services.crew.front import Post
from services.crew.lead import Claimant, Lead, lead
from services.crew.line import Line
from services.crew.role import Role, roles_of
from services.crew.roster import Roster, Worker
from services.errors import WorkerNamed
from services.store.depot import Depot, open_depot

log = structlog.get_logger(__name__)

_PROTOCOL: Final = ROOT / "services" / "crew"
_LOOK_SECONDS: Final = 0.2
_LOST: Final = 1


@dataclass(frozen=True, slots=True)
class Leading:
    """What a front has that leads."""

    post: Post
    lead: Lead


@asynccontextmanager
async def open_post(settings: Settings) -> AsyncIterator[Post]:
    """Open what all processes share; waits until the database answers."""
    async with AsyncExitStack() as stack:
        board = await stack.enter_async_context(open_board(settings.engine_url or ""))
        roster = Roster(board, lost_seconds=settings.worker_lost_seconds)
        yield Post(
            board=board,
            roster=roster,
            line=Line(board),
            claims=Claims(board, roster),
            depot=await stack.enter_async_context(depot_of(settings)),
            clock=SystemClock(),
            version=await asyncio.to_thread(version_of_crew),
            roles=roles_of(settings.roles),
        )


@asynccontextmanager
async def leading(settings: Settings) -> AsyncIterator[Leading]:
    """Wait until no other front serves the same bot, here or elsewhere; then keep others from it."""
    token = settings.bot_token.get_secret_value() if settings.bot_token else ""
    async with AsyncExitStack() as stack:
        home = await stack.enter_async_context(_alone(front_lock_of(settings)))
        post = await stack.enter_async_context(open_post(settings))
        claimant = Claimant(
            name=f"front {token.partition(':')[0]}",
            holder=f"{socket.gethostname()} {os.getpid()} {secrets.token_hex(4)}",
            home=home,
            version=post.version,
        )
        held = lead(claimant, post.roster, post.clock, on_lost=_end_at_once)
        yield Leading(post, await stack.enter_async_context(held))


@contextmanager
def named(settings: Settings, name: str, roles: frozenset[Role]) -> Iterator[tuple[str, str]]:
    """Hold a worker's name; yields it, and what proves that no other process of ours has it.

    Without a name, it is the first that is free of `cpu1@host`, `cpu2@host` …: the same after a restart.
    """
    folder = settings.data_dir / "workers"
    folder.mkdir(parents=True, exist_ok=True)
    kind = "-".join(sorted(role.value for role in roles))
    host = socket.gethostname()
    names = [name] if name else (f"{kind}{number}@{host}" for number in count(1))
    for each in names:
        held = _locked(folder / f"{hashlib.sha256(each.encode()).hexdigest()[:16]}.lock")
        if held is not None:
            with held.file:
                yield each, held.token
            return
    raise WorkerNamed(name=name)


@contextmanager
def alone(path: Path) -> Iterator[bool]:
    """Hold a lock for the length of the block; yields whether no other process of this folder has it."""
    held = _locked(path)
    if held is None:
        yield False
        return
    with held.file:
        yield True


def front_lock_of(settings: Settings) -> Path:
    """Return the lock that a front holds which works on this folder."""
    return settings.data_dir / "front.lock"


def depot_of(settings: Settings) -> AbstractAsyncContextManager[Depot]:
    """Open where files are shared."""
    url = settings.blob_url or str(settings.data_dir / "depot")
    return open_depot(url, access=s3_access(settings))


async def workers_of(settings: Settings) -> list[Worker]:
    """Return the workers that live, without being one of the processes.

    Raises:
        BoardSilent: the database that all share does not take us in.
    """
    board = Board(settings.engine_url or "")
    try:
        await board.knock()
        roster = Roster(board, lost_seconds=settings.worker_lost_seconds)
        return [worker for worker in await roster.workers() if not roster.is_lost(worker)]
    finally:
        await board.close()


def version_of_crew() -> str:
    """Return what a front and its workers have to agree on."""
    digest = hashlib.sha256()
    for module in sorted(_PROTOCOL.glob("*.py")):
        digest.update(module.read_bytes())
    return f"{own_version()}+{digest.hexdigest()[:6]}"


@dataclass(frozen=True, slots=True)
class _Held:
    file: IO[str]
    token: str
    """Written in the lock, and nowhere else: two folders of one name on two machines differ in it."""


@asynccontextmanager
async def _alone(path: Path) -> AsyncIterator[str]:
    """Wait until no other process holds a lock, and hold it."""
    is_told = False
    while (held := await asyncio.to_thread(_locked, path)) is None:
        if not is_told:
            log.info("another front leads", folder=str(path.parent))
        is_told = True
        await asyncio.sleep(_LOOK_SECONDS)
    with held.file:
        yield held.token


def _locked(path: Path) -> _Held | None:
    """Hold a lock until the file is closed or the process dies; None while another one holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    file.seek(0)
    token = file.read()
    if not token:
        token = secrets.token_hex(16)
        file.write(token)
        file.flush()
    return _Held(file, token)


def _end_at_once() -> None:
    """End without another word to anybody: whatever is under way, the one who leads does it as well."""
    os._exit(_LOST)
