"""The archive and the recogniser together."""

import hashlib
import shutil
from pathlib import Path

import pytest

from services.errors import ChoiceUnavailable
from services.nursery import Nursery
from services.store.database import open_database
from services.transcripts import transcripts as room
from services.transcripts.ears import Sound
from services.transcripts.recogniser import Settings
from services.transcripts.transcripts import open_transcripts
from services.transcripts.wish import Wish
from tests.bot.clocks import Hands

MODEL = Path(room.__file__).parent / "miniature"
CLIP = Path(__file__).parents[2] / "speech" / "samples" / "10_minute.ogg"
SHORT = Sound(CLIP.with_name("09_one_sentence.ogg"), "9", 3.0)
SOUND = Sound(CLIP, hashlib.sha256(CLIP.read_bytes()).hexdigest(), 60.0)


class Broken(Exception):
    pass


@pytest.fixture
async def words(tmp_path):
    settings = Settings(model=str(MODEL), models=tmp_path, device="cpu", threads=1)
    async with (
        open_database(tmp_path / "a.db") as database,
        Nursery() as nursery,
        open_transcripts(settings, database, Hands(), nursery, folder=tmp_path / "r") as opened,
    ):
        yield opened


async def test_nothing_is_heard_twice(words):
    numbers = []

    def break_off(step, _read):
        numbers.append(step.number)
        if step.number == 4:
            raise Broken

    with pytest.raises(Broken):
        await words.heard(SOUND, Wish(), watch=break_off)
    whole = await words.heard(SOUND, Wish(), watch=lambda step, _: numbers.append(step.number))
    again = await words.heard(SOUND, Wish(), watch=lambda step, _: numbers.append(step.number))

    assert again == whole
    assert numbers == list(range(len(numbers)))
    assert "damn computer" in whole.text
    assert whole.model == "miniature"


async def test_another_model_is_heard_only_if_it_may_be_chosen(tmp_path):
    other = tmp_path / "other"
    shutil.copytree(MODEL, other)
    settings = Settings(
        model=str(MODEL), models=tmp_path, device="cpu", threads=1, others=(str(other),)
    )
    async with (
        open_database(tmp_path / "a.db") as database,
        Nursery() as nursery,
        open_transcripts(settings, database, Hands(), nursery, folder=tmp_path / "r") as words,
    ):
        assert words.models == ("miniature", "other")
        told = await words.heard(SHORT, Wish(model="other"))
        with pytest.raises(ChoiceUnavailable):
            words.key("", Wish(model=str(tmp_path)))

    assert told.model == "other"
    assert words.key("x", Wish()) == words.key("x", Wish(model="miniature"))
    assert words.key("x", Wish()) != words.key("x", Wish(model="other"))
