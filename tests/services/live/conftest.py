"""The real recogniser with the miniature model, and live sessions over it."""

from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio

from services.clock import SystemClock
from services.live.hearing import Hearing
from services.live.live import LiveRules, open_live
from services.nursery import Nursery
from services.transcripts.choosing import Models
from services.transcripts.ears import OwnEars
from services.transcripts.listening import Work, listen
from services.transcripts.recogniser import Settings, open_recogniser
from services.transcripts.sound import blocks
from services.transcripts.voices import VoiceModels
from services.transcripts.wish import Wish
from tests.speech import MODEL, SAMPLES

SETTINGS = Settings(
    model=str(MODEL), models=Path("nowhere"), device="cpu", compute="int8", threads=1
)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def recogniser(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recogniser")
    async with Nursery() as nursery, open_recogniser(SETTINGS, nursery, folder=folder) as opened:
        yield opened


class FullPass:
    """Hears the whole as a job would, without one."""

    def __init__(self, recogniser, folder):
        self.recogniser = recogniser
        self.folder = folder
        self.sound = None
        self.forgotten = set()

    async def submit(self, sound, _account, _wish):
        self.sound = sound
        return "job"

    async def transcript(self, _job):
        work = Work(self.sound, self.folder, wish=Wish())
        return await listen(work, self.recogniser)

    async def knows(self, job):
        return job not in self.forgotten


@pytest.fixture
def full_pass(recogniser, tmp_path):
    return FullPass(recogniser, tmp_path)


@pytest.fixture
def room(recogniser, tmp_path):
    """Return a function that opens a live room, in the same folder each time."""
    ears = OwnEars(
        recogniser, Models(SETTINGS, None, SystemClock()), voices=VoiceModels(), folder=tmp_path
    )

    @asynccontextmanager
    async def opened(*, rules=None, clock=None, full_pass=None):
        async with (
            Nursery() as nursery,
            open_live(
                tmp_path / "live",
                Hearing(ears),
                clock or SystemClock(),
                nursery,
                rules=rules or LiveRules(keep_free_bytes=0),
            ) as live,
        ):
            await live.start(full_pass or FullPass(recogniser, tmp_path))
            yield live

    return opened


def sound_of(name):
    """Return a sample clip as 16-bit numbers."""
    path = SAMPLES / name
    found = np.concatenate(list(blocks(str(path), demuxers="wav,ogg,mp3,flac,mov")))
    return (np.clip(found, -1, 1) * 32767).astype("<i2")


async def events_of(session, *, after=0):
    return [event async for event in session.events(after=after)]
