"""What each process does for all: puts the calls of the dead back in line, and clears away."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

import structlog

from services.clock import Clock
from services.crew.board import BoardSilent
from services.crew.call import Json
from services.crew.claims import Claims
from services.crew.roster import Roster
from services.store.depot import Depot

log = structlog.get_logger(__name__)

_ABANDONED_SECONDS: Final = 120.0
_GRACE_SECONDS: Final = 3.0


class Upkeep:
    """Done at every beat, by every process; it does no harm when two do it at once.

    After the database was away, everybody seems to have been silent for long. So whoever could not
    beat for a while waits until the others had the time to, before believing that somebody is dead.
    """

    def __init__(self, roster: Roster, claims: Claims, depot: Depot, clock: Clock) -> None:
        self._roster = roster
        self._claims = claims
        self._depot = depot
        self._clock = clock
        self._last = clock.monotonic()
        self._trusts_from = self._last + self._patience

    def trusts_silence(self) -> bool:
        """Return whether who is silent may be taken for dead; called at each beat."""
        now = self._clock.monotonic()
        if now - self._last > self._roster.lost_seconds / 2:
            self._trusts_from = now + self._patience
        self._last = now
        return now >= self._trusts_from

    async def keep(self) -> None:
        """Do what there is to do."""
        with suppress(BoardSilent):
            await self._keep()

    async def _keep(self) -> None:
        is_sure = self.trusts_silence()
        again = await self._claims.take_over(gone_only=not is_sure)
        if again:
            log.warning("calls of a lost worker wait again", calls=len(again))
        if not is_sure:
            return
        after_seconds = max(_ABANDONED_SECONDS, 4 * self._roster.lost_seconds)
        for outcome in await self._claims.abandoned(after_seconds=after_seconds):
            await clear_away(self._depot, keys_of(outcome))
        await self._roster.forget_lost(after_seconds=10 * after_seconds)

    @property
    def _patience(self) -> float:
        return self._roster.beat_seconds + _GRACE_SECONDS


def keys_of(outcome: Json) -> list[str]:
    """Return the keys of the files that came of a call."""
    return [file["key"] for file in outcome.get("files", {}).values()]


async def clear_away(depot: Depot, keys: Iterable[str]) -> None:
    """Delete what came of a call; what cannot be reached now is swept later."""
    for key in keys:
        try:
            await depot.delete(key)
        except Exception as error:  # noqa: BLE001 - any server may be behind it
            log.info("a file stays in the depot until it is swept", key=key, error=str(error))
        await asyncio.sleep(0)
