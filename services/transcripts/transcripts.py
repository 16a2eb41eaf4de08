"""What the house may ask about words: what is said in a file, found in the archive or listened to once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from services.clock import Clock
from services.nursery import Nursery
from services.store.database import Database
from services.transcripts.archive import Archive, transcript_key
from services.transcripts.asking import Loaded
from services.transcripts.assigning import assigned
from services.transcripts.choosing import Source
from services.transcripts.choosing import Watch as Fetching
from services.transcripts.ears import Ears, Sound, open_ears
from services.transcripts.guessing import Guess
from services.transcripts.listening import Step
from services.transcripts.recogniser import Settings
from services.transcripts.transcript import Transcript
from services.transcripts.wish import Speakers, Wish

_FORGOTTEN_AT_ONCE: Final = 200

Watch = Callable[[Step, float], None]
"""Hears of each piece, and how many seconds have been read."""


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
    """Open the archive and the ears of this machine; no model is loaded before it is needed.

    Args:
        settings: The models, and what they run on.
        database: Keeps what was heard.
        clock: Tells the time.
        nursery: Sends an idle recogniser away.
        folder: Where the recogniser's process lives.
        source: Where models come from; without one, those on this machine are all.
    """
    async with open_ears(settings, clock, nursery, folder=folder, source=source) as ears:
        yield Transcripts(Archive(database, clock), ears)


class Transcripts:
    """An archive, and those who listen to what is not in it yet."""

    def __init__(self, archive: Archive, ears: Ears) -> None:
        self.archive = archive
        self.ears = ears

    @property
    def models(self) -> tuple[str, ...]:
        """Return the names of the models that may be chosen, the set one first."""
        return self.ears.models

    @property
    def can_hear(self) -> bool:
        """Return whether there is a model to listen with, or one that is likely to come."""
        return self.ears.can_hear

    @property
    def can_tell_voices(self) -> bool:
        """Return whether those who speak can be told apart by their voices."""
        return self.ears.can_tell_voices

    async def device(self) -> str:
        """Return what models run on: `cpu` or `cuda`."""
        return await self.ears.device()

    def needs_model(self, wish: Wish) -> bool:
        """Return whether the model of a wish is still to be fetched.

        Raises:
            ChoiceUnavailable: nobody may choose that model.
        """
        return self.ears.needs_model(wish.model)

    async def bring_model(self, wish: Wish, watch: Fetching) -> None:
        """Fetch the model of a wish, unless it is here; what came of it earlier is not fetched again.

        Raises:
            ChoiceUnavailable: nobody may choose that model.
            NoRoom: the disk is too full for it.
            SpeechModelMissing: there is no such model.
            SpeechModelUnreachable: it cannot be fetched now.
        """
        await self.ears.bring_model(wish.model, watch)

    async def about(self) -> Loaded:
        """Return what the set model is like; it is loaded for that.

        Raises:
            SpeechModelMissing: it is not on this machine.
            RecogniserFailed: it cannot be loaded.
        """
        return await self.ears.about()

    async def spoken(self, path: Path) -> Guess:
        """Return the language that is spoken in a file, as the set model hears it.

        Raises:
            ChoiceUnavailable: nobody may choose the model, or it does not know the language.
            FileUnreadable: it is no sound that could be decoded.
            NoSound: it has no such track.
            RecogniserFailed: the recogniser cannot do it.
            SpeechModelMissing: its model is not here.
        """
        return await self.ears.spoken(path)

    def key(self, sound: str, wish: Wish) -> str:
        """Return the one name of what is asked for, by the SHA-256 of a sound or the key of a medium.

        Raises:
            ChoiceUnavailable: nobody may choose the model of the wish.
            SpeakersUnavailable: voices are to be told apart, and cannot be.
        """
        model = self.ears.model(wish.model)
        if wish.speakers is Speakers.VOICES:
            model = f"{model}+{self.ears.voices}"
        return transcript_key(sound, model=model, wish=replace(wish, model=""))

    async def known(self, key: str) -> Transcript | None:
        """Return a transcript that is in the archive."""
        return await self.archive.get(key)

    async def keep(self, key: str, transcript: Transcript) -> None:
        """Keep words under one more name, or some that were written down already."""
        await self.archive.put(key, transcript)

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
        found = await self.archive.get(key)
        if found is not None:
            return found
        if wish.speakers is Speakers.VOICES:
            transcript = await self._told_apart(sound, wish, watch=watch)
            await self.archive.put(key, transcript)
            return transcript

        async def on_step(step: Step, read: float) -> None:
            await self.archive.keep(key, [step])
            if watch is not None:
                watch(step, read)

        known = await self.archive.steps(key)
        transcript = await self.ears.heard(sound, wish, known=known, on_step=on_step)
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
        turns = await self.ears.turns(sound.path, wish)
        return await asyncio.to_thread(assigned, transcript, turns)
