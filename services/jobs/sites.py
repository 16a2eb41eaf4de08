"""Sites that keep us out: each is left alone for a while, then asked by one job at a time."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

import structlog

from services.clock import Clock
from services.errors import HearsayError, SiteBotCheck, SiteLimited, SiteResting
from services.platforms.link import Link
from services.store.database import Database

log = structlog.get_logger(__name__)

_RESTS: Final = (timedelta(minutes=15), timedelta(minutes=45), timedelta(hours=1))
"""After the first refusal, the second in a row, and every further one."""
_LONGEST: Final = timedelta(hours=6)
_ASKED_AT_ONCE: Final = 2
_KEEP: Final = """
    INSERT INTO resting_sites (site, until, times) VALUES (:site, :until, :times)
    ON CONFLICT (site) DO UPDATE SET until = excluded.until, times = excluded.times
"""


@dataclass(frozen=True, slots=True)
class Rest:
    """One site that is left alone."""

    site: str
    until: float
    times: int
    """How often in a row it has kept us out."""


@dataclass(slots=True)
class _Door:
    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_ASKED_AT_ONCE))
    waiting: int = 0


def site_of(link: Link) -> str:
    """Return what is left alone when the link's site keeps us out: a platform, else the host."""
    return link.site if link.site != "web" else link.host


class Sites:
    """Knows which sites rest, also after a restart.

    When a rest is over, one visitor is let through. What it meets decides: the site answers, and all
    may come again, or it still refuses, and rests longer.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._rests: dict[str, Rest] = {}
        self._asking: set[str] = set()
        self._doors: dict[str, _Door] = defaultdict(_Door)
        self.on_open: Callable[[str], None] = lambda _site: None
        """Called with the site when it lets us in again."""

    async def load(self) -> None:
        """Remember what the last life of the process knew."""
        rows = await self._database.rows("SELECT site, until, times FROM resting_sites")
        self._rests = {row["site"]: Rest(row["site"], row["until"], row["times"]) for row in rows}

    def rest(self, site: str) -> Rest | None:
        """Return the rest of a site that keeps us out."""
        return self._rests.get(site)

    def rests(self) -> list[Rest]:
        """Return all of them, the one that is over first first."""
        return sorted(self._rests.values(), key=lambda rest: rest.until)

    def is_due(self, site: str) -> bool:
        """Return whether somebody may try whether it lets us in again."""
        rest = self._rests.get(site)
        return rest is not None and site not in self._asking and rest.until <= self._clock.now()

    @asynccontextmanager
    async def visit(self, site: str, *, host: str) -> AsyncIterator[None]:
        """Ask a site for something inside the block.

        Raises:
            SiteResting: it is left alone now, or somebody else is trying already.
        """
        rest = self._rests.get(site)
        if rest is not None and not self.is_due(site):
            raise self._resting(rest, host)
        if rest is not None:
            self._asking.add(site)
        try:
            yield
        except HearsayError as error:
            await self._hear(error, site, rest)
            raise
        else:
            if rest is not None:
                await self._open(site)
        finally:
            if rest is not None:
                self._asking.discard(site)

    @asynccontextmanager
    async def turn(self, site: str) -> AsyncIterator[None]:
        """Wait until few enough others ask the same site a question."""
        door = self._doors[site]
        door.waiting += 1
        try:
            async with door.slots:
                yield
        finally:
            door.waiting -= 1
            if not door.waiting:
                self._doors.pop(site, None)

    async def _hear(self, error: HearsayError, site: str, rest: Rest | None) -> None:
        """Learn from what a visitor was told; `rest` is what it was to put an end to."""
        if isinstance(error, SiteLimited | SiteBotCheck):
            await self._close(site, error, trying=rest is not None)
            error.details["site"] = site
        elif rest is not None and error.retryable:
            await self._put_off(rest)
        elif rest is not None:
            await self._open(site)

    async def _close(self, site: str, error: HearsayError, *, trying: bool) -> None:
        known = self._rests.get(site)
        # Those who were inside when the first was refused are refused for the same reason.
        times = known.times + trying if known else 1
        step = _RESTS[min(times, len(_RESTS)) - 1].total_seconds()
        asked_for = float(error.details.get("seconds", 0))
        until = self._clock.now() + min(max(step, asked_for), _LONGEST.total_seconds())
        if known and not trying:
            until = max(until, known.until)
        log.warning("a site keeps us out", site=site, code=error.code, times=times)
        await self._keep(Rest(site, until, times))

    async def _put_off(self, rest: Rest) -> None:
        """Try again after another while: it neither let us in nor kept us out."""
        until = self._clock.now() + _RESTS[0].total_seconds()
        await self._keep(Rest(rest.site, until, rest.times))

    async def _keep(self, rest: Rest) -> None:
        self._rests[rest.site] = rest
        await self._database.write(_KEEP, site=rest.site, until=rest.until, times=rest.times)

    async def _open(self, site: str) -> None:
        if self._rests.pop(site, None) is None:
            return
        log.info("a site lets us in again", site=site)
        await self._database.write("DELETE FROM resting_sites WHERE site = :site", site=site)
        self.on_open(site)

    def _resting(self, rest: Rest, host: str) -> SiteResting:
        minutes = max(1, round((rest.until - self._clock.now()) / 60))
        return SiteResting(host=host, minutes=minutes, site=rest.site)
