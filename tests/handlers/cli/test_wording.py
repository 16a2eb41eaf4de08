"""`transcribe`: what is said, heard by the real core with the miniature model."""

import asyncio
import io
import json
import os
import signal
import sys
import threading
from functools import partial
from pathlib import Path

import pytest
from aiohttp import web

from handlers.cli import wording
from services.jobs.job import State
from tests.handlers.cli.houses import here
from tests.language_model import KEY, MODEL, LanguageModel, answering, shouted
from tests.sounds import make
from tests.speech import SAMPLES

SAID = "What the hell is that? I hate this damn computer."
PICTURE = ("-f", "lavfi", "-i", "testsrc=duration=4:size=128x96:rate=5")
SUBTITLES = "1\n00:00:00,000 --> 00:00:02,000\nWhat the heck is that?\n"


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def film(note):
    """A film whose subtitles are inside."""
    Path("film.srt").write_text(SUBTITLES, "utf-8")
    codecs = ("-pix_fmt", "yuv420p", "-c:a", "flac", "-c:s", "srt", "-shortest")
    return make(Path("film.mkv"), *PICTURE, "-i", str(note), "-i", "film.srt", *codecs)


@pytest.fixture
def transcribe(command):
    """Return what runs it, as `command` does."""
    return partial(command, "transcribe")


def test_what_is_said_goes_to_the_terminal_and_where_from_beside(transcribe, note, real_doors):
    status, out, err = transcribe(note)

    assert (status, " ".join(out.split())) == (0, SAID)
    assert err == "Heard by the model miniature (en)\n"
    assert here() == ["note.ogg"]
    assert real_doors.unfinished() == []


def test_a_file_gets_it_where_one_is_named(transcribe, note):
    status, out, _ = transcribe(note, "-f", "srt", "-o", "far/away/note.srt")

    assert (status, out) == (0, "")
    assert "00:00:00," in Path("far/away/note.srt").read_text("utf-8")


def test_what_is_there_already_is_left_as_it_was(transcribe, note):
    Path("note.txt").write_text("my own notes", "utf-8")

    status, out, err = transcribe(note, "-o", "note.txt")

    assert (status, out) == (0, "")
    assert Path("note.txt").read_text("utf-8") == "my own notes"
    assert " ".join(Path("note (2).txt").read_text("utf-8").split()) == SAID
    assert err.endswith("note.txt is there already, so it is written to note (2).txt\n")


@pytest.mark.parametrize("output", ["there", "there/", "new/", "note.ogg/words.txt"])
def test_where_no_file_can_be_is_told_before_anything_is_heard(
    transcribe, note, real_doors, output
):
    Path("there").mkdir()

    status, out, err = transcribe(note, "-o", output)

    assert (status, out) == (1, "")
    assert err.endswith("Name another place with -o.\n")
    assert real_doors.models == []


@pytest.mark.parametrize("words", [True, False])
def test_times_of_words_are_there_when_they_are_asked_for(transcribe, note, words):
    rest = ["--words"] if words else []

    told = json.loads(transcribe(note, "--json", *rest)[1])
    written = json.loads(transcribe(note, "-f", "json", *rest)[1])

    assert told.pop("ok")
    assert told == written
    assert told["language"] == "en"
    assert all(("words" in segment) is words for segment in told["segments"])


def test_a_terminal_shows_it_while_it_is_heard(transcribe, note, monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)

    status, out, _ = transcribe(note)

    shown = terminal.getvalue()
    assert status == 0
    for line in filter(None, out.splitlines()):
        assert f"\x1b[2K{line}\n" in shown
    assert shown.endswith("Heard by the model miniature (en)\n")
    assert "\r\x1b[2K" in shown


def test_subtitles_are_taken_unless_the_sound_is_wished(transcribe, film):
    taken = transcribe(film)
    heard = transcribe(film, "--anyway")

    assert "heck" in taken[1]
    assert taken[2].startswith("Not heard: subtitles from inside the file")
    assert taken[2].endswith(". --anyway listens to the sound.\n")
    assert "hell" in heard[1]
    assert heard[2].startswith("Heard by the model miniature")


def test_where_nobody_speaks_it_is_said(transcribe):
    status, out, err = transcribe(SAMPLES / "11_silence.ogg", "--speakers", "channels")

    assert (status, out.strip()) == (0, "")
    assert err.splitlines()[1:] == ["Nobody speaks in it, as far as could be heard."]


def test_where_nobody_can_be_told_apart_it_is_said(transcribe, note):
    status, _, err = transcribe(note, "--speakers", "channels")

    assert status == 0
    assert "Nobody could be told apart" in err


def test_people_are_called_by_their_names(transcribe, note):
    left = make(
        Path("two.wav"), "-i", str(note), "-i", str(SAMPLES / "01_plain.wav"),
        "-filter_complex", "[0][1]join=inputs=2:channel_layout=stereo", "-ar", "16000",
    )  # fmt: skip

    status, out, err = transcribe(
        left, "--speakers", "channels", "--name", "1=Anna", "--name", "Speaker 2=Ben", "--json"
    )

    assert status == 0, err
    assert json.loads(out)["speakers"] == ["Anna", "Ben"]


