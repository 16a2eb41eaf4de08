"""Pages of other sites read nothing, unless their site is listed."""

from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession, web

from bot.settings import Settings, SettingsInvalid
from bot.site import build_site, open_site
from services.errors import NotFound

HERE, THERE = "https://app.example.com", "https://evil.example.com"
ASKS = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-api-key"}


@asynccontextmanager
async def serving(*origins):
    async def answer(request):
        if "none" in request.query:
            raise NotFound
        return web.Response(text="secret")

    routes = [web.get("/x", answer), web.post("/x", answer)]
    site = build_site(routes, origins=origins)
    async with open_site(site, host="127.0.0.1", port=0) as url, ClientSession(url) as client:
        yield client


@pytest.mark.parametrize("origin", [HERE, THERE, "null"])
@pytest.mark.parametrize("origins", [(), ("https://other.example.com",)])
async def test_nobody_is_let_in_who_is_not_listed(origins, origin):
    async with serving(*origins) as client:
        async with client.get("/x", headers={"Origin": origin}) as answer:
            assert answer.status == 200  # the browser keeps it from the page
            assert "Access-Control-Allow-Origin" not in answer.headers
        async with client.options("/x", headers={"Origin": origin, **ASKS}) as answer:
            assert answer.status == 405
            assert "Access-Control-Allow-Origin" not in answer.headers


async def test_a_listed_site_reads_answers_errors_and_the_headers_that_matter():
    async with serving(HERE) as client:
        for path, status in (("/x", 200), ("/x?none", 404), ("/nowhere", 404)):
            async with client.get(path, headers={"Origin": HERE}) as answer:
                assert answer.status == status
                assert answer.headers["Access-Control-Allow-Origin"] == HERE
                assert "Origin" in answer.headers["Vary"]
                assert "RateLimit-Remaining" in answer.headers["Access-Control-Expose-Headers"]
                assert "Access-Control-Allow-Credentials" not in answer.headers
        async with client.get("/x", headers={"Origin": THERE}) as answer:
            assert "Access-Control-Allow-Origin" not in answer.headers


async def test_a_listed_site_may_send_what_it_asks_for():
    async with serving(HERE) as client:
        async with client.options("/x", headers={"Origin": HERE, **ASKS}) as answer:
            assert answer.status == 204
            assert answer.headers["Access-Control-Allow-Origin"] == HERE
            assert "DELETE" in answer.headers["Access-Control-Allow-Methods"]
            assert answer.headers["Access-Control-Allow-Headers"] == "x-api-key"
        async with client.options("/x", headers={"Origin": HERE}) as answer:
            assert answer.status == 405


async def test_a_star_is_every_site():
    async with serving("*") as client, client.get("/x", headers={"Origin": THERE}) as answer:
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("told", ["https://a.example.com/path", "a.example.com", "ftp://a"])
def test_what_is_no_origin_is_refused(told, monkeypatch):
    monkeypatch.setenv("CORS_ORIGINS", told)

    with pytest.raises(SettingsInvalid, match="CORS_ORIGINS"):
        Settings.read(None)


def test_several_can_be_listed(monkeypatch):
    monkeypatch.setenv("CORS_ORIGINS", "https://A.example.com, http://localhost:3000/")

    assert Settings.read(None).cors_origins == ["https://a.example.com", "http://localhost:3000"]
