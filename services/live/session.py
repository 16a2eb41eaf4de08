"""One person speaking: their sound is taken as it comes, and their words are told while they go on.

The disk is the queue: what has come lies there until it was listened to, however slow the machine is,
and is still there after a crash.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

import structlog

from services.errors import (
    FileUnreadable,
    HearsayError,
    LiveGap,
    LiveGone,
    LiveTooLong,
    NoRoom,
    Unexpected,
)
from services.live.ear import Sit
from services.live.events import Cleared, Complete, Ending, Event, Failed
from services.live.flow import Flow, Mark
from services.live.full_pass import FullPass
from services.live.intake import Intake
from services.live.journal import Journal
from services.live.notes import Notes
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

_SHORTEST_SECONDS: Final = 0.1
"""In less nobody has said anything, and there is nothing to hear once more."""


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


class Session:
    """Made by `Live`."""

    def __init__(
        self, session_id: str, folder: Path, account: int, wish: LiveWish, means: Means
    ) -> None:
        self.id = session_id
        self.account = account
        self.wish = wish
        self.job = ""
        """The job of the full pass, once there is one."""
        self._means = means
        self._notes = Notes(folder)
        self._flow = Flow()
        self._spool = Spool(folder / "sound.wav")
        self._journal = Journal(folder / "events.jsonl")
        self._intake = Intake(
            wish,
            self._spool,
            self._flow,
            longest=means.longest,
            nursery=means.nursery,
            folder=folder,
        )
        self._feeding = asyncio.Lock()
        self._stopped = False
        self._unreadable: FileUnreadable | None = None
        self._talk: Talk | None = None
        self._living: asyncio.Task[None] | None = None

    @property
    def taken(self) -> int:
        """Return how many bytes have been taken so far, as the client counts them."""
        return self._intake.taken

    @property
    def seconds(self) -> float:
        """Return how much sound has come."""
        return self._spool.seconds

    @property
    def lag_seconds(self) -> float:
        """Return how far the words are behind the sound."""
        on_the_way = max(0, self._intake.place - self._spool.count) / RATE
        return on_the_way + (self._talk.lag_seconds if self._talk else self.seconds)

    @property
    def is_stopped(self) -> bool:
        """Return whether no more sound is taken."""
        return self._stopped

    @property
    def is_over(self) -> bool:
        """Return whether everything was told."""
        return self._journal.ended

    async def open(self) -> None:
        """Begin, or go on where an earlier life of the process left off; that is made up for meanwhile.

        Raises:
            OSError: the disk is full, or cannot be read.
        """
        events = await self._journal.load()
        self.job = await self._notes.job()
        await self._intake.open()
        await self._spool.open()
        self._stopped = self._journal.ended or await self._notes.is_stopped()
        if self._stopped:
            self._intake.end()
        if not self._journal.ended:
            self._living = self._means.nursery.spawn(self._live(events), name=f"live {self.id}")

    async def feed(self, sound: bytes, *, at: int | None = None) -> int:
        """Take the next bytes of the sound; returns how many have been taken in all.

        Args:
            sound: As the wish says that it is encoded.
            at: How many bytes went before. What has been taken already is skipped.

        Raises:
            LiveGap: something is missing before it.
            NoRoom: the disk is full, and nothing of it was taken.
        """
        async with self._feeding:
            if self._stopped:
                return self.taken
            if at is not None:
                if at > self.taken:
                    raise LiveGap(expected_bytes=self.taken)
                sound = sound[self.taken - at :]
            if sound:
                await self._take(sound)
            return self.taken

    def events(self, *, after: int = 0) -> AsyncIterator[Event]:
        """Yield what happens, behind a number that was told already, to the end."""
        return self._journal.follow(after=after)

    async def commit(self) -> None:
        """End the utterance here, without waiting for a pause."""
        self._flow.marks.append(Mark(self._intake.place, clears=False))
        self._flow.news.set()

    async def clear(self) -> None:
        """Forget the utterance that is going on: its words are not told, though its sound is kept."""
        if self._stopped:
            return
        at = self._intake.place
        self._flow.marks.append(Mark(at, clears=True))
        self._flow.news.set()
        await self._journal.tell(Cleared(number=0, at_seconds=at / RATE))

    async def stop(self) -> None:
        """No more sound comes: what is left is listened to, then the whole once more."""
        async with self._feeding:
            await self._stop()

    async def close(self) -> None:
        """Leave it as it is, for the next start."""
        if self._living is not None:
            self._living.cancel()
            await asyncio.wait({self._living})
        self._spool.close()

    async def break_off(self) -> None:
        """End it here and now; whoever follows is told that there is no such session any more."""
        async with self._feeding:
            self._stopped = True
            await self.close()
            if not self._journal.ended:
                await self._journal.tell(Failed(number=0, code=LiveGone.code, details={}))

    async def _take(self, sound: bytes) -> None:
        try:
            await self._intake.take(sound)
        except LiveTooLong as error:
            await self._end_because(error)
        except OSError as error:
            raise NoRoom(needed_bytes=len(sound)) from error

    async def _stop(self) -> None:
        if self._stopped:
            return
        self._stopped = True
        # Who comes back after a crash does not say it again.
        await self._notes.note_stop()
        self._intake.end()

    async def _end_because(self, error: HearsayError) -> None:
        if self._stopped:
            return
        await self._stop()
        await self._journal.tell(Ending(number=0, code=error.code, details={**error.details}))

    async def _live(self, earlier: list[Event]) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                taking = group.create_task(self._take_in())
                await self._hear(earlier, taking)
                taking.cancel()
        except Exception:
            log.exception("live session died", session=self.id)
            await self._fail(Unexpected())

    async def _take_in(self) -> None:
        """Have the sound decoded to its end, and say so."""
        try:
            await self._intake.work()
        except LiveTooLong as error:
            async with self._feeding:
                await self._end_because(error)
        except FileUnreadable as error:
            self._unreadable = error
        # A container may end by itself.
        await self.stop()
        self._flow.stopped = True
        self._flow.news.set()

    async def _hear(self, earlier: list[Event], taking: asyncio.Task[None]) -> None:
        try:
            live: Transcript | HearsayError = await self._listen(earlier)
        except HearsayError as error:
            # The sound is there: it may yet be heard as a whole.
            live = error
            async with self._feeding:
                await self._end_because(error)
        try:
            await asyncio.wait({taking})
            await self._complete(live)
        except HearsayError as error:
            await self._fail(error)
        except OSError as error:
            log.warning("live session failed", session=self.id, reason=error.strerror)
            await self._fail(NoRoom())

    async def _listen(self, earlier: list[Event]) -> Transcript:
        """Tell the words of all the sound that comes, and return them."""
        about = await self._means.about()
        self._talk = Talk(
            self._spool,
            self._journal,
            self.wish,
            about=about,
            sit=self._means.sit,
            earlier=earlier,
        )
        await self._talk.listen(await self._means.voice(), self._flow)
        words = [word for spoken in self._talk.spoken for word in spoken.words]
        return Transcript(
            language=self._talk.language,
            seconds=self.seconds,
            segments=passages(words),
            model=about.name,
        )

    async def _fail(self, error: HearsayError) -> None:
        log.warning("live session failed", session=self.id, code=error.code)
        self._stopped = True
        await self._journal.tell(Failed(number=0, code=error.code, details={**error.details}))

    async def _complete(self, live: Transcript | HearsayError) -> None:
        if self._unreadable is not None and self.taken and not self._spool.count:
            raise self._unreadable
        transcript, is_heard_again = live, False
        if self.seconds >= _SHORTEST_SECONDS:
            try:
                transcript, is_heard_again = await self._heard_again(), True
            except HearsayError as error:
                # What was heard live stands in.
                log.warning("live session not heard again", session=self.id, code=error.code)
        if isinstance(transcript, HearsayError):
            raise transcript
        await self._journal.tell(
            Complete(
                number=0,
                job=self.job if is_heard_again else "",
                text=transcript.text,
                seconds=round(self.seconds, 3),
                language=transcript.language,
                segments=transcript.segments,
            )
        )

    async def _heard_again(self) -> Transcript:
        self._spool.finish()
        full_pass = self._means.full_pass
        self.job = await full_pass.submit(self._spool.path, self.account, self.wish)
        await self._notes.note_job(self.job)
        return await full_pass.transcript(self.job)
