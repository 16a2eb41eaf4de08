"""What the house may ask about words: what is said in a file, found in the archive or listened to once."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from services.clock import Clock
from services.nursery import Nursery
from services.store.database import Database
from services.transcripts.archive import Archive, transcript_key
from services.transcripts.asking import Loaded
from services.transcripts.listening import SHORT, Step, Work, listen
from services.transcripts.recogniser import Lane, Recogniser, Settings, open_recogniser
from services.transcripts.transcript import Transcript, joined
from services.transcripts.wish import Wish

Watch = Callable[[Step, float], None]
"""Hears of each piece, and how many seconds have been read."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A file to listen to."""

    path: Path
    sha256: str
    """Of its bytes: the same sound is listened to once, whatever it is called."""
    seconds: float | None = None


@asynccontextmanager
async def open_transcripts(
    settings: Settings, database: Database, clock: Clock, nursery: Nursery, *, folder: Path
) -> AsyncIterator["Transcripts"]:
    """Open the archive and the way to the recogniser; no model is loaded before it is needed."""
    archive = Archive(database, clock)
    async with open_recogniser(settings, nursery, folder=folder) as recogniser:
        yield Transcripts(archive, recogniser, model=Path(settings.model).name, folder=folder)


class Transcripts:
    """Made by `open_transcripts`."""

    def __init__(
        self, archive: Archive, recogniser: Recogniser, *, model: str, folder: Path
    ) -> None:
        self.archive = archive
        self._recogniser = recogniser
        self._model = model
        self._folder = folder

    @property
    def can_hear(self) -> bool:
        """Return whether the recogniser's model is on this machine now."""
        return self._recogniser.can_hear

    async def about(self) -> Loaded:
        """Return what the model is like; it is loaded for that.

        Raises:
            SpeechModelMissing: it is not on this machine.
            RecogniserFailed: it cannot be loaded.
        """
        return await self._recogniser.about()

    def key(self, sound: str, wish: Wish) -> str:
        """Return the one name of what is asked for, by the SHA-256 of a sound or the key of a medium."""
        return transcript_key(sound, model=self._model, wish=wish)

    async def known(self, key: str) -> Transcript | None:
        """Return a transcript that is in the archive."""
        return await self.archive.get(key)

    async def so_far(self, key: str) -> str:
        """Return the text of a transcript under way, as far as it has been heard."""
        steps = await self.archive.steps(key)
        return joined(word for step in steps for word in step.words)

    async def heard(
        self, sound: Sound, wish: Wish, *, watch: Watch | None = None, medium: str = ""
    ) -> Transcript:
        """Return what is said in a file; pieces that were heard in an earlier life are not heard again.

        Args:
            sound: The file.
            wish: How it is to be heard.
            watch: Hears of each piece.
            medium: The key of the medium whose sound it is, under which it is kept as well.

        Raises:
            FileUnreadable: it is no sound that could be decoded.
            NoSound: it has no such track.
            RecogniserFailed: the recogniser cannot do it.
            SpeechModelMissing: its model is not here.
        """
        key = self.key(sound.sha256, wish)
        also = self.key(medium, wish) if medium else ""
        known = await self.archive.get(key)
        if known is not None:
            return known

        async def on_step(step: Step, read: float) -> None:
            await self.archive.keep(key, [step])
            if watch is not None:
                watch(step, read)

        work = Work(
            sound.path,
            self._folder,
            wish,
            lane=_lane(sound.seconds),
            known=await self.archive.steps(key),
            on_step=on_step,
        )
        transcript = await listen(work, self._recogniser)
        await self.archive.put(key, transcript, also=also)
        return transcript


def _lane(seconds: float | None) -> Lane:
    is_short = seconds is not None and timedelta(seconds=seconds) <= SHORT
    return Lane.SHORT if is_short else Lane.LONG
