"""What `doctor` finds out about the machine."""

from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot import doctor, doctor_telegram
from bot.crew import version_of_crew
from bot.doctor import examine
from bot.settings import Settings
from handlers.cli.findings import Verdict
from locales.texts import LANGUAGES, texts_for
from services.clock import SystemClock
from services.crew.board import open_board
from services.crew.role import Role
from services.crew.roster import Roster, Worker
from services.media import cage
from services.transcripts import voices
from services.transcripts.recogniser import MINIATURE
from tests.services.transcripts.hub import open_hub

GOOD = "123456:" + "A" * 35


class ShiftedClock(SystemClock):
    def __init__(self, seconds):
        self._seconds = seconds

    def now(self):
        return super().now() + self._seconds


@asynccontextmanager
async def bot_api():
    async def get_me(request):
        if request.match_info["token"] != f"bot{GOOD}":
            return web.json_response({"ok": False, "error_code": 401}, status=401)
        return web.json_response({"ok": True, "result": {"id": 1, "username": "hearsay_bot"}})

    async def front(_request):
        raise web.HTTPFound("https://core.telegram.org/bots")

    app = web.Application()
    app.add_routes([web.get("/{token}/getMe", get_me), web.get("/", front)])
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")


async def look(tmp_path, *, clock=None, **values):
    async with bot_api() as url:
        chosen = {
            "bot_api_url": url,
            "data_dir": tmp_path,
            "bot_token": None,
            "speech_model": str(MINIATURE),
        } | values
        findings = await examine(Settings(_env_file=None, **chosen), clock=clock)
    for language in LANGUAGES:
        assert all(finding.sentence(texts_for(language)) for finding in findings)
    return {finding.part: finding for finding in findings}


async def test_a_good_machine_is_well(tmp_path):
    found = await look(tmp_path, bot_token=GOOD)

    assert {part: finding.code for part, finding in found.items()} == {
        "ffmpeg": "found",
        "javascript": "found",
        "cage": "gaps" if cage.gaps() else "whole",
        "yt-dlp": found["yt-dlp"].code,
        "model": "here",
        "voices": "none",
        "disk": "roomy",
        "token": "good",
        "clock": "right",
    }
    assert found["token"].facts == {"name": "hearsay_bot"}


async def test_a_model_that_is_here_is_told_with_what_it_runs_on(tmp_path):
    found = await look(tmp_path, speech_device="cpu")

    facts = {"model": "miniature", "device": "cpu", "compute": "int8"}
    assert (found["model"].verdict, found["model"].facts) == (Verdict.FINE, facts)


async def test_a_model_that_will_be_fetched_is_told(tmp_path):
    async with open_hub() as hub:
        found = await look(tmp_path, speech_model="tiny", hf_endpoint=hub.url)

    assert found["model"].code == "coming"
    assert found["model"].facts["host"] == hub.host
    assert found["model"].facts["size_bytes"] == 78_000_000


async def test_a_model_that_cannot_be_fetched_is_told(tmp_path, unused_tcp_port):
    url = f"http://127.0.0.1:{unused_tcp_port}"

    found = await look(tmp_path, speech_model="tiny", hf_endpoint=url)

    assert (found["model"].code, found["model"].verdict) == ("unreachable", Verdict.ADVICE)


async def test_what_is_no_model_is_told(tmp_path):
    found = await look(tmp_path, speech_model="no such model")

    assert (found["model"].code, found["model"].verdict) == ("unknown", Verdict.WRONG)


async def test_a_folder_without_a_whole_model_is_told(tmp_path):
    (tmp_path / "config.json").write_text("{}")

    found = await look(tmp_path, speech_model=str(tmp_path))

    assert (found["model"].code, found["model"].verdict) == ("incomplete", Verdict.WRONG)
    assert found["model"].facts["folder"] == str(tmp_path)


