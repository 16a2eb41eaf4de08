"""`clean`: a copy without the explicit words, made by the real core with the miniature model."""

import asyncio
import json
import os
import signal
import threading
from dataclasses import replace
from functools import partial
from pathlib import Path

import av
import pytest

from handlers.cli.clean_options import Wanted
from handlers.cli.main import main
from handlers.cli.parser import build_parser
from locales.texts import texts_for
from services.censor.cleaning import Cleaning
from services.censor.spans import Method
from services.jobs.job import State
from tests.handlers.cli.houses import here
from tests.sounds import RATE, decode, make, packets, seconds_of
from tests.speech import SAMPLES

PICTURE = ("-f", "lavfi", "-i", "testsrc=duration=1:size=128x96:rate=5", "-pix_fmt", "yuv420p")
WORDS = {
    "language": "en",
    "duration": 4.3,
    "segments": [
        {
            "start": 1.0,
            "end": 2.0,
            "text": "damn",
            "words": [{"start": 1.0, "end": 2.0, "word": "damn"}],
        }
    ],
}


@pytest.fixture
def clean(command):
    """Return what runs it, as `command` does."""
    return partial(command, "clean")


@pytest.fixture
def told(clean):
    """Return what runs `clean --json` and gives back the document."""

    def run(*rest):
        return json.loads(clean(*rest, "--json")[1])

    return run


def test_the_copy_lies_beside_and_nothing_is_overwritten(clean, note, real_doors):
    before = note.read_bytes()

    first = clean("note.ogg")
    second = clean("note.ogg")

    assert first == (0, "note (clean).ogg\n", "2 words hidden in 2 places\n")
    assert second[1] == "note (clean) (2).ogg\n"
    assert here() == ["note (clean) (2).ogg", "note (clean).ogg", "note.ogg"]
    assert note.read_bytes() == before
    assert Path("note (clean).ogg").read_bytes() not in (before, b"")
    assert real_doors.unfinished() == []


def test_the_copy_goes_where_it_is_wished(clean, note):
    Path("there").mkdir()

    assert clean(note, "-o", "there")[1] == "there/note (clean).ogg\n"
    assert clean(note, "-o", "new/")[1] == "new/note (clean).ogg\n"
    assert clean(note, "-o", "far/away/it.ogg")[1] == "far/away/it.ogg\n"
    assert clean(note, "-o", "far/away/it.ogg")[1] == "far/away/it (2).ogg\n"


@pytest.mark.parametrize("rest", [["-f", "FLAC"], ["-o", "note.flac"]])
def test_another_format_is_named_or_meant_by_the_name(clean, note, rest):
    status, out, err = clean(note, *rest)

    copy = Path(out.strip())
    assert status == 0, err
    assert copy.suffix == ".flac"
    assert copy.read_bytes().startswith(b"fLaC")
    assert seconds_of(copy) == pytest.approx(seconds_of(note), abs=0.05)


@pytest.fixture
def wanted():
    """Return what the words after `clean` are understood as."""

    def read(*words):
        chosen = build_parser(texts_for("en")).parse_args(["clean", *words])
        return Wanted.of(chosen, texts_for("en"))

    return read


@pytest.mark.parametrize(
    ("source", "name", "choice"),
    [
        ("https://a.b/1", "", "mp3"),
        ("https://a.b/1", "x.v2", "mp3"),
        ("https://a.b/1", "x.flac", "flac"),
        ("https://a.b/1", "x.opus", "ogg"),
        ("https://a.b/1", "x.MP4", "1080p"),
        ("note.ogg", "", ""),
        ("note.ogg", "x.ogg", ""),
        ("note.ogg", "x.wav", "wav"),
        ("note.ogg", "x.mp4", "2160p"),
    ],
)
def test_the_ending_of_its_name_says_what_a_copy_is(wanted, note, source, name, choice):
    assert wanted(source, "-o", name).choice_for(Cleaning()) == choice


