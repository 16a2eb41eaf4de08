"""The recogniser as the rest of the house knows it: one model at a time, asked piece by piece, in a process.

The process is started by the first question and ended when nobody has asked for a while. A piece that ends
it is asked again, of a fresh one: a full memory may have ended it, but a third end is the piece's own fault.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import structlog

from services.errors import RecogniserFailed, SpeechModelMissing
from services.media.child import LIVES
from services.nursery import Nursery
from services.transcripts.asking import Ask, Heard, HeardSegment, Loaded
from services.transcripts.devices import device_here, processors
from services.transcripts.models import folder_of, name_of
from services.transcripts.running import KilledWhileLoading, Loading, Running, start
from services.transcripts.samples import Piece
from services.transcripts.turns import Guest, Lane, Turns
from services.transcripts.voices import VoiceModels

log = structlog.get_logger(__name__)

MINIATURE: Final = Path(__file__).parent / "miniature"
"""The model that comes with the program: 200 English words, for trying it out."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Which model, on what."""

    model: str
    """A name such as `small`, or the path of a folder."""
    models: Path
    """Where models by name are kept."""
    device: str = "auto"
    compute: str = "auto"
    threads: int = 0
    """0: as many as there are processors."""
    batch: int = 0
    """How many pieces are decoded at a time; 0: as many as suit the device."""
    kept: timedelta = timedelta(minutes=10)
    """How long an idle model stays loaded."""
    voices: VoiceModels = field(default_factory=VoiceModels)
    """What tells voices apart, if anything does."""
    others: tuple[str, ...] = ()
    """Further models that may be chosen."""
    instead: str = ""
    """The one that is used where that one neither is here nor can be fetched."""


@asynccontextmanager
async def open_recogniser(
    settings: Settings, nursery: Nursery, *, folder: Path
) -> AsyncIterator["Recogniser"]:
    """Open the way to the recogniser; nothing is loaded before it is asked.

    Args:
        settings: The model.
        nursery: Sends it away when it is idle.
        folder: Where its process lives; it is made if need be.
    """
    folder.mkdir(parents=True, exist_ok=True)
    recogniser = Recogniser(settings, nursery, folder=folder)
    try:
        yield recogniser
    finally:
        await recogniser.unload()


