"""One line for each request, and nothing in it that only the one who asked should know."""

import asyncio
import json

import pytest
from aiohttp import ClientSession, web
from structlog.testing import capture_logs

from bot.site import build_site, open_site
from handlers.http.circumstances import ACCOUNT
from services.errors import NotFound
from tests.waiting import until


async def lines_of(*requests):
    async def answer(request):
        request[ACCOUNT] = 7
        if request.match_info.get("name") == "none":
            raise NotFound
        return web.Response()

    async def lead(_):
        raise web.HTTPFound("/x")

    routes = [
        web.get("/x", answer),
        web.get("/files/{token}/{name}", answer),
        web.post("/telegram/a1b2", answer, name="telegram"),
        web.get("/ui", lead),
    ]
    site = build_site(routes)
    with capture_logs() as logs:
        async with open_site(site, host="127.0.0.1", port=0) as url, ClientSession(url) as client:
            for method, path in requests:
                async with client.request(method, path, allow_redirects=False) as answer:
                    await answer.read()
    return [line for line in logs if line["event"] == "request"]


@pytest.mark.parametrize(
    ("method", "path", "level"),
    [
        ("GET", "/x", "debug"),
        ("HEAD", "/x", "debug"),
        ("POST", "/telegram/a1b2", "info"),
        ("GET", "/files/hush/none", "info"),
    ],
)
async def test_what_only_reads_and_goes_well_is_told_to_those_who_debug(method, path, level):
    (line,) = await lines_of((method, path))

    assert line["log_level"] == level


async def test_a_line_says_what_was_asked_by_whom_and_what_came_of_it():
    (line,) = await lines_of(("GET", "/x?key=hush"))

    assert line["seconds"] >= 0
    assert {name: line[name] for name in ("method", "route", "status", "account")} == {
        "method": "GET",
        "route": "/x",
        "status": 200,
        "account": 7,
    }


@pytest.mark.parametrize(
    ("method", "path", "route", "status"),
    [
        ("GET", "/files/hush/hush.mp3?key=hush", "/files/{token}/{name}", 200),
        ("GET", "/files/hush/none", "/files/{token}/{name}", 404),
        ("POST", "/telegram/a1b2", "telegram", 200),
        ("GET", "/hush", "-", 404),
        ("DELETE", "/x?hush", "-", 405),
        ("GET", "/ui", "/ui", 302),
    ],
)
async def test_neither_the_path_nor_the_query_is_told(method, path, route, status):
    (line,) = await lines_of((method, path))

    assert (line["route"], line["status"]) == (route, status)
    assert "hush" not in json.dumps(line)
    assert "a1b2" not in json.dumps(line)


async def test_who_hung_up_stands_there_too():
    begun = asyncio.Event()

    async def answer(_):
        begun.set()
        await asyncio.Event().wait()

    site = build_site([web.get("/x", answer)])
    with capture_logs() as logs:
        async with open_site(site, host="127.0.0.1", port=0) as url, ClientSession(url) as client:
            asking = asyncio.ensure_future(client.get("/x"))
            await begun.wait()
            asking.cancel()
            await until(lambda: any(line["event"] == "request" for line in logs))

    (line,) = (line for line in logs if line["event"] == "request")
    assert line["status"] == 499


@pytest.mark.parametrize("leaves", ["said goodbye", "was cut off"])
async def test_who_leaves_a_socket_has_had_the_answer(leaves):
    async def talk(request):
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            await socket.send_str(message.data)
        return socket

    site = build_site([web.get("/talk", talk)])
    with capture_logs() as logs:
        async with open_site(site, host="127.0.0.1", port=0) as url, ClientSession(url) as client:
            socket = await client.ws_connect("/talk")
            await socket.send_str("hello")
            await socket.receive()
            if leaves == "was cut off":
                socket._response.connection.transport.abort()
            else:
                await socket.close()
            await until(lambda: any(line["event"] == "request" for line in logs))
    (line,) = [line for line in logs if line["event"] == "request"]
    assert (line["status"], line["log_level"]) == (101, "debug")
