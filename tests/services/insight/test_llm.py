"""The client, over the wire, against a server that misbehaves in every way that servers do."""

import asyncio
import logging
import socket
from datetime import timedelta

import pytest
from aiohttp import web

from services.errors import LlmBusy, LlmFailed, LlmRefused
from services.insight.llm import LlmPlace, open_llm
from tests.language_model import KEY, MODEL, completion, language_model
from tests.waiting import until

SOON = {"retry-after-ms": "1"}


def place(url, **more):
    return LlmPlace(url, MODEL, KEY, **more)


async def asked(url, **more):
    async with open_llm(place(url, **more)) as llm:
        return await llm.answer("Do it.", "1: hello")


async def test_an_honest_answer_comes_with_what_it_cost():
    async with language_model() as model:
        answer = await asked(model.url)

    assert (answer.text, answer.tokens, answer.is_whole) == ("1: Hello.", 21, True)
    assert model.keys == {f"Bearer {KEY}"}
    assert model.asked[0]["model"] == MODEL
    assert [said["role"] for said in model.asked[0]["messages"]] == ["system", "user"]


def status(code, **headers):
    return lambda _: web.json_response(
        {"error": {"message": f"no, not with {KEY}"}}, status=code, headers=SOON | headers
    )


def body(raw, kind="application/json"):
    return lambda _: web.Response(body=raw, content_type=kind)


@pytest.mark.parametrize(
    ("says", "error", "tries"),
    [
        pytest.param(status(401), LlmRefused(status=401), 1, id="a wrong key"),
        pytest.param(status(404), LlmRefused(status=404), 1, id="no such model"),
        pytest.param(status(400), LlmRefused(status=400), 1, id="a wrong question"),
        pytest.param(status(429), LlmBusy(), 3, id="asked too much"),
        pytest.param(status(500), LlmFailed(status=500), 3, id="a bug"),
        pytest.param(status(503), LlmFailed(status=503), 3, id="overload"),
        pytest.param(body(b"{"), LlmFailed(), 1, id="half of JSON"),
        pytest.param(body(b"<html>Sign in", "text/html"), LlmFailed(), 1, id="a page"),
        pytest.param(body(b'{"choices": []}'), LlmFailed(), 1, id="no choice"),
        pytest.param(body(b"\xff\xfe[1]"), LlmFailed(), 1, id="no Unicode"),
        pytest.param(body(b"[" * 100_000), LlmFailed(), 1, id="a pit"),
        pytest.param(body(b" " * 2**20 + b"{}"), LlmFailed(), 1, id="far too much"),
    ],
)
async def test_what_goes_wrong_is_one_of_our_errors_and_never_names_the_key(
    says, error, tries, caplog
):
    caplog.set_level(logging.DEBUG)
    async with language_model(says) as model:
        with pytest.raises(type(error)) as caught:
            await asked(model.url)

    assert caught.value.details == error.details
    assert len(model.asked) == tries
    assert KEY not in f"{caught.value!r}{caught.value.details}"
    assert KEY not in caplog.text


async def test_a_server_that_never_answers_is_left_after_a_while():
    async with language_model() as model:
        model.hold = asyncio.Event()
        with pytest.raises(LlmFailed):
            await asked(model.url, patience=timedelta(milliseconds=300))
        model.hold.set()


async def test_nobody_there_is_a_failure():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(LlmFailed):
            await asked(f"http://127.0.0.1:{taken.getsockname()[1]}/v1", repetitions=0)


async def test_nothing_is_sent_to_another_address(monkeypatch):
    """Neither where the server sends us, nor through a proxy that happens to be set."""
    async with language_model() as other:

        def elsewhere(_):
            raise web.HTTPTemporaryRedirect(f"{other.url}/chat/completions")

        async with language_model(elsewhere) as model:
            monkeypatch.setenv("HTTP_PROXY", other.url)
            monkeypatch.setenv("ALL_PROXY", other.url)
            monkeypatch.setenv("OPENAI_BASE_URL", other.url)
            with pytest.raises(LlmFailed):
                await asked(model.url)

    assert len(model.asked) == 1
    assert (other.asked, other.elsewhere) == ([], 0)


async def test_an_answer_that_was_cut_off_says_so():
    async with language_model(
        lambda _: web.json_response(completion("1: Hello", finish="length"))
    ) as model:
        assert not (await asked(model.url)).is_whole


async def test_no_more_questions_are_open_than_may_be():
    async with language_model() as model, open_llm(place(model.url, at_once=2)) as llm:
        model.hold = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            for _ in range(5):
                group.create_task(llm.answer("Do it.", "1: hello"))
            await until(lambda: len(model.asked) >= 2)
            open_at_once = len(model.asked)
            model.hold.set()

    assert (open_at_once, len(model.asked)) == (2, 5)


def test_the_key_is_not_shown_where_the_place_is():
    assert KEY not in repr(place("http://x"))
