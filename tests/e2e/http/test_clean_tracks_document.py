"""What Clean-Tracks' document prints works as it stands: only the address, the key and the job are ours."""

import json
import re
import shutil
import subprocess
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from bot.checkout import ROOT
from tests.e2e.http.javascript import fetched
from tests.sounds import make
from tests.speech import SAMPLES

DOCUMENT = ROOT.parent / "shared" / "seeds" / "clean-tracks-api.md"
ADDRESS = "http://localhost:5000"
JOB = "550e8400-e29b-41d4-a716-446655440000"
WAIT_SECONDS = 90

pytestmark = pytest.mark.skipif(
    not DOCUMENT.exists(), reason="the document of Clean-Tracks does not lie beside this repository"
)


def blocks(language, text):
    """Return the blocks of code in a text."""
    return re.findall(rf"```{language}\n(.*?)\n?```", text, re.DOTALL)


def examples(language):
    return blocks(language, DOCUMENT.read_text("utf-8").partition("\n## Examples")[2])


def documented():
    """Yield each door of the document: method, path, what is sent and what comes back as printed."""
    text = DOCUMENT.read_text("utf-8").partition("\n## Endpoints")[2].partition("\n## WebSocket")[0]
    for section in re.split(r"^#### ", text, flags=re.MULTILINE)[1:]:
        method, path = section.split("\n", 1)[0].split()
        request, _, answer = section.partition("**Response")
        sent, back = blocks("json", request), blocks("json", answer)
        yield method, path, sent and json.loads(sent[0]), back and json.loads(back[0])