@pytest.mark.parametrize("name", ["x.mkv", "x.webm", "x.aac"])
def test_what_cannot_be_made_is_not_promised_by_a_name(clean, note, name):
    status, _, err = clean("https://a.b/1", "-o", name)

    assert status == 2
    assert f"there is no format {Path(name).suffix[1:]}" in err


def test_what_was_remembered_is_usual_until_something_else_is_said(wanted, note):
    usual = Cleaning(method=Method.NOISE, strict=True, format="flac", keeps_tags=False)

    assert wanted("note.ogg").over(usual) == usual
    assert wanted("https://a.b/1").choice_for(usual) == "flac"
    named = wanted("note.ogg", "-o", "x.ogg", "--method", "beep", "--no-strict", "--tags")
    assert named.over(usual) == Cleaning()
    assert named.remembered(usual) == Cleaning(format="flac")
    assert wanted("note.ogg", "-f", "same").remembered(usual).format == ""
    once = wanted("note.ogg", "--category", "slur", "-f", "mp3-96", "--pitch", "440")
    assert once.over(usual).categories == ("slur",)
    assert once.remembered(usual) == replace(usual, format="mp3-96", pitch_hz=440.0)


def test_copies_are_made_as_it_is_remembered(clean, note):
    first = clean(note, "-o", "1/", "--method", "silence", "--remember", "-f", "wav")
    second = clean(note, "-o", "2/")
    other = clean(note, "-o", "3/", "--method", "noise", "-f", "same")

    made = [Path(told[1].strip()) for told in (first, second, other)]
    assert [path.suffix for path in made] == [".wav", ".wav", ".ogg"]
    hell = slice(round(0.6 * RATE), round(0.7 * RATE))
    loudest = [max(map(abs, decode(path)[hell])) for path in made]
    assert loudest[0] == 0
    assert loudest[1] < 100 < loudest[2]


def test_the_words_are_written_beside_the_copy(clean, told, note):
    status, out, _ = clean(note, "--subtitles", "-o", "it.ogg")

    written = Path("it.srt").read_text("utf-8")
    assert (status, out) == (0, "it.ogg\n")
    assert "h***" in written
    assert "hell" not in written
    assert "computer" in written
    again = told(note, "--subtitles", "-o", "it.ogg")
    assert again["subtitles"] == str(Path("it (2).srt").resolve())


def test_a_copy_may_go_without_its_tags(clean, note):
    song = make(Path("song.mp3"), "-i", str(note), "-metadata", "title=Private")

    for rest, title in ((["-o", "1.mp3"], "Private"), (["-o", "2.mp3", "--no-tags"], None)):
        status, out, err = clean(song, *rest)
        assert status == 0, err
        with av.open(out.strip()) as container:
            assert container.metadata.get("title") == title


def test_a_program_is_told_what_was_found_and_a_file_as_well(clean, note):
    status, out, err = clean(note, "--json", "--report", "out/report.json")

    told = json.loads(out)
    assert (status, err) == (0, "")
    assert told.pop("ok")
    assert told.pop("path") == str(Path("note (clean).ogg").resolve())
    assert [hit["word"].casefold() for hit in told["hits"]] == ["hell", "damn"]
    assert (told["found"], told["hidden"], len(told["places"])) == (2, 2, 2)
    assert json.loads(Path("out/report.json").read_text("utf-8")) == told


def test_words_that_are_known_are_not_listened_for(told, note, real_doors):
    Path("words.json").write_text(json.dumps(WORDS), "utf-8")

    found = told(note, "--transcript", "words.json", "--model", "/nowhere/at/all")

    assert [(hit["start"], hit["end"], hit["text"]) for hit in found["hits"]] == [
        (1.0, 2.0, "damn")
    ]
    assert real_doors.models == ["/nowhere/at/all"]


def test_words_that_go_on_after_the_end_are_refused(clean, told, note):
    late = json.dumps(WORDS).replace("2.0", "99.0")
    Path("words.json").write_text(late, "utf-8")

    assert told(note, "--transcript", "words.json")["error"] == "transcript-unfit"
    assert clean(note, "--transcript", "words.json")[0] == 3
    assert here() == ["note.ogg", "words.json"]


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe\x00", b"[1]", b'{"segments": 3}'])
def test_what_holds_no_words_is_a_usage_error(clean, note, content):
    Path("words.json").write_bytes(content)

    status, out, err = clean(note, "--transcript", "words.json")

    assert (status, out) == (2, "")
    assert err == (
        "“words.json” holds no words with times. "
        "Give a json file such as transcribe --words -f json writes.\n"
    )


