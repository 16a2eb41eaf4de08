"""The live sessions of the house: begun, found again after a cut or a crash, ended when nobody comes back."""

import asyncio
import secrets
import shutil
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

import structlog

from services.clock import Clock
from services.errors import LiveGone, NoRoom, TooManyLive
from services.live.full_pass import FullPass
from services.live.hearing import Hearing
from services.live.life import Means
from services.live.notes import Notes
from services.live.session import Session
from services.live.wish import LiveWish
from services.nursery import Nursery
from services.transcripts.voice import Voice

log = structlog.get_logger(__name__)

_TIDIED_EVERY: Final = timedelta(seconds=20)
_RETOLD: Final = timedelta(hours=1)
"""So long the events of a session that is over can still be fetched."""


@dataclass(frozen=True, slots=True)
class LiveRules:
    """How many, and for how long."""

    most: int = 16
    """Sessions at a time, of all."""
    most_of_account: int = 4
    longest: timedelta = timedelta(hours=4)
    """So much sound a session takes."""
    kept: timedelta = timedelta(minutes=10)
    """So long a session waits for its client to come back before it ends by itself."""
    keep_free_bytes: int = 512 * 2**20


@dataclass(slots=True)
class _Kept:
    session: Session
    seen_at: float
    clients: int = 0
    over_at: float | None = None


@asynccontextmanager
async def open_live(
    folder: Path,
    hearing: Hearing,
    clock: Clock,
    nursery: Nursery,
    *,
    rules: LiveRules | None = None,
) -> AsyncIterator["Live"]:
    """Open the room; `Live.start` brings back the sessions that a crash interrupted."""
    live = Live(folder, hearing, clock, nursery, rules=rules or LiveRules())
    try:
        yield live
    finally:
        await live.close()


