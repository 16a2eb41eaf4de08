"""The page at the service's own address, on a real server."""

import re
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest
from aiohttp import ClientSession

from bot.site import build_site, open_site
from handlers.http.landing import landing_routes
from services.platforms.catalogue import PLATFORMS


@asynccontextmanager
async def serving(*, can_tell_voices=False):
    core = SimpleNamespace(jobs=SimpleNamespace(can_tell_voices=can_tell_voices))
    site = build_site(landing_routes(core, {"hearsay": "1.2.3"}))
    async with (
        open_site(site, host="127.0.0.1", port=0) as url,
        ClientSession(url) as client,
    ):
        yield client


async def text_of(client, path="/", **headers):
    async with client.get(path, headers=headers) as answer:
        assert answer.status == 200, answer
        return await answer.text()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Paste a link."),
        ("ru-RU", "Вставьте ссылку."),
        ("zh-CN", "贴上链接"),
        ("xx", "Paste"),
    ],
)
async def test_it_speaks_the_language_of_who_comes(language, said):
    async with serving() as client:
        text = await text_of(client, **{"Accept": "text/html", "Accept-Language": language})

    assert said in text
    assert "{{" not in text
    assert "1.2.3" in text


async def test_it_names_every_site():
    async with serving() as client:
        text = await text_of(client)

    assert all(f"<li>{platform.title}</li>" in text for platform in PLATFORMS)


async def test_it_loads_nothing_from_elsewhere_and_all_that_it_loads_is_there():
    async with serving() as client:
        text = await text_of(client)
        loaded = re.findall(r'(?:src|href)="(/ui/[^"]+)"', text)
        kinds = {}
        for path in loaded:
            async with client.get(path) as answer:
                kinds[path] = (answer.status, answer.content_type)

    assert kinds == {
        "/ui/mark.svg": (200, "image/svg+xml"),
        "/ui/landing.css": (200, "text/css"),
        "/ui/landing.js": (200, "text/javascript"),
    }
    assert not re.search(r'(?:src|href)="(?:https?:)?//', text)


async def test_the_policy_lets_nothing_foreign_in():
    async with serving() as client, client.get("/") as answer:
        policy = answer.headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


async def test_ui_leads_to_it():
    async with serving() as client, client.get("/ui", allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (302, "/")


async def test_nothing_else_is_handed_out():
    async with serving() as client:
        for path in ("/ui/index.html", "/ui/..%2flanding.py", "/ui/%2fetc%2fpasswd"):
            async with client.get(path) as answer:
                assert answer.status == 404


async def test_programs_get_json():
    async with (
        serving() as client,
        client.get("/", headers={"Accept": "application/json"}) as answer,
    ):
        told = await answer.json()

    assert (told["name"], told["version"]) == ("Hearsay", "1.2.3")
    assert "tiktok" in told["platforms"]


async def test_robots_find_the_page_and_nothing_behind_it():
    async with serving() as client:
        assert "Disallow: /\n" in await text_of(client, "/robots.txt")


@pytest.mark.parametrize("can", [True, False])
async def test_voices_are_offered_where_they_can_be_told_apart(can):
    async with serving(can_tell_voices=can) as client:
        text = await text_of(client)

    assert ('class="check" hidden' in text) is not can


async def test_a_strange_host_is_no_markup():
    async with serving() as client:
        text = await text_of(client, Host='x"><script>alert(1)</script>')

    assert "<script>alert" not in text
