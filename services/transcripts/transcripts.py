"""What the house may ask about words: what is said in a file, found in the archive or listened to once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from services.clock import Clock
from services.nursery import Nursery
from services.store.database import Database
from services.transcripts.archive import Archive, transcript_key
from services.transcripts.asking import Loaded
from services.transcripts.assigning import assigned
from services.transcripts.choosing import Models, Source
from services.transcripts.choosing import Watch as Fetching
from services.transcripts.guessing import Guess, guess_language
from services.transcripts.listening import SHORT, Step, Work, listen
from services.transcripts.models import name_of
from services.transcripts.recogniser import Recogniser, Settings, open_recogniser
from services.transcripts.transcript import Transcript, joined
from services.transcripts.turns import Lane
from services.transcripts.vocabulary import hints_in
from services.transcripts.voices import VoiceModels, tell_apart
from services.transcripts.wish import Speakers, Wish

_GUESSES_AT_ONCE: Final = 2
_FORGOTTEN_AT_ONCE: Final = 200

Watch = Callable[[Step, float], None]
"""Hears of each piece, and how many seconds have been read."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A file to listen to."""

    path: Path
    sha256: str
    """Of its bytes: the same sound is listened to once, whatever it is called."""
    seconds: float | None = None
    title: str = ""
    """What it is called where it is from: a hint about the words, and no part of the key."""


@asynccontextmanager
async def open_transcripts(
    settings: Settings,
    database: Database,
    clock: Clock,
    nursery: Nursery,
    *,
    folder: Path,
    source: Source | None = None,
) -> AsyncIterator["Transcripts"]:
    """Open the archive and the way to the recogniser; no model is loaded before it is needed.

    Args:
        settings: The models, and what they run on.
        database: Keeps what was heard.
        clock: Tells the time.
        nursery: Sends an idle recogniser away.
        folder: Where the recogniser's process lives.
        source: Where models come from; without one, those on this machine are all.
    """
    archive = Archive(database, clock)
    async with open_recogniser(settings, nursery, folder=folder) as recogniser:
        models = Models(settings, source, clock)
        yield Transcripts(archive, recogniser, models, voices=settings.voices, folder=folder)