@pytest.mark.parametrize(
    ("content", "error", "sentence"),
    [
        (None, "no-sound", "There is no sound in it, only a picture.\n"),
        (b"OggS" + b"nonsense" * 99, "file-unreadable", "damaged"),
    ],
)
def test_what_has_no_sound_is_refused(transcribe, note, content, error, sentence):
    name = "it.mp4" if content is None else "it.ogg"
    if content is None:
        make(Path(name), *PICTURE, "-pix_fmt", "yuv420p")
    else:
        Path(name).write_bytes(content)

    status, out, err = transcribe(name, "-o", "words.txt")

    assert (status, out) == (3, "")
    assert sentence in err
    assert json.loads(transcribe(name, "--json")[1])["error"] == error
    assert not Path("words.txt").exists()


@pytest.mark.parametrize(
    ("rest", "status", "sentence"),
    [
        (["nothing.ogg"], 3, "There is no file “nothing.ogg” here"),
        (["note.ogg", "-l", "???"], 3, "“???” is no language that I know. Give its code, such"),
        (["note.ogg", "-l", "xx"], 3, "“xx” is no language that I know. Give its code, such"),
        (["note.ogg", "--people", "999"], 3, "“999 people” cannot be had."),
        (["note.ogg", "--name", "Anna"], 2, "gives nobody a name"),
        (["note.ogg", "-f", "pdf"], 2, "invalid choice"),
        ([], 2, "required"),
    ],
)
def test_what_cannot_be_wished_is_a_sentence(transcribe, note, rest, status, sentence):
    ended, out, err = transcribe(*rest)

    assert (ended, out) == (status, "")
    assert sentence in err


def test_another_model_is_asked_for(transcribe, note, real_doors):
    status, out, err = transcribe(note, "--model", "/nowhere/at/all")

    assert status != 0
    assert out == ""
    assert err.count("\n") == 1
    assert real_doors.models == ["/nowhere/at/all"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_cancels_the_job_and_leaves_nothing(
    transcribe, note, real_doors, monkeypatch, number
):
    ended, watched = [], wording.watch

    async def watch(core, job, **more):
        asyncio.get_running_loop().call_soon(
            threading.Thread(target=os.kill, args=(os.getpid(), number)).start
        )
        try:
            await watched(core, job, **more)
        finally:
            ended.append(await core.jobs.get(job.id))

    monkeypatch.setattr(wording, "watch", watch)

    status, out, err = transcribe(note, "-o", "words.txt")

    assert (status, out) == (130, "")
    assert err == "Stopped. Nothing was left behind.\n"
    assert [job.state for job in ended] == [State.CANCELLED]
    assert here() == ["note.ogg"]
    assert real_doors.unfinished() == []


def test_a_job_that_an_owner_stopped_is_a_failure(transcribe, note, monkeypatch):
    async def watch(core, job, **_more):
        await core.jobs.cancel(job.id, account=None)
        await core.jobs.wait(job.id)

    monkeypatch.setattr(wording, "watch", watch)

    status, out, _ = transcribe(note, "--json")

    assert status == 1
    assert json.loads(out)["error"] == "cancelled"


@pytest.fixture
def language_model(real_doors):
    """A language model on loopback, beside the loop that each command has for itself."""
    ready, over = threading.Event(), threading.Event()
    model = LanguageModel(shouted)

    async def serve():
        async with answering(model):
            ready.set()
            await asyncio.to_thread(over.wait)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert ready.wait(60)
    real_doors.more = {"llm_base_url": model.url, "llm_model": MODEL, "llm_api_key": KEY}
    yield model
    over.set()
    thread.join()


def test_words_are_polished_where_that_is_wished(transcribe, note, language_model):
    heard = transcribe(note)
    status, out, err = transcribe(note, "--polish")
    told = json.loads(transcribe(note, "--polish", "--json")[1])

    assert (status, " ".join(out.split())) == (0, SAID.replace(".", "!"))
    assert err == f"Heard by the model miniature (en)\nPolished by the model {MODEL}\n"
    assert " ".join(heard[1].split()) == SAID
    facts = {"model": MODEL, "passages": 1, "passages_left": 0, "tokens_used": 21}
    assert told["polished"] == facts
    assert len(language_model.asked) == 1


@pytest.mark.parametrize(
    "answer", ["1: I am a very different text, of which nothing was said.", "no", ""]
)
def test_what_is_no_correction_is_not_taken(transcribe, note, language_model, answer):
    language_model.says = lambda _: answer

    status, out, err = transcribe(note, "--polish")

    assert (status, " ".join(out.split())) == (0, SAID)
    assert "but for 1 of 1 passages" in err


def test_a_language_model_that_turns_us_away_is_a_failure_and_the_words_are_kept(
    transcribe, note, language_model
):
    language_model.says = lambda _: web.Response(status=401)

    status, out, err = transcribe(note, "--polish")

    assert (status, out) == (1, "")
    assert "turned me away (401)" in err
    assert KEY not in err
    assert transcribe(note)[0] == 0


def test_without_a_language_model_nobody_listens_in_vain(transcribe, note, monkeypatch):
    def never(*_):
        pytest.fail("something was ordered")

    monkeypatch.setattr("services.jobs.jobs.Jobs.submit", never)

    status, out, err = transcribe(note, "--polish")

    assert (status, out) == (3, "")
    assert (
        err == "--polish needs a language model. Set LLM_BASE_URL and LLM_MODEL, or leave it out.\n"
    )
    assert json.loads(transcribe(note, "--polish", "--json")[1])["error"] == "llm-missing"
