"""The front's side of a call: lays its files into the depot, waits for the answer, brings it home."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Final

import structlog

from services.clock import Clock
from services.crew.bell import Bell, Ring, open_bell
from services.crew.board import Board
from services.crew.call import Answer, Call, Hear, Json, NobodyThere
from services.crew.calls import ENDED, RESULTS, WAITING, Given
from services.crew.claims import Claims
from services.crew.line import Line
from services.crew.news import Awaited, Messenger
from services.crew.role import Role
from services.crew.roster import Roster, Worker, of_role
from services.crew.upkeep import Upkeep, clear_away, keys_of
from services.errors import HearsayError, SourceExpired, Unexpected, by_code
from services.nursery import Nursery
from services.store.depot import Depot

log = structlog.get_logger(__name__)

_MOST_TIMES: Final = 5
_MOST_DIGESTS: Final = 1000
_DEPOT_KEPT: Final = timedelta(hours=6)
"""Longer than any act takes."""
_RESULTS_KEPT: Final = timedelta(minutes=10)
"""Of which nobody tells; longer than it takes to tell."""

OnChange = Callable[[Sequence[Worker]], None]
"""Called with the workers that live, when that has changed."""


@dataclass(frozen=True, slots=True)
class Post:
    """What the front sends its calls through."""

    board: Board
    roster: Roster
    line: Line
    claims: Claims
    depot: Depot
    clock: Clock
    version: str
    roles: frozenset[Role]
    """What the front does itself where nobody else does it."""


@asynccontextmanager
async def open_crew(
    post: Post, *, on_change: OnChange = lambda _: None
) -> AsyncIterator["FarCrew"]:
    """Look after the workers until the block ends."""
    async with Nursery() as tasks, open_bell(post.board, Ring.NEWS, Ring.PEOPLE) as bell:
        crew = FarCrew(post, bell, tasks, on_change=on_change)
        await crew.look()
        tasks.spawn(crew.watch(), name="watch the crew")
        tasks.spawn(crew.messenger.bring(), name="bring news")
        yield crew


class FarCrew:
    """Workers in other processes, perhaps on other machines."""

    def __init__(self, post: Post, bell: Bell, tasks: Nursery, *, on_change: OnChange) -> None:
        self._post = post
        self._line = post.line
        self._bell = bell
        self._tasks = tasks
        self._on_change = on_change
        self._upkeep = Upkeep(post.roster, post.claims, post.depot, post.clock)
        self._digests: dict[tuple[str, int, int, int], str] = {}
        self._answered_at = post.clock.monotonic()
        self._is_parting = False
        self.messenger = Messenger(post.line, bell, is_told=post.board.is_postgres)
        self.workers: Sequence[Worker] = ()
        """Those who live."""

    def on_change(self, listener: OnChange) -> None:
        """Have somebody told when the workers change, and of those who live now."""
        self._on_change = listener
        listener(self.workers)

    def has(self, role: Role) -> bool:
        """Return whether a call for this role would go to a worker now."""
        if role not in self._post.roles:
            return True
        return not self._is_cut_off() and bool(self._those_of(role))

    def facts(self, role: Role) -> Sequence[Json]:
        """Return what the living workers of a role tell about themselves."""
        return [worker.facts for worker in self._those_of(role)]

    def lacking(self) -> list[Role]:
        """Return what can be done neither here nor by a worker."""
        return [
            role
            for role in (Role.CPU, Role.GPU)
            if role not in self._post.roles and not self._those_of(role)
        ]

    @property
    def slots(self) -> int:
        """Return how much the workers do at once, all together."""
        here = {one.boot: one for role in Role for one in self._those_of(role)}
        return sum(sum(one.slots.values()) for one in here.values())

    def part(self) -> None:
        """Leave what is under way to the next life of this process, from now on."""
        self._is_parting = True

    async def call(
        self,
        call: Call,
        *,
        folder: Path,
        hear: Hear | None = None,
        enough: asyncio.Event | None = None,
    ) -> Answer:
        """Have it done, and bring the files of the answer into a folder.

        Raises:
            HearsayError: the act did.
            NobodyThere: the last worker of that role went, and the front may do it itself.
        """
        given = await self._given(call)
        awaited = self.messenger.expect(given.id)
        passing = self._tasks.spawn(self._pass_on(enough, given.id), name="enough")
        outcome: Json | None = None
        try:
            outcome = await self._done(call, given, awaited, hear)
            return await self._answer(outcome, folder)
        finally:
            passing.cancel()
            self.messenger.let_be(given.id)
            if outcome is not None or not self._is_parting:
                clearing = self._clear(given.id, keys_of(outcome or {}))
                self._tasks.spawn(clearing, name=f"clear {given.id}")

    async def sweep(self) -> None:
        """Clear away what was laid into the depot and is of no use any more.

        That are results, too, whose worker died before it could tell of them.
        """
        now, depot = self._post.clock.now(), self._post.depot
        removed = await depot.sweep(
            before=now - _RESULTS_KEPT.total_seconds(),
            under=RESULTS,
            but=await self._post.claims.held(),
        )
        removed += await depot.sweep(before=now - _DEPOT_KEPT.total_seconds())
        log.info("swept the depot", files=removed)

    async def look(self) -> None:
        """See who is there."""
        found = await self._post.roster.workers()
        self._answered_at = self._post.clock.monotonic()
        # Where the database was away, everybody seems to have been silent for long.
        known = set() if self._upkeep.trusts_silence() else {one.boot for one in self.workers}
        is_lost = self._post.roster.is_lost
        living = [one for one in found if one.boot in known or not is_lost(one)]
        before, self.workers = self.workers, living
        if [(w.boot, w.is_leaving) for w in before] != [(w.boot, w.is_leaving) for w in living]:
            log.info("the crew", workers=[worker.name for worker in living])
            self._on_change(living)

    async def watch(self) -> None:
        """Look after workers and calls for as long as we live."""
        while True:
            await self._bell.wait(Ring.PEOPLE, most_seconds=self._look_seconds)
            ids = self.messenger.ids
            if ids:
                await self._line.await_on(ids)
            await self.look()
            await self._upkeep.keep()

    @property
    def _look_seconds(self) -> float:
        """Return how often it is looked who is lost: not much later than it can be known."""
        return self._post.roster.lost_seconds / 15

    def _those_of(self, role: Role) -> list[Worker]:
        return of_role(self.workers, role, version=self._post.version)

    def _is_cut_off(self) -> bool:
        """Return whether nothing was heard of the crew for long."""
        silent_seconds = self._post.clock.monotonic() - self._answered_at
        return silent_seconds > self._post.roster.lost_seconds and not self._post.board.answers

    async def _given(self, call: Call) -> Given:
        """Name a call by what is to be done, and lay its files where workers find them."""
        files = {name: await self._laid(path) for name, path in call.files.items()}
        hints = {name: await self._laid(path) for name, path in call.hints.items()}
        named = [self._post.version, call.act, call.role, call.arguments, files, call.key]
        digest = hashlib.sha256(json.dumps(named, sort_keys=True).encode()).hexdigest()[:32]
        # The same may be wanted twice at once; then it is done twice.
        names = (digest if number == 1 else f"{digest}-{number}" for number in count(1))
        call_id = next(name for name in names if not self.messenger.knows(name))
        return Given(call_id, call.role, call.act, call.arguments, {**files, **hints}, call.pace)

    async def _laid(self, path: Path) -> str:
        key = f"sha256/{await self._digest(path)}"
        if not await self._post.depot.has(key):
            await self._post.depot.put(path, key=key)
        return key

    async def _digest(self, path: Path) -> str:
        state = path.stat()
        name = (str(path), state.st_ino, state.st_size, state.st_mtime_ns)
        if name not in self._digests:
            if len(self._digests) >= _MOST_DIGESTS:
                self._digests.clear()
            self._digests[name] = await asyncio.to_thread(_digest_of, path)
        return self._digests[name]

    async def _done(self, call: Call, given: Given, awaited: Awaited, hear: Hear | None) -> Json:
        """Return what came of a call; it is given anew when it or its files were lost."""
        outcome: Json | None = None
        for _ in range(_MOST_TIMES):
            await self._give(given)
            self.messenger.is_in_line(given.id)
            outcome = await self._end(given, awaited, hear)
            if outcome is None:
                continue
            if not outcome.get("lacks_files") and await self._are_there(outcome):
                return outcome
            await self._line.delete([given.id])
            for path in (*call.files.values(), *call.hints.values()):
                await self._laid(path)
        if outcome and outcome.get("lacks_files"):
            raise SourceExpired
        log.error("a call was lost each time it was given", id=given.id[:8], call=given.id)
        raise Unexpected(id=given.id[:8])

    async def _give(self, given: Given) -> None:
        """Put a call in line.

        Raises:
            NobodyThere: the line cannot be reached.
        """
        giving = self._line.give(given, version=self._post.version)
        task = self._tasks.spawn(giving, name=f"give {given.id}")
        try:
            while not task.done():
                await asyncio.wait({task}, timeout=self._look_seconds)
                if not task.done() and not self.has(given.role):
                    raise NobodyThere
        finally:
            task.cancel()
        task.result()

    async def _end(self, given: Given, awaited: Awaited, hear: Hear | None) -> Json | None:
        """Pass on what is told until it ends; None when it is not in line any more."""
        last: Json | None = None
        state = WAITING
        while True:
            if not await awaited.has_news(within_seconds=self._look_seconds):
                await self._see_who_is_there(given, state)
                continue
            news = awaited.take()
            if news is None:
                return None
            state = news.state
            for _, step in news.steps:
                await _pass(step, hear)
            if news.note is not None and news.note != last:
                last = news.note
                await _pass(last, hear)
            if news.state == ENDED:
                return news.outcome or {}

    async def _see_who_is_there(self, given: Given, state: str) -> None:
        """Take a call back that nobody will do.

        Raises:
            NobodyThere: it was taken back.
        """
        if self.has(given.role):
            return
        if self._is_cut_off():
            raise NobodyThere
        if state == WAITING and await self._line.withdraw(given.id):
            raise NobodyThere

    async def _are_there(self, outcome: Json) -> bool:
        found = [await self._post.depot.has(key) for key in keys_of(outcome)]
        return all(found)

    async def _answer(self, outcome: Json, folder: Path) -> Answer:
        if "value" not in outcome:
            raise _error_of(outcome)
        files: dict[str, Path] = {}
        for name, file in outcome["files"].items():
            claim = file["key"].rpartition("/")[2]
            files[name] = folder / f"{claim}{Path(file['name']).suffix}"
            await self._post.depot.get(file["key"], to=files[name])
        return Answer(outcome["value"], files)

    async def _pass_on(self, enough: asyncio.Event | None, call_id: str) -> None:
        if enough is not None:
            await enough.wait()
            await self._line.be_enough(call_id)

    async def _clear(self, call_id: str, keys: list[str]) -> None:
        await self._line.delete([call_id])
        self.messenger.forget(call_id)
        await clear_away(self._post.depot, keys)


async def _pass(note: Json, hear: Callable[[Json], Awaitable[None]] | None) -> None:
    if hear is not None:
        await hear(note)


def _error_of(outcome: Json) -> HearsayError:
    try:
        return by_code(outcome["code"])(**outcome["details"])
    except KeyError:
        return Unexpected(id="unknown")


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
