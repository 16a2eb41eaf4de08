"""One person speaking: their sound is taken as it comes, and their words are told while they go on.

The spool is the queue: what has come lies there until it was listened to, however slow the machine is,
and is still there after a crash.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

import structlog

from services.errors import HearsayError, LiveGap, NoRoom
from services.live.ear import Sit
from services.live.events import Complete, Event, Failed
from services.live.incoming import Incoming, open_incoming
from services.live.journal import Journal
from services.live.spool import Spool
from services.live.talk import Flow, Talk
from services.live.wish import Encoding, LiveWish
from services.nursery import Nursery
from services.transcripts.asking import Loaded
from services.transcripts.assembling import passages
from services.transcripts.samples import RATE, Samples
from services.transcripts.transcript import Transcript
from services.transcripts.voice import Voice

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Means:
    """What a session works with."""

    about: Callable[[], Awaitable[Loaded]]
    """Says what the session's model is like."""
    sit: Sit
    voice: Callable[[], Awaitable[Voice]]
    finish: Callable[[Path, float], Awaitable[tuple[str, Transcript]]]
    """Has the whole sound heard once more; returns the job and what it heard."""
    nursery: Nursery


class Session:
    """Made by `Live`."""

    def __init__(self, session_id: str, folder: Path, wish: LiveWish, means: Means) -> None:
        self.id = session_id
        self.wish = wish
        self._folder = folder
        self._means = means
        self._spool = Spool(folder / "sound.wav")
        self._journal = Journal(folder / "events.jsonl")
        self._stack = AsyncExitStack()
        self._incoming: Incoming | None = None
        self._feeding = asyncio.Lock()
        self._flow = Flow()
        self._talk: Talk | None = None
        self._taken = 0
        self._skip = 0
        self.task: asyncio.Task[None] | None = None

    @property
    def taken(self) -> int:
        """Return how many bytes have been taken so far, as the client counts them."""
        return self._taken

    @property
    def seconds(self) -> float:
        """Return how much sound has come."""
        return self._spool.seconds

    @property
    def lag_seconds(self) -> float:
        """Return how far the words are behind the sound."""
        return self._talk.lag_seconds if self._talk else self.seconds

    @property
    def is_stopped(self) -> bool:
        """Return whether no more sound is to come."""
        return self._flow.stopped

    @property
    def is_over(self) -> bool:
        """Return whether everything was told."""
        return self._journal.ended

    async def open(self) -> None:
        """Begin, or go on where an earlier life of the process left off."""
        events = await self._journal.load()
        await self._spool.open()
        if self._journal.ended:
            self._flow.stopped = True
            return
        self._flow.stopped = await asyncio.to_thread(self._end_mark.exists)
        if not self._flow.stopped:
            self._incoming = await self._stack.enter_async_context(
                open_incoming(
                    self.wish, self._keep, nursery=self._means.nursery, folder=self._folder
                )
            )
            await self._catch_up()
        self.task = self._means.nursery.spawn(self._live(events), name=f"live {self.id}")

    async def feed(self, sound: bytes, *, at: int | None = None) -> int:
        """Take the next bytes of the sound; returns how many have been taken in all.

        Args:
            sound: As the wish says that it is encoded.
            at: How many bytes went before. What has been taken already is skipped.

        Raises:
            FileUnreadable: it is no sound.
            LiveGap: something is missing before it.
            NoRoom: the disk is full.
        """
        async with self._feeding:
            if self._flow.stopped or self._incoming is None:
                return self._taken
            if at is not None:
                if at > self._taken:
                    raise LiveGap(expected_bytes=self._taken)
                sound = sound[self._taken - at :]
            if not sound:
                return self._taken
            try:
                if self.wish.encoding is Encoding.CONTAINER:
                    await asyncio.to_thread(_append, self._raw, sound)
                await self._incoming.feed(sound)
            except OSError as error:
                raise NoRoom(needed_bytes=len(sound)) from error
            self._taken += len(sound)
            return self._taken

    def events(self, *, after: int = 0) -> AsyncIterator[Event]:
        """Yield what happens, behind a number that was told already, to the end."""
        return self._journal.follow(after=after)

    async def commit(self) -> None:
        """End the utterance here, without waiting for a pause."""
        self._flow.commits = True
        self._flow.news.set()

    async def clear(self) -> None:
        """Forget the utterance that is going on: its words are not told, though its sound is kept."""
        self._flow.clears = True
        self._flow.news.set()

    async def stop(self) -> None:
        """No more sound comes: what is left is listened to, then the whole once more."""
        async with self._feeding:
            if self._flow.stopped:
                return
            if self._incoming is not None:
                with suppress(HearsayError, OSError):
                    await self._incoming.end()
            # Who comes back after a crash does not say it again.
            with suppress(OSError):
                await asyncio.to_thread(self._end_mark.touch)
            self._flow.stopped = True
            self._flow.news.set()

    async def give_up(self) -> None:
        """Take no more sound: what has come already is listened to."""
        await self._stack.aclose()
        self._incoming = None
        self._flow.stopped = True
        self.task = self._means.nursery.spawn(
            self._live(await self._journal.load()), name=f"live {self.id}"
        )

    async def close(self) -> None:
        """Leave it as it is, for the next start."""
        if self.task is not None:
            self.task.cancel()
            await asyncio.wait({self.task})
        await self._stack.aclose()
        self._spool.close()

    @property
    def _end_mark(self) -> Path:
        return self._folder / "stopped"

    @property
    def _raw(self) -> Path:
        return self._folder / "came"

    async def _keep(self, samples: Samples) -> None:
        """Put decoded samples on the spool, but for those that an earlier life has put there."""
        if self._skip:
            skipped = min(self._skip, len(samples))
            self._skip -= skipped
            samples = samples[skipped:]
        if len(samples):
            await self._spool.append(samples)
            self._flow.news.set()

    async def _catch_up(self) -> None:
        """Bring the decoder where it was: a container is read from its beginning again."""
        if self._spool.count == 0:
            return
        if self.wish.encoding is not Encoding.CONTAINER:
            frames = self._spool.count * self.wish.rate // RATE
            self._taken = frames * self.wish.encoding.sample_bytes * self.wish.channels
            return
        self._skip = self._spool.count
        raw = await asyncio.to_thread(_read_if_there, self._raw)
        assert self._incoming is not None  # noqa: S101 - opened by the caller
        await self._incoming.feed(raw)
        self._taken = len(raw)

    async def _live(self, earlier: list[Event]) -> None:
        try:
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
            await self._complete(self._talk, about)
        except HearsayError as error:
            await self._fail(error)
        except OSError as error:
            log.warning("live session failed", session=self.id, reason=error.strerror)
            await self._fail(NoRoom())
        finally:
            await self._stack.aclose()

    async def _fail(self, error: HearsayError) -> None:
        log.warning("live session failed", session=self.id, code=error.code)
        self._flow.stopped = True
        await self._journal.tell(Failed(number=0, code=error.code, details={**error.details}))

    async def _complete(self, talk: Talk, about: Loaded) -> None:
        """Have the whole heard once more; what was heard live stands in where that cannot be done."""
        self._spool.finish()
        try:
            job, transcript = await self._means.finish(self._spool.path, self.seconds)
        except HearsayError as error:
            log.warning("a live session was not heard again", session=self.id, code=error.code)
            words = [word for spoken in talk.spoken for word in spoken.words]
            job = ""
            transcript = Transcript(
                language=talk.language,
                seconds=self.seconds,
                segments=passages(words),
                model=about.name,
            )
        await self._journal.tell(
            Complete(
                number=0,
                job=job,
                text=transcript.text,
                seconds=round(self.seconds, 3),
                language=transcript.language,
                segments=transcript.segments,
            )
        )


def _append(path: Path, raw: bytes) -> None:
    with path.open("ab") as file:
        file.write(raw)


def _read_if_there(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""
