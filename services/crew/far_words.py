"""Ears that have a worker listen, where there is one; else it is done here.

What was heard stays in the front's archive, piece by piece. A worker gets the wished track as a small
sound without loss, and of larger things never the file; a model that it lacks it fetches by itself.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import count, takewhile
from pathlib import Path
from tempfile import mkdtemp

from services.crew import hearing_acts as acts
from services.crew.call import Call, Crew, Hear, Json
from services.crew.carrying import NOWHERE, asked, hearing
from services.crew.facts import EarFacts, ears_told, voices_told
from services.crew.pace import Pace, pace_of
from services.crew.packing import packed, read, unpacked, write
from services.crew.role import Role
from services.errors import ChoiceUnavailable
from services.transcripts.asking import Loaded
from services.transcripts.assigning import Turn
from services.transcripts.choosing import Watch as Fetching
from services.transcripts.ears import Ears, Sound
from services.transcripts.for_ears import Ask, is_for_ears, sound_for_ears
from services.transcripts.guessing import Guess
from services.transcripts.listening import OnStep, Step
from services.transcripts.transcript import Transcript
from services.transcripts.wish import Wish


@asynccontextmanager
async def open_far_ears(near: Ears, crew: Crew, *, folder: Path) -> AsyncIterator["FarEars"]:
    """Open the way to ears of other machines.

    Args:
        near: Does it where there is no worker.
        crew: The workers.
        folder: For sounds on their way; it is emptied.
    """
    await asyncio.to_thread(_emptied, folder)
    yield FarEars(near, crew, folder=folder)


@dataclass(frozen=True, slots=True)
class _Small:
    """What is sent of a file."""

    path: Path
    track: int
    """Which sound track of that is meant."""
    folder: Path
    """For what comes back."""


class FarEars:
    """The `Ears` of a front with workers. Made by `open_far_ears`.

    All workers that listen are asked to have the same models: nobody knows which of them will get a sound.
    """

    def __init__(self, near: Ears, crew: Crew, *, folder: Path) -> None:
        self._near = near
        self._crew = crew
        self._folder = folder
        self._last: Sequence[EarFacts] = ()

    @property
    def models(self) -> tuple[str, ...]:
        """Return the names of the models that may be chosen, the set one first."""
        told = self._told()
        if not told:
            return self._near.models
        return tuple(dict.fromkeys(name for one in told for name in one.models))

    @property
    def can_hear(self) -> bool:
        """Return whether the set model is there, or likely to come when it is needed."""
        told = self._told()
        return any(one.can_hear for one in told) if told else self._near.can_hear

    @property
    def can_tell_voices(self) -> bool:
        """Return whether those who speak can be told apart by their voices."""
        return bool(self._voices()) or self._near.can_tell_voices

    @property
    def voices(self) -> str:
        """Return the name of what tells voices apart."""
        return self._voices() or self._near.voices

    def model(self, name: str) -> str:
        """Return the name of the model that listens for those who choose this one."""
        told = self._told()
        if not told:
            return self._near.model(name)
        if not name:
            return told[0].usual
        known = {short: short for one in told for short in one.models}
        if name not in known:
            raise ChoiceUnavailable(choice=name[:64], choices=", ".join(known))
        return name

    async def device(self) -> str:
        """Return what models run on: `cuda` where one of the workers has a card."""
        told = self._told()
        if not told:
            return await self._near.device()
        return "cuda" if any(one.device == "cuda" for one in told) else "cpu"

    async def about(self) -> Loaded:
        """Return what the set model is like."""
        answer = await asked(self._crew, Call(acts.ABOUT, Role.GPU, {}), folder=NOWHERE)
        if answer is None:
            return await self._near.about()
        return unpacked(Loaded, answer.value["about"])

    def needs_model(self, name: str) -> bool:
        """Return whether a model is still to be fetched: whether no worker has it."""
        told = self._told()
        if not told:
            return self._near.needs_model(name)
        wanted = self.model(name)
        return all(wanted in one.lacking for one in told)

    async def bring_model(self, name: str, watch: Fetching) -> None:
        """Have a worker fetch a model; others fetch it when they need it."""
        call = Call(acts.BRING_MODEL, Role.GPU, {"model": name}, pace=Pace.ASKING)
        answer = await asked(self._crew, call, folder=NOWHERE, hear=hearing(watch))
        if answer is None:
            await self._near.bring_model(name, watch)

    async def spoken(self, path: Path) -> Guess:
        """Return the language that is spoken in a file."""
        if self._crew.has(Role.GPU):
            async with self._small(path, Ask()) as small:
                call = Call(acts.SPOKEN, Role.GPU, {"name": path.name}, {acts.SOUND: small.path})
                answer = await asked(self._crew, call, folder=NOWHERE)
            if answer is not None:
                return unpacked(Guess, answer.value["guess"])
        return await self._near.spoken(path)

    async def heard(
        self, sound: Sound, wish: Wish, *, known: Sequence[Step], on_step: OnStep
    ) -> Transcript:
        """Return what is said in a file."""
        steps = {step.number: step for step in known}

        async def hear(note: Json) -> None:
            if "step" in note:
                step = unpacked(Step, note["step"])
                steps[step.number] = step
                await on_step(step, note["read"])

        if self._crew.has(Role.GPU):
            transcript = await self._heard_far(sound, wish, known, hear)
            if transcript is not None:
                return transcript
        known = tuple(steps[number] for number in takewhile(steps.__contains__, count()))
        return await self._near.heard(sound, wish, known=known, on_step=on_step)

    async def turns(self, path: Path, wish: Wish) -> Sequence[Turn]:
        """Return when which voice speaks in a file."""
        if self._voices():
            async with self._small(path, Ask(wish.track)) as small:
                arguments = {"name": path.name, "track": small.track, "people": wish.people}
                call = Call(acts.TURNS, Role.CPU, arguments, {acts.SOUND: small.path})
                answer = await asked(self._crew, call, folder=NOWHERE)
            if answer is not None:
                return unpacked(tuple[Turn, ...], answer.value["turns"])
        return await self._near.turns(path, wish)

    async def _heard_far(
        self, sound: Sound, wish: Wish, known: Sequence[Step], hear: Hear
    ) -> Transcript | None:
        async with self._small(sound.path, Ask.of(wish)) as small:
            hints = {}
            if known:
                hints[acts.KNOWN] = small.folder / acts.KNOWN
                await asyncio.to_thread(write, tuple(known), hints[acts.KNOWN])
            arguments = {
                "name": sound.path.name,
                "wish": packed(replace(wish, track=small.track)),
                "seconds": sound.seconds,
                "title": sound.title,
            }
            call = Call(acts.HEARD, Role.GPU, arguments, {acts.SOUND: small.path}, hints)
            size_bytes = small.path.stat().st_size
            call = replace(call, pace=pace_of(seconds=sound.seconds, size_bytes=size_bytes))
            answer = await asked(self._crew, call, folder=small.folder, hear=hear)
            if answer is None:
                return None
            return await asyncio.to_thread(read, Transcript, answer.files[acts.TRANSCRIPT])

    @asynccontextmanager
    async def _small(self, path: Path, ask: Ask) -> AsyncIterator["_Small"]:
        """Give what is enough to listen to, and a folder that is gone afterwards."""
        folder = Path(await asyncio.to_thread(mkdtemp, dir=self._folder))
        try:
            if await asyncio.to_thread(is_for_ears, path):
                yield _Small(path, ask.track, folder)
                return
            arguments = {"name": path.name, "ask": packed(ask)}
            call = Call(acts.SOUND_FOR_EARS, Role.CPU, arguments, {acts.SOUND: path})
            call = replace(call, pace=pace_of(size_bytes=path.stat().st_size))
            answer = await asked(self._crew, call, folder=folder)
            if answer is not None:
                made = answer.files[acts.SOUND]
            else:
                made = await sound_for_ears(path, ask, to=folder / acts.SOUND)
            yield _Small(made, 0, folder)
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    def _told(self) -> Sequence[EarFacts]:
        """Return what the workers that listen tell, or told when there were some.

        Nothing, where it is done here.
        """
        if not self._crew.has(Role.GPU):
            return ()
        self._last = ears_told(self._crew.facts(Role.GPU)) or self._last
        return self._last

    def _voices(self) -> str:
        """Return the name of what tells voices apart at the workers; empty where they cannot."""
        if not self._crew.has(Role.CPU):
            return ""
        names = {one.name for one in voices_told(self._crew.facts(Role.CPU))}
        return names.pop() if len(names) == 1 else ""


def _emptied(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
