"""A worker: takes calls of its roles out of the line, does them, and says what came of them."""

import asyncio
import os
import secrets
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import structlog
from structlog.contextvars import bind_contextvars

from services.clock import Clock
from services.crew.acts import Abilities
from services.crew.bell import Bell, Ring, open_bell
from services.crew.board import Board
from services.crew.call import Answer, Json, Task
from services.crew.calls import RESULTS, Taken
from services.crew.claims import Claims
from services.crew.pace import Pace
from services.crew.role import Role
from services.crew.roster import Roster, Worker
from services.crew.telling import Telling
from services.crew.upkeep import Upkeep, clear_away, keys_of
from services.errors import (
    HearsayError,
    NoRoom,
    SourceExpired,
    Unexpected,
    WorkerNamed,
    WorkerOutdated,
)
from services.nursery import Nursery
from services.store.depot import Depot
from services.store.full_disk import is_disk_full

log = structlog.get_logger(__name__)

_LOOK_SECONDS: Final = 0.5
_IDLE_SECONDS: Final = 2.0
_IDLE_SECONDS_WITHOUT_BELL: Final = 0.1
_FAREWELL_SECONDS: Final = 5.0
_MOST_ASKING: Final = 16


@dataclass(frozen=True, slots=True)
class Means:
    """What a worker works with."""

    board: Board
    roster: Roster
    claims: Claims
    depot: Depot
    abilities: Abilities
    clock: Clock
    folder: Path
    """For its files; emptied at the start."""


@dataclass(slots=True)
class Ending:
    """How a worker is asked to end."""

    soon: asyncio.Event = field(default_factory=asyncio.Event)
    """Begin nothing more."""
    now: asyncio.Event = field(default_factory=asyncio.Event)
    """Wait for nothing either."""


async def work(worker: Worker, means: Means, *, ending: Ending, grace_seconds: float) -> None:
    """Work until asked to end; what runs then has a while to end by itself, the rest goes to others.

    Raises:
        WorkerNamed: another one has taken the name.
        WorkerOutdated: the front runs another version.
    """
    async with _opened(worker, means) as place:
        await place.work(ending, grace_seconds=grace_seconds)


@asynccontextmanager
async def _opened(worker: Worker, means: Means) -> AsyncIterator["_Workplace"]:
    await asyncio.to_thread(shutil.rmtree, means.folder, ignore_errors=True)
    means.folder.mkdir(parents=True)
    async with Nursery() as tasks, open_bell(means.board, Ring.WORK) as bell:
        yield _Workplace(worker, means, tasks, bell)
    await asyncio.to_thread(shutil.rmtree, means.folder, ignore_errors=True)


@dataclass(slots=True)
class _Doing:
    """A call that is being done."""

    taken: Taken
    enough: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None
    is_over: bool = False
    """It was broken off, or what came of it is being written down: nobody may break it off any more."""


