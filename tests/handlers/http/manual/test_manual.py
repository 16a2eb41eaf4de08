"""The manual: a document that stays in step with the doors, and a page that a person can use."""

import base64
import hashlib
import json
import re
from types import SimpleNamespace
from typing import Literal
from unittest.mock import MagicMock

import aiohttp
import pytest
from aiohttp import web
from pydantic import BaseModel, Field

from bot.site import build_site, open_site
from handlers.http.doors import Door, FormFile, routes_of
from handlers.http.manual.doors import manual_doors
from handlers.http.manual.shapes import Shapes
from services.accounts.account import Role
from services.accounts.keys import Key, Scope
from services.errors import leaves
from tests.browser import open_browser, open_page
from tests.handlers.http.whole import document, every_door


@pytest.fixture
async def url():
    site = build_site(routes_of(manual_doors(every_door(), {"hearsay": "1.2"}), MagicMock()))
    async with open_site(site, host="127.0.0.1", port=0) as url:
        yield url


@pytest.fixture
async def client(url):
    async with aiohttp.ClientSession(url) as session:
        yield session


async def test_the_document_is_that_of_the_doors(client):
    async with client.get("/api/openapi.json") as answer:
        told = await answer.json()

    described = {
        (method.upper(), path) for path, methods in told["paths"].items() for method in methods
    }
    assert told["info"]["version"] == "1.2"
    assert described == {
        (method.upper(), path)
        for path, methods in document()["paths"].items()
        for method in methods
    }
    assert {door.path for door in every_door() if "{" not in door.path} <= told["paths"].keys()
    assert {"/health", "/metrics", "/files/{token}/{name}"} <= told["paths"].keys()