class Live:
    """Made by `open_live`."""

    def __init__(
        self,
        folder: Path,
        hearing: Hearing,
        clock: Clock,
        nursery: Nursery,
        *,
        rules: LiveRules,
    ) -> None:
        self._folder = folder
        self._hearing = hearing
        self._clock = clock
        self._nursery = nursery
        self._rules = rules
        self._full_pass: FullPass | None = None
        self._voice: Voice | None = None
        self._kept: dict[str, _Kept] = {}
        self._tidying: asyncio.Task[None] | None = None

    async def start(self, full_pass: FullPass) -> None:
        """Begin: sessions of an earlier life go on where they were.

        Args:
            full_pass: Hears the sound of a session once more when it has ended.
        """
        self._full_pass = full_pass
        await asyncio.to_thread(self._folder.mkdir, parents=True, exist_ok=True)
        for folder in sorted(await asyncio.to_thread(_folders, self._folder)):
            await self._bring_back(folder, full_pass)
        self._tidying = self._nursery.spawn(self._tidy(), name="tidy live sessions")

    async def begin(self, account: int, wish: LiveWish) -> Session:
        """Begin a session.

        Raises:
            ChoiceUnavailable: nobody may choose the model, or it does not know the language.
            NoRoom: the disk is full.
            SpeechModelMissing: the model is not here.
            TooManyLive: as many run as may.
        """
        await self._make_room(account)
        free = (await asyncio.to_thread(shutil.disk_usage, self._folder)).free
        if free < self._rules.keep_free_bytes:
            raise NoRoom(needed_bytes=self._rules.keep_free_bytes, free_bytes=free)
        await self._hearing.about(wish)
        await self._make_room(account)
        session_id = secrets.token_urlsafe(12)
        folder = self._folder / session_id
        session = self._session(session_id, folder, account, wish)
        self._kept[session_id] = _Kept(session, self._clock.now())
        try:
            await Notes(folder).begin(account, wish, now=self._clock.now())
            await session.open()
        except OSError as error:
            await self._forget(session_id)
            raise NoRoom(needed_bytes=0, free_bytes=free) from error
        except BaseException:
            # Also when whoever asked hangs up in the middle of it.
            await asyncio.shield(self._forget(session_id))
            raise
        log.info("live session began", session=session_id)
        return session

    def find(self, session_id: str, account: int) -> Session:
        """Return a session that was begun.

        Raises:
            LiveGone: there is none, it was forgotten, or it is somebody else's.
        """
        kept = self._kept.get(session_id)
        if kept is None or kept.session.account != account:
            raise LiveGone
        return kept.session

    @asynccontextmanager
    async def attended(self, session: Session) -> AsyncIterator[None]:
        """Say for the length of the block that somebody is there: the session does not end by itself.

        Raises:
            LiveGone: it was forgotten meanwhile.
        """
        kept = self._kept.get(session.id)
        if kept is None:
            raise LiveGone
        kept.clients += 1
        try:
            yield
        finally:
            kept.clients -= 1
            kept.seen_at = self._clock.now()

    @property
    def running(self) -> int:
        """Return how many sessions are still taking sound."""
        return sum(not kept.session.is_stopped for kept in self._kept.values())

    async def forget(self, account: int) -> None:
        """Erase all sessions of an account, those that are going on included."""
        for session_id, kept in list(self._kept.items()):
            if kept.session.account == account:
                await self._forget(session_id)

    async def forget_jobs(self, jobs: Collection[str]) -> None:
        """Erase the sessions of which these are the jobs: what is not kept there is not kept here."""
        for session_id, kept in list(self._kept.items()):
            if kept.session.job in jobs:
                await self._forget(session_id)

    async def close(self) -> None:
        """Leave all as they are, for the next start."""
        if self._tidying is not None:
            self._tidying.cancel()
        for kept in list(self._kept.values()):
            await kept.session.close()
        self._kept.clear()

    async def tidy(self) -> None:
        """End sessions whose clients do not come back; forget what has been over for long."""
        now = self._clock.now()
        for session_id, kept in list(self._kept.items()):
            session = kept.session
            if session.is_over:
                kept.over_at = kept.over_at or now
                if now - kept.over_at > _RETOLD.total_seconds() and not kept.clients:
                    await self._forget(session_id)
                continue
            away = kept.clients == 0 and now - kept.seen_at > self._rules.kept.total_seconds()
            if away:
                await session.stop()

    async def _make_room(self, account: int) -> None:
        """See to it that an account can begin one more; what it has left behind ends for that.

        Raises:
            TooManyLive: as many run as may.
        """
        own = [
            kept
            for kept in self._kept.values()
            if kept.session.account == account and not kept.session.is_stopped
        ]
        left_behind = sorted(
            (kept for kept in own if not kept.clients), key=lambda kept: kept.seen_at
        )
        if len(own) >= self._rules.most_of_account:
            if not left_behind:
                raise TooManyLive(limit=self._rules.most_of_account)
            await left_behind[0].session.stop()
        if self.running >= self._rules.most:
            raise TooManyLive(limit=self._rules.most)

    def _session(self, session_id: str, folder: Path, account: int, wish: LiveWish) -> Session:
        assert self._full_pass is not None  # noqa: S101 - `start` comes first
        means = Means(
            about=partial(self._hearing.about, wish),
            sit=partial(self._hearing.sit, wish),
            voice=self._new_voice,
            full_pass=self._full_pass,
            longest=self._rules.longest,
            nursery=self._nursery,
        )
        return Session(session_id, folder, account, wish, means)

    async def _new_voice(self) -> Voice:
        if self._voice is None:
            self._voice = await asyncio.to_thread(Voice)
        return self._voice.beside()

    async def _bring_back(self, folder: Path, full_pass: FullPass) -> None:
        """Let a session go on; whatever became of it, the service starts."""
        try:
            begun = await Notes(folder).begun()
            session = self._session(folder.name, folder, begun.account, begun.wish)
            await session.open()
        except (FileNotFoundError, ValueError) as error:
            log.warning("a live session was never begun", session=folder.name, error=repr(error))
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
            return
        except OSError as error:
            # Perhaps the next start can read it.
            log.warning("a live session cannot go on", session=folder.name, error=repr(error))
            return
        self._kept[folder.name] = _Kept(session, self._clock.now())
        if session.job and not await full_pass.knows(session.job):
            await self._forget(folder.name)

    async def _forget(self, session_id: str) -> None:
        kept = self._kept.pop(session_id, None)
        if kept is None:
            return
        await kept.session.break_off()
        folder = self._folder / session_id
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def _tidy(self) -> None:
        while True:
            await self._clock.sleep(_TIDIED_EVERY)
            await self.tidy()


def _folders(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_dir()]
