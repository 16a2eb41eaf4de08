"""The examples that TTTranscribe's document prints, run as they stand, and the doors that AudioGrab's prints.

The address in them is replaced by that of a real `main.py serve`; the link that they send is served by a
made-up web. Key and secret are those that are printed, set as that system's operators set them, or ours.
"""

import asyncio
import hashlib
import hmac
import json
import os
import re
import shutil
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from bot.checkout import ROOT
from tests.e2e.http.conftest import Door, environment, serving
from tests.world.http.printed import AUTHOR, NUMBER, open_printed
from tests.world.test_captions import by_people
from tests.world.world import World, open_world
from tests.world.youtube import open_youtube

pytestmark = pytest.mark.asyncio(loop_scope="module")

DOCUMENT = ROOT.parent / "shared" / "seeds" / "tttranscribe.md"
AUDIOGRAB = DOCUMENT.with_name("audiograb-backend.md")
ADDRESS = "https://iamromeoly-tttranscibe.hf.space"
KEY, SECRET = "YOUR_KEY", "YOUR_SECRET"


@dataclass(frozen=True)
class Credentials:
    """What a program signs with."""

    key: str
    secret: str


def examples(language: str) -> list[str]:
    """Return the blocks of the document in a language."""
    text = DOCUMENT.read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def example(language: str, word: str) -> str:
    """Return the one block of a language that has a word in it."""
    (found,) = [block for block in examples(language) if word in block]
    return found


@pytest.fixture(scope="module", autouse=True)
def _is_there():
    if not DOCUMENT.exists() or not AUDIOGRAB.exists():
        pytest.skip("the documents do not lie beside the repository")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def web_of_examples() -> AsyncIterator[World]:
    async with open_world() as world:
        open_printed(world)
        open_youtube(world).video("wPrinted001", captions=[by_people("en", "as people wrote it")])
        yield world


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def door(tmp_path_factory, web_of_examples) -> AsyncIterator[Door]:
    """Serve with the printed key and secret, before the made-up web."""
    env = environment(
        tmp_path_factory.mktemp("document"),
        API_KEYS_JSON=json.dumps({KEY: "a client of old"}),
        API_SECRET=SECRET,
        FETCH_PROXY=web_of_examples.proxy_url,
        FETCH_CA=str(web_of_examples.ca_path),
    )
    with serving(env) as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["of old", "ours"])
async def credentials(request, door):
    """Return the printed ones, which stand in the settings; or those of a key that an owner makes."""
    if request.param == "of old":
        return Credentials(KEY, SECRET)
    command = [sys.executable, "main.py", "keys", "add", "ours", "--json"]
    told = json.loads(await run(command, env=environment(door.data_dir)))
    return Credentials(told["key"], told["signing_secret"])


def placed(text: str, door: Door, credentials: Credentials) -> str:
    """Return an example with another address, key and secret; else as it stands."""
    text = text.replace(ADDRESS, door.url)
    return text.replace(SECRET, credentials.secret).replace(KEY, credentials.key)


