"""The command line as people run it: `main.py` in a process of its own, against the demo site."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.checkout import ROOT
from tests.demo import open_shared_demo
from tests.e2e.people import until
from tests.sounds import tune_in

SECONDS = 60


@pytest.fixture
async def demo():
    async with open_shared_demo() as demo:
        yield demo


async def start(*words, demo, folder, **more):
    env = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(folder / "data"),
        "FETCH_ALLOW": urlsplit(demo.url).netloc,
        **more,
    }
    return await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOT / "main.py"),
        *words,
        cwd=folder,
        env=env,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def run(*words, demo, folder, **more):
    process = await start(*words, demo=demo, folder=folder, **more)
    out, err = await asyncio.wait_for(process.communicate(), SECONDS)
    return process.returncode, out.decode(), err.decode()


def unfinished(folder):
    kept = {".db", ".db-wal", ".db-shm", ".sqlite", ".sqlite-wal", ".sqlite-shm", ".lock", ".key"}
    return [
        path
        for path in (folder / "data").rglob("*")
        if path.is_file() and path.suffix not in kept and path.parent.parent.name != "blobs"
    ]


async def test_a_link_becomes_a_file_that_sounds_right(demo, tmp_path):
    status, out, err = await run("get", demo.links["mp3"], "-f", "ogg", demo=demo, folder=tmp_path)

    saved = Path(out.strip())
    assert (status, err) == (0, "")
    assert saved.parent == Path()
    assert tune_in(tmp_path / saved) == "harbour"
    assert unfinished(tmp_path) == []


async def test_a_file_becomes_another_format(demo, tmp_path):
    await run("get", demo.links["mp3"], "-o", "in", demo=demo, folder=tmp_path)
    (source,) = (tmp_path / "in").iterdir()

    status, out, err = await run(
        "convert", str(source), "-f", "flac", "--json", demo=demo, folder=tmp_path
    )

    told = json.loads(out)
    assert (status, err) == (0, "")
    assert told["mime"] == "audio/flac"
    assert tune_in(Path(told["path"])) == "harbour"


async def test_a_file_that_changed_is_converted_anew(demo, tmp_path):
    source = tmp_path / "in.mp3"
    heard = []
    for name in ("mp3", "feed"):
        status, out, _ = await run("get", demo.links[name], "-o", name, demo=demo, folder=tmp_path)
        assert status == 0
        (tmp_path / out.strip()).replace(source)

        _, out, _ = await run("convert", "in.mp3", "-f", "wav", demo=demo, folder=tmp_path)
        heard.append(tune_in(tmp_path / out.strip()))

    assert heard[0] != heard[1]


async def test_two_commands_run_side_by_side(demo, tmp_path):
    slow = demo.links["slow"] + "?seconds=3"

    ends = await asyncio.gather(
        run("get", slow, "--json", demo=demo, folder=tmp_path),
        run("get", demo.links["mp3"], "--json", demo=demo, folder=tmp_path),
    )

    assert [status for status, _, _ in ends] == [0, 0]
    assert len({json.loads(out)["path"] for _, out, _ in ends}) == 2


@pytest.mark.parametrize(
    ("name", "status", "error"),
    [("gone", 3, "link-gone"), ("fake", 3, "file-broken"), ("broken", 1, "site-trouble")],
)
async def test_a_bad_link_is_one_document(demo, tmp_path, name, status, error):
    ended, out, err = await run("get", demo.links[name], "--json", demo=demo, folder=tmp_path)

    told = json.loads(out)
    assert (ended, told["error"]) == (status, error)
    assert "Traceback" not in err
    assert unfinished(tmp_path) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_an_interruption_leaves_nothing(demo, tmp_path, number):
    process = await start("get", demo.links["slow"], "--json", demo=demo, folder=tmp_path)
    await until(lambda: list((tmp_path / "data").rglob("*.part")), seconds=SECONDS)

    process.send_signal(number)

    out, err = await asyncio.wait_for(process.communicate(), SECONDS)
    assert process.returncode == 130
    assert json.loads(out)["error"] == "interrupted"
    assert err == b""
    assert unfinished(tmp_path) == []
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


async def test_a_wrong_setting_is_a_sentence(demo, tmp_path):
    status, out, err = await run(
        "get", demo.links["mp3"], demo=demo, folder=tmp_path, HTTP_PORT="many"
    )

    assert (status, out) == (2, "")
    assert err.startswith("HTTP_PORT is 'many'")
    assert len(err.splitlines()) == 1


async def test_a_wrong_setting_is_a_document_for_a_program(demo, tmp_path):
    status, out, _ = await run("doctor", "--json", demo=demo, folder=tmp_path, HTTP_PORT="many")

    told = json.loads(out)
    assert (status, told["error"]) == (2, "usage")
    assert told["message"].startswith("HTTP_PORT")


async def test_the_doctor_looks_at_this_machine(demo, tmp_path):
    status, out, _ = await run("doctor", "--json", demo=demo, folder=tmp_path, BOT_API_URL=demo.url)

    told = json.loads(out)
    assert status == 0, told
    assert {finding["part"] for finding in told["findings"]} >= {"ffmpeg", "disk", "clock"}
