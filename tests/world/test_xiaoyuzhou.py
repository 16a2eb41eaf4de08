"""From a pasted Xiaoyuzhou link to the delivered file.

The pages have the shape of www.xiaoyuzhoufm.com in 2025: `__NEXT_DATA__` with `props.pageProps.episode`, or
`.podcast` with `episodes`.
"""

import json

import pytest

from services.platforms.catalogue import link_of
from tests.world.media import song, still

pytestmark = pytest.mark.asyncio(loop_scope="module")

SITE = "https://www.xiaoyuzhoufm.com"
PODCAST = "6388760f22567e8ea6ad070f"
FILE = "https://media.xyzcdn.net/{}.m4a"


def episode(name, title, *, day="2025-05-18", **more):
    image = {"picUrl": "https://image.xyzcdn.net/a.jpg", "smallPicUrl": "https://x.invalid/s.jpg"}
    podcast = {"type": "PODCAST", "pid": PODCAST, "title": "面基", "author": "主播", "image": image}
    return {
        "type": "EPISODE",
        "eid": name,
        "pid": PODCAST,
        "title": title,
        "shownotes": "<p>…</p>",
        "duration": 3,
        "enclosure": {"url": FILE.format(name)},
        "payType": "FREE",
        "pubDate": f"{day}T16:05:00.000Z",
        "podcast": podcast,
        **more,
    }


def page(**props):
    told = json.dumps({"props": {"pageProps": props, "__N_SSP": True}, "buildId": "x"})
    return f'<html><script id="__NEXT_DATA__" type="application/json">{told}</script></html>'


@pytest.fixture
def site(world):
    world.site("media.xyzcdn.net").answers("/*", song(hertz=600, ending="m4a"))
    world.site("image.xyzcdn.net").answers("/*", still())
    return world.site("www.xiaoyuzhoufm.com")


async def test_an_episode_arrives_with_its_title_show_and_cover(world, guest, site):
    name = "670f2a7e0d2f24f289727fdc"
    site.answers(f"/episode/{name}", page(episode=episode(name, "是不飘了？研究上私募了？")))

    got = await guest.gets(f"{SITE}/episode/{name}?s=eyJ1IjogIjYifQ%3D%3D", "M4A")

    assert got.hertz == pytest.approx(600, abs=5)
    assert got.message["audio"]["title"] == "是不飘了？研究上私募了？"
    assert got.message["audio"]["performer"] == "面基"
    assert got.message["audio"]["thumbnail"]
    assert len(world.asked("www.xiaoyuzhoufm.com")) == 1


async def test_an_episode_for_which_one_pays_is_said_to_be_so(world, guest, site):
    name = "670f2a7e0d2f24f289727fdd"
    paid = episode(name, "付费", enclosure={"url": ""}, payType="PAY_EPISODE", isPrivateMedia=True)
    site.answers(f"/episode/{name}", page(episode=paid))

    told = await guest.refusal(f"{SITE}/episode/{name}")

    assert "pay" in told or "paid" in told or "bought" in told or "buy" in told


async def test_an_episode_that_is_gone_is_missing(world, guest, site):
    site.answers("/episode/*", "<html>404</html>", status=404)

    assert "episode" in await guest.refusal(f"{SITE}/episode/670f2a7e0d2f24f289727fde")


async def test_a_page_of_another_shape_is_not_read_as_empty(world, guest, site):
    site.answers("/episode/*", "<html>A new design</html>")

    assert "changed" in await guest.refusal(f"{SITE}/episode/670f2a7e0d2f24f289727fdf")


async def test_a_short_link_leads_to_the_medium_that_everybody_knows(
    world, sources, site, tmp_path
):
    name = "670f2a7e0d2f24f289727f00"
    world.site("xyzfm.link").redirects("/s/abc123", f"{SITE}/episode/{name}?s=eyJ")
    site.answers(f"/episode/{name}", page(episode=episode(name, "Hello")))

    medium = await sources.resolve(link_of("https://xyzfm.link/s/abc123"), folder=tmp_path)

    assert (medium.key, medium.title) == (f"xiaoyuzhou:episode/{name}", "Hello")
