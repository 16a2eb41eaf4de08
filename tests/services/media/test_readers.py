import json

import pytest

from services.media.child import Limits
from services.media.ffmpeg import DEMUXERS
from services.media.readers import last_word, reader
from tests.services.media.killing import Killer
from tests.sounds import make, tone

LIMITS = Limits()


async def test_a_reader_imports_nothing_from_the_folder_it_works_in(tmp_path):
    (tmp_path / "loudness.py").write_text("print('run by a stranger')")
    async with reader(["loudness"], folder=tmp_path, limits=LIMITS) as process:
        assert await process.stdout.read() == b""
        assert b"No module named" in await process.stderr.read()


@pytest.mark.parametrize(
    "program",
    [
        pytest.param("services.no_such_module", id="died"),
        pytest.param("this", id="talked of something else"),
    ],
)
async def test_who_has_no_last_word_has_failed(tmp_path, program):
    told = await last_word([program], folder=tmp_path, limits=LIMITS, at=pytest.fail)

    assert (told["event"], told["code"]) == ("failed", "")


@pytest.mark.parametrize(("times", "event"), [(2, "done"), (3, "failed")])
async def test_a_program_that_was_killed_is_run_again(tmp_path, monkeypatch, times, event):
    sound = make(tmp_path / "a.ogg", *tone(1), "-c:a", "libopus")
    asked = {"path": str(sound), "demuxers": DEMUXERS, "track": 0, "apart": False}
    request = json.dumps({**asked, "to": str(tmp_path / "sound")})
    killer = Killer(times)
    monkeypatch.setattr("services.media.readers.child", killer)

    command = ["services.transcripts.for_ears_child", request]
    told = await last_word(command, folder=tmp_path, limits=LIMITS, at=lambda _: None)

    assert (told["event"], killer.begun) == (event, 3)
