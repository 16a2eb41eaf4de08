"""The live page, on a real server."""

import re
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession

from bot.site import build_site, open_site
from handlers.http.live_page import live_page_routes
from locales.texts import LANGUAGES, texts_for
from services.transcripts.writers.table import FORMS


@asynccontextmanager
async def serving():
    site = build_site(live_page_routes({"hearsay": "1.2.3"}))
    async with (
        open_site(site, host="127.0.0.1", port=0) as url,
        ClientSession(url) as client,
    ):
        yield client


async def page_of(client, **headers):
    async with client.get("/live", headers=headers) as answer:
        assert answer.status == 200
        return await answer.text(), answer.headers


@pytest.mark.parametrize("language", LANGUAGES)
async def test_it_speaks_the_language_of_who_comes(language):
    async with serving() as client:
        text, _ = await page_of(client, **{"Accept-Language": language})

    assert texts_for(language).live_headline() in text
    assert "1.2.3" in text
    assert "{{" not in text


async def test_all_that_it_loads_is_there_and_nothing_is_from_elsewhere():
    async with serving() as client:
        text, _ = await page_of(client)
        loaded = set(re.findall(r'(?:src|href)="(/live/[^"]+)"', text))
        for path in sorted(loaded):
            async with client.get(path) as answer:
                assert answer.status == 200, path
                script = await answer.text()
            named = re.findall(r'from "\./([^"]+)"|addModule\("/live/([^"]+)"', script)
            loaded |= {f"/live/{one or other}" for one, other in named}
        for path in sorted(loaded):
            async with client.get(path) as answer:
                assert answer.status == 200, path
                assert not re.search(r"https?://(?!web\.telegram\.org)", await answer.text())

    assert len(loaded) > 5
    assert not re.search(r'(?:src|href)="(?:https?:)?//', text)


async def test_the_policy_lets_nothing_foreign_in_and_only_telegram_frame_it():
    async with serving() as client:
        _, headers = await page_of(client)

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert policy.endswith("frame-ancestors https://web.telegram.org")
    assert "microphone=(self)" in headers["Permissions-Policy"]


async def test_every_form_can_be_saved():
    async with serving() as client:
        text, _ = await page_of(client)

    assert re.findall(r'data-form="(\w+)"', text) == [form.name for form in FORMS]


async def test_nothing_else_is_handed_out():
    async with serving() as client:
        for path in ("/live/live.html", "/live/landing.js", "/live/..%2flive.py"):
            async with client.get(path) as answer:
                assert answer.status == 404
