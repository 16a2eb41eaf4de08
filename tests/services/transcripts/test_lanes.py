"""A long file under way, the real recogniser, and those who will not wait for its end."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from services.nursery import Nursery
from services.store.database import open_database
from services.transcripts.ears import Sound
from services.transcripts.listening import Step
from services.transcripts.recogniser import Settings
from services.transcripts.transcript import Transcript
from services.transcripts.transcripts import Transcripts, open_transcripts
from services.transcripts.wish import Wish
from tests.bot.clocks import Hands
from tests.e2e.service import command_line
from tests.processes import alive, until
from tests.speech import MODEL, SAMPLES
from tests.speech.long_sound import long_sound

TWO_HOURS = timedelta(hours=2).total_seconds()


@dataclass(slots=True)
class Hearing:
    """A file that is being listened to, and the pieces of it so far."""

    task: asyncio.Task[Transcript]
    steps: list[Step] = field(default_factory=list)

    async def reaches(self, count: int) -> None:
        """Wait for that many pieces."""
        await until(lambda: len(self.steps) >= count or self.task.done(), seconds=60)


@pytest.fixture
async def words(tmp_path: Path) -> AsyncIterator[Transcripts]:
    settings = Settings(model=str(MODEL), models=tmp_path, device="cpu", compute="int8", threads=1)
    async with (
        open_database(tmp_path / "a.db") as database,
        Nursery() as nursery,
        open_transcripts(settings, database, Hands(), nursery, folder=tmp_path / "r") as opened,
    ):
        yield opened


@pytest.fixture(scope="module")
def two_hours(tmp_path_factory: pytest.TempPathFactory) -> Sound:
    path = long_sound(tmp_path_factory.mktemp("long") / "a.ogg", seconds=TWO_HOURS)
    return Sound(path, "two hours", seconds=TWO_HOURS)


@asynccontextmanager
async def listening(
    words: Transcripts, sound: Sound, *, on_step: Callable[[Step], None] = lambda _: None
) -> AsyncIterator[Hearing]:
    steps: list[Step] = []

    def watch(step: Step, _read: float) -> None:
        steps.append(step)
        on_step(step)

    task = asyncio.create_task(words.heard(sound, Wish(), watch=watch))
    try:
        yield Hearing(task, steps)
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def note(number: int) -> Sound:
    """Return a voice note that nobody has sent before."""
    return Sound(SAMPLES / "02_explicit.ogg", f"note {number}", seconds=5.0)


def children(word: str) -> list[int]:
    """Return our own, and not those of a service that other tests keep running."""
    mine = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return [int(pid) for pid in mine if word in command_line(int(pid))]


async def test_a_note_of_five_seconds_waits_for_two_pieces_of_a_long_file_at_most(
    words: Transcripts, two_hours: Sound
) -> None:
    async with listening(words, two_hours) as long:
        for number in range(5):
            await long.reaches(len(long.steps) + 3)
            before = len(long.steps)
            async with listening(words, note(number)) as short:
                assert (await short.task).text
            assert len(long.steps) - before <= 2
        assert not long.task.done()


async def test_a_long_file_goes_on_while_a_short_one_has_nothing_to_ask(
    words: Transcripts, two_hours: Sound, tmp_path: Path
) -> None:
    pipe = tmp_path / "pipe.ogg"
    os.mkfifo(pipe)
    async with (
        listening(words, two_hours) as long,
        listening(words, Sound(pipe, "p", 5.0)) as short,
    ):
        await until(lambda: len(long.steps) > 5, seconds=60)
        assert not short.steps


async def test_who_cancels_in_the_middle_of_a_piece_is_asked_for_nothing_more(
    words: Transcripts, two_hours: Sound
) -> None:
    async with listening(words, two_hours) as long:
        recogniser = await stuck_in_a_piece(words, long)
        [reader] = children("hearing_child")
    assert not alive(reader)
    assert not alive(recogniser)
    kept = await words.archive.steps(words.key(two_hours.sha256, Wish()))
    assert [step.number for step in kept] == [step.number for step in long.steps]
    assert (await words.heard(note(0), Wish())).text


async def test_a_recogniser_killed_inside_a_piece_costs_that_piece_only(words: Transcripts) -> None:
    minute = SAMPLES / "10_minute.ogg"
    undisturbed = await words.heard(Sound(minute, "undisturbed", 60.0), Wish())
    async with listening(words, Sound(minute, "disturbed", 60.0)) as hearing:
        recogniser = await stuck_in_a_piece(words, hearing)
        os.kill(recogniser, signal.SIGKILL)
        disturbed = await hearing.task
        [another] = children("recogniser_child")

    assert disturbed == undisturbed
    assert another != recogniser
    assert [step.number for step in hearing.steps] == list(range(len(hearing.steps)))


async def stuck_in_a_piece(words: Transcripts, hearing: Hearing) -> int:
    """Halt the recogniser with a question unanswered, and return its process."""
    await hearing.reaches(3)
    [recogniser] = children("recogniser_child")
    os.kill(recogniser, signal.SIGSTOP)
    turns = words.ears.recogniser._turns
    count = -1
    while count != len(hearing.steps):  # what it had answered before
        count = len(hearing.steps)
        await until(lambda: turns.is_taken)
        await asyncio.sleep(0.2)
    return recogniser
