"""What a worker does about speech: makes sound small, listens to it, tells voices apart."""

import asyncio
from collections.abc import Mapping
from typing import Final

from services.crew.call import Act, Answer, Task
from services.crew.carrying import named, telling
from services.crew.packing import packed, read, unpacked, write
from services.transcripts.ears import Ears, Sound
from services.transcripts.for_ears import Ask, sound_for_ears
from services.transcripts.listening import Step
from services.transcripts.voices import VoiceModels, tell_apart
from services.transcripts.wish import Wish

SOUND_FOR_EARS: Final = "sound_for_ears"
TURNS: Final = "turns"
HEARD: Final = "heard"
SPOKEN: Final = "spoken"
BRING_MODEL: Final = "bring_model"
ABOUT: Final = "about"

SOUND: Final = "sound"
KNOWN: Final = "known"
TRANSCRIPT: Final = "transcript"


class SoundActs:
    """The acts that take no speech model. Voices are told apart by processors, too.

    Args:
        voices: What tells voices apart, if anything does.
    """

    def __init__(self, voices: VoiceModels) -> None:
        self._voices = voices

    @property
    def by_name(self) -> Mapping[str, Act]:
        """Return the acts."""
        return {SOUND_FOR_EARS: self.sound_for_ears, TURNS: self.turns}

    async def sound_for_ears(self, task: Task) -> Answer:
        """Make what is enough to listen to."""
        tell = telling(task)
        to = task.folder / "made" / SOUND
        await asyncio.to_thread(to.parent.mkdir)
        await sound_for_ears(
            await named(task, SOUND, task.arguments["name"]),
            unpacked(Ask, task.arguments["ask"]),
            to=to,
            ticks_seconds=lambda seconds: tell(seconds, None),
        )
        return Answer(files={SOUND: to})

    async def turns(self, task: Task) -> Answer:
        """Tell when which voice speaks."""
        sound = await named(task, SOUND, task.arguments["name"])
        turns = await tell_apart(
            sound,
            self._voices,
            folder=task.folder,
            track=unpacked(int, task.arguments["track"]),
            people=unpacked(int, task.arguments["people"]),
        )
        return Answer({"turns": [packed(turn) for turn in turns]})


class EarActs:
    """The acts that take one.

    Args:
        ears: The worker's own.
    """

    def __init__(self, ears: Ears) -> None:
        self._ears = ears

    @property
    def by_name(self) -> Mapping[str, Act]:
        """Return the acts."""
        return {
            HEARD: self.heard,
            SPOKEN: self.spoken,
            BRING_MODEL: self.bring_model,
            ABOUT: self.about,
        }

    async def heard(self, task: Task) -> Answer:
        """Listen, from where it was broken off; a model that is not here is fetched first."""
        wish = unpacked(Wish, task.arguments["wish"])
        sound = Sound(
            await named(task, SOUND, task.arguments["name"]),
            sha256="",
            seconds=task.arguments["seconds"],
            title=unpacked(str, task.arguments["title"]),
        )

        async def on_step(step: Step, read: float) -> None:
            task.tell({"step": packed(step), "read": packed(read)})

        if self._ears.needs_model(wish.model):
            await self._ears.bring_model(wish.model, lambda _done, _total: None)
        known = await asyncio.to_thread(_known, task)
        transcript = await self._ears.heard(sound, wish, known=known, on_step=on_step)
        path = task.folder / TRANSCRIPT
        await asyncio.to_thread(write, transcript, path)
        return Answer(files={TRANSCRIPT: path})

    async def spoken(self, task: Task) -> Answer:
        """Tell which language is spoken."""
        guess = await self._ears.spoken(await named(task, SOUND, task.arguments["name"]))
        return Answer({"guess": packed(guess)})

    async def bring_model(self, task: Task) -> Answer:
        """Fetch a model."""
        await self._ears.bring_model(unpacked(str, task.arguments["model"]), telling(task))
        return Answer()

    async def about(self, _task: Task) -> Answer:
        """Tell what the set model is like."""
        return Answer({"about": packed(await self._ears.about())})


def _known(task: Task) -> tuple[Step, ...]:
    """Return what was heard before, by whomever, from the first piece on without a gap."""
    before = read(tuple[Step, ...], task.files[KNOWN]) if KNOWN in task.files else ()
    told = [unpacked(Step, note["step"]) for note in task.told]
    steps = {step.number: step for step in (*before, *told)}
    gap = next(number for number in range(len(steps) + 1) if number not in steps)
    return tuple(steps[number] for number in range(gap))
