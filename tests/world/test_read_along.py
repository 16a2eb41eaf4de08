"""Words of Spotify's episodes, as its own player shows them to those who are logged in.

The replies have the shape that Spotify's web player reads: `get_access_token` with the cookie `sp_dc`, and
`transcript-read-along/v2` with sentences and the titles between them.
"""

import pytest
import pytest_asyncio
from aiohttp import web

from services.errors import LinkProtected
from services.transcripts.transcript import Origin
from tests.world.feeds import feed
from tests.world.media import made, still
from tests.world.test_captions import SAID
from tests.world.test_spotify import FEED, directory, item, player
from tests.world.words import SAMPLES, open_desk

pytestmark = pytest.mark.asyncio(loop_scope="module")

COOKIE = "AQ-a-made-up-cookie"
SECTIONS = [
    {"startMs": 0, "title": {"title": "Speaker 1"}},
    {"startMs": 200, "text": {"sentence": {"text": "Hello there."}}},
    {"startMs": 1500, "text": {"sentence": {"text": "Good day."}}},
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(tmp_path_factory, web_of_the_module):
    folder = tmp_path_factory.mktemp("desk")
    async with open_desk(folder, web_of_the_module, spotify_sp_dc=COOKIE) as opened:
        yield opened


class Spotify:
    def __init__(self, world):
        self.world = world
        self.tokens = 0
        self.status = 200
        self.texts = {}
        world.site("img.example.net").answers("/cover.jpg", still())
        sound = made("mp3", "-i", str(SAMPLES / "09_one_sentence.ogg"))
        world.site("cdn.example.com").answers("/*.mp3", sound)
        self.site = world.site("open.spotify.com")
        self.site.answers("/get_access_token", self._token)
        world.site("spclient.wg.spotify.com").answers("/transcript-read-along/v2/*", self._text)

    def episode(self, name, title, sections):
        """Publish an episode of a show of its own; return its address."""
        self.texts[name] = sections
        self.site.answers(f"/embed/episode/{name}", player(name, title, show=title))
        directory(self.world, (title, FEED.format(name)))
        self.world.site("feeds.example.com").answers(f"/{name}.xml", feed(title, item(1, title)))
        return f"https://open.spotify.com/episode/{name}?si=1"

    async def _token(self, request):
        if request.cookies.get("sp_dc") != COOKIE:
            return web.json_response({"accessToken": "nobody", "isAnonymous": True})
        self.tokens += 1
        ends = 4_000_000_000_000
        told = {"accessToken": f"token-{self.tokens}", "accessTokenExpirationTimestampMs": ends}
        return web.json_response(told)

    async def _text(self, request):
        name = request.path.rpartition("/")[2]
        if request.headers.get("Authorization", "") != f"Bearer token-{self.tokens}":
            return web.Response(status=401)
        if self.status != 200:
            return web.Response(status=self.status)
        sections = self.texts.get(name)
        return web.json_response({"section": sections}) if sections else web.Response(status=404)


@pytest_asyncio.fixture(loop_scope="module")
async def spotify(world):
    return Spotify(world)


async def test_an_episode_is_read_along_and_one_login_is_enough(world, desk, spotify):
    desk.house.core.jobs._rooms.sources._captions._read_along._token = "gone stale"
    first = spotify.episode("5Q2dkZHfnGb2Y4BzzoBu3A", "Pilot", SECTIONS)
    found = await desk.words(first)
    second = spotify.episode("5Q2dkZHfnGb2Y4BzzoBu3B", "Another", SECTIONS[:2])
    await desk.words(second)

    assert found.text == "Hello there.\nGood day."
    assert (found.origin, found.speakers) == (Origin.READ_ALONG, ("Speaker 1",))
    assert [segment.end for segment in found.segments] == [1.5, 6.5]
    assert len(world.asked("open.spotify.com", "/get_access_token")) == 1
    assert not world.asked("cdn.example.com")


@pytest.mark.parametrize(
    ("name", "sections", "status"),
    [
        ("5Q2dkZHfnGb2Y4BzzoBu3C", None, 200),
        ("5Q2dkZHfnGb2Y4BzzoBu3D", SECTIONS, 429),
        ("5Q2dkZHfnGb2Y4BzzoBu3E", [{"startMs": 0, "ad": {}}], 200),
    ],
    ids=["no text", "a 429", "nothing but advertisements"],
)
async def test_what_cannot_be_read_is_listened_to(desk, spotify, name, sections, status):
    link = spotify.episode(name, name[-1] * 5, sections)
    spotify.status = status

    found = await desk.words(link)

    assert SAID in found.text.lower()
    assert found.origin is Origin.SPEECH


async def test_the_cookie_is_told_to_nobody_else(world, desk, spotify):
    elsewhere = world.site("elsewhere.example.net")
    spotify.site.redirects("/get_access_token", "https://elsewhere.example.net/token")
    elsewhere.answers("/token", {"accessToken": "theirs"})
    link = spotify.episode("5Q2dkZHfnGb2Y4BzzoBu3F", "Led away", SECTIONS)
    desk.house.core.jobs._rooms.sources._captions._read_along._token = ""

    await desk.words(link)

    [asked] = world.asked("elsewhere.example.net")
    assert "Cookie" not in asked.headers
    assert COOKIE not in str([one.headers for one in world.requests if "spotify" not in one.host])


async def test_what_only_spotify_has_can_be_read_and_not_be_heard(world, desk, spotify):
    name = "5Q2dkZHfnGb2Y4BzzoBu3G"
    link = spotify.episode(name, "Only here", SECTIONS)
    directory(world)
    spotify.site.answers("/oembed", {"title": "Only here: the pilot"})

    found = await desk.words(link)

    assert (found.text, found.origin) == ("Hello there.\nGood day.", Origin.READ_ALONG)
    assert found.title == "Only here: the pilot"
    texts = world.asked("spclient.wg.spotify.com")
    assert [one.status for one in texts if one.status != 401] == [200]
    with pytest.raises(LinkProtected):
        await desk.words(link, anyway=True)


async def test_what_only_spotify_has_and_nobody_wrote_down_is_protected(world, desk, spotify):
    link = spotify.episode("5Q2dkZHfnGb2Y4BzzoBu3H", "Only there", None)
    directory(world)

    with pytest.raises(LinkProtected):
        await desk.words(link)
