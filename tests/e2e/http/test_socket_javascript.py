"""The events of Clean-Tracks, heard by the real client of browsers."""

import io
import json
import subprocess

import pytest
import requests

from tests.e2e.http.javascript import fetched
from tests.speech import SAMPLES

WAIT_SECONDS = 90
CLIENT = """
import { io } from "socket.io-client";

const [address, token, job, ...transports] = process.argv.slice(2);
const say = (event, told) => console.log(JSON.stringify([event, told]));
const socket = io(address, { auth: { token }, transports, reconnection: false });
const end = () => socket.disconnect();
for (const event of ["connected", "job_progress", "error", "pong"])
  socket.on(event, (told) => say(event, told));
for (const event of ["job_completed", "job_failed"])
  socket.on(event, (told) => { say(event, told); socket.emit("leave_job", { job_id: job }, end); });
socket.on("connect_error", (error) => { say("refused", error.message); end(); });
socket.on("connect", () => {
  socket.emit("ping");
  socket.emit("join_job", { job_id: job }, (told) => {
    say("joined", told);
    if (told.error) end();
  });
});
"""


@pytest.fixture(scope="module")
def javascript(tmp_path_factory):
    folder = tmp_path_factory.mktemp("javascript")
    run = fetched(folder)
    (folder / "client.js").write_text('import process from "node:process";\n' + CLIENT, "utf-8")
    return folder, [*run, "client.js"]


def heard(javascript, door, job, *transports, key=None):
    """Return what the client heard until it ended by itself."""
    folder, run = javascript
    done = subprocess.run(
        [*run, door.url, door.key if key is None else key, job, *transports],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=WAIT_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def accepted(door, content, name):
    answer = requests.post(
        f"{door.url}/api/process",
        files={"file": (name, io.BytesIO(content))},
        headers=door.headers,
        timeout=WAIT_SECONDS,
    )
    return answer.json()["job_id"]


@pytest.mark.parametrize("transports", [["websocket"], ["polling"], ["polling", "websocket"]])
def test_a_job_is_heard_to_its_end(javascript, door, transports):
    job = accepted(door, (SAMPLES / "02_explicit.ogg").read_bytes(), "a.ogg")
    told = heard(javascript, door, job, *transports)
    by_event = dict(told)

    assert told[0] == ["connected", {"message": "Connected to Clean-Tracks server"}]
    assert by_event["joined"] == {"job_id": job, "status": "joined"}
    assert by_event["pong"]["timestamp"] > 0
    assert by_event["job_completed"]["result"]["output_filename"] == "a (clean).ogg"
    assert by_event["job_completed"]["result"]["statistics"]["words_censored"] == 2
    progress = [body["progress"] for event, body in told if event == "job_progress"]
    assert all(0 <= one["percent"] <= 100 and one["message"] for one in progress)


def test_a_failure_is_heard_as_a_sentence(javascript, door):
    job = accepted(door, b"This is no sound. " * 50, "letter.mp3")
    told = dict(heard(javascript, door, job, "websocket"))

    assert told["job_failed"]["job_id"] == job
    assert told["job_failed"]["error"].count(" ") > 3


def test_who_has_no_key_and_who_asks_for_nothing_hears_why(javascript, door):
    ((refused, sentence),) = heard(javascript, door, "nothing", "websocket", key="hs-wrong")
    told = dict(heard(javascript, door, "nothing", "websocket"))

    assert refused == "refused"
    assert sentence.count(" ") > 3
    assert told["joined"]["code"] == told["error"]["code"] == "not-found"
