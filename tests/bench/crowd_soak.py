"""The crowd over time: people come one by one and in bursts, while the service under them is watched."""

import asyncio
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.crowd_people import Crowd, Visit
from tests.bench.table import mb, ms, percentile
from tests.bench.vitals import Vitals, look

_PER_SECOND = float(os.environ.get("CROWD_PER_SECOND", "3"))
_KNOWN = 100
"""So many of the most popular links are known before the crowd comes."""
_BURST_EVERY_SECONDS = 15
_BURST = 20
_WARMING_AT_ONCE = _BURST
"""So that the connections that a burst opens, and that stay for the next one, are there from the start."""
_LOOK_SECONDS = 5
_SETTLE_SECONDS = 20
"""Connections that nobody uses are closed after some time."""
_TELL_EVERY = 12  # looks


@dataclass(frozen=True, slots=True)
class Look:
    """How the service was when so many links had been answered."""

    links: int
    vitals: Vitals


@dataclass(slots=True)
class Soak:
    """The crowd, the service's process and its data folder, and what came of it."""

    crowd: Crowd
    pid: int
    data_dir: Path
    visits: list[Visit] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)

    async def run(self, seconds: float) -> None:
        """Let people come for so long, and wait until all have got what they came for."""
        ranks = iter(range(_KNOWN))
        async with asyncio.TaskGroup() as group:
            for _ in range(_WARMING_AT_ONCE):
                group.create_task(self._come_for_each(ranks))
        await asyncio.sleep(_SETTLE_SECONDS)
        self.visits.clear()
        self._look()
        async with asyncio.TaskGroup() as group:
            watching = group.create_task(self._watch())
            async with asyncio.TaskGroup() as visits:
                await self._arrive(visits, seconds)
            watching.cancel()
        await asyncio.sleep(_SETTLE_SECONDS)
        self._look()

    async def _arrive(self, group: asyncio.TaskGroup, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        burst_at = began + _BURST_EVERY_SECONDS
        while (now := loop.time()) < began + seconds:
            if now >= burst_at:
                group.create_task(self._go_round(f"burst-{burst_at - began:.0f}"))
                burst_at += _BURST_EVERY_SECONDS
            group.create_task(self._come(self.crowd.popular()))
            await asyncio.sleep(self.crowd.dice.expovariate(_PER_SECOND))

    async def _go_round(self, name: str) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(_BURST):
                group.create_task(self._come(self.crowd.address(name)))
                await asyncio.sleep(1 / _BURST)

    async def _come_for_each(self, ranks: Iterator[int]) -> None:
        for rank in ranks:
            await self._come(self.crowd.ranked(rank))

    async def _come(self, link: str) -> None:
        visit = await self.crowd.order(self.crowd.somebody(), link)
        if visit is not None:
            self.visits.append(visit)

    async def _watch(self) -> None:
        told = 0
        while True:
            for _ in range(_TELL_EVERY):
                await asyncio.sleep(_LOOK_SECONDS)
                self._look()
            self._tell(self.visits[told:])
            told = len(self.visits)

    def _look(self) -> None:
        self.looks.append(Look(len(self.visits), look(self.pid, self.data_dir)))

    def _tell(self, visits: list[Visit]) -> None:
        """Say how the last minute was."""
        now = self.looks[-1].vitals
        slow = percentile([visit.reaction for visit in visits], 0.99) if visits else 0.0
        print(
            f"  {len(self.visits)} links, {mb(now.resident_bytes)}, {now.handles} handles,"
            f" {now.threads} threads, databases {mb(now.database_bytes)},"
            f" reaction p99 {ms(slow)}, load {os.getloadavg()[0]:.1f}",
            file=sys.stderr,
        )
