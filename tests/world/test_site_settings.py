"""Cookies and proxies of single sites, from the settings to the requests that a site sees.

Xiaoyuzhou stands for all sites here; its pages have the shape told in test_xiaoyuzhou.py.
"""

import pytest
import pytest_asyncio
import structlog
from aiohttp import web

from tests.world import test_spotify as spotify
from tests.world.feeds import Item, feed
from tests.world.media import song, still
from tests.world.test_xiaoyuzhou import SITE, episode, page
from tests.world.world import open_world

pytestmark = pytest.mark.asyncio(loop_scope="module")
shared = pytest_asyncio.fixture(scope="module", loop_scope="module")

HOST = "www.xiaoyuzhoufm.com"
OLD, GOOD = "an-old-and-secret-cookie", "a-good-and-secret-cookie"


def jar(value):
    lines = (
        "# Netscape HTTP Cookie File",
        f".xiaoyuzhoufm.com\tTRUE\t/\tTRUE\t0\tsession\t{value}",
    )
    return "\n".join([*lines, ""])


@shared
async def abroad():
    async with open_world() as opened:
        yield opened


@pytest.fixture(scope="module")
def settings_of_the_house(tmp_path_factory, web_of_the_module, abroad):
    folder = tmp_path_factory.mktemp("operator")
    (folder / "xiaoyuzhou.txt").write_text(jar(OLD))
    (folder / "xiaoyuzhou-2.txt").write_text(jar(GOOD))
    (folder / "spotify.txt").write_text(jar(OLD).replace("xiaoyuzhoufm", "spotify"))
    authorities = folder / "authorities.pem"
    worlds = (web_of_the_module, abroad)
    authorities.write_text("".join(world.ca_path.read_text() for world in worlds))
    return {
        "cookies_dir": folder,
        "fetch_proxies": [f"xiaoyuzhou={abroad.proxy_url}"],
        "fetch_ca": authorities,
    }


@pytest.fixture
def site(town, world, abroad):
    """Let the site be reached from abroad alone, by those who bring the good cookie."""
    abroad.clear()
    # Each test begins with jars that nobody has sent away yet, in whatever order they run.
    town.house.cookies._states.clear()
    abroad.site("media.xyzcdn.net").answers("/*", song(hertz=600, ending="m4a"))
    world.site("image.xyzcdn.net").answers("/*", still())

    async def answer(request):
        if request.cookies.get("session") != GOOD:
            raise web.HTTPUnauthorized
        name = request.path.rpartition("/")[2]
        return web.Response(text=page(episode=episode(name, "Hello")), content_type="text/html")

    abroad.site(HOST).answers("/episode/*", answer)
    return abroad.site(HOST)


def shown(abroad):
    """Return the cookies that the site saw, in their order."""
    return [one.headers.get("Cookie", "").partition("=")[2] for one in abroad.asked(HOST)]


async def test_a_dead_jar_is_tried_twice_then_rests_and_the_next_is_tried_once_each_time(
    town, abroad, site, guest
):
    with structlog.testing.capture_logs() as lines:
        for number in range(3):
            got = await guest.gets(f"{SITE}/episode/670f2a7e0d2f24f28972{number:04x}", "M4A")
            assert got.hertz == pytest.approx(600, abs=5)

    assert shown(abroad) == [OLD, GOOD, OLD, GOOD, GOOD]
    told = await town.house.cookies.told()
    assert (told["xiaoyuzhou"], told["xiaoyuzhou-2"]) == ("resting", "ok")
    assert {"cookies sent away", "cookies rest"} <= {line["event"] for line in lines}
    assert "secret" not in str(lines)


async def test_where_the_only_jar_is_dead_others_are_served_without_it(town, world, guest):
    names = [f"5Q2dkZHfnGb2Y4BzzoB{number:03d}" for number in range(3)]
    page_of = {name: spotify.player(name, f"Part {name}", show="Served") for name in names}
    private = "5Q2dkZHfnGb2Y4BzzoBprv"

    async def answer(request):
        name = request.path.rpartition("/")[2]
        if "session" in request.cookies or name == private:
            raise web.HTTPUnauthorized
        return web.Response(text=page_of[name], content_type="text/html")

    world.site("open.spotify.com").answers("/embed/episode/*", answer)
    world.site("img.example.net").answers("/*", still())
    world.site("cdn.example.com").answers("/*", song())
    spotify.directory(world, ("Served", "https://feeds.example.com/served.xml"))
    rows = [spotify.item(number, f"Part {name}") for number, name in enumerate(names)]
    world.site("feeds.example.com").answers("/served.xml", feed("Served", *rows))

    for _ in range(2):
        # That nobody is let in says nothing about the jar.
        assert "sign" in await guest.refusal(f"https://open.spotify.com/episode/{private}")
    assert (await town.house.cookies.told())["spotify"] == "ok"
    for name in names:
        await guest.gets(f"https://open.spotify.com/episode/{name}")

    brought = ["Cookie" in one.headers for one in world.asked("open.spotify.com")]
    assert brought[-5:] == [True, False, True, False, False]
    assert (await town.house.cookies.told())["spotify"] == "resting"


async def test_cookies_are_shown_to_their_own_site_alone(town, world, abroad, site, guest):
    await guest.gets(f"{SITE}/episode/670f2a7e0d2f24f2897200aa", "M4A")

    elsewhere = [one for one in [*world.requests, *abroad.requests] if one.host != HOST]
    assert elsewhere
    assert not [one for one in elsewhere if "Cookie" in one.headers]
    left = [path for path in town.settings.data_dir.rglob("*") if path.name == "cookies.txt"]
    assert not left


async def test_the_proxy_of_a_site_carries_all_that_its_page_leads_to_and_nobody_else(
    world, abroad, site, guest
):
    await guest.gets(f"{SITE}/episode/670f2a7e0d2f24f2897200bb", "M4A")
    world.site("cdn.example.com").answers("/1.mp3", song())
    text = feed("A Show", Item("One", "https://cdn.example.com/1.mp3", "2026-01-05"))
    link = world.site("feeds.example.com").answers("/one", text, kind="application/rss+xml")
    await guest.gets(link)

    assert {one.host for one in abroad.requests} == {HOST, "media.xyzcdn.net"}
    assert "feeds.example.com" in {one.host for one in world.requests}
    assert not world.asked(HOST)
    assert not world.asked("media.xyzcdn.net")