async def run(command: list[str], *, env: dict[str, str] | None = None) -> str:
    """Return what a program writes; it has to end well."""
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=ROOT,
        env=env or {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    return out.decode()


def check(told: dict) -> None:
    """See to it that an answer has every field of the document, and that they are true."""
    (printed,) = [json.loads(block) for block in examples("json") if "transcript_sha256" in block]
    assert set(printed) <= set(told)
    assert set(printed["source"]) == set(told["source"])
    for name, value in printed.items():
        assert type(told[name]) is type(value), name
    assert told["status"] == "ok"
    assert told["lang"] == "en"
    assert "computer" in told["transcript"]
    assert told["transcript_sha256"] == hashlib.sha256(told["transcript"].encode()).hexdigest()
    assert told["source"] == {
        "canonical_url": f"https://www.tiktok.com/@{AUTHOR}/video/{NUMBER}",
        "video_id": NUMBER,
    }
    assert told["billed_tokens"] in {0, 1}


async def test_the_shell_example(door, credentials, tmp_path):
    script = tmp_path / "example.sh"
    script.write_text(placed(example("bash", "openssl"), door, credentials))

    check(json.loads(await run(["bash", "-eu", str(script)])))


async def test_the_python_example(door, credentials, tmp_path):
    script = tmp_path / "example.py"
    code = placed(example("python", "requests.post"), door, credentials)
    # It prints the answer as Python writes it: the last line is what another program reads.
    script.write_text(code.replace("print(response.json())", "print(response.text)"))

    check(json.loads(await run([sys.executable, str(script)])))


async def test_the_python_example_ends_as_it_stands(door, credentials, tmp_path):
    script = tmp_path / "example.py"
    script.write_text(placed(example("python", "requests.post"), door, credentials))

    assert "'status': 'ok'" in await run([sys.executable, str(script)])


async def test_the_powershell_example(door, credentials, tmp_path):
    pwsh = shutil.which("pwsh")
    if pwsh is None:
        pytest.skip("no PowerShell on this machine; its arithmetic is tried in Python")
    script = tmp_path / "example.ps1"
    script.write_text(placed(example("powershell", "HMACSHA256"), door, credentials))

    check(json.loads(await run([pwsh, "-NoProfile", "-File", str(script)])))


async def test_what_the_powershell_example_signs_and_sends_is_taken(door, credentials):
    code = placed(example("powershell", "HMACSHA256"), door, credentials)
    told = dict(re.findall(r"^\$(\w+)\s*=\s*[\"'](.*)[\"']$", code, re.MULTILINE))
    stamp = await run([sys.executable, "-c", "import time; print(int(time.time() * 1000), end='')"])
    known = {"Body": told["Body"], "Ts": stamp}
    signed = told["String"].replace("`n", "\n")
    for name, value in known.items():
        signed = signed.replace(f"${name}", value)
    signature = hmac.new(told["Secret"].encode(), signed.encode(), hashlib.sha256).hexdigest()
    headers = {"X-API-Key": told["ApiKey"], "X-Timestamp": stamp, "X-Signature": signature}

    shown = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    curl = ["curl", "-sS", f"{told['BaseUrl']}/api/transcribe", "-d", told["Body"], *shown]
    check(json.loads(await run([*curl, "-H", "Content-Type: application/json"])))


async def test_the_health_check(door, credentials):
    command = placed(example("bash", "/health"), door, credentials)

    assert json.loads(await run(["bash", "-euc", command.replace("curl", "curl -sS")]))["alive"]


async def test_every_path_of_the_document_is_there(door):
    text = DOCUMENT.read_text(encoding="utf-8")
    paths = re.findall(r"^- \*\*(GET|POST)\*\* `(/[^`]*)` -", text, re.MULTILINE)
    assert len(paths) == 9

    for method, path in paths:
        command = ["curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", "-X", method]
        status = await run([*command, f"{door.url}{path}"])
        open_to_all = path in {"/", "/ui", "/health", "/version"}
        assert status in ({"200", "302"} if open_to_all else {"401"}), (method, path)


@pytest_asyncio.fixture(loop_scope="module")
async def session(door) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(
        door.url, headers={"Authorization": f"Bearer {KEY}"}
    ) as opened:
        yield opened


async def test_the_doors_that_audiograb_prints_give_what_it_says(session):
    text, link = AUDIOGRAB.read_text("utf-8"), "https://www.youtube.com/watch?v=wPrinted001"
    doors = re.findall(r"^- `(GET|POST) (/[^`?]*)(?:\?url=\.\.\.)?` — (.*)$", text, re.MULTILINE)
    told = {}
    for method, path, _ in doors:
        sent = {"params": {"url": link}} if method == "GET" else {"json": {"url": link}}
        async with session.request(method, path, **sent) as answer:
            assert answer.status == 200, await answer.text()
            told[path.rpartition("/")[2]] = await answer.json()

    assert [words for *_, words in doors] == [
        "check if transcript is available, list languages",
        "fetch the transcript and return a completed job",
    ]
    assert told["check"]["available"] is True
    assert [row["language_code"] for row in told["check"]["languages"]] == ["en"]
    assert (told["fetch"]["status"], told["fetch"]["text"]) == ("completed", "as people wrote it")


async def test_audiograbs_socket_and_page_are_where_it_prints_them(session):
    text = AUDIOGRAB.read_text("utf-8")
    (socket,) = re.findall(r"WebSocket streaming\*\* at `([^`]+)`", text)
    (page,) = re.findall(r"Access via the `([^`]+)` route", text)

    async with session.ws_connect(socket) as line:
        await line.send_json({"type": "start", "config": {"encoding": "s16le", "rate": 16_000}})
        assert (await line.receive_json())["type"] == "connected"
    async with session.get(page) as answer:
        assert answer.content_type == "text/html"
