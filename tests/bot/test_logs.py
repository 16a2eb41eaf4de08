"""The form of log lines, and that no secret stands in one."""

import io
import json
import logging
import sys
import threading

import pytest
import structlog
from aiohttp.http_exceptions import BadHttpMessage

from bot.logs import hide, set_up_logs, strike

TOKEN = "123456789:" + "Ab1-" * 9


class DBOSAwaitedWorkflowCancelledError(Exception):
    """What dbos raises, by its name: the real one cannot be imported here."""


@pytest.fixture(autouse=True)
def _restored():
    names = [None, *logging.root.manager.loggerDict]
    loggers = [logging.getLogger(name) for name in names]
    before = [(each, each.handlers, each.level, each.propagate) for each in loggers]
    hooks = sys.excepthook, threading.excepthook
    yield
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    logging.captureWarnings(capture=False)
    sys.excepthook, threading.excepthook = hooks
    for each, handlers, level, propagate in before:
        each.handlers, each.propagate = handlers, propagate
        each.setLevel(level)


@pytest.fixture
def lines():
    return io.StringIO()


def only_line(lines):
    (line,) = lines.getvalue().splitlines()
    return json.loads(line)


def test_a_piped_line_is_one_json_object(lines):
    set_up_logs(stream=lines)

    structlog.get_logger("somewhere").info("job finished", bytes=3)

    line = only_line(lines)
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "job finished", "bytes": 3, "level": "info", "logger": "somewhere"}


def test_a_terminal_gets_a_line_for_people(lines):
    lines.isatty = lambda: True
    set_up_logs(stream=lines)

    structlog.get_logger("somewhere").info("job finished", bytes=3)

    assert "job finished" in lines.getvalue()
    assert not lines.getvalue().startswith("{")


def test_bound_ids_stand_on_our_lines_as_on_those_of_libraries(lines):
    set_up_logs(stream=lines, machine=True)

    with structlog.contextvars.bound_contextvars(job="j1", chat=5):
        structlog.get_logger("ours").info("a")
        logging.getLogger("aiohttp.client").warning("b %s", 1)

    ours, theirs = (json.loads(line) for line in lines.getvalue().splitlines())
    assert (ours["job"], ours["chat"], theirs["job"], theirs["chat"]) == ("j1", 5, "j1", 5)
    assert theirs["event"] == "b 1"


def test_what_is_less_important_than_the_level_is_not_written(lines):
    set_up_logs(level="warning", stream=lines)

    structlog.get_logger().info("a")
    logging.getLogger("other").info("b")

    assert not lines.getvalue()


def test_libraries_do_not_chatter(lines):
    set_up_logs(stream=lines)

    logging.getLogger("aiogram.event").info("Update id=1 is handled")

    assert not lines.getvalue()


@pytest.mark.parametrize(
    "secret_text",
    [
        f"POST https://api.telegram.org/bot{TOKEN}/sendMessage",
        f"/file/bot{TOKEN.replace(':', '%3A')}/voice/1.oga",
        repr({"Authorization": "Bearer AAHdqTcvCH1vGWJ"}),
        repr([(b"Authorization", b"Basic AAHdqTcvCH1vGWJ")]),
        json.dumps({"authorization": "AAHdqTcvCH1vGWJ"}),
        "X-Telegram-Bot-Api-Secret-Token: AAHdqTcvCH1vGWJ",
        "Set-Cookie: session=AAHdqTcvCH1vGWJ; Path=/",
        "https://user:AAHdqTcvCH1vGWJ@proxy.example/",
        "http://cdn.example/a.mp3?sig=AAHdqTcvCH1vGWJ&x=1 failed",
        "http://cdn.example/a.mp3#AAHdqTcvCH1vGWJ",
        "GET /sim/events?token=AAHdqTcvCH1vGWJ HTTP/1.1",
        "wrong: hs-0107e24c210a-_AAHdqTcvCH1vGWJuce2zQxe77WsdlIkpJSV-6Rn1y-",
    ],
)
@pytest.mark.parametrize("machine", [True, False])
def test_secrets_are_struck_out(lines, secret_text, machine):
    set_up_logs(stream=lines, machine=machine)

    structlog.get_logger().info("sent", what=secret_text, nested={"deep": [secret_text]})
    logging.getLogger("library").error(secret_text)

    assert "AAHdqTcvCH1vGWJ" not in lines.getvalue()
    assert "***" in lines.getvalue() or "?…" in lines.getvalue()
    if machine:
        assert all(json.loads(line) for line in lines.getvalue().splitlines())


