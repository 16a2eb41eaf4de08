"""One person speaking: their sound is taken as it comes, and their words are told while they go on.

The disk is the queue: what has come lies there until it was listened to, however slow the machine is,
and is still there after a crash.
"""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import structlog

from services.errors import (
    HearsayError,
    LiveElsewhere,
    LiveGap,
    LiveGone,
    LiveTooLong,
    NoRoom,
)
from services.live.events import Cleared, Ending, Event, Failed
from services.live.finish import Finish
from services.live.flow import Flow, Mark
from services.live.intake import Intake
from services.live.journal import Journal
from services.live.life import Life, Means, Store
from services.live.notes import Notes
from services.live.spool import Spool
from services.live.wish import LiveWish
from services.transcripts.samples import RATE


class Session:
    """Made by `Live`."""

    def __init__(
        self, session_id: str, folder: Path, account: int, wish: LiveWish, means: Means
    ) -> None:
        self.id = session_id
        self.account = account
        self.wish = wish
        self._nursery = means.nursery
        self._notes = Notes(folder)
        self._flow = Flow()
        self._spool = spool = Spool(folder / "sound.wav")
        self._journal = journal = Journal(folder / "events.jsonl")
        self._intake = Intake(
            wish,
            spool,
            self._flow,
            longest=means.longest,
            nursery=means.nursery,
            folder=folder,
        )
        self._finish = Finish(
            spool, journal, self._notes, means.full_pass, account=account, wish=wish
        )
        store = Store(self._intake, spool, journal)
        self._life = Life(store, self._flow, wish, means, finish=self._finish, end=self._end)
        self._feeding = asyncio.Lock()
        self._turns = 0
        self._turn = 0
        self._stopped = False
        self._living: asyncio.Task[None] | None = None

    @property
    def job(self) -> str:
        """Return the job of the full pass; empty until there is one."""
        return self._finish.job

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
        return self._life.lag_seconds

    @property
    def is_stopped(self) -> bool:
        """Return whether no more sound is taken."""
        return self._stopped or self._journal.ended

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
        await self._finish.open()
        await self._intake.open()
        await self._spool.open()
        self._stopped = self._journal.ended or await self._notes.is_stopped()
        if self._stopped:
            self._intake.end()
        if not self._journal.ended:
            self._living = self._nursery.spawn(self._live(events), name=f"live {self.id}")

    def join(self) -> int:
        """Return the turn of one more connection, for `feed`."""
        self._turns += 1
        return self._turns

    async def feed(self, sound: bytes, *, at: int | None = None, turn: int = 0) -> int:
        """Take the next bytes of the sound; returns how many have been taken in all.

        Two microphones at once would be no sound at all: once a later connection has sent some, the
        earlier ones may only listen.

        Args:
            sound: As the wish says that it is encoded.
            at: How many bytes went before. What has been taken already is skipped.
            turn: Whose sound it is.

        Raises:
            LiveElsewhere: a later connection has sent sound.
            LiveGap: something is missing before it.
            NoRoom: the disk is full, and nothing of it was taken.
        """
        async with self._feeding:
            if self.is_stopped:
                return self.taken
            if turn < self._turn:
                raise LiveElsewhere
            self._turn = turn
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
        if self.is_stopped:
            return
        at = self._intake.place
        self._flow.marks.append(Mark(at, clears=True))
        self._flow.news.set()
        await self._journal.tell(Cleared(number=0, at_seconds=at / RATE))

    async def stop(self) -> None:
        """No more sound comes: what is left is listened to, then the whole once more."""
        await self._end(None)

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

    async def _live(self, earlier: list[Event]) -> None:
        with structlog.contextvars.bound_contextvars(session=self.id):
            await self._life.live(earlier)

    async def _take(self, sound: bytes) -> None:
        try:
            await self._intake.take(sound)
        except LiveTooLong as error:
            await self._stop(error)
        except OSError as error:
            raise NoRoom(needed_bytes=len(sound)) from error

    async def _end(self, reason: HearsayError | None) -> None:
        async with self._feeding:
            await self._stop(reason)

    async def _stop(self, reason: HearsayError | None) -> None:
        if self._stopped:
            return
        self._stopped = True
        try:
            if reason is not None:
                details = {**reason.details}
                await self._journal.tell(Ending(number=0, code=reason.code, details=details))
            # Who comes back after a crash does not say it again.
            await self._notes.note_stop()
        finally:
            # Also when whoever said so hangs up in the middle of it.
            self._intake.end()