class Client(requests.Session):
    """A program with a key."""

    url = ""

    def request(self, method, path, **more):
        return super().request(method, self.url + path, timeout=WAIT_SECONDS, **more)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder as the examples expect it: with `audio.mp3`, in which somebody swears."""
    folder = tmp_path_factory.mktemp("document")
    make(folder / "audio.mp3", "-i", str(SAMPLES / "02_explicit.ogg"))
    return folder


@pytest.fixture(scope="module")
def client(door):
    """A program of the account that all tests share: its settings are put back."""
    with Client() as client:
        client.url = door.url
        client.headers.update(door.headers)
        groups = [group for group in settings(client).values() if isinstance(group, dict)]
        before = {name: value for group in groups for name, value in group.items()}
        yield client
        client.put("/api/settings", json=before).raise_for_status()
        assert [group for group in settings(client).values() if isinstance(group, dict)] == groups


def settings(client):
    return client.get("/api/settings").json()


@pytest.fixture(scope="module")
def javascript(tmp_path_factory):
    folder = tmp_path_factory.mktemp("javascript")
    return folder, fetched(folder)


def shell(door, folder, script, job=JOB):
    """Run an example as it stands, and return what it says."""
    with_key = door.url.replace("http://", f"http://tests:{door.key}@")
    script = script.replace(ADDRESS, with_key).replace(JOB, job)
    done = subprocess.run(
        ["bash", "-e", "-c", script], cwd=folder, capture_output=True, check=True, timeout=60
    )
    return done.stdout


def accepted(client, path, **fields):
    with path.open("rb") as file:
        answer = client.post("/api/process", data=fields, files={"file": (path.name, file)})
    assert answer.status_code == 202, answer.text
    return answer.json()["job_id"]


def over(client, job_id):
    """Follow a job to its end, and return it."""
    client.get(f"/api/jobs/{job_id}/events")
    return client.get(f"/api/jobs/{job_id}").json()


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not here")
def test_the_printed_workflow_runs_as_it_stands(door, client, folder):
    upload, status, download = examples("bash")
    answer = json.loads(shell(door, folder, upload))
    assert over(client, answer["job_id"])["status"] == "completed"
    told = json.loads(shell(door, folder, status, answer["job_id"]))
    shell(door, folder, download, answer["job_id"])

    assert answer["status"] == "queued"
    assert answer["message"] == "File uploaded and queued for processing"
    assert told["input_filename"] == "audio.mp3"
    assert told["status"] == "completed"
    assert told["words_censored"] == 2
    copy = (folder / "download").read_bytes()
    assert len(copy) == told["file_size_bytes"]
    assert copy != (folder / "audio.mp3").read_bytes()


@contextmanager
def listening(door, javascript, job):
    """Run the printed client, and yield a way to wait for a line that it prints."""
    folder, run = javascript
    (code,) = examples("javascript")
    code = code.replace(ADDRESS, f"{door.url}?key={door.key}").replace(JOB, job)
    (folder / f"{job}.js").write_text(
        f'import {{ io }} from "socket.io-client";\n{code}\n', "utf-8"
    )
    with subprocess.Popen(
        [*run, f"{job}.js"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        late = threading.Timer(WAIT_SECONDS, process.kill)
        late.start()

        def until(word):
            lines = []
            for line in process.stdout:
                lines.append(line)
                if word in line:
                    return line
            raise AssertionError("".join(lines))

        try:
            yield until
        finally:
            late.cancel()
            process.kill()


def test_the_printed_client_hears_how_a_job_goes_and_fails(door, client, folder, javascript):
    job = accepted(client, folder / "audio.mp3", scheduled_at="2999-01-01T00:00:00Z")
    with listening(door, javascript, job) as until:
        until("Connected to server")
        progress = until("Progress: ")
        client.post(f"/api/jobs/{job}/cancel")
        failure = until("Job failed: ")

    assert re.fullmatch(r"Progress: \d+(\.\d)?% - .*…\n", progress)
    assert "stopped" in failure


def test_the_printed_client_hears_of_the_end(door, client, folder, javascript):
    job = accepted(client, folder / "audio.mp3")
    with listening(door, javascript, job) as until:
        until("Job completed! {")
        assert "audio (clean).mp3" in until("output_filename")
        assert until("words_censored: 2")


def same_shape(printed: Any, answered: Any, where: str = "") -> None:
    """See to it that all that is printed is answered, by the same names and of the same kinds."""
    if isinstance(printed, dict):
        assert isinstance(answered, dict), where
        if where.endswith("by_category"):  # whose names are those of the list
            return
        assert printed.keys() <= answered.keys(), f"{where}: {printed.keys() - answered.keys()}"
        for name, value in printed.items():
            same_shape(value, answered[name], f"{where}.{name}")
    elif isinstance(printed, list):
        assert answered, where
        same_shape(printed[0], answered[0], f"{where}[0]")
    elif isinstance(printed, bool) or printed is None or isinstance(printed, str):
        assert type(printed) is type(answered), f"{where}: {answered!r}"
    else:
        assert isinstance(answered, int | float), f"{where}: {answered!r}"


def test_every_door_answers_in_the_printed_shape(door, client, folder):
    client.put(
        "/api/settings",
        json={"default_word_list_id": 1, "preferred_output_format": "mp3", "theme": "light"},
    ).raise_for_status()
    job = accepted(client, folder / "audio.mp3", word_list_id="1")
    over(client, job)
    model = client.get("/api/settings").json()["model"]["whisper_model_size"]
    doors, number = list(documented()), 0
    # The list is made first and deleted last, whatever stands between.
    doors.sort(key=lambda one: one[0] == "DELETE" and one[1].endswith("{list_id}"))
    for method, path, sent, printed in doors:
        url = path.replace("{job_id}", job).replace("{list_id}", str(number))
        if "whisper_model_size" in (sent or {}):
            sent["whisper_model_size"] = model  # the printed one is none of those that are here
        body: dict[str, Any] = {"json": sent} if sent else {}
        if path.endswith("/process"):
            body = {"files": {"file": ("audio.mp3", (folder / "audio.mp3").read_bytes())}}
        elif path.endswith("/import"):
            body = {"files": {"file": ("list.txt", b"wibble\n")}, "data": {"merge": "true"}}
        answer = client.request(method, url, **body)
        assert answer.status_code in {200, 201, 202}, f"{method} {path}: {answer.text}"
        if printed:
            same_shape(printed, answer.json(), f"{method} {path}")
        if (method, path) == ("POST", "/api/wordlists"):
            number = answer.json()["id"]
        if path.endswith("/process"):
            over(client, answer.json()["job_id"])

    assert len(doors) == 17
    assert client.get(f"/api/wordlists/{number}").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/jobs/nothing", 404),
        ("GET", "/api/wordlists/4711", 404),
        ("POST", "/api/wordlists", 400),
        ("GET", "/api/nothing", 404),
    ],
)
def test_an_error_is_a_sentence_under_error(client, method, path, status):
    answer = client.request(method, path, json={})

    assert answer.status_code == status
    assert answer.json()["error"].count(" ") > 2


def test_where_the_document_lies_is_told_relative_to_this_repository():
    assert Path("shared/seeds/clean-tracks-api.md") == DOCUMENT.relative_to(ROOT.parent)