@pytest.mark.parametrize("machine", [True, False])
def test_secrets_are_struck_out_of_tracebacks(lines, machine):
    set_up_logs(stream=lines, machine=machine)

    try:
        raise RuntimeError(f"cannot reach /bot{TOKEN}/getMe")  # noqa: TRY301
    except RuntimeError:
        structlog.get_logger().exception("broke")

    assert "RuntimeError" in lines.getvalue()
    assert TOKEN not in lines.getvalue()


def test_what_programs_sign_with_is_struck_out(lines):
    set_up_logs(stream=lines)

    structlog.get_logger().info(f"signed with hss-{'0123456789abcdef' * 4}.")

    assert only_line(lines)["event"] == "signed with ***."


def test_known_secrets_are_struck_out_whatever_they_look_like(lines):
    set_up_logs(stream=lines, secrets=["4:short", ""])

    structlog.get_logger().info("a 4:short one")

    assert only_line(lines)["event"] == "a *** one"


def test_what_is_learnt_later_to_be_secret_is_struck_out_as_well(lines):
    set_up_logs(stream=lines)
    log = structlog.get_logger()

    hide(["plain-looking-cookie"])
    log.warning("failed", said="it sent plain-looking-cookie")

    assert "plain-looking" not in lines.getvalue()
    assert "it sent ***" in lines.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        "job finished in 3 s: 12 MB",
        "really? yes",
        "2026-11-21T10:00:00Z 123456:short",
        "https://example.com/talks/1.mp3",
    ],
)
def test_plain_text_stays(text):
    assert strike(text) == text


def test_a_cancelled_workflow_is_no_error(lines):
    set_up_logs(stream=lines)
    cancelled = DBOSAwaitedWorkflowCancelledError("x")

    logging.getLogger("dbos").error("Exception encountered", exc_info=cancelled)
    logging.getLogger("dbos").error("Exception encountered", exc_info=ValueError("real"))

    assert "real" in only_line(lines)["exception"]


def test_a_garbled_request_is_no_error(lines):
    set_up_logs(stream=lines, machine=True)

    for error in (BadHttpMessage("what"), ZeroDivisionError()):
        logging.getLogger("aiohttp.server").error("Error handling request", exc_info=error)

    assert [json.loads(line)["event"] for line in lines.getvalue().splitlines()] == [
        "Error handling request"
    ]
    assert "ZeroDivisionError" in lines.getvalue()


def test_dbos_writes_nothing_past_us(lines, capfd):
    from dbos._logger import init_logger

    set_up_logs(stream=lines)
    init_logger()

    logging.getLogger("dbos").error("trouble")

    assert only_line(lines)["event"] == "trouble"
    assert capfd.readouterr().err == ""


def test_a_crash_is_logged_without_its_secrets(lines):
    set_up_logs(stream=lines)

    sys.excepthook(RuntimeError, RuntimeError(TOKEN), None)

    assert only_line(lines)["event"] == "crashed"
    assert TOKEN not in lines.getvalue()


def test_the_death_of_a_thread_is_logged(lines):
    set_up_logs(stream=lines)

    thread = threading.Thread(target=lambda: 1 / 0, name="worker")
    thread.start()
    thread.join()

    assert only_line(lines)["thread"] == "worker"
