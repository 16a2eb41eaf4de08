"""Lines go to Google's cloud where the operator wants that; a fake stands for Google's library."""

import io
import json
import logging
import sys
from types import ModuleType, SimpleNamespace

import pytest
import structlog

from bot.cloud_logs import cloud_handler
from bot.logs import set_up_logs, tell_also

TOKEN = "123456789:AA" + "Fake" * 8 + "F"


class FakeGoogle:
    """The library's edge: what a client is made of, and which lines reach it."""

    def __init__(self):
        self.made = []
        self.lines = []
        self.trouble = None

    def client(self, *args, **options):
        if self.trouble:
            raise self.trouble
        self.made.append((args, options))
        return SimpleNamespace(project=options.get("project", "of-the-file"))

    def modules(self):
        fake, lines = self, self.lines

        class Client:
            def __new__(cls, **options):
                return fake.client(**options)

            @staticmethod
            def from_service_account_json(path, **options):
                return fake.client(path, **options)

        class CloudLoggingHandler(logging.Handler):
            def __init__(self, client, *, name, resource):
                super().__init__()
                self.about = (client.project, name, resource.labels)

            def emit(self, record):
                # The library takes a mapping as it is, whatever its formatter would make of it.
                text = (
                    record.msg if isinstance(record.msg, dict) else json.loads(self.format(record))
                )
                lines.append((*self.about, record.levelname, text))

        class GoogleAuthError(Exception):
            pass

        self.auth_error = GoogleAuthError
        found = {
            "google": {},
            "google.auth": {},
            "google.auth.exceptions": {"GoogleAuthError": GoogleAuthError},
            "google.cloud": {},
            "google.cloud.logging": {"Client": Client, "Resource": SimpleNamespace},
            "google.cloud.logging.handlers": {"CloudLoggingHandler": CloudLoggingHandler},
        }
        for name, held in found.items():
            module = ModuleType(name)
            module.__path__ = []
            vars(module).update(held)
            yield name, module


@pytest.fixture
def google(monkeypatch):
    fake = FakeGoogle()
    for name, module in fake.modules():
        monkeypatch.setitem(sys.modules, name, module)
    return fake


@pytest.fixture
def logging_as_before():
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    root.handlers = before
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def told(monkeypatch, *, handler):
    stream = io.StringIO()
    set_up_logs(machine=True, stream=stream, secrets=["hush"])
    tell_also(handler, ["hush"])
    with structlog.contextvars.bound_contextvars(request_id="r1"):
        structlog.get_logger("hearsay").warning("a line", secret="hush", token=TOKEN)
    logging.getLogger("google.cloud").warning("of their own")
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_nobody_who_did_not_ask_needs_the_library(monkeypatch):
    monkeypatch.setitem(sys.modules, "google.cloud.logging", None)

    assert cloud_handler(None, name="hearsay", credentials=None) is None


@pytest.mark.parametrize("with_file", [True, False])
def test_lines_arrive_as_they_stand_here_without_secrets(
    google, monkeypatch, logging_as_before, tmp_path, with_file
):
    file = tmp_path / "key.json" if with_file else None
    project = None if with_file else "mine"
    handler = cloud_handler(project, name="ours", credentials=file)

    here = told(monkeypatch, handler=handler)

    (line,) = google.lines
    assert line[:4] == (
        project or "of-the-file",
        "ours",
        {"project_id": project or "of-the-file"},
        "WARNING",
    )
    assert line[4]["message"] == "a line"
    assert (line[4]["request_id"], line[4]["secret"], line[4]["token"]) == ("r1", "***", "***")
    assert {**line[4], "event": "a line"} == {**here[0], "message": "a line"}
    assert google.made == [((str(file),), {}) if with_file else ((), {"project": "mine"})]


def test_without_the_library_the_log_stays_here(google, monkeypatch):
    monkeypatch.setitem(sys.modules, "google.cloud.logging", None)

    with structlog.testing.capture_logs() as logs:
        assert cloud_handler("mine", name="hearsay", credentials=None) is None

    assert "pip install" in logs[0]["event"]


def test_credentials_that_are_no_good_are_told(google, tmp_path):
    for trouble in (google.auth_error("no"), FileNotFoundError("no"), ValueError("no")):
        google.trouble = trouble
        with structlog.testing.capture_logs() as logs:
            made = cloud_handler("mine", name="hearsay", credentials=tmp_path / "none")
        assert made is None
        assert logs[0]["reason"] == "no"
