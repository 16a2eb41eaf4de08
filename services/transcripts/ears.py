"""Ears: those that listen to files. They know nothing of what was heard before, nor keep what they hear."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final, Protocol

from services.clock import Clock
from services.nursery import Nursery
from services.transcripts.asking import Loaded
from services.transcripts.assigning import Turn
from services.transcripts.choosing import Models, Source
from services.transcripts.choosing import Watch as Fetching
from services.transcripts.guessing import Guess, guess_language
from services.transcripts.listening import SHORT, OnStep, Step, Work, listen
from services.transcripts.models import name_of
from services.transcripts.recogniser import Recogniser, Settings, Sitting, open_recogniser
from services.transcripts.transcript import Transcript
from services.transcripts.turns import Lane
from services.transcripts.vocabulary import hints_in
from services.transcripts.voices import VoiceModels, tell_apart
from services.transcripts.wish import Wish

_GUESSES_AT_ONCE: Final = 2


@dataclass(frozen=True, slots=True)
class Sound:
    """A file to listen to."""

    path: Path
    sha256: str
    """Of its bytes: the same sound is listened to once, whatever it is called."""
    seconds: float | None = None
    title: str = ""
    """What it is called where it is from: a hint about the words, and no part of the key."""


class Ears(Protocol):
    """What the archive asks of those who listen."""

    @property
    def models(self) -> tuple[str, ...]:
        """Return the names of the models that may be chosen, the set one first."""
        ...

    @property
    def can_hear(self) -> bool:
        """Return whether the set model is here, or likely to come when it is needed."""
        ...

    @property
    def can_tell_voices(self) -> bool:
        """Return whether those who speak can be told apart by their voices."""
        ...

    @property
    def voices(self) -> str:
        """Return the name of what tells voices apart.

        Raises:
            SpeakersUnavailable: nothing does.
        """
        ...

    def model(self, name: str) -> str:
        """Return the name of the model that listens for those who choose this one; empty: the set one.

        Raises:
            ChoiceUnavailable: nobody may choose that.
        """
        ...

    async def device(self) -> str:
        """Return what models run on: `cpu` or `cuda`."""
        ...

    async def about(self) -> Loaded:
        """Return what the set model is like; it is loaded for that.

        Raises:
            SpeechModelMissing: it is not on this machine.
            SpeechModelBroken: it cannot be loaded.
        """
        ...

    def needs_model(self, name: str) -> bool:
        """Return whether a model is still to be fetched.

        Raises:
            ChoiceUnavailable: nobody may choose it.
        """
        ...

    async def bring_model(self, name: str, watch: Fetching) -> None:
        """Fetch a model, unless it is here.

        Raises:
            ChoiceUnavailable: nobody may choose it.
            NoRoom: the disk is too full for it.
            SpeechModelMissing: there is no such model.
            SpeechModelUnreachable: it cannot be fetched now.
        """
        ...

    async def spoken(self, path: Path) -> Guess:
        """Return the language that is spoken in a file, as the set model hears it.

        Raises:
            FileUnreadable: it is no sound that could be decoded.
            NoSound: it has no such track.
            RecogniserFailed: the recogniser cannot do it.
            SpeechModelMissing: its model is not here.
        """
        ...

    async def heard(
        self, sound: Sound, wish: Wish, *, known: Sequence[Step], on_step: OnStep
    ) -> Transcript:
        """Return what is said in a file, whoever speaks.

        Args:
            sound: The file.
            wish: How it is to be heard.
            known: Steps of an earlier life, from the first on without a gap.
            on_step: Called after each other piece.

        Raises:
            FileUnreadable: it is no sound that could be decoded.
            NoSound: it has no such track.
            RecogniserFailed: the recogniser cannot do it.
            SpeechModelMissing: its model is not here.
        """
        ...

    async def turns(self, path: Path, wish: Wish) -> Sequence[Turn]:
        """Return when which voice speaks in a file.

        Raises:
            FileUnreadable: it is no sound that could be decoded.
            NoSound: it has no such track.
            RecogniserFailed: the models cannot be loaded, or the sound ended their process.
            SpeakersUnavailable: voices cannot be told apart.
        """
        ...


@asynccontextmanager
async def open_ears(
    settings: Settings,
    clock: Clock,
    nursery: Nursery,
    *,
    folder: Path,
    source: Source | None = None,
) -> AsyncIterator["OwnEars"]:
    """Open the way to the recogniser of this machine; no model is loaded before it is needed.

    Args:
        settings: The models, and what they run on.
        clock: Tells the time.
        nursery: Sends an idle recogniser away.
        folder: Where the recogniser's process lives.
        source: Where models come from; without one, those on this machine are all.
    """
    async with open_recogniser(settings, nursery, folder=folder) as recogniser:
        models = Models(settings, source, clock)
        yield OwnEars(recogniser, models, voices=settings.voices, folder=folder)


class OwnEars:
    """Those of this machine. Made by `open_ears`."""

    def __init__(
        self, recogniser: Recogniser, models: Models, *, voices: VoiceModels, folder: Path
    ) -> None:
        self.recogniser = recogniser
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

    @property
    def voices(self) -> str:
        """Return the name of what tells voices apart."""
        return self._voices.name

    def model(self, name: str) -> str:
        """Return the name of the model that listens for those who choose this one."""
        return name_of(self._models.chosen(name))

    async def device(self) -> str:
        """Return what models run on: `cpu` or `cuda`."""
        return await self.recogniser.device()

    async def about(self) -> Loaded:
        """Return what the set model is like."""
        with self.recogniser.sitting(Lane.SHORT, model=self._models.chosen("")) as sitting:
            return await sitting.about()

    def needs_model(self, name: str) -> bool:
        """Return whether a model is still to be fetched."""
        return not self._models.is_here(name)

    async def bring_model(self, name: str, watch: Fetching) -> None:
        """Fetch a model, unless it is here; what came of it earlier is not fetched again."""
        await self._models.bring(name, watch)

    async def spoken(self, path: Path) -> Guess:
        """Return the language that is spoken in a file."""
        model = self._models.chosen("")
        async with self._guessing:
            with self.recogniser.sitting(Lane.SHORT, model=model) as sitting:
                return await guess_language(path, sitting, folder=self._folder)

    async def heard(
        self, sound: Sound, wish: Wish, *, known: Sequence[Step], on_step: OnStep
    ) -> Transcript:
        """Return what is said in a file."""
        work = Work(
            sound.path,
            self._folder,
            wish,
            model=self._models.chosen(wish.model),
            hints=hints_in(sound.title),
            lane=_lane(sound.seconds),
            known=known,
            on_step=on_step,
        )
        return await listen(work, self.recogniser)

    def sitting(self, lane: Lane, *, model: str) -> AbstractContextManager[Sitting]:
        """Sit down with a model by its name, to ask it about sound that is in memory.

        Raises:
            ChoiceUnavailable: nobody may choose it.
        """
        return self.recogniser.sitting(lane, model=self._models.chosen(model))

    async def turns(self, path: Path, wish: Wish) -> Sequence[Turn]:
        """Return when which voice speaks in a file."""
        track, people = wish.track, wish.people
        return await tell_apart(path, self._voices, folder=self._folder, track=track, people=people)


def _lane(seconds: float | None) -> Lane:
    is_short = seconds is not None and timedelta(seconds=seconds) <= SHORT
    return Lane.SHORT if is_short else Lane.LONG