class _Workplace:
    """One worker's calls."""

    def __init__(self, worker: Worker, means: Means, tasks: Nursery, bell: Bell) -> None:
        self._worker = worker
        self._means = means
        self._claims = means.claims
        self._tasks = tasks
        self._bell = bell
        self._doing: dict[str, _Doing] = {}
        self._upkeep = Upkeep(means.roster, means.claims, means.depot, means.clock)

    async def work(self, ending: Ending, *, grace_seconds: float) -> None:
        asked = self._tasks.spawn(ending.soon.wait(), name="ending")
        living = self._tasks.spawn(self._live(), name="live")
        try:
            await asyncio.wait({asked, living}, return_when=asyncio.FIRST_COMPLETED)
            if not living.done():
                await self._drain(ending, grace_seconds=grace_seconds)
        finally:
            living.cancel()
            await asyncio.wait({living})
            await self._part()
        if not living.cancelled():
            raise living.result()

    async def _live(self) -> HearsayError:
        """Take the name and work; return why that had to end."""
        outdated = await self._outdated()
        if outdated is not None:
            return outdated
        await self._enter()
        log.info("working", worker=self._worker.name, roles=sorted(self._worker.roles))
        async with asyncio.TaskGroup() as group:
            taking = group.create_task(self._take())
            reason = await self._beat()
            taking.cancel()
        return reason

    async def _enter(self) -> None:
        """Take the name; after a kill, the last life of it may seem to live for a while."""
        roster = self._means.roster
        told = False
        while not await roster.enter(await self._as_it_is()):
            if not told:
                log.info("waiting for the last worker of this name", worker=self._worker.name)
            told = True
            await asyncio.sleep(roster.beat_seconds)

    async def _beat(self) -> HearsayError:
        """Show that we live; return why we must not any more."""
        while True:
            await asyncio.sleep(self._means.roster.beat_seconds)
            if not await self._means.roster.beat(await self._as_it_is()):
                return WorkerNamed(name=self._worker.name)
            outdated = await self._outdated()
            if outdated is not None:
                return outdated
            await self._upkeep.keep()

    async def _outdated(self) -> WorkerOutdated | None:
        leading = await self._means.roster.versions_leading()
        if not leading or self._worker.version in leading:
            return None
        return WorkerOutdated(own=self._worker.version, front=", ".join(sorted(leading)))

    async def _as_it_is(self) -> Worker:
        facts = await self._means.abilities.facts()
        load = os.getloadavg()[0] / (os.cpu_count() or 1)
        working = [one for one in self._doing.values() if one.taken.call.pace is not Pace.ASKING]
        return replace(self._worker, busy=len(working), load=round(load, 2), facts=facts)

    async def _take(self) -> None:
        """Do what comes, and stop what is not wanted any more."""
        idle = _IDLE_SECONDS if self._means.board.is_postgres else _IDLE_SECONDS_WITHOUT_BELL
        looked = -_LOOK_SECONDS
        while True:
            now = self._means.clock.monotonic()
            if now - looked >= _LOOK_SECONDS / 2:
                await self._look()
                looked = now
            taken = await self._next()
            if taken is None:
                seconds = min(idle, _LOOK_SECONDS) if self._doing else idle
                await self._bell.wait(Ring.WORK, most_seconds=seconds)
                continue
            doing = self._doing[taken.claim] = _Doing(taken)
            doing.task = self._tasks.spawn(self._do(doing), name=f"call {taken.call.id}")

    async def _next(self) -> Taken | None:
        places = self._free_places()
        if self._worker.is_leaving or not places:
            return None
        return await self._claims.take(self._worker, places, acts=list(self._means.abilities.acts))

    def _free_places(self) -> list[tuple[Role, Pace]]:
        """Return what can be begun now: each pace has its own places, and asking has many."""
        busy = Counter(
            (doing.taken.call.role, doing.taken.call.pace) for doing in self._doing.values()
        )
        return [
            (role, pace)
            for role, slots in self._worker.slots.items()
            for pace in Pace
            if busy[role, pace] < (_MOST_ASKING if pace is Pace.ASKING else slots)
        ]

    async def _look(self) -> None:
        """Stop what has been taken from us, or is not wanted any more."""
        mine = {claim: doing for claim, doing in self._doing.items() if not doing.is_over}
        if not mine:
            return
        holding = await self._claims.look(self._worker, list(self._doing))
        for claim, doing in mine.items():
            if holding.get(claim):
                doing.enough.set()
            if claim not in holding and not doing.is_over and doing.task is not None:
                doing.is_over = True
                doing.task.cancel()

    async def _do(self, doing: _Doing) -> None:
        taken, bench = doing.taken, self._means.folder / doing.taken.claim
        bind_contextvars(call=taken.call.id, act=taken.call.act)
        try:
            outcome = await self._outcome(doing, bench)
            doing.is_over = True
            if not await self._claims.end(taken, outcome):
                await clear_away(self._means.depot, keys_of(outcome))
        finally:
            del self._doing[taken.claim]
            self._bell.ring(Ring.WORK)
            await asyncio.to_thread(shutil.rmtree, bench, ignore_errors=True)

    async def _outcome(self, doing: _Doing, bench: Path) -> Json:
        try:
            files = await self._bring(doing.taken, bench / "given")
        except SourceExpired as error:
            return {**_failure(error), "lacks_files": True}
        except Exception as error:  # noqa: BLE001 - any server may be behind the depot
            return _failure(_told_of(error))
        try:
            answer = await self._perform(doing, files, bench / "work")
            return {"value": answer.value, "files": await self._send(doing.taken, answer)}
        except Exception as error:  # noqa: BLE001 - a bug in an act ends one call, with an apology
            return _failure(_told_of(error))

    async def _bring(self, taken: Taken, folder: Path) -> Mapping[str, Path]:
        folder.mkdir(parents=True)
        files = {name: folder / name for name in taken.call.files}
        for name, path in files.items():
            await self._means.depot.get(taken.call.files[name], to=path)
        return files

    async def _perform(self, doing: _Doing, files: Mapping[str, Path], folder: Path) -> Answer:
        taken = doing.taken
        folder.mkdir()
        last = max((number for number, _ in taken.steps), default=0)
        telling = Telling(lambda told: self._claims.tell(taken, told), number=last)
        task = Task(
            arguments=taken.call.arguments,
            files=files,
            folder=folder,
            tell=telling.tell,
            told=[note for _, note in taken.steps],
            enough=doing.enough,
        )
        _, act = self._means.abilities.acts[taken.call.act]
        passing = self._tasks.spawn(telling.pass_on(), name=f"tell of {taken.call.id}")
        try:
            answer = await act(task)
        finally:
            passing.cancel()
            await asyncio.wait({passing})
        await asyncio.sleep(0)  # what it told at last is being taken in
        await telling.flush()
        return answer

    async def _send(self, taken: Taken, answer: Answer) -> Json:
        """Lay the files of an answer into the depot, where nobody else's claim can touch them."""
        sent = {}
        for name, path in answer.files.items():
            key = f"{RESULTS}/{taken.call.id}/{taken.claim}-{name}"
            await self._means.depot.put(path, key=key)
            sent[name] = {"key": key, "name": path.name}
        return sent

    async def _drain(self, ending: Ending, *, grace_seconds: float) -> None:
        """Take nothing more; wait for what runs, but not for long."""
        log.info("stopping", worker=self._worker.name, running=len(self._doing))
        self._worker = replace(self._worker, is_leaving=True)
        with suppress(TimeoutError):
            async with asyncio.timeout(grace_seconds):
                await self._means.roster.beat(await self._as_it_is())
                await self._wait_for_all(ending)

    async def _wait_for_all(self, ending: Ending) -> None:
        hurry = self._tasks.spawn(ending.now.wait(), name="hurry")
        while self._doing and not hurry.done():
            running = {doing.task for doing in self._doing.values() if doing.task is not None}
            await asyncio.wait({hurry, *running}, return_when=asyncio.FIRST_COMPLETED)
        hurry.cancel()

    async def _part(self) -> None:
        """Give back what has not ended, so that others take it at once; then stop it."""
        left = list(self._doing)
        try:
            async with asyncio.timeout(_FAREWELL_SECONDS):
                await self._claims.give_back(left)
                await self._means.roster.leave(self._worker)
        except TimeoutError:
            log.warning("left without a farewell", worker=self._worker.name)


def _failure(error: HearsayError) -> Json:
    return {"code": error.code, "details": error.details}


def _told_of(error: Exception) -> HearsayError:
    """Return what the front is told: that a disk is full is no bug, and passes."""
    if isinstance(error, HearsayError):
        return error
    if is_disk_full(error):
        log.warning("an act found no room", error=repr(error))
        return NoRoom()
    number = secrets.token_hex(4)
    log.error("an act failed", id=number, exc_info=error)
    return Unexpected(id=number)
