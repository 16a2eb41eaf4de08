"""Every error has a status, and nobody outside sees a traceback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession, web
from structlog.testing import capture_logs

from bot.site import build_site, open_site
from handlers.http.errors import STATUS
from locales.quoting import plain
from locales.texts import say_error, texts_for
from services.errors import HearsayError, NoRoom, TooBig, leaves


@asynccontextmanager
async def serving(*routes: web.RouteDef) -> AsyncIterator[ClientSession]:
    async with (
        open_site(build_site(routes), host="127.0.0.1", port=0) as url,
        ClientSession(url) as client,
    ):
        yield client


def test_every_error_has_a_status_and_no_status_is_left_over() -> None:
    assert set(STATUS) == set(leaves())
    assert all(400 <= status < 600 for status in STATUS.values())


@pytest.mark.parametrize("kind", leaves(), ids=lambda kind: kind.code)
async def test_an_error_of_ours_is_told_by_its_code(kind: type[HearsayError]) -> None:
    async def handler(_: web.Request) -> web.Response:
        raise kind(host="example.com")

    async with serving(web.get("/x", handler)) as client, client.get("/x") as answer:
        assert answer.status == STATUS[kind]
        assert await answer.json() == {
            "error": kind.code,
            "message": plain(say_error(texts_for("en"), kind(host="example.com"))),
            "details": {"host": "example.com"},
            "retryable": kind.retryable,
        }


async def test_a_bug_is_told_by_a_number_that_the_log_knows() -> None:
    async def handler(_: web.Request) -> web.Response:
        raise RuntimeError("a secret")

    with capture_logs() as logs:
        async with serving(web.get("/x", handler)) as client, client.get("/x") as answer:
            assert answer.status == 500
            body = await answer.json()
            text = await answer.text()
    assert body["error"] == "unexpected"
    assert "secret" not in text
    assert "Traceback" not in text
    (line,) = (line for line in logs if line["log_level"] == "error")
    assert line["id"] == body["details"]["id"]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [("GET", "/nowhere", 404, "not-found"), ("POST", "/x", 405, "method-not-allowed")],
)
async def test_what_the_server_itself_refuses_has_the_same_shape(
    method: str, path: str, status: int, code: str
) -> None:
    async def handler(_: web.Request) -> web.Response:
        return web.Response()

    async with (
        serving(web.get("/x", handler)) as client,
        client.request(method, path) as answer,
    ):
        assert answer.status == status
        assert await answer.json() == {"error": code}


async def test_a_redirect_stays_a_redirect() -> None:
    async def handler(_: web.Request) -> web.Response:
        raise web.HTTPFound("/y")

    async with (
        serving(web.get("/x", handler)) as client,
        client.get("/x", allow_redirects=False) as answer,
    ):
        assert answer.status == 302
        assert answer.headers["Location"] == "/y"


@pytest.mark.parametrize(
    ("given", "kept"), [("abc-123", True), ("a b", False), ("x" * 65, False), ("", False)]
)
async def test_a_request_has_a_name(given: str, *, kept: bool) -> None:
    async def handler(_: web.Request) -> web.Response:
        return web.Response()

    async with (
        serving(web.get("/x", handler)) as client,
        client.get("/x", headers={"X-Request-Id": given}) as answer,
    ):
        name = answer.headers["X-Request-Id"]
        assert (name == given) is kept
        assert name


async def test_errors_carry_the_name_too() -> None:
    async def handler(_: web.Request) -> web.Response:
        raise TooBig(size_bytes=2, limit_bytes=1) from NoRoom()

    async with serving(web.get("/x", handler)) as client:
        for path in ("/x", "/nowhere"):
            async with client.get(path, headers={"X-Request-Id": "mine"}) as answer:
                assert answer.headers["X-Request-Id"] == "mine"
