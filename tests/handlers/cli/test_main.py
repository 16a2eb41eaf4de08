"""What the command line does, says, and ends with."""

import asyncio
import json
import os
import signal
import threading

import pytest

from handlers.cli.findings import Finding, Verdict
from handlers.cli.main import main
from services.jobs.job import Failure, Job, State
from services.jobs.order import Channel, LocalFile

LINK = "https://example.com/a.mp3"


def test_without_words_it_serves(doors):
    assert main([], doors=doors) == 7
    assert doors.opened == ["serve"]


def test_it_says_which_version_it_is(doors, capsys):
    assert main(["--version"], doors=doors) == 0
    assert capsys.readouterr().out == "Hearsay 1.2.3\n"


def test_serve_serves(doors):
    assert main(["serve"], doors=doors) == 7


def test_work_works_in_the_roles_that_are_named(doors):
    assert main(["work", "--roles", "GPU, cpu", "--name", "box", "--slots", "3"], doors=doors) == 0
    assert main(["work"], doors=doors) == 0
    assert doors.opened == [
        ("work", ["cpu", "gpu"], "box", 3),
        ("work", ["cpu", "gpu"], "", None),
    ]


def test_get_saves_the_result_and_prints_where(doors, tmp_path, capsys):
    status = main(["get", LINK, "-o", str(tmp_path / "out")], doors=doors)

    saved = tmp_path / "out" / "Morning.mp3"
    assert status == 0
    assert saved.read_bytes() == b"sound"
    assert capsys.readouterr() == (f"{saved}\n", "")
    assert doors.opened == ["core", "closed"]


def test_a_height_that_does_not_exist_is_told(doors, tmp_path, capsys):
    doors.jobs.name, doors.jobs.size = "Film.mp4", (1280, 720)

    assert main(["get", LINK, "--format", "1080p", "-o", str(tmp_path)], doors=doors) == 0

    printed = capsys.readouterr()
    assert printed.out == f"{tmp_path / 'Film.mp4'}\n"
    assert printed.err == "There is no 1080p of it: this is 720p, the best below that.\n"


def test_an_upright_film_is_as_high_as_it_is_called(doors, tmp_path, capsys):
    doors.jobs.name, doors.jobs.size = "Film.mp4", (720, 1280)

    assert main(["get", LINK, "--format", "720p", "-o", str(tmp_path)], doors=doors) == 0

    assert capsys.readouterr().err == ""


def test_get_orders_what_was_asked(doors, tmp_path):
    main(["get", LINK, "--format", "720P", "-o", str(tmp_path)], doors=doors)

    (order,) = doors.jobs.orders
    assert (order.source.url, order.choice, order.account) == (LINK, "720p", 3)
    assert order.recipient.channel is Channel.SHELF


def test_convert_orders_a_file_by_its_whole_path(doors, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.wav").touch()

    assert main(["convert", "in.wav", "-f", "flac"], doors=doors) == 0

    (order,) = doors.jobs.orders
    assert order.source == LocalFile(str(tmp_path / "in.wav"), "in.wav")
    assert (tmp_path / "Morning.mp3").exists()


def test_nothing_is_overwritten(doors, tmp_path, capsys):
    (tmp_path / "Morning.mp3").write_bytes(b"mine")

    main(["get", LINK, "-o", str(tmp_path)], doors=doors)
    main(["get", LINK, "-o", str(tmp_path)], doors=doors)

    assert (tmp_path / "Morning.mp3").read_bytes() == b"mine"
    assert (tmp_path / "Morning (2).mp3").read_bytes() == b"sound"
    assert capsys.readouterr().out.splitlines()[1] == str(tmp_path / "Morning (3).mp3")


def test_json_is_one_document_about_the_file(doors, tmp_path, capsys):
    status = main(["get", LINK, "--json", "-o", str(tmp_path)], doors=doors)

    out, err = capsys.readouterr()
    assert status == 0
    assert err == ""
    assert json.loads(out) == {
        "ok": True,
        "job": "j1",
        "path": str(tmp_path / "Morning.mp3"),
        "format": "mp3",
        "mime": "audio/mpeg",
        "size_bytes": 5,
        "title": "Morning",
        "performer": "Ada",
        "seconds": 187.0,
        "width": 0,
        "height": 0,
    }


ENDS = [
    pytest.param(Failure("link-gone", {"host": "example.com"}), 3, "link-gone", id="refused"),
    pytest.param(Failure("site-trouble", {"host": "example.com"}), 1, "site-trouble", id="failed"),
]


@pytest.mark.parametrize(("failure", "status", "code"), ENDS)
def test_a_bad_end_is_a_sentence_and_a_status(doors, tmp_path, capsys, failure, status, code):
    doors.jobs.result = failure

    assert main(["get", LINK, "-o", str(tmp_path / "out")], doors=doors) == status

    out, err = capsys.readouterr()
    assert out == ""
    assert "example.com" in err
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(("failure", "status", "code"), ENDS)
def test_json_tells_a_bad_end_too(doors, tmp_path, capsys, failure, status, code):
    doors.jobs.result = failure

    assert main(["get", LINK, "--json", "-o", str(tmp_path)], doors=doors) == status

    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["error"]) == (False, code)
    assert "example.com" in told["message"]


