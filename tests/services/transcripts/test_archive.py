from pathlib import Path

import pytest

from services.store.database import open_database
from services.transcripts.archive import Archive, transcript_key
from services.transcripts.asking import Task
from services.transcripts.listening import Step
from services.transcripts.transcript import Rejected, Segment, Transcript, Word
from services.transcripts.wish import Wish
from tests.bot.clocks import Hands

WORDS = (Word(0.5, 0.9, "Hello", 0.9), Word(0.9, 1.0, ",", glued=True))
STEPS = [
    Step(0, 5.0, "en", WORDS, (Rejected(2.0, 3.0, "Thanks.", "silence"),), rival="de"),
    Step(1, 9.0, "en", ()),
]
TRANSCRIPT = Transcript("en", 9.0, (Segment(0.5, 1.0, "Hello,", WORDS),), model="miniature")


@pytest.fixture
async def archive(tmp_path: Path):
    async with open_database(tmp_path / "a.db") as database:
        yield Archive(database, Hands())


async def test_a_transcript_is_found_again(archive):
    await archive.put("a", TRANSCRIPT)

    assert await archive.get("a") == TRANSCRIPT
    assert await archive.get("b") is None


async def test_pieces_are_found_until_the_whole_is_kept(archive):
    await archive.keep("a", STEPS[:1])
    await archive.keep("a", STEPS)

    assert await archive.steps("a") == STEPS
    await archive.put("a", TRANSCRIPT)
    assert await archive.steps("a") == []


async def test_pieces_behind_a_gap_are_not_used(archive):
    await archive.keep("a", STEPS[1:])

    assert await archive.steps("a") == []


async def test_what_nobody_asks_for_is_forgotten(archive):
    await archive.put("a", TRANSCRIPT)
    await archive.keep("b", STEPS)

    assert await archive.delete_old(before=0, limit=10) == 0
    assert await archive.delete_old(before=1e12, limit=10) == 1
    assert await archive.get("a") is None
    assert await archive.steps("b") == []


def test_whatever_changes_the_words_changes_the_name():
    wishes = [Wish(), Wish(language="de"), Wish(task=Task.TRANSLATE), Wish(vocabulary="zorch")]
    names = {transcript_key("a", model="m", wish=wish) for wish in wishes}
    names |= {transcript_key("b", model="m", wish=Wish())}
    names |= {transcript_key("a", model="n", wish=Wish())}

    assert len(names) == 6
    assert transcript_key("a", model="m", wish=Wish()) in names
