"""Work that is shared by all who want what comes of it: it is done once.

A chore has the key of its result. It leaves the result in the tables and the blobs, where whoever comes
later finds it, and is done in a folder that is gone when it ends. It looks there first: who looked before
it began may have missed by a moment what another chore was about to leave.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from services.errors import HearsayError
from services.jobs.asking import Question
from services.jobs.shared import Watch
from services.jobs.tries import tried
from services.jobs.workshop import Workshop

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Chore:
    """What the log calls it, how long one try may take, and what to say when it took longer."""

    name: str
    within: timedelta
    late: HearsayError
    question: Question | None = None
    """What it asks a site; none when it asks nobody."""

    async def done(
        self, shop: Workshop, act: Callable[[Path, Watch], Awaitable[T]], *, watch: Watch
    ) -> T:
        """Do it together with all who want it now; each try has a bench of its own."""

        async def once(watch: Watch) -> T:
            async with shop.bench() as bench:
                return await act(bench, watch)

        async def work(watch: Watch) -> T:
            act_once = partial(once, watch)
            if self.question is not None:
                return await shop.desk.ask(
                    self.question, act_once, name=self.name, within=self.within, late=self.late
                )
            return await tried(
                act_once, name=self.name, within=self.within, late=self.late, clock=shop.clock
            )

        return await shop.shared.join(self.name, work, watch=watch)
