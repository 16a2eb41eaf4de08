"""What goes on in a session while its client speaks: the sound is decoded, listened to, heard once more."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from services.errors import FileUnreadable, HearsayError, LiveTooLong, NoRoom, Unexpected
from services.live.ear import Sit
from services.live.events import Event, Failed
from services.live.finish import Finish
from services.live.flow import Flow
from services.live.full_pass import FullPass
from services.live.intake import Intake
from services.live.journal import Journal
from services.live.spool import Spool
from services.live.talk import Talk
from services.live.wish import LiveWish
from services.nursery import Nursery
from services.transcripts.asking import Loaded
from services.transcripts.assembling import passages
from services.transcripts.samples import RATE
from services.transcripts.transcript import Transcript
from services.transcripts.voice import Voice

log = structlog.get_logger(__name__)

End = Callable[[HearsayError | None], Awaitable[None]]
"""Takes no more sound from now on; None is no reason that the client would have to be told."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a session works with."""

    about: Callable[[], Awaitable[Loaded]]
    """Says what the session's model is like."""
    sit: Sit
    voice: Callable[[], Awaitable[Voice]]
    full_pass: FullPass
    longest: timedelta
    nursery: Nursery


@dataclass(frozen=True, slots=True)
class Store:
    """What there is of a session on the disk."""

    intake: Intake
    spool: Spool
    journal: Journal


class Life:
    """One session's.

    Args:
        store: Its sound, and what is told of it.
        flow: Says what comes.
        wish: How it is to be heard.
        means: Hear it.
        finish: Has the last word.
        end: Called when no more sound can be taken.
    """

    def __init__(
        self, store: Store, flow: Flow, wish: LiveWish, means: Means, *, finish: Finish, end: End
    ) -> None:
        self._store = store
        self._flow = flow
        self._wish = wish
        self._means = means
        self._finish = finish
        self._end = end
        self._unreadable: FileUnreadable | None = None
        self._talk: Talk | None = None

    @property
    def lag_seconds(self) -> float:
        """Return how far the words are behind the sound that has come."""
        spool = self._store.spool
        on_the_way = max(0, self._store.intake.place - spool.count) / RATE
        return on_the_way + (self._talk.lag_seconds if self._talk else spool.seconds)

    async def live(self, earlier: list[Event]) -> None:
        """Go on until all is told.

        Args:
            earlier: What was told in an earlier life of the process.
        """
        try:
            async with asyncio.TaskGroup() as group:
                taking = group.create_task(self._take_in())
                await self._hear(earlier, taking)
                taking.cancel()
        except Exception:
            log.exception("live session died")
            await self._fail(Unexpected())

    async def _take_in(self) -> None:
        """Have the sound decoded to its end, and say so."""
        reason: HearsayError | None = None
        try:
            await self._store.intake.work()
        except LiveTooLong as error:
            reason = error
        except FileUnreadable as error:
            self._unreadable = error
        # A container may end by itself.
        await self._end(reason)
        self._flow.stopped = True
        self._flow.news.set()

    async def _hear(self, earlier: list[Event], taking: asyncio.Task[None]) -> None:
        try:
            live: Transcript | HearsayError = await self._listen(earlier)
        except HearsayError as error:
            # The sound is there: it may yet be heard as a whole.
            live = error
            await self._end(error)
        try:
            await asyncio.wait({taking})
            if self._unreadable and self._store.intake.taken and not self._store.spool.count:
                raise self._unreadable
            await self._finish.tell(live)
        except HearsayError as error:
            await self._fail(error)
        except OSError as error:
            log.warning("live session failed", reason=error.strerror)
            await self._fail(NoRoom())

    async def _listen(self, earlier: list[Event]) -> Transcript:
        """Tell the words of all the sound that comes, and return them."""
        about, spool = await self._means.about(), self._store.spool
        self._talk = Talk(
            spool,
            self._store.journal,
            self._wish,
            about=about,
            sit=self._means.sit,
            earlier=earlier,
        )
        await self._talk.listen(await self._means.voice(), self._flow)
        words = [word for spoken in self._talk.spoken for word in spoken.words]
        return Transcript(
            language=self._talk.language,
            seconds=spool.seconds,
            segments=passages(words),
            model=about.name,
        )

    async def _fail(self, error: HearsayError) -> None:
        log.warning("live session failed", code=error.code)
        failed = Failed(number=0, code=error.code, details={**error.details})
        await self._store.journal.tell(failed)
