"""Every error has a status, and nobody outside sees a traceback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession, web
from structlog.testing import capture_logs
from yarl import URL

from bot.site import build_site, open_site
from handlers.http.errors import STATUS
from locales.texts import tell_program, texts_for
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
        assert answer.content_type == "application/problem+json"
        sentence = tell_program(texts_for("en"), kind(host="example.com"))
        told = await answer.json()
        assert told == {
            "type": f"/api/docs#problem-{kind.code}",
            "title": told["title"],
            "status": STATUS[kind],
            "detail": sentence,
            "instance": "/x",
            "code": kind.code,
            "error": sentence,
            "message": sentence,
            "details": {"host": "example.com"},
            "retryable": kind.retryable,
            "request_id": answer.headers["X-Request-Id"],
        }
        assert told["title"].lower() == kind.code.replace("-", " ")


async def test_a_bug_is_told_by_a_number_that_the_log_knows() -> None:
    async def handler(_: web.Request) -> web.Response:
        raise RuntimeError("a secret")

    with capture_logs() as logs:
        async with serving(web.get("/x", handler)) as client, client.get("/x") as answer:
            assert answer.status == 500
            body = await answer.json()
            text = await answer.text()
    assert body["code"] == "unexpected"
    assert "secret" not in text
    assert "Traceback" not in text
    (line,) = (line for line in logs if line["log_level"] == "error")
    assert line["id"] == body["details"]["id"]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "no-such-address"),
        ("POST", "/x", 405, "method-not-allowed"),
        ("GET", "/large", 413, "too-large"),
        ("GET", "/odd", 400, "bad-request"),
        ("GET", "/busy", 503, "unavailable"),
    ],
)
async def test_what_the_server_itself_refuses_has_the_same_shape(
    method: str, path: str, status: int, code: str
) -> None:
    raised = {
        "/large": web.HTTPRequestEntityTooLarge(1),
        "/odd": web.HTTPUnsupportedMediaType(),
        "/busy": web.HTTPServiceUnavailable(),
    }

    async def handler(request: web.Request) -> web.Response:
        if request.path in raised:
            raise raised[request.path]
        return web.Response()

    routes = [web.get(known, handler) for known in ("/x", *raised)]
    async with serving(*routes) as client, client.request(method, path) as answer:
        assert answer.status == status or path == "/odd"
        assert answer.content_type == "application/problem+json"
        told = await answer.json()
        assert (told["code"], told["status"]) == (code, answer.status)
        assert told["error"] == told["detail"] == told["message"]
        assert (answer.headers.get("Allow") is not None) == (status == 405)


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("ru-RU, en;q=0.5", "ничего нет"),
        ("zh", "没有"),
        ("", "nothing"),
        ("de, fr;q=0.9, zh-Hans;q=0.8, en;q=0.7", "没有"),
        ("en;q=0.3, ru;q=0.9", "ничего нет"),
        ("ru;q=0, de", "nothing"),
        ("zh;q=x, *;q=0.5, ;;=", "nothing"),
    ],
)
async def test_the_sentence_is_in_the_clients_language(language: str, word: str) -> None:
    async with (
        serving() as client,
        client.get("/nowhere", headers={"Accept-Language": language}) as answer,
    ):
        assert word in (await answer.json())["error"]
        assert "Accept-Language" in answer.headers["Vary"]


async def test_a_path_that_is_no_unicode_is_told_as_it_is() -> None:
    async with serving() as client:
        url = URL(f"{client._base_url}/nowhere/%FF%ED%A0%80%00", encoded=True)
        async with client.get(url) as answer:
            assert answer.status == 404
            told = await answer.json()
            assert told["code"] == "no-such-address"
            assert told["instance"].startswith("/nowhere/")


async def test_a_sentence_can_be_read_in_a_terminal() -> None:
    async with (
        serving() as client,
        client.get("/nowhere", headers={"Accept-Language": "ru"}) as answer,
    ):
        assert "ничего нет" in (await answer.read()).decode("utf-8")


async def test_every_answer_is_guarded_and_a_page_says_itself_what_it_needs() -> None:
    async def plain_answer(_: web.Request) -> web.Response:
        return web.Response()

    async def page(_: web.Request) -> web.Response:
        return web.Response(headers={"Content-Security-Policy": "default-src 'self'"})

    async with serving(web.get("/x", plain_answer), web.get("/page", page)) as client:
        for path in ("/x", "/page", "/nowhere"):
            async with client.get(path) as answer:
                policy = answer.headers["Content-Security-Policy"]
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert ("'none'" in policy) == (path != "/page")


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