def test_a_choice_that_does_not_exist_is_answered_with_those_that_do(doors, tmp_path, capsys):
    doors.jobs.result = Failure("choice-unavailable", {"choice": "1080p"})

    assert main(["get", LINK, "-f", "1080p", "-o", str(tmp_path)], doors=doors) == 3

    assert "mp3, m4a, ogg, flac, wav, 240p, 480p" in capsys.readouterr().err


def test_what_is_no_link_is_refused(doors, tmp_path, capsys):
    assert main(["get", "hello", "-o", str(tmp_path)], doors=doors) == 3

    assert "“hello” is no link" in capsys.readouterr().err


def test_a_job_that_an_owner_stopped_is_a_failure(doors, tmp_path, capsys):
    doors.jobs.stopped_elsewhere = True

    assert main(["get", LINK, "--json", "-o", str(tmp_path)], doors=doors) == 1

    assert json.loads(capsys.readouterr().out)["error"] == "cancelled"


def test_what_a_killed_command_left_is_stopped(doors, tmp_path):
    doors.jobs.left_over = [Job("j0", None, State.RUNNING, None, created_at=0)]

    assert main(["get", LINK, "-o", str(tmp_path)], doors=doors) == 0

    assert doors.jobs.cancelled == ["j0"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_cancels_the_job(doors, tmp_path, capsys, number):
    doors.jobs.result = None

    def interrupt():
        os.kill(os.getpid(), number)

    submit = doors.jobs.submit

    async def submit_then_interrupt(order, **more):
        job = await submit(order, **more)
        asyncio.get_running_loop().call_later(0.05, threading.Thread(target=interrupt).start)
        return job

    doors.jobs.submit = submit_then_interrupt

    assert main(["get", LINK, "--json", "-o", str(tmp_path / "out")], doors=doors) == 130

    assert doors.jobs.cancelled == ["j1"]
    assert list((tmp_path / "out").iterdir()) == []
    assert json.loads(capsys.readouterr().out)["error"] == "interrupted"


@pytest.mark.parametrize(
    "words",
    [
        ["get"],
        ["get", LINK, "--format", "mp5"],
        ["get", LINK, "--formt", "mp3"],
        ["convert", "/nowhere/a.wav"],
        ["sing"],
        ["serve", "now"],
        ["work", "--roles", "front"],
        ["work", "--roles", "dog"],
        ["work", "--slots", "0"],
    ],
)
def test_words_that_make_no_command_are_a_usage_error(doors, capsys, words):
    assert main(words, doors=doors) == 2

    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    assert doors.opened == []


def test_json_tells_a_usage_error_too(doors, capsys):
    assert main(["get", LINK, "--json", "--format", "mp5"], doors=doors) == 2

    told = json.loads(capsys.readouterr().out)
    assert told["error"] == "usage"
    assert "mp5" in told["message"]


def test_a_folder_that_cannot_be_written_to_is_a_failure(doors, tmp_path, capsys):
    (tmp_path / "file").touch()

    assert main(["get", LINK, "-o", str(tmp_path / "file")], doors=doors) == 1

    assert "-o" in capsys.readouterr().err
    assert doors.opened == []


def test_help_ends_well(doors, capsys):
    with pytest.raises(SystemExit, match="0"):
        main(["--help"], doors=doors)

    assert "convert" in capsys.readouterr().out


def test_a_russian_terminal_is_spoken_to_in_russian(doors, monkeypatch, capsys):
    monkeypatch.setenv("LANG", "ru_RU.UTF-8")

    main(["get", "hello"], doors=doors)

    assert "не ссылка" in capsys.readouterr().err


FINE = Finding("ffmpeg", Verdict.FINE, "found", {"version": "7.1"})
ADVICE = Finding("javascript", Verdict.ADVICE, "missing")
WRONG = Finding("ffmpeg", Verdict.WRONG, "missing")


@pytest.mark.parametrize(
    ("findings", "status"), [([FINE], 0), ([FINE, ADVICE], 0), ([FINE, WRONG], 1)]
)
def test_doctor_ends_badly_only_when_something_must_be_mended(doors, capsys, findings, status):
    doors.findings = findings

    assert main(["doctor"], doors=doors) == status

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "ok   FFmpeg 7.1 is here."
    assert len(lines) == len(findings) + 2


def test_doctor_tells_a_program(doors, capsys):
    doors.findings = [FINE, WRONG]

    main(["doctor", "--json"], doors=doors)

    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is False
    assert told["findings"][0] == {
        "part": "ffmpeg",
        "verdict": "ok",
        "code": "found",
        "sentence": "FFmpeg 7.1 is here.",
        "version": "7.1",
    }
