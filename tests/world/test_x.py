"""X through yt-dlp's own extractors, from the pasted link to the file.

The replies are shaped after yt_dlp/extractor/twitter.py of yt-dlp 2026.10.26: a guest token, GraphQL
answers about posts and Spaces (tests/world/twitter.py), and a playlist of segments for a Space's sound.
"""

import json

import pytest
from aiohttp import web

from tests.e2e.people import button, until, words
from tests.world.albums import bytes_of, gets_album, tile
from tests.world.media import film, hls, still
from tests.world.twitter import POSTS, SPACES, clip, photo, post, space

pytestmark = pytest.mark.asyncio(loop_scope="module")

LIVE = """#EXTM3U
#EXT-X-VERSION:3
#EXT-X-TARGETDURATION:2
#EXT-X-MEDIA-SEQUENCE:7
#EXTINF:2.0,
chunk_7.aac
"""


@pytest.fixture
def x(world):
    """Return the site, with the hosts beside it."""
    world.site("api.x.com").answers("/1.1/guest/activate.json", {"guest_token": "4711"})
    world.site("pbs.twimg.com").answers("/media/*", still())
    world.site("video.twimg.com").answers("*.mp4", film(height=360, hertz=660))
    site = world.site("x.com")
    site.told = {}

    async def tell(request):
        variables = json.loads(request.query["variables"])
        told = site.told.get(variables.get("tweetId") or variables["id"])
        return web.json_response(told or {"data": {}})

    site.answers(POSTS, tell)
    site.answers(SPACES, tell)
    return site


def tells_post(x, number, result):
    x.told[number] = {"data": {"tweetResult": {"result": result}}}


async def test_the_video_of_a_post_arrives(x, guest, world):
    tells_post(x, "1643211948184596401", post(clip("one", 360, 720)))

    got = await guest.gets("https://x.com/ann/status/1643211948184596401?s=20", "360p")

    assert got.found.shown_size == (640, 360)
    assert abs(got.hertz - 660) < 20
    assert "Ann - A post about the sea" in got.caption
    assert [one.path for one in world.asked("video.twimg.com")] == ["/vid/640x360/one.mp4"]
    assert world.asked("x.com")[0].headers["x-guest-token"] == "4711"


async def test_a_short_link_is_the_post_that_it_leads_to(x, guest, world):
    tells_post(x, "1643211948184596402", post(clip("two", 360)))
    first = await guest.gets("https://twitter.com/i/web/status/1643211948184596402", "360p")
    target = "https://twitter.com/ann/status/1643211948184596402/video/1"
    world.site("t.co").redirects("/AbCdEf", target)
    world.site("twitter.com").answers("/ann/status/*", "<html>the post</html>")

    again = await guest.gets("https://t.co/AbCdEf", "360p")

    assert again.message["video"]["file_id"] == first.message["video"]["file_id"]


async def test_the_second_video_is_had_by_its_number(x, guest, world):
    tells_post(x, "1643211948184596403", post(clip("three", 360), clip("four", 360)))

    await guest.gets("https://x.com/ann/status/1643211948184596403/video/2", "360p")

    assert [one.path for one in world.asked("video.twimg.com")] == ["/vid/640x360/four.mp4"]


async def test_photos_arrive_as_an_album(x, guest, world):
    tells_post(x, "1643211948184596404", post(*(photo(place) for place in (1, 2, 3, 4))))
    for place in (1, 2, 3, 4):
        world.site("pbs.twimg.com").answers(f"/media/{place}.jpg", tile(place))

    album = await gets_album(guest, "https://x.com/ann/status/1643211948184596404/photo/2", count=4)

    shown = [bytes_of(guest, message) for message in album.messages]
    assert shown == [tile(place).read_bytes() for place in (1, 2, 3, 4)]
    assert {one.url[-9:] for one in world.asked("pbs.twimg.com", "/media/*.jpg")} == {"name=orig"}


