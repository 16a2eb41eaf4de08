"""TikTok through yt-dlp's own extractor, from the pasted link to the file.

The replies are shaped after yt_dlp/extractor/tiktok.py of yt-dlp 2026.10.26 (tests/world/tiktok.py); before
a page there may be a challenge that has to be solved.
"""

import base64
import hashlib
import json

import pytest
from aiohttp import web

from tests.e2e.people import medium, until, words
from tests.world.albums import bytes_of, gets_album, tile
from tests.world.tiktok import open_tiktok, page, photos, video

pytestmark = pytest.mark.asyncio(loop_scope="module")

NUMBER = "7253412088251534594"


@pytest.fixture
def tiktok(world):
    return open_tiktok(world)


async def test_a_video_arrives(tiktok, guest, world):
    tiktok.answers(f"/@_/video/{NUMBER}", page(video(NUMBER)))

    got = await guest.gets(f"https://www.tiktok.com/@walker/video/{NUMBER}?_r=1", "576p")

    assert got.found.shown_size == (576, 1024)
    assert abs(got.hertz - 660) < 20
    assert "A walk by the sea" in got.caption
    assert world.unanswered == []


async def test_the_sound_of_a_video_is_its_own_and_not_the_song_that_it_was_filmed_to(
    tiktok, guest, world
):
    number = f"{NUMBER[:-1]}1"
    tiktok.answers(f"/@_/video/{number}", page(video(number)))

    got = await guest.gets(f"https://www.tiktok.com/@walker/video/{number}", "MP3")

    assert abs(got.hertz - 660) < 20
    assert world.asked("*.tiktokcdn.example", "/music.mp3") == []


@pytest.mark.parametrize(
    "short", ["https://vm.tiktok.com/ZMF9dpqyY/", "https://www.tiktok.com/t/ZTRC5xgJp/"]
)
async def test_a_short_link_leads_to_the_same_video(tiktok, guest, world, short):
    number = str(int(NUMBER) + len(short))
    host, _, path = short.removeprefix("https://").partition("/")
    world.site(host).redirects(f"/{path}", f"https://www.tiktok.com/@walker/video/{number}?_r=1")
    tiktok.answers(f"/@walker/video/{number}", page(video(number)))
    tiktok.answers(f"/@_/video/{number}", page(video(number)))
    first = await guest.gets(f"https://m.tiktok.com/v/{number}.html", "576p")
    fetched = len(world.asked("*.tiktokcdn.example", "*.mp4"))

    again = await guest.gets(short, "576p")

    assert again.message["video"]["file_id"] == first.message["video"]["file_id"]
    assert len(world.asked("*.tiktokcdn.example", "*.mp4")) == fetched


async def test_photos_arrive_as_one_album_in_their_order_and_their_music_as_sound(
    tiktok, guest, world
):
    number = "7328048888888888801"
    tiktok.answers(f"/@_/video/{number}", page(photos(number, count=3)))
    cdn = world.site("*.tiktokcdn.example")
    for place in (1, 2, 3):
        cdn.answers(f"/{number}/{place}.webp", tile(place))

    album = await gets_album(guest, f"https://www.tiktok.com/@walker/photo/{number}", count=3)

    assert album.sizes == [3]
    shown = [bytes_of(guest, message) for message in album.messages]
    assert shown == [tile(place).read_bytes() for place in (1, 2, 3)]
    assert "A walk by the sea" in words(album.messages[0])
    await guest.press(album.below, "MP3")
    sound = await until(lambda: medium(guest.answer(album.below["message_id"]) or {}))
    assert sound["title"] == "A walk by the sea #calm"


async def test_the_challenge_of_a_careful_site_is_solved(tiktok, guest):
    number, secret, base = "7328048888888888802", 4711, b"some salt"
    digest = hashlib.sha256(base + str(secret).encode()).digest()
    riddle = {"v": {"a": base64.b64encode(base).decode(), "c": base64.b64encode(digest).decode()}}
    coded = base64.b64encode(json.dumps(riddle).encode()).decode().rstrip("=")
    challenge = (
        f'<html><p id="cs" class="{coded}"></p><p id="wci" class="_wafchallengeid"></p></html>'
    )

    async def door(request):
        told = json.loads(base64.b64decode(request.cookies.get("_wafchallengeid", "e30=")))
        solved = base64.b64decode(told.get("d", "")) == str(secret).encode()
        body = page(video(number)) if solved else challenge
        return web.Response(text=body, content_type="text/html")

    tiktok.answers(f"/@_/video/{number}", door)

    card = await guest.card(f"https://www.tiktok.com/@walker/video/{number}")

    assert "A walk by the sea" in words(card)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (10216, "its owner has let in"),
        (10222, "its owner has let in"),
        (10204, "country"),
        (10101, "it was removed"),
    ],
)
async def test_each_refusal_has_its_sentence(tiktok, guest, status, said):
    number = f"73280488888888{status}"
    tiktok.answers(f"/@_/video/{number}", page(status=status))

    sentence = await guest.refusal(f"https://www.tiktok.com/@walker/video/{number}")

    assert said in sentence


async def test_a_login_wall_says_so(tiktok, guest):
    number = "7328048888888888803"
    tiktok.redirects(f"/@_/video/{number}", "https://www.tiktok.com/login?redirect_url=x")
    tiktok.answers("/login", "<html>Log in</html>")

    sentence = await guest.refusal(f"https://www.tiktok.com/@walker/video/{number}")

    assert "sign" in sentence
