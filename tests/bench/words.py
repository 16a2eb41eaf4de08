"""Words out of sound beside the raw library: the same model, beam and threads, on the same sound."""

import asyncio
import os
import resource
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median

from faster_whisper import WhisperModel

from services.clock import SystemClock
from services.nursery import Nursery
from services.store.database import open_database
from services.transcripts.ears import Sound
from services.transcripts.recogniser import Settings
from services.transcripts.transcripts import Transcripts, open_transcripts
from services.transcripts.wish import Wish
from tests.bench.table import PAIRS, Row, mb, ms
from tests.e2e.service import descendants
from tests.speech import MODEL
from tests.speech.appetite import measured
from tests.speech.beside import (
    BEAM,
    Heard,
    boundaries_off,
    heard_by_library,
    words_of,
    wrong_share,
)
from tests.speech.long_sound import long_sound, spoken_clips

_THREADS = os.cpu_count() or 1
_MINUTES = {10: PAIRS, 60: min(3, PAIRS)}
"""How long the sound is, and how often it is listened to by each side."""
_HOURS = 6


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took."""

    seconds: float
    cpu_seconds: float
    """Of all processes together."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The two that are compared, both loaded."""

    words: Transcripts
    library: WhisperModel
    numbers: Iterator[int]

    async def ours(self, path: Path) -> None:
        """Listen to a file that has never been heard before."""
        await self.words.heard(Sound(path, f"{path.name} {next(self.numbers)}"), Wish(beam=BEAM))

    async def theirs(self, path: Path) -> None:
        """Let the library listen, as its users do with long sound."""
        await asyncio.to_thread(heard_by_library, self.library, path, vad_filter=True)


async def accuracy() -> list[Row]:
    """Return the share of wrong words, and how far apart both put the boundaries of words."""
    async with _sides() as sides:
        ours: Heard = {
            clip: words_of(await sides.words.heard(Sound(clip, clip.name), Wish(beam=BEAM)))
            for clip in spoken_clips()
        }
        theirs: Heard = {clip: heard_by_library(sides.library, clip) for clip in spoken_clips()}
    off = median(boundaries_off(ours, theirs))
    mine, other = wrong_share(ours), wrong_share(theirs)
    library = "raw faster-whisper"
    return [
        Row("wrong words in the clips", f"{mine:.2%}", library, f"{other:.2%}", bar="≤ + 1 point"),
        Row("boundaries of words, apart (median)", ms(off), library, bar="≤ 20 ms"),
    ]


async def speed() -> list[Row]:
    """Return two rows for each length: the time, and the time of all processors together."""
    with tempfile.TemporaryDirectory() as name:
        async with _sides() as sides:
            rows = []
            for minutes, pairs in _MINUTES.items():
                path = Path(name) / f"{minutes}.ogg"
                await asyncio.to_thread(long_sound, path, seconds=minutes * 60)
                rows += await _compared(sides, path, minutes=minutes, pairs=pairs)
    return rows


async def memory() -> list[Row]:
    """Return the peak of all processes above that of the service with its model loaded."""
    with tempfile.TemporaryDirectory() as name:
        long = await _appetite(Path(name), seconds=_HOURS * 3600)
        short = await _appetite(Path(name), seconds=_HOURS * 60)
    what = f"{_HOURS} h of speech to words, peak RSS above the loaded model"
    return [Row(what, mb(long), f"{_HOURS} min", mb(short), long / short, "< 400 MB")]


async def _compared(sides: Sides, path: Path, *, minutes: int, pairs: int) -> list[Row]:
    mine: list[Cost] = []
    other: list[Cost] = []
    for number in range(pairs):
        turns = [(mine, sides.ours), (other, sides.theirs)]
        for costs, listen in turns if number % 2 else reversed(turns):
            costs.append(await _cost(lambda listen=listen: listen(path)))
    wall = [(one.seconds, two.seconds) for one, two in zip(mine, other, strict=True)]
    cpu = [(one.cpu_seconds, two.cpu_seconds) for one, two in zip(mine, other, strict=True)]
    what = f"{minutes} min of speech to words"
    return [_row(what, wall, "≤ 1.05"), _row(f"{what}, time of all processors", cpu, "")]


def _row(what: str, pairs: list[tuple[float, float]], bar: str) -> Row:
    ours, theirs = median(one for one, _ in pairs), median(two for _, two in pairs)
    ratio = median(one / two for one, two in pairs)
    return Row(what, ms(ours), "raw faster-whisper", ms(theirs), ratio, bar)


async def _cost(act: Callable[[], Awaitable[None]]) -> Cost:
    began, used = time.perf_counter(), _cpu_seconds()
    await act()
    return Cost(time.perf_counter() - began, _cpu_seconds() - used)


def _cpu_seconds() -> float:
    """Return what this process, its living descendants and its dead children have used."""
    ours = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    used = sum(usage.ru_utime + usage.ru_stime for usage in ours)
    for pid in descendants(os.getpid()):
        after = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        used += (int(after[11]) + int(after[12])) / os.sysconf("SC_CLK_TCK")
    return used


async def _appetite(folder: Path, *, seconds: int) -> float:
    path = folder / f"{seconds}.ogg"
    await asyncio.to_thread(long_sound, path, seconds=seconds)
    figures = await measured(path, folder / str(seconds))
    return float(figures["core_bytes"] + figures["recogniser_bytes"] + figures["reader_bytes"])


@asynccontextmanager
async def _sides() -> AsyncIterator[Sides]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(
            model=str(MODEL), models=folder, device="cpu", compute="int8", threads=_THREADS
        )
        clock = SystemClock()
        async with (
            open_database(folder / "a.db") as database,
            Nursery() as nursery,
            open_transcripts(settings, database, clock, nursery, folder=folder / "r") as words,
        ):
            await words.about()
            library = WhisperModel(
                str(MODEL), device="cpu", compute_type="int8", cpu_threads=_THREADS
            )
            yield Sides(words, library, count())
