"""`clean` and `words` as people run them: `main.py` in a process of its own, one after another."""

import csv
import json
import shutil
from pathlib import Path

from tests.demo import open_shared_demo
from tests.e2e.test_command_line import run, unfinished
from tests.sounds import seconds_of, tune_in
from tests.speech import MODEL, SAMPLES

SPEECH = {"SPEECH_MODEL": str(MODEL), "SPEECH_DEVICE": "cpu"}


async def test_words_are_listed_and_hidden(tmp_path: Path) -> None:
    shutil.copy(SAMPLES / "02_explicit.ogg", tmp_path / "note.ogg")
    async with open_shared_demo() as demo:

        async def command(*words: str) -> tuple[int, str, str]:
            return await run(*words, demo=demo, folder=tmp_path, **SPEECH)

        assert (await command("words", "new", "Mine", "-l", "en"))[0] == 0
        added = await command("words", "add", "Mine", "--severity", "high", "computer")
        assert added == (0, "Mine: 1 word\n", "")
        assert (await command("words", "export", "Mine", "-o", "mine.csv"))[:2] == (0, "mine.csv\n")
        usual = await command("clean", "note.ogg")
        own = await command("clean", "note.ogg", "--list", "Mine", "-o", "mine/", "--json")
        tune = await command("clean", demo.links["mp3"], "-o", "tune.flac")

    with (tmp_path / "mine.csv").open(newline="", encoding="utf-8") as file:
        assert [(row["word"], row["severity"]) for row in csv.DictReader(file)] == [
            ("computer", "high")
        ]
    assert usual == (0, "note (clean).ogg\n", "2 words hidden in 2 places\n")
    told = json.loads(own[1])
    assert (own[0], own[2]) == (0, "")
    assert [hit["word"] for hit in told["hits"]] == ["computer"]
    assert Path(told["path"]) == tmp_path / "mine" / "note (clean).ogg"
    for copy in (tmp_path / "note (clean).ogg", Path(told["path"])):
        assert abs(seconds_of(copy) - seconds_of(tmp_path / "note.ogg")) < 0.05
    assert (tune[0], tune[1]) == (0, "tune.flac\n"), tune
    assert tune_in(tmp_path / "tune.flac") == "harbour"
    assert [path for path in unfinished(tmp_path) if path.parent.name != "speech"] == []