class Transcripts:
    """Made by `open_transcripts`."""

    def __init__(
        self,
        archive: Archive,
        recogniser: Recogniser,
        models: Models,
        *,
        voices: VoiceModels,
        folder: Path,
    ) -> None:
        self.archive = archive
        self._recogniser = recogniser
        self._models = models
        self._voices = voices
        self._folder = folder
        self._guessing = asyncio.Semaphore(_GUESSES_AT_ONCE)

    @property
    def models(self) -> tuple[str, ...]:
        """Return the names of the models that may be chosen, the set one first."""
        return self._models.names

    @property
    def can_hear(self) -> bool:
        """Return whether the set model is on this machine, or likely to come when it is needed."""
        return self._models.can_hear

    @property
    def can_tell_voices(self) -> bool:
        """Return whether those who speak can be told apart by their voices."""
        return not self._voices.lacking

    async def device(self) -> str:
        """Return what models run on: `cpu` or `cuda`."""
        return await self._recogniser.device()

    def needs_model(self, wish: Wish) -> bool:
        """Return whether the model of a wish is still to be fetched.

        Raises:
            ChoiceUnavailable: nobody may choose that model.
        """
        return not self._models.is_here(wish.model)

    async def bring_model(self, wish: Wish, watch: Fetching) -> None:
        """Fetch the model of a wish, unless it is here; what came of it earlier is not fetched again.

        Raises:
            ChoiceUnavailable: nobody may choose that model.
            NoRoom: the disk is too full for it.
            SpeechModelMissing: there is no such model.
            SpeechModelUnreachable: it cannot be fetched now.
        """
        await self._models.bring(wish.model, watch)

    async def about(self) -> Loaded:
        """Return what the set model is like; it is loaded for that.

        Raises:
            SpeechModelMissing: it is not on this machine.
            RecogniserFailed: it cannot be loaded.
        """
        with self._recogniser.sitting(Lane.SHORT, model=self._models.chosen("")) as sitting:
            return await sitting.about()

    async def spoken(self, path: Path) -> Guess:
        """Return the language that is spoken in a file, as the set model hears it.

        Raises:
            ChoiceUnavailable: nobody may choose the model, or it does not know the language.
            FileUnreadable: it is no sound that could be decoded.
            NoSound: it has no such track.
            RecogniserFailed: the recogniser cannot do it.
            SpeechModelMissing: its model is not here.
        """
        model = self._models.chosen("")
        async with self._guessing:
            with self._recogniser.sitting(Lane.SHORT, model=model) as sitting:
                return await guess_language(path, sitting, folder=self._folder)

    def key(self, sound: str, wish: Wish) -> str:
        """Return the one name of what is asked for, by the SHA-256 of a sound or the key of a medium.

        Raises:
            ChoiceUnavailable: nobody may choose the model of the wish.
            SpeakersUnavailable: voices are to be told apart, and cannot be.
        """
        model = name_of(self._models.chosen(wish.model))
        if wish.speakers is Speakers.VOICES:
            model = f"{model}+{self._voices.name}"
        return transcript_key(sound, model=model, wish=replace(wish, model=""))

    async def known(self, key: str) -> Transcript | None:
        """Return a transcript that is in the archive."""
        return await self.archive.get(key)

    async def keep(self, key: str, transcript: Transcript) -> None:
        """Keep words under one more name, or some that were written down already."""
        await self.archive.put(key, transcript)

    async def so_far(self, key: str) -> str:
        """Return the text of a transcript under way, as far as it has been heard."""
        steps = await self.archive.steps(key)
        return joined(word for step in steps for word in step.words)

    async def heard(self, sound: Sound, wish: Wish, *, watch: Watch | None = None) -> Transcript:
        """Return what is said in a file; pieces that were heard in an earlier life are not heard again.

        Args:
            sound: The file.
            wish: How it is to be heard.
            watch: Hears of each piece.

        Raises:
            FileUnreadable: it is no sound that could be decoded.
            NoSound: it has no such track.
            RecogniserFailed: the recogniser cannot do it.
            SpeakersUnavailable: voices are to be told apart, and cannot be.
            SpeechModelMissing: its model is not here.
        """
        key = self.key(sound.sha256, wish)
        known = await self.archive.get(key)
        if known is not None:
            return known
        if wish.speakers is Speakers.VOICES:
            transcript = await self._told_apart(sound, wish, watch=watch)
            await self.archive.put(key, transcript)
            return transcript

        async def on_step(step: Step, read: float) -> None:
            await self.archive.keep(key, [step])
            if watch is not None:
                watch(step, read)

        work = Work(
            sound.path,
            self._folder,
            wish,
            model=self._models.chosen(wish.model),
            hints=hints_in(sound.title),
            lane=_lane(sound.seconds),
            known=await self.archive.steps(key),
            on_step=on_step,
        )
        transcript = await listen(work, self._recogniser)
        await self.archive.put(key, transcript)
        return transcript

    async def forget_old(self, *, before: float) -> None:
        """Forget what nobody has asked for since a moment."""
        while await self.archive.delete_old(before=before, limit=_FORGOTTEN_AT_ONCE):
            pass

    async def _told_apart(self, sound: Sound, wish: Wish, *, watch: Watch | None) -> Transcript:
        """Return what is said as it is heard without asking who speaks, with who speaks."""
        plain = replace(wish, speakers=Speakers.NONE, people=0)
        transcript = await self.heard(sound, plain, watch=watch)
        turns = await tell_apart(
            sound.path,
            self._voices,
            folder=self._folder,
            track=wish.track,
            people=wish.people,
        )
        return await asyncio.to_thread(assigned, transcript, turns)


def _lane(seconds: float | None) -> Lane:
    is_short = seconds is not None and timedelta(seconds=seconds) <= SHORT
    return Lane.SHORT if is_short else Lane.LONG
