"""One running service for all tests of its HTTP doors, with the miniature model and a key."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.checkout import ROOT
from tests.demo import lay_out_demo
from tests.speech import MODEL

UPLOAD_MB = 2
_STARTS_WITHIN = 180


@dataclass(slots=True)
class Door:
    """A `main.py serve` without a token: only its HTTP side matters."""

    process: subprocess.Popen[str]
    data_dir: Path
    url: str = ""
    key: str = ""
    lines: list[dict] = field(default_factory=list)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}

    def bugs(self) -> list[dict]:
        """Return what the log says about errors of ours."""
        return [line for line in self.lines if line.get("level") in {"error", "critical"}]

    def uploads(self) -> list[str]:
        return sorted(path.name for path in (self.data_dir / "uploads").glob("*"))

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {
        "DATA_DIR": str(data_dir),
        "SPEECH_MODEL": str(MODEL),
        "SPEECH_DEVICE": "cpu",
        "HTTP_PORT": "0",
        "HTTP_UPLOAD_MB": str(UPLOAD_MB),
        "PLAYGROUND_PORT": "0",
        "LOG_FORMAT": "json",
        "LANG": "C",
        **more,
    }


def make_key(env: Mapping[str, str], name: str) -> str:
    """Make a key as an owner does, beside the service."""
    made = subprocess.run(
        [sys.executable, "main.py", "keys", "add", name, "--json"],
        cwd=ROOT,
        env=dict(env),
        capture_output=True,
        check=True,
    )
    return json.loads(made.stdout)["key"]


@contextmanager
def serving(env: Mapping[str, str]) -> Iterator[Door]:
    """Serve until the block ends."""
    lay_out_demo(Path(env["DATA_DIR"]))
    with subprocess.Popen(
        [sys.executable, "main.py", "serve"],
        cwd=ROOT,
        env=dict(env),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        door, ready = Door(process, Path(env["DATA_DIR"])), threading.Event()
        reading = threading.Thread(target=_read, args=(door, ready))
        reading.start()
        try:
            assert ready.wait(_STARTS_WITHIN)
            assert door.url, door.lines[-20:]
            yield door
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
            reading.join()


@pytest.fixture(scope="package")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    env = environment(tmp_path_factory.mktemp("door"))
    env["RATE_LIMIT_CAPACITY"] = "1000000"  # all tests share one key
    with serving(env) as door:
        door.key = make_key(env, "tests")
        yield door


@pytest.fixture(autouse=True)
def _no_bugs(door: Door) -> Iterator[None]:
    """Nothing that a test asks for may be an error of ours, or leave a file."""
    before = len(door.bugs())
    yield
    assert [str(bug)[-1500:] for bug in door.bugs()[before:]] == []
    # Who has been answered may be gone a moment before what they brought is.
    for _ in range(100):
        if not door.uploads():
            return
        time.sleep(0.05)
    raise AssertionError(door.uploads())


def _read(door: Door, ready: threading.Event) -> None:
    assert door.process.stdout is not None
    for line in door.process.stdout:
        try:
            event = json.loads(line)
        except ValueError:
            event = {"event": line.rstrip()}
        door.lines.append(event)
        if event.get("event") == "serving":
            door.url = str(event["url"])
            ready.set()
    ready.set()