async def test_photos_beside_a_video_are_offered_beside_it(x, guest):
    tells_post(x, "1643211948184596405", post(photo(5), clip("five", 360), photo(6)))
    link = "https://x.com/ann/status/1643211948184596405"

    card = await guest.card(link)
    assert button(card, "360p")
    album = await gets_album(guest, link, count=3)

    assert [("photo" in one, "video" in one) for one in album.messages] == [
        (True, False),
        (False, True),
        (True, False),
    ]


async def test_a_space_that_has_ended_arrives_as_sound(x, guest, world):
    x.told["1OwxWwQOPlNxQ"] = {"data": {"audioSpace": space()}}
    stream, folder = world.site("prod-fastly.video.pscp.tv"), hls(hertz=520)
    for piece in folder.iterdir():
        stream.answers(f"/Transcoding/v1/hls/audio-space/{piece.name}", piece)
    location = f"https://{stream.host}/Transcoding/v1/hls/audio-space/sound.m3u8"
    world.site("api.x.com").answers(
        "/1.1/live_video_stream/status/28_1", {"source": {"noRedirectPlaybackUrl": location}}
    )

    got = await guest.gets("https://twitter.com/i/spaces/1OwxWwQOPlNxQ/peek", "MP3")

    assert abs(got.hertz - 520) < 20
    assert got.message["audio"]["performer"] == "Ann"
    assert got.message["audio"]["title"] == "Evening talk"


REFUSALS = {
    "deleted": ({}, "it was removed"),
    "protected": (
        {"__typename": "TweetUnavailable", "reason": "Protected"},
        "its owner has let in",
    ),
    "adults only": (
        {"__typename": "TweetUnavailable", "reason": "NsfwLoggedOut"},
        "proved their age",
    ),
    "suspended": (
        {
            "__typename": "TweetTombstone",
            "tombstone": {"text": {"text": "This Post is from a suspended account. Learn more"}},
        },
        "it was removed",
    ),
    "withheld": (
        {
            "__typename": "TweetTombstone",
            "tombstone": {"text": {"text": "Age-restricted adult content. Learn more"}},
        },
        "proved their age",
    ),
    "words alone": (post(), "no sound and no video"),
}


@pytest.mark.parametrize("why", REFUSALS)
async def test_each_refusal_of_a_post_has_its_sentence(x, guest, why):
    result, said = REFUSALS[why]
    number = str(1743211948184596400 + list(REFUSALS).index(why))
    tells_post(x, number, result)

    sentence = await guest.refusal(f"https://x.com/ann/status/{number}")

    assert said in sentence


SPACES_REFUSED = {
    "not begun": (space("NotStarted"), "not begun"),
    "no replay": (space("Ended", replay=False), "nothing"),
    "gone": (None, "it was removed"),
    "cut off": (space("TimedOut", media_key=None), "not"),
}


@pytest.mark.parametrize("why", SPACES_REFUSED)
async def test_each_refusal_of_a_space_has_its_sentence(x, guest, why):
    told, said = SPACES_REFUSED[why]
    name = f"1OwxWwQOPl{list(SPACES_REFUSED).index(why)}xQ"
    x.told[name] = {"data": {"audioSpace": told or {}}}

    sentence = await guest.refusal(f"https://x.com/i/spaces/{name}")

    assert said in sentence


async def test_a_space_under_way_can_be_recorded(x, guest, world):
    x.told["1OwxWwQOLive1"] = {"data": {"audioSpace": space("Running")}}
    stream = world.site("prod-fastly.video.pscp.tv")
    location = stream.answers("/live/hls/audio-space/dynamic_playlist.m3u8", LIVE)
    world.site("api.x.com").answers(
        "/1.1/live_video_stream/status/28_1", {"source": {"location": location}}
    )

    asked = await guest.paste("https://x.com/i/spaces/1OwxWwQOLive1")

    card = await until(lambda: (it := guest.answer(asked)) and "Live now" in words(it) and it)
    assert button(card, "⏺ MP3")
