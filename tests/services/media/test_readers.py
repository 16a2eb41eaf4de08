import pytest

from services.media.child import Limits
from services.media.readers import last_word, reader

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
