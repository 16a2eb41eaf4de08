"""Words of long sound through the whole service: killed half-way, stopped, and with a note in between."""

import json
import os
import signal
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

from services.nursery import Nursery
from services.store.database import open_database
from services.transcripts.ears import Sound
from services.transcripts.recogniser import Settings
from services.transcripts.transcripts import open_transcripts
from services.transcripts.wish import Wish
from services.transcripts.writers.document import from_json
from tests.bot.clocks import Hands
from tests.e2e.conftest import Town
from tests.e2e.people import button, until, words
from tests.e2e.service import Service, command_line, descendants, running
from tests.e2e.test_words import answers, env, send
from tests.processes import alive
from tests.speech import MODEL, SAMPLES
from tests.speech.long_sound import long_sound

MINUTES = 2
TWO_HOURS = 7200
WATCH = """
    CREATE TABLE heard_later (number INTEGER);
    CREATE TRIGGER a_piece_heard AFTER INSERT ON transcript_steps
        BEGIN INSERT INTO heard_later VALUES (new.number); END;
    CREATE TRIGGER a_piece_heard_twice AFTER UPDATE ON transcript_steps
        BEGIN INSERT INTO heard_later VALUES (new.number); END;
"""


async def test_after_a_kill_of_everything_no_piece_is_heard_twice(
    town: Town, tmp_path: Path
) -> None:
    chat = town.playground.add_user("Cy")["id"]
    town.forgiven = frozenset({"an edit that changes nothing"})
    sound = long_sound(tmp_path / "sound.ogg", seconds=MINUTES * 60)
    undisturbed = await heard(sound, tmp_path / "undisturbed")
    async with running(env(town)) as service:
        asked = await send(town, sound, chat, "voice")
        await until(lambda: reached(town) > MINUTES * 60 / 2, seconds=120)
        kill_all(service)
        await service.ended()
    before = numbers(town, "SELECT number FROM transcript_steps")
    with closing(sqlite3.connect(town.data_dir / "hearsay.db")) as book:
        book.executescript(WATCH)
    async with running(env(town)):
        told = await until(
            lambda: next((a for a in answers(town, asked, chat) if button(a, "SRT")), None),
            seconds=120,
        )

    assert words(told)
    assert before == list(range(len(before)))
    later = numbers(town, "SELECT number FROM heard_later")
    assert later == list(range(len(before), len(before) + len(later)))
    assert later
    [document] = set(column(town, "SELECT document FROM transcripts"))
    assert from_json(document).segments == undisturbed.segments


async def heard(sound: Path, folder: Path):
    """Return what is heard where nothing happens."""
    folder.mkdir()
    settings = Settings(model=str(MODEL), models=folder, device="cpu")
    async with (
        open_database(folder / "a.db") as database,
        Nursery() as nursery,
        open_transcripts(settings, database, Hands(), nursery, folder=folder / "r") as opened,
    ):
        return await opened.heard(Sound(sound, "undisturbed"), Wish())


def kill_all(service: Service) -> None:
    """End the service, the recogniser and the reader in one stroke."""
    pids = [service.process.pid, *descendants(service.process.pid)]
    assert any("recogniser_child" in command_line(pid) for pid in pids)
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def reached(town: Town) -> float:
    """Return how much of the sound has been heard, in seconds."""
    steps = column(town, "SELECT step FROM transcript_steps ORDER BY number DESC LIMIT 1")
    return float(json.loads(steps[0])["end"]) if steps else 0.0


def numbers(town: Town, question: str) -> list[int]:
    return sorted(column(town, question))


def column(town: Town, question: str) -> list:
    with closing(sqlite3.connect(f"file:{town.data_dir}/hearsay.db?mode=ro", uri=True)) as book:
        return [row[0] for row in book.execute(question)]


async def test_a_note_is_answered_while_two_hours_are_heard_and_these_can_be_stopped(
    town: Town, two_hours: Path
) -> None:
    chat = town.playground.add_user("Dee")["id"]
    async with running(env(town)) as service:
        long = await send(town, two_hours, chat, "voice")
        await until(lambda: reached(town) > 0, seconds=60)
        note = await send(town, SAMPLES / "02_explicit.ogg", chat, "voice")
        await until(lambda: any(button(a, "SRT") for a in answers(town, note, chat)), seconds=60)
        [card] = [a for a in answers(town, long, chat) if button(a, "Cancel")]
        readers = children(service, "hearing_child")
        await town.playground.press(
            card["message_id"], button(card, "Cancel")["callback_data"], user=chat, chat=chat
        )
        await until(
            lambda: any("Stopped" in words(a) for a in answers(town, long, chat)), seconds=60
        )
        assert readers
        assert not any(map(alive, readers))
        assert not children(service, "hearing_child")
        assert service.complaints() == ""


@pytest.fixture(scope="module")
def two_hours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return long_sound(tmp_path_factory.mktemp("long") / "sound.ogg", seconds=TWO_HOURS)


def children(service: Service, word: str) -> list[int]:
    return [pid for pid in descendants(service.process.pid) if word in command_line(pid)]