async def test_keys_of_the_settings_without_a_secret_to_sign_with_are_told(tmp_path):
    own = {"api_keys_json": '{"a-key-of-our-own-making-1": "laptop"}'}

    found = await look(tmp_path, **own)
    well = await look(tmp_path, **own, api_secret="s")

    assert (found["keys"].verdict, found["keys"].code) == (Verdict.ADVICE, "unsigned")
    assert "keys" not in well


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, None),
        ({"llm_base_url": "http://127.0.0.1:9/v1"}, (Verdict.ADVICE, "half")),
        ({"llm_model": "talker", "llm_api_key": "sk-1"}, (Verdict.ADVICE, "half")),
        (
            {"llm_base_url": "http://127.0.0.1:9/v1", "llm_model": "talker"},
            (Verdict.FINE, "set"),
        ),
    ],
)
async def test_half_a_language_model_is_told(tmp_path, chosen, expected):
    found = (await look(tmp_path, **chosen)).get("llm")

    assert (found and (found.verdict, found.code)) == expected


async def test_a_wrong_token_is_told(tmp_path):
    found = await look(tmp_path, bot_token="1:A")

    assert (found["token"].code, found["token"].verdict) == ("refused", Verdict.WRONG)


async def test_no_token_is_fine_and_the_clock_is_compared_all_the_same(tmp_path):
    found = await look(tmp_path)

    assert (found["token"].code, found["clock"].code) == ("none", "right")


async def test_files_by_path_to_telegrams_own_server_are_told(tmp_path, monkeypatch):
    async with bot_api() as url:
        assert "server" not in await look(tmp_path, bot_api_url=url, bot_api_local=True)
        monkeypatch.setattr(doctor_telegram, "_TELEGRAMS", url)
        assert "server" not in await look(tmp_path, bot_api_url=url)
        found = await look(tmp_path, bot_api_url=url, bot_api_local=True)
    assert (found["server"].verdict, found["server"].facts) == (Verdict.WRONG, {"url": url})


async def test_a_server_out_of_reach_is_told(tmp_path, unused_tcp_port):
    url = f"http://127.0.0.1:{unused_tcp_port}"

    found = await look(tmp_path, bot_token=GOOD, bot_api_url=url)

    assert (found["token"].code, found["clock"].code) == ("unasked", "unasked")


async def test_a_clock_that_is_wrong_is_told(tmp_path):
    found = await look(tmp_path, clock=ShiftedClock(-3600))

    assert found["clock"].code == "wrong"
    assert found["clock"].facts["seconds"] == pytest.approx(3600, abs=60)


async def test_an_old_yt_dlp_is_told(tmp_path):
    found = await look(tmp_path, clock=ShiftedClock(400 * 86_400))

    assert (found["yt-dlp"].code, found["yt-dlp"].verdict) == ("old", Verdict.ADVICE)


async def test_a_full_disk_is_told(tmp_path):
    found = await look(tmp_path, disk_free_gb=1e9)

    assert found["disk"].code == "tight"


async def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()

    found = await look(tmp_path, data_dir=tmp_path / "file" / "data")

    assert found["disk"].code == "closed"


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("exit 1", "missing"),
        ("echo ffmpeg version 3 Copyright; echo A..... flac", "poor"),
    ],
)
async def test_a_bad_ffmpeg_is_told(tmp_path, monkeypatch, script, code):
    fake = tmp_path / "ffmpeg"
    fake.write_text(f"#!/bin/sh\n{script}\n")
    fake.chmod(0o755)
    monkeypatch.setattr(doctor, "find_ffmpeg", lambda: str(fake))

    found = await look(tmp_path)

    assert (found["ffmpeg"].code, found["ffmpeg"].verdict) == (code, Verdict.WRONG)


async def test_a_kernel_that_cannot_shut_programs_in_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(cage, "gaps", lambda: ["ports", "signals"])

    found = await look(tmp_path)

    assert found["cage"].verdict is Verdict.ADVICE
    assert found["cage"].facts == {"gaps": "ports, signals"}


async def test_a_missing_javascript_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(doctor.deno, "find_deno_bin", lambda: str(tmp_path / "nowhere"))

    found = await look(tmp_path)

    assert found["javascript"].code == "missing"