class Recogniser:
    """Made by `open_recogniser`."""

    def __init__(self, settings: Settings, nursery: Nursery, *, folder: Path) -> None:
        self._settings = settings
        self._nursery = nursery
        self._folder = folder
        self._turns = Turns()
        self._running: Running | None = None
        self._device = ""
        self._leaving: asyncio.TimerHandle | None = None

    @contextmanager
    def sitting(self, lane: Lane, *, model: str = "") -> Iterator["Sitting"]:
        """Sit down with a model, to ask it several things.

        Args:
            lane: Who goes first.
            model: Which; empty for the one that is set.
        """
        with self._turns.seat(model or self._settings.model, lane) as guest:
            yield Sitting(self, guest)

    async def device(self) -> str:
        """Return what models run on: `cpu` or `cuda`. Finding it out takes a second, once."""
        if not self._device:
            self._device = await device_here(self._settings.device, self._settings.compute)
        return self._device

    async def about(self, guest: Guest) -> Loaded:
        """Return what a guest's model is like; see `Sitting.about`."""
        if self._running is not None and self._running.model == guest.model:
            return self._running.about
        async with self._turn(guest):
            return (await self._loaded(guest.model)).about

    async def ask(
        self, guest: Guest, request: Mapping[str, Any], pieces: Sequence[Piece]
    ) -> list[Heard]:
        """Return the answers to a guest's question, one for each piece; see `Sitting`."""
        async with self._turn(guest):
            answer = None
            for _ in range(LIVES):
                answer = answer or await self._answer(guest, request, pieces)
        if answer is None:
            raise RecogniserFailed
        if answer["event"] != "heard":
            log.warning("the recogniser refused", kind=answer["kind"], said=answer["said"])
            raise RecogniserFailed
        return [_read(heard) for heard in answer["heard"]]

    async def unload(self) -> None:
        """End the process, whatever it does; the next question starts another."""
        if self._leaving is not None:
            self._leaving.cancel()
            self._leaving = None
        running, self._running = self._running, None
        if running is not None:
            await running.stack.aclose()

    @property
    def pid(self) -> int | None:
        """Return the number of its process; None when nothing is loaded."""
        return self._running.pid if self._running else None

    async def _answer(
        self, guest: Guest, request: Mapping[str, Any], pieces: Sequence[Piece]
    ) -> dict[str, Any] | None:
        """Return what the process says, None when it ended instead."""
        running = await self._loaded(guest.model)
        sounds = [piece.sound.tobytes() for piece in pieces]
        sizes = [len(sound) for sound in sounds]
        try:
            return await running.ask({**request, "bytes": sizes}, b"".join(sounds))
        except (OSError, EOFError, TimeoutError) as error:
            log.warning("the recogniser died", said=list(running.complaints), error=repr(error))
            await self.unload()
            return None

    @asynccontextmanager
    async def _turn(self, guest: Guest) -> AsyncIterator[None]:
        """Have the recogniser to oneself. Who leaves in the middle of a question ends its process."""
        async with self._turns.taken(guest):
            if self._leaving is not None:
                self._leaving.cancel()
                self._leaving = None
            try:
                yield
            except asyncio.CancelledError:
                await self.unload()
                raise
            loop = asyncio.get_running_loop()
            kept = self._settings.kept.total_seconds()
            self._leaving = loop.call_later(kept, self._leave)

    def _leave(self) -> None:
        self._leaving = None
        if not self._turns.is_taken:
            self._nursery.spawn(self.unload(), name="unload the recogniser")

    async def _loaded(self, model: str) -> Running:
        if self._running is not None and self._running.model != model:
            await self.unload()
        if self._running is None:
            self._running = await self._kept_alive(model)
        return self._running

    async def _kept_alive(self, model: str) -> Running:
        for _ in range(LIVES - 1):
            with suppress(KilledWhileLoading):
                return await self._fresh(model)
        return await self._fresh(model)

    async def _fresh(self, model: str) -> Running:
        async with AsyncExitStack() as stack:
            running = await self._start(model, stack)
            running.stack = stack.pop_all()
        return running

    async def _start(self, model: str, stack: AsyncExitStack) -> Running:
        settings = self._settings
        folder = folder_of(model, settings.models)
        if folder is None:
            raise SpeechModelMissing(model=name_of(model))
        loading = Loading(
            model,
            folder,
            device=settings.device,
            compute=settings.compute,
            threads=settings.threads or processors(),
            batch=settings.batch,
        )
        return await start(loading, self._nursery, stack, home=self._folder)


class Sitting:
    """Somebody who asks one model several things. Made by `Recogniser.sitting`."""

    def __init__(self, recogniser: Recogniser, guest: Guest) -> None:
        self._recogniser = recogniser
        self._guest = guest

    async def about(self) -> Loaded:
        """Return what the model is like; it is loaded for that.

        Raises:
            SpeechModelMissing: it is not on this machine.
            SpeechModelBroken: it cannot be loaded.
        """
        return await self._recogniser.about(self._guest)

    async def languages(self, piece: Piece) -> Heard:
        """Return how likely each language is in a piece.

        Raises:
            SpeechModelMissing: the model is not on this machine.
            SpeechModelBroken: it cannot be loaded.
            RecogniserFailed: the piece ends it.
        """
        (heard,) = await self._recogniser.ask(self._guest, {"do": "languages"}, [piece])
        return heard

    async def hear(self, *pieces: Piece, ask: Ask) -> list[Heard]:
        """Return what is said in each piece; several are decoded together.

        Raises:
            SpeechModelMissing: the model is not on this machine.
            SpeechModelBroken: it cannot be loaded.
            RecogniserFailed: the piece ends it.
        """
        return await self._recogniser.ask(self._guest, {"do": "hear", **asdict(ask)}, pieces)


def _read(answer: Mapping[str, Any]) -> Heard:
    return Heard(
        segments=tuple(HeardSegment.read(row) for row in answer["segments"]),
        chances=tuple((code, chance) for code, chance in answer["chances"]),
    )
