"""People with one link each, by turns alone and beside some who paste fifty at once."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.bench.crowd_people import Crowd, Visit
from tests.e2e.people import until

_HEAVY_PEOPLE = 3
_HEAVY_LINKS = 50
_LIGHT_PER_SECOND = 1
_BLOCK_SECONDS = 24
_PAIRS = 3
_LONGEST_REST_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Light:
    """Somebody's only link."""

    block: int
    is_beside: bool
    is_new: bool
    visit: Visit


@dataclass(slots=True)
class Fairness:
    """The crowd and the service's data folder, and how long each had to wait."""

    crowd: Crowd
    data_dir: Path
    light: list[Light] = field(default_factory=list)
    heavy: list[Visit] = field(default_factory=list)
    people: int = _HEAVY_PEOPLE

    async def run(self) -> None:
        """Measure both sides by turns, who is first by turns too."""
        for block in range(_PAIRS):
            for is_beside in (True, False) if block % 2 else (False, True):
                await self._block(block, is_beside=is_beside)

    def waits(self, kind: str, *, is_new: bool | None = None) -> tuple[list[float], list[float]]:
        """Return the median waits of each block: beside heavy people, and without them."""
        beside, alone = (
            [
                median(
                    getattr(one.visit, kind)
                    for one in self.light
                    if (one.block, one.is_beside) == (block, side) and is_new in {None, one.is_new}
                )
                for block in range(_PAIRS)
            ]
            for side in (True, False)
        )
        return beside, alone

    async def _block(self, block: int, *, is_beside: bool) -> None:
        people = [self.crowd.somebody() for _ in range(_HEAVY_PEOPLE if is_beside else 0)]
        chats = [await self.crowd.chat_of(person) for person in people]
        async with asyncio.TaskGroup() as group:
            many = [
                group.create_task(self._come_with(person, f"heavy-{block}-{person}-{number}"))
                for person in people
                for number in range(_HEAVY_LINKS)
            ]
            await self._come_one_by_one(block, is_beside=is_beside)
            for task in many:
                task.cancel()
        # What is still due to them comes at the pace of their chats. They go, so it need not.
        for chat in chats:
            await self.crowd.stage.sim(f"users/{chat}/block", blocked=True)
        await until(lambda: not _unfinished(self.data_dir), seconds=_LONGEST_REST_SECONDS)

    async def _come_with(self, person: int, name: str) -> None:
        """Get a file that has to be made; every second of the links is a known one."""
        is_known = name[-1] in "02468"
        link = self.crowd.popular() if is_known else self.crowd.address(name)
        visit = await self.crowd.order(person, link, button="MP3" if is_known else "FLAC")
        if visit is not None:
            self.heavy.append(visit)

    async def _come_one_by_one(self, block: int, *, is_beside: bool) -> None:
        async with asyncio.TaskGroup() as group:
            for number in range(_LIGHT_PER_SECOND * _BLOCK_SECONDS):
                is_new = bool(number % 2)
                name = f"light-{block}-{is_beside}-{number}"
                link = self.crowd.address(name) if is_new else self.crowd.ranked(number)
                group.create_task(self._come(link, block, is_beside=is_beside, is_new=is_new))
                await asyncio.sleep(1 / _LIGHT_PER_SECOND)

    async def _come(self, link: str, block: int, *, is_beside: bool, is_new: bool) -> None:
        visit = await self.crowd.order(self.crowd.somebody(), link)
        if visit is not None:
            self.light.append(Light(block, is_beside, is_new, visit))


def _unfinished(data_dir: Path) -> int:
    with closing(sqlite3.connect(f"file:{data_dir}/hearsay.db?mode=ro", uri=True)) as book:
        found = book.execute("SELECT count(*) FROM jobs WHERE state IN ('waiting', 'running')")
        return int(found.fetchone()[0])