def test_what_transcribe_writes_can_be_handed_in(real_doors, told, note):
    rest = ["--words", "-f", "json", "-o", "words.json"]
    assert main(["transcribe", "note.ogg", *rest], doors=real_doors) == 0

    found = told(note, "--transcript", "words.json")

    assert [hit["word"].casefold() for hit in found["hits"]] == ["hell", "damn"]


def test_a_list_is_found_by_its_name_number_or_language(real_doors, capsys, told, note):
    def words(*rest):
        main(["words", *rest, "--json"], doors=real_doors)
        return json.loads(capsys.readouterr().out)["list"]

    words("new", "Mine")
    mine = words("add", "Mine", "computer")
    english = words("show", "en")

    assert [hit["word"] for hit in told(note, "--list", "mine")["hits"]] == ["computer"]
    assert told(note, "--list", mine["id"])["lists"] == ["Mine"]
    assert told(note, "--list", "en")["lists"] == [english["name"]]
    both = told(note, "--list", "en", "--list", "Mine")
    assert (both["lists"], both["found"]) == ([english["name"], "Mine"], 3)


def test_a_list_that_is_not_there_is_refused_with_a_way_out(clean, note):
    assert clean(note, "--list", "nothing") == (
        3,
        "",
        "There is no word list “nothing”. words list tells all.\n",
    )


def test_how_it_is_hidden_can_be_chosen(clean, note):
    paths = [
        Path(clean(note, *rest)[1].strip())
        for rest in (
            [],
            ["--method", "silence"],
            ["--method", "noise"],
            ["--pitch", "440"],
            ["--strict"],
        )
    ]

    assert len({path.read_bytes() for path in paths}) == len(paths)


@pytest.mark.parametrize(
    "rest", [["--min-severity", "extreme"], ["--category", "slur"], ["--category", "nothing"]]
)
def test_where_nothing_is_wanted_the_very_file_comes_back(clean, note, rest):
    status, out, err = clean(note, *rest)

    assert (status, out) == (0, "note (2).ogg\n")
    assert err == "Nothing explicit was found. The copy is the file as it was.\n"
    assert Path("note (2).ogg").read_bytes() == note.read_bytes()


def test_a_category_is_called_as_somebody_writes_it(told, note):
    categories = {hit["category"] for hit in told(note)["hits"]}
    (name,) = categories

    assert told(note, "--category", name.upper())["found"] == 2


def test_where_nothing_is_explicit_the_very_file_comes_back(clean, note):
    plain = SAMPLES / "01_plain.wav"

    status, _, err = clean(plain)

    assert (status, err) == (0, "Nothing explicit was found. The copy is the file as it was.\n")
    assert Path("01_plain.wav").read_bytes() == plain.read_bytes()


def test_silence_comes_back_as_it_was(clean, note):
    silence = SAMPLES / "11_silence.ogg"

    status, _, err = clean(silence)

    assert (status, err) == (0, "Nobody speaks in it. The copy is the file as it was.\n")
    assert Path("11_silence.ogg").read_bytes() == silence.read_bytes()


def test_without_a_list_for_its_language_nothing_is_looked_for(clean, note):
    Path("words.json").write_text(json.dumps({**WORDS, "language": "is"}), "utf-8")

    status, out, err = clean(note, "--transcript", "words.json")

    assert (status, out) == (0, "note (2).ogg\n")
    assert err.startswith("There is no word list for its language")


def test_a_film_keeps_its_picture(clean, note):
    picture, codec = PICTURE[:4], ("-pix_fmt", "yuv420p", "-c:a", "libvorbis", "-ac", "2")
    film = make(Path("film.mkv"), *picture, "-i", str(note), *codec)

    status, out, err = clean(film)

    assert (status, out) == (0, "film (clean).mkv\n")
    assert err.startswith("2 words hidden in 2 places")
    assert packets(Path("film (clean).mkv"), "video") == packets(film, "video")