async def test_cookie_files_are_named_and_nothing_of_them_is_told(tmp_path):
    folder = tmp_path / "cookies"
    folder.mkdir()
    assert (await look(tmp_path, cookies_dir=folder))["cookies"].code == "none"

    head = "# Netscape HTTP Cookie File\n"
    line = ".youtube.com\tTRUE\t/\tTRUE\t0\tLOGIN_INFO\ta-secret-value\n"
    (folder / "youtube.txt").write_text(head + line)
    assert (await look(tmp_path, cookies_dir=folder))["cookies"].facts == {"names": "youtube"}

    (folder / "youtube-2.txt").write_text(f"--exec a-secret-value\n{line}")
    found = (await look(tmp_path, cookies_dir=folder))["cookies"]
    assert (found.verdict, found.code) == (Verdict.WRONG, "unusable")
    assert found.facts["names"] == "youtube-2"
    assert "secret" not in str(found)


async def test_it_says_what_is_lacking_to_tell_voices_apart(tmp_path, monkeypatch):
    here = tmp_path / "model.onnx"
    here.write_bytes(b"a model")
    models = {"speaker_segmentation": here, "speaker_embedding": here}
    monkeypatch.setattr(voices, "find_spec", lambda name: name)

    found = await look(tmp_path, **models)
    assert (found["voices"].verdict, found["voices"].code) == (Verdict.FINE, "here")

    found = await look(tmp_path, **models | {"speaker_embedding": tmp_path / "gone.onnx"})
    assert (found["voices"].verdict, found["voices"].code) == (Verdict.ADVICE, "models")

    monkeypatch.setattr(voices, "find_spec", lambda name: None)
    found = await look(tmp_path, **models)
    assert (found["voices"].verdict, found["voices"].code) == (Verdict.ADVICE, "library")


async def test_a_place_for_shared_files_that_works_is_told(tmp_path):
    shared = tmp_path / "shared"

    found = await look(tmp_path, blob_url=str(shared))

    assert (found["depot"].verdict, found["depot"].facts) == (Verdict.FINE, {"where": str(shared)})
    assert [path for path in shared.rglob("*") if path.is_file()] == []


async def test_a_place_for_shared_files_that_does_not_work_is_told(tmp_path, unused_tcp_port):
    (tmp_path / "file").write_text("in the way")

    found = await look(tmp_path, blob_url=f"file://{tmp_path}/file/shared")

    facts = {"where": f"{tmp_path}/file/shared", "reason": "Not a directory"}
    assert (found["depot"].verdict, found["depot"].facts) == (Verdict.WRONG, facts)

    endpoint = f"http://127.0.0.1:{unused_tcp_port}"
    found = await look(
        tmp_path,
        blob_url="s3://shared",
        aws_endpoint_url=endpoint,
        aws_access_key_id="name",
        aws_secret_access_key="hunter2",
    )

    assert found["depot"].facts == {"where": "s3://shared", "reason": "no answer"}


async def test_workers_are_told_and_so_is_it_that_none_are_there(tmp_path):
    url = f"sqlite:///{tmp_path}/board.db"

    found = await look(tmp_path, engine_url=url)
    assert (found["workers"].verdict, found["workers"].code) == (Verdict.ADVICE, "none")

    found = await look(tmp_path, engine_url=url, roles="front,gpu")
    assert (found["workers"].verdict, found["workers"].facts) == (Verdict.WRONG, {"roles": "cpu"})

    async with open_board(url) as board:
        slots = {Role.CPU: 1}
        worker = Worker("cpu1@box", "x", frozenset(slots), version_of_crew(), slots)
        await Roster(board, lost_seconds=600).enter(worker)
    found = await look(tmp_path, engine_url=url, roles="front,gpu")
    assert (found["workers"].verdict, found["workers"].code) == (Verdict.FINE, "there")


async def test_a_database_for_workers_that_does_not_answer_is_told(tmp_path, unused_tcp_port):
    url = f"postgresql://me:hunter2@127.0.0.1:{unused_tcp_port}/hearsay"

    found = await look(tmp_path, engine_url=url)

    assert (found["workers"].verdict, found["workers"].code) == (Verdict.WRONG, "unknown")
    assert "refused" in found["workers"].facts["reason"]
    assert "hunter2" not in found["workers"].facts["reason"]
