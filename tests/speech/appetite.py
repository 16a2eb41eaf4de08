"""`python -m tests.speech.appetite FILE FOLDER`: listens to a file and says how much memory that took."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Final

from services.clock import SystemClock
from services.nursery import Nursery
from services.store.database import open_database
from services.transcripts.ears import Sound
from services.transcripts.listening import Step
from services.transcripts.recogniser import Settings
from services.transcripts.transcripts import Transcripts, open_transcripts
from services.transcripts.wish import Wish
from tests.e2e.service import command_line, descendants
from tests.speech import MODEL

_LOOK_EVERY: Final = 10
"""Pieces between two looks. A process keeps its own peak; only which processes there are is looked up."""


Figures = dict[str, int]


async def measured(file: Path, folder: Path) -> Figures:
    """Return the figures of a process of its own that listens to a file."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.speech.appetite", str(file), str(folder)),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    out, _ = await child.communicate()
    return json.loads(out.splitlines()[-1])


async def _listened(file: Path, folder: Path) -> Figures:
    folder.mkdir(parents=True)
    settings = Settings(model=str(MODEL), models=folder, device="cpu", compute="int8")
    async with (
        open_database(folder / "a.db") as database,
        Nursery() as nursery,
        open_transcripts(settings, database, SystemClock(), nursery, folder=folder / "r") as words,
    ):
        return await _figures(words, file)


async def _figures(words: Transcripts, file: Path) -> Figures:
    await words.about()
    before = _status(os.getpid(), "VmRSS")
    loaded = sum(_status(pid, "VmRSS") for pid in descendants(os.getpid()))
    peaks: dict[int, tuple[str, int]] = {}
    pieces = 0

    def look(_step: Step, _read: float) -> None:
        nonlocal pieces
        if pieces % _LOOK_EVERY == 0:
            for pid in descendants(os.getpid()):
                who = "reader" if "hearing_child" in command_line(pid) else "recogniser"
                peaks[pid] = (who, _status(pid, "VmHWM"))
        pieces += 1

    transcript = await words.heard(Sound(file, file.name), Wish(), watch=look)
    of = {who: sum(size for whose, size in peaks.values() if whose == who) for who in _CHILDREN}
    core = _status(os.getpid(), "VmHWM") - before
    return {
        "pieces": pieces,
        "words": sum(len(segment.words) for segment in transcript.segments),
        "core_bytes": core,
        "recogniser_bytes": of["recogniser"] - loaded,
        "reader_bytes": of["reader"],
        "loaded_bytes": loaded,
    }


_CHILDREN: Final = ("reader", "recogniser")


def _status(pid: int, what: str) -> int:
    """Return a size out of a process's own figures; 0 for one that has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    found = next((line for line in status.splitlines() if line.startswith(f"{what}:")), "0 0")
    return int(found.split()[1]) * 1024


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_listened(Path(sys.argv[1]), Path(sys.argv[2])))))
