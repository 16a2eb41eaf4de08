"""Leading: of several processes that could do the same, one does it, and the others stand by."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final

import structlog

from services.clock import Clock
from services.crew.board import BoardSilent
from services.crew.roster import Roster
from services.nursery import Nursery

log = structlog.get_logger(__name__)

_TICK_SECONDS: Final = 0.5
_AFTER_SILENCE_SECONDS: Final = 3.0


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who wants to lead."""

    name: str
    """What is led."""
    holder: str
    """Another one for each life of each process."""
    home: str
    """Names the folder whose lock this process holds: whoever held it before is dead."""
    version: str


@asynccontextmanager
async def lead(
    claimant: Claimant, roster: Roster, clock: Clock, *, on_lost: Callable[[], None]
) -> AsyncIterator["Lead"]:
    """Wait until we lead, and lead until the block ends.

    Args:
        claimant: Who we are.
        roster: Knows who leads.
        clock: Tells whether we were frozen.
        on_lost: Called when somebody else leads all of a sudden: nothing more may be done then.
    """
    await _stand_by(claimant, roster)
    leading = Lead(claimant, roster, clock, on_lost)
    try:
        async with Nursery() as tasks:
            tasks.spawn(leading.tick(), name="notice being frozen")
            tasks.spawn(leading.keep(), name="go on leading")
            yield leading
    finally:
        with suppress(BoardSilent):
            await roster.release(claimant.name, holder=claimant.holder)


class Lead:
    """Knows whether it is certain that we still lead.

    When the database does not answer we go on: nobody else can begin to lead then. But when this process
    was frozen for long, another one may lead by now, and we have to ask before we do anything more.
    """

    def __init__(
        self, claimant: Claimant, roster: Roster, clock: Clock, on_lost: Callable[[], None]
    ) -> None:
        self._claimant = claimant
        self._roster = roster
        self._clock = clock
        self._on_lost = on_lost
        self._ticked = clock.monotonic()
        self._is_unsure = False

    @property
    def is_sure(self) -> bool:
        """Return whether we were awake all the time."""
        gap_seconds = self._clock.monotonic() - self._ticked
        return not self._is_unsure and gap_seconds < self._roster.lost_seconds / 2

    async def confirm(self) -> None:
        """Return when it is certain that we lead, or that nobody can say; else we end here."""
        if self.is_sure:
            return
        self._is_unsure = True
        with suppress(BoardSilent):
            await self._ask()
        self._is_unsure = False

    async def tick(self) -> None:
        """Notice when time has passed without us, and ask at once, for as long as we live."""
        while True:
            await asyncio.sleep(_TICK_SECONDS)
            self._is_unsure = not self.is_sure
            self._ticked = self._clock.monotonic()
            await self.confirm()

    async def keep(self) -> None:
        """Show that we lead, for as long as we live."""
        while True:
            await asyncio.sleep(self._roster.beat_seconds)
            with suppress(BoardSilent):
                await self._ask()
                self._is_unsure = False

    async def _ask(self) -> None:
        if not await _take(self._claimant, self._roster):
            log.error("another front leads by now", lease=self._claimant.name)
            self._on_lost()


async def _stand_by(claimant: Claimant, roster: Roster) -> None:
    is_told = False
    while True:
        try:
            if await _take(claimant, roster):
                return
        except BoardSilent:
            # Who leads shows it as soon as the database is back; we must not be quicker.
            await asyncio.sleep(roster.beat_seconds + _AFTER_SILENCE_SECONDS)
            continue
        if not is_told:
            log.info("another front leads", lease=claimant.name)
        is_told = True
        await asyncio.sleep(roster.beat_seconds)


async def _take(claimant: Claimant, roster: Roster) -> bool:
    holder = await roster.lease(
        claimant.name, holder=claimant.holder, home=claimant.home, version=claimant.version
    )
    return holder == claimant.holder
