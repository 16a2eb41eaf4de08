"""The language of a file, by the real recogniser, without its words."""

import pytest

from services.errors import FileUnreadable
from services.nursery import Nursery
from services.store.database import open_database
from services.transcripts.recogniser import Settings
from services.transcripts.transcripts import open_transcripts
from tests.services.store.hands import Hands
from tests.speech import MODEL, SAMPLES


@pytest.fixture
async def words(tmp_path):
    settings = Settings(model=str(MODEL), models=tmp_path, device="cpu", compute="int8", threads=1)
    async with (
        open_database(tmp_path / "a.db") as database,
        Nursery() as nursery,
        open_transcripts(settings, database, Hands(), nursery, folder=tmp_path / "r") as opened,
    ):
        yield opened


async def test_what_is_spoken_is_found_and_nothing_is_written_down(words, tmp_path):
    for clip, sure in (("10_minute.ogg", True), ("11_silence.ogg", False)):
        guess = await words.spoken(SAMPLES / clip)

        assert guess.language == "en"
        assert (guess.chance > 0.5) is sure
    broken = tmp_path / "broken"
    broken.write_bytes(b"no sound")
    with pytest.raises(FileUnreadable):
        await words.spoken(broken)
