"""Tells by their voices who speaks in a file, in a process that can be ended at any moment.

It takes sherpa-onnx, which need not be there, and two models: one that hears when voices change, in the
form of pyannote's, and one that makes a voice into numbers. Both are files on this machine.
"""

import asyncio
import json
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import structlog

from services.errors import FileUnreadable, NoSound, RecogniserFailed, SpeakersUnavailable
from services.media.child import LIVES, Limits, was_killed
from services.media.ffmpeg import DEMUXERS
from services.media.readers import reader
from services.transcripts.assigning import Turn
from services.transcripts.devices import processors

log = structlog.get_logger(__name__)

_PROGRAM: Final = "services.transcripts.voices_child"
_LIMITS: Final = Limits(memory_bytes=8 * 1024**3, file_bytes=0, open_files=128)
_STALL: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class VoiceModels:
    """Where the two models are."""

    segmentation: Path | None = None
    """Hears when voices change."""
    embedding: Path | None = None
    """Makes a voice into numbers."""

    @property
    def lacking(self) -> str:
        """Return what is missing to tell voices apart: `library`, `models`; empty when nothing is."""
        if find_spec("sherpa_onnx") is None:
            return "library"
        files = (self.segmentation, self.embedding)
        return "" if all(file is not None and file.is_file() for file in files) else "models"

    @property
    def name(self) -> str:
        """Return what they are called together.

        Raises:
            SpeakersUnavailable: the library or the models are not here.
        """
        if self.lacking or self.segmentation is None or self.embedding is None:
            raise SpeakersUnavailable(lacking=self.lacking)
        return f"{self.segmentation.stem}+{self.embedding.stem}"


async def tell_apart(
    path: Path, models: VoiceModels, *, folder: Path, track: int = 0, people: int = 0
) -> list[Turn]:
    """Return when which voice speaks in a file.

    Args:
        path: The file.
        models: The models.
        folder: Where the process works; it writes nothing.
        track: Which sound track, from 0.
        people: How many speak, where that is known; 0 where it is to be found out.

    Raises:
        FileUnreadable: it is no sound that could be decoded.
        NoSound: it has no such sound track.
        RecogniserFailed: the models cannot be loaded, or the sound ended their process.
        SpeakersUnavailable: the library or the models are not here.
    """
    if models.lacking:
        raise SpeakersUnavailable(lacking=models.lacking)
    request = {
        "path": str(path.absolute()),
        "demuxers": DEMUXERS,
        "segmentation": str(models.segmentation),
        "embedding": str(models.embedding),
        "track": track,
        "people": people,
        "threads": processors(),
    }
    command = [_PROGRAM, json.dumps(request)]
    told = None
    for _ in range(LIVES):
        told = told or await _told(command, folder=folder)
    if told is None:
        raise RecogniserFailed
    if told["event"] == "turns":
        return [Turn(*row) for row in told["turns"]]
    if told["code"] == NoSound.code:
        raise NoSound
    raise FileUnreadable(name=path.name)


async def _told(command: list[str], *, folder: Path) -> dict[str, Any] | None:
    """Return the message that ends the work; None when somebody killed the process.

    Raises:
        RecogniserFailed: the process ended without one, or is stuck.
    """
    async with reader(command, folder=folder, limits=_LIMITS) as process:
        try:
            return await _last_word(process.stdout)
        except RecogniserFailed:
            if await was_killed(process):
                return None
            raise


async def _last_word(reader: asyncio.StreamReader) -> dict[str, Any]:
    """Return the message that ends the work; those before it say only that it goes on.

    Raises:
        RecogniserFailed: the process ended without one, or is stuck.
    """
    while True:
        try:
            async with asyncio.timeout(_STALL.total_seconds()):
                size_bytes = int(await reader.readline())
                told: dict[str, Any] = json.loads(await reader.readexactly(size_bytes))
        except (TimeoutError, ValueError, EOFError) as error:
            log.warning("the process that tells voices apart ended", error=repr(error))
            raise RecogniserFailed from error
        if told["event"] != "at":
            return told