@pytest.mark.parametrize("path", ["/api/openapi.json", "/api/docs"])
async def test_what_is_known_need_not_come_again_and_comes_packed(client, path):
    async with client.get(path, headers={"Accept-Encoding": "identity"}) as answer:
        plain, tag = await answer.read(), answer.headers["ETag"]
        assert "Content-Encoding" not in answer.headers
    async with client.get(path, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert await answer.read() == plain
        assert int(answer.headers["Content-Length"]) * 4 < len(plain)
    async with client.get(path, headers={"If-None-Match": tag}) as answer:
        assert (answer.status, await answer.read()) == (304, b"")
    async with client.head(path) as answer:
        assert (answer.status, await answer.read()) == (200, b"")


async def test_the_page_runs_its_own_script_alone_and_takes_nothing_from_elsewhere(client):
    async with client.get("/api/docs") as answer:
        page, policy = await answer.text(), answer.headers["Content-Security-Policy"]

    for kind in ("script", "style"):
        (text,) = re.findall(rf"<{kind}>(.*?)</{kind}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"(?:src|href|url)\s*[=(]\s*[\"']?(?:https?:)?//", page)
    assert not re.search(r"\son\w+=|style=", page)


async def test_the_page_has_every_door_and_every_error(client):
    async with client.get("/api/docs") as answer:
        page = await answer.text()

    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for methods in document()["paths"].values():
        assert {told["operationId"] for told in methods.values()} <= set(ids)
    assert {f"problem-{kind.code}" for kind in leaves()} <= set(ids)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


class Inner(BaseModel):
    kind: str


class Given(BaseModel):
    """What comes in."""

    name: str = Field(examples=["Anna"])
    count: int = Field(3, ge=1, le=9)
    """How many."""
    inner: list[Inner] = Field(min_length=1)


class GivenForm(BaseModel):
    file: FormFile
    note: str = ""
    how: Literal["loud", "soft"] | None = None


class Taken(BaseModel):
    text: str


def nobodys_doors():
    """Doors behind which a test stands."""

    async def take(asked):
        body = asked.body(Given)
        return Taken(text=f"{body.name} × {body.count} <b>{asked.part('id')}</b>")

    async def keep(asked):
        form = await asked.request.post()
        told = form["file"].file.read().decode()
        return Taken(text=f"{form['file'].filename}: {told}, {form['how']}")

    async def file(_):
        headers = {"Content-Disposition": "attachment; filename*=UTF-8''l%C3%B6we.bin"}
        return web.Response(body=b"\x00\x01", headers=headers)

    common = {"tag": "Things", "scope": Scope.READ, "answer": Taken}
    return [
        Door(method="POST", path="/t/{id}", ask=take, body=Given, summary="Take it.", **common),
        Door(method="POST", path="/f", ask=keep, form=GivenForm, summary="Keep it.", **common),
        Door(method="GET", path="/b", ask=file, summary="A file.", **{**common, "answer": "*/*"}),
    ]


async def find(text):
    return Key("k", "tests", 1, frozenset(Scope), 0) if text == "hs-right" else None


async def get(_):
    return SimpleNamespace(id=1, role=Role.OWNER)


async def are_made():
    return True


@pytest.fixture
async def tried():
    core = SimpleNamespace(
        keys=SimpleNamespace(find=find, are_made=are_made),
        accounts=SimpleNamespace(get=get, may_use=lambda _: True),
        uploads=SimpleNamespace(most_bytes=1000),
    )
    doors = nobodys_doors()
    site = build_site(routes_of([*doors, *manual_doors(doors, {})], core))
    async with open_site(site, host="127.0.0.1", port=0) as url:
        yield f"{url}/api/docs"


async def test_a_person_finds_a_door_and_tries_it(tried, tmp_path):
    brought = tmp_path / "a.txt"
    brought.write_text("sound")
    async with (
        open_browser() as browser,
        open_page(browser, tried, expected_complaints="401|404|mark") as page,
    ):
        await page.fill("#search", "keep form")
        assert not await page.locator("#post_f").is_hidden()
        assert await page.locator("#post_t_id").is_hidden()
        entry = page.locator("#contents a[href='#post_t_id']")
        assert not await page.locator("#contents a[href='#post_f']").is_hidden()
        assert await entry.is_hidden()
        await page.fill("#search", "")
        assert not await entry.is_hidden()

        await page.click("#post_t_id > summary")
        form = page.locator("#post_t_id .trial")
        sent = json.loads(await form.locator("textarea").input_value())
        assert sent == {"name": "Anna", "inner": [{"kind": ""}]}
        await form.locator("input[name=id]").fill("a/b?c")
        await form.locator("button:has-text('Send')").click()
        await page.wait_for_function("document.querySelector('#post_t_id .status').textContent")
        assert "401" in await form.locator(".status").inner_text()

        await page.fill("#key", "hs-right")
        assert "hs-right" not in await form.locator(".command").inner_text()
        await form.locator("button:has-text('Send')").click()
        await form.locator(".text:has-text('Anna × 3')").wait_for()
        assert "<b>a/b?c</b>" in await form.locator(".text").inner_text()
        assert await page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]

        await page.click("#post_f > summary")
        form = page.locator("#post_f .trial")
        await form.locator("input[type=file]").set_input_files(brought)
        await form.locator("select[name=how]").select_option("soft")
        await form.locator("button:has-text('Send')").click()
        await form.locator(".text:has-text('a.txt: sound, soft')").wait_for()
        assert await form.locator(".heads").is_hidden()
        await form.locator("summary").click()
        assert "x-request-id" in await form.locator(".heads").inner_text()

        await page.click("#get_b > summary")
        form = page.locator("#get_b .trial")
        await form.locator("button:has-text('Send')").click()
        await form.locator(".file").wait_for()
        assert await form.locator(".file").get_attribute("download") == "löwe.bin"


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nothing_sticks_out_on_any_screen(url, width, scheme):
    wishes = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    async with (
        open_browser() as browser,
        open_page(browser, f"{url}/api/docs", expected_complaints="404|mark", **wishes) as page,
    ):
        await page.evaluate(
            "document.querySelectorAll('details').forEach((d) => { d.open = true })"
        )
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        ground = await page.evaluate("getComputedStyle(document.body).backgroundColor")
        brightness = sum(map(int, re.findall(r"\d+", ground)[:3]))
        assert (brightness < 200) == (scheme == "dark")


def test_an_example_fits_its_schema():
    shapes = Shapes({"Inner": Inner.model_json_schema()})
    schema = Given.model_json_schema(ref_template="{model}")

    assert Given.model_validate(Shapes(schema["$defs"]).example(schema))
    assert shapes.example({"type": "array", "items": {"$ref": "Inner"}}) == [{"kind": ""}]