@pytest.mark.parametrize(
    ("name", "error"), [("damaged.ogg", "file-unreadable"), ("mute.mp4", "no-sound")]
)
def test_what_has_no_sound_to_be_cleaned_is_refused(clean, told, note, name, error):
    if error == "no-sound":
        make(Path(name), *PICTURE)
    else:
        Path(name).write_bytes(b"OggS" + b"nonsense" * 99)
    before = here()

    assert told(name)["error"] == error
    status, out, err = clean(name)

    assert (status, out) == (3, "")
    assert err.count("\n") == 1
    assert here() == before


def test_what_is_no_language_is_refused(clean, note):
    said = "“???” is no language that I know. Give its code, such as en or pt-BR.\n"
    assert clean(note, "-l", "???") == (3, "", said)


def test_what_is_neither_a_file_nor_a_link_is_refused(clean, note):
    status, out, err = clean("nothing.ogg")

    assert (status, out) == (3, "")
    assert err.startswith("There is no file “nothing.ogg” here, and a link it is not either.")


@pytest.mark.parametrize(
    ("rest", "sentence"),
    [
        ([], "required"),
        (["note.ogg", "--method", "honk"], "invalid choice"),
        (["note.ogg", "--min-severity", "worst"], "invalid choice"),
        (["note.ogg", "--pitch", "5"], "5 Hz is no pitch for a beep; it may be 200 to 4,000"),
        (["note.ogg", "--pitch", "high"], "invalid pitch value"),
        (["note.ogg", "--pitch", "nan"], "nan Hz is no pitch"),
        (["note.ogg", "-f", "mp5"], "there is no format mp5"),
        (["note.ogg", "--transcript", "none.json"], "There is no file none.json."),
    ],
)
def test_what_makes_no_command_is_a_usage_error(clean, note, real_doors, rest, sentence):
    status, out, err = clean(*rest)

    assert (status, out) == (2, "")
    assert sentence in err
    assert real_doors.models == []


@pytest.mark.parametrize("rest", [["-o", "note.ogg/copy.ogg"], ["--report", "../mine"]])
def test_what_cannot_be_written_is_told_before_anything_is_done(clean, note, real_doors, rest):
    status, out, err = clean(note, *rest)

    assert (status, out) == (1, "")
    assert err.startswith("The result could not be written: ")
    assert real_doors.models == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_cancels_the_job_and_leaves_nothing(
    clean, note, real_doors, monkeypatch, number
):
    cancelled = interrupted_when_begun(monkeypatch, number)

    status, out, err = clean(note, "--report", "report.json")

    assert (status, out) == (130, "")
    assert err == "Stopped. Nothing was left behind.\n"
    assert [job.state for job in cancelled] == [State.CANCELLED]
    assert here() == ["note.ogg"]
    assert real_doors.unfinished() == []


def interrupted_when_begun(monkeypatch, number):
    """Send this program the signal as soon as the job's first step shows; return what became of it."""
    from handlers.cli import cleaning

    ended = []

    async def watch(core, job, **more):
        asyncio.get_running_loop().call_soon(
            threading.Thread(target=os.kill, args=(os.getpid(), number)).start
        )
        try:
            await watched(core, job, **more)
        finally:
            ended.append(await core.jobs.get(job.id))

    watched = cleaning.watch
    monkeypatch.setattr(cleaning, "watch", watch)
    return ended


def test_a_job_that_an_owner_stopped_is_a_failure(clean, told, note, monkeypatch):
    from handlers.cli import cleaning

    async def watch(core, job, **_more):
        await core.jobs.cancel(job.id, account=None)
        await core.jobs.wait(job.id)

    monkeypatch.setattr(cleaning, "watch", watch)

    assert told(note)["error"] == "cancelled"
    assert clean(note)[0] == 1
    assert here() == ["note.ogg"]
