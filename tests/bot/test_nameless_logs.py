"""In the log of somebody who wants no names in it stand figures and our own words."""

import io
import json

import pytest
import structlog
from structlog.contextvars import bound_contextvars

from bot.logs import set_up_logs
from services.accounts.preferences import NAMELESS

SECRET = "https://example.com/secret"


@pytest.fixture
def stream():
    stream = io.StringIO()
    set_up_logs(machine=True, stream=stream)
    return stream


def lines(stream):
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_no_name_stands_in_any_line(stream):
    log = structlog.get_logger("services.jobs")
    with bound_contextvars(job="abc", request_id="r1", **{NAMELESS: True}):
        log.info("try failed", work=f"fetch {SECRET}", number=2, code="site-down")
        log.error("unexpected", id="f00", exc_info=RuntimeError(SECRET))
        try:
            int(SECRET)
        except ValueError:
            log.exception("unexpected")
    assert SECRET not in stream.getvalue()
    first, second, third = lines(stream)
    assert first["event"] == "try failed"
    assert (first["job"], first["request_id"], first["number"]) == ("abc", "r1", 2)
    assert first["code"] == "site-down"
    assert (second["error"], second["id"]) == ("RuntimeError", "f00")
    assert NAMELESS not in first | second | third


def test_others_lines_stay_as_they_are(stream):
    structlog.get_logger("services.jobs").info("try failed", work="fetch a", number=2)
    (line,) = lines(stream)
    assert line["work"] == "fetch a"
