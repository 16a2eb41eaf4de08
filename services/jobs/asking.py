"""Asks a site for something, but not in vain: not what it has just refused, nor while it keeps us out."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from services.clock import Clock
from services.errors import HearsayError
from services.jobs.failures import Failures
from services.jobs.sites import Sites
from services.jobs.tries import tried

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Question:
    """What a site is asked for."""

    key: str
    """Names what is wanted: the same for all who want it."""
    site: str
    host: str
    insist: bool = False
    """Whoever asks knows what was said before, and wants to hear it again."""
    most_tries: int = 3
    quick: bool = False
    """Few may ask one site such questions at a time; what takes long has other limits."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where sites are asked from."""

    sites: Sites
    failures: Failures | None
    """None asks each time."""
    clock: Clock

    async def ask(
        self,
        question: Question,
        work: Callable[[], Awaitable[T]],
        *,
        name: str,
        within: timedelta,
        late: HearsayError,
    ) -> T:
        """Return what the site gives; arguments as of `tried`.

        Raises:
            SiteResting: it keeps us out for now.
            HearsayError: why it gives nothing, or gave nothing a moment ago.
        """
        if not question.quick:
            return await self._ask(question, work, name=name, within=within, late=late)
        async with self.sites.turn(question.site):
            return await self._ask(question, work, name=name, within=within, late=late)

    async def _ask(
        self,
        question: Question,
        work: Callable[[], Awaitable[T]],
        *,
        name: str,
        within: timedelta,
        late: HearsayError,
    ) -> T:
        most, calls = question.most_tries, 0
        if self.failures is not None:
            most = await self.failures.tries(question.key, most=most, insist=question.insist)

        async def once() -> T:
            nonlocal calls
            calls += 1
            return await work()

        async with self.sites.visit(question.site, host=question.host):
            try:
                found = await tried(
                    once, name=name, within=within, late=late, clock=self.clock, most=most
                )
            except HearsayError as error:
                if self.failures is not None:
                    await self.failures.note(question.key, error, calls=calls)
                raise
        if self.failures is not None:
            await self.failures.forget(question.key)
        return found
