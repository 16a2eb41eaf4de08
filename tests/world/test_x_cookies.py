"""Spaces and posts that X shows only to its members: the owner's cookies open them.

The replies are shaped after yt_dlp/extractor/twitter.py of yt-dlp 2026.10.26 (tests/world/twitter.py).
"""

import pytest
from aiohttp import web

from tests.world.media import film, still
from tests.world.twitter import POSTS, clip, post

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module")
def settings_of_the_house(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cookies")
    rows = [("auth_token", "of-the-owner"), ("ct0", "4711")]
    lines = [f".x.com\tTRUE\t/\tTRUE\t4102444800\t{name}\t{value}" for name, value in rows]
    jar = folder / "x.txt"
    jar.write_text("# Netscape HTTP Cookie File\n" + "\n".join(lines) + "\n", encoding="utf-8")
    jar.chmod(0o600)
    return {"cookies_dir": folder}


async def test_a_protected_post_arrives_with_the_cookies_of_the_owner(world, guest):
    world.site("pbs.twimg.com").answers("/media/*", still())
    world.site("video.twimg.com").answers("*.mp4", film(height=360, hertz=660))

    async def tell(request):
        known = request.cookies.get("auth_token") == "of-the-owner"
        hidden = {"__typename": "TweetUnavailable", "reason": "Protected"}
        result = post(clip("one", 360)) if known else hidden
        return web.json_response({"data": {"tweetResult": {"result": result}}})

    world.site("x.com").answers(POSTS, tell)

    got = await guest.gets("https://x.com/ann/status/1643211948184596499", "360p")

    assert abs(got.hertz - 660) < 20
    assert not any("of-the-owner" in str(one.headers) for one in world.asked("*.twimg.com"))
