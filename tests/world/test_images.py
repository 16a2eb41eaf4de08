"""Posts of pictures, whatever the site: albums in their order, once, and what happens when some are missing.

The posts are TikTok's, shaped after yt_dlp/extractor/tiktok.py of yt-dlp 2026.10.26 (tests/world/tiktok.py).
"""

import asyncio
import secrets

import pytest
from aiohttp import web

from tests.e2e.people import until, words
from tests.world.albums import album_after, bytes_of, gets_album, tile
from tests.world.tiktok import open_tiktok, page, photos

pytestmark = pytest.mark.asyncio(loop_scope="module")

CDN = "p16-cdn.tiktokcdn.example"


@pytest.fixture
def post(world):
    """Return what makes a post of so many pictures and returns its number and its link."""

    def make(number, count):
        open_tiktok(world).answers(f"/@_/video/{number}", page(photos(number, count=count)))
        for place in range(1, count + 1):
            world.site(CDN).answers(f"/{number}/{place}.webp", tile(place))
        return f"https://www.tiktok.com/@walker/photo/{number}"

    return make


async def test_twelve_pictures_arrive_in_two_albums_in_their_order(guest, post):
    link = post("7400000000000000001", 12)

    album = await gets_album(guest, link, count=12)

    assert album.sizes == [6, 6]
    shown = [bytes_of(guest, message) for message in album.messages]
    assert shown == [tile(place).read_bytes() for place in range(1, 13)]
    assert all(message["reply_to_message"]["text"] == link for message in album.messages)
    assert "12 images, above" in words(album.below)


async def test_a_repeat_asks_nobody_and_uploads_nothing(guest, town, world, post):
    link = post("7400000000000000002", 3)
    first = await gets_album(guest, link, count=3)
    asked = len(world.requests)
    neighbour = town.guest("Neighbour")

    again = await gets_album(neighbour, link, count=3)

    names = [[one["photo"][-1]["file_id"] for one in it.messages] for it in (first, again)]
    assert names[0] == names[1]
    assert len(world.requests) == asked


async def test_what_is_no_picture_is_left_out_and_told(guest, world, post):
    link = post("7400000000000000003", 5)
    cdn = world.site(CDN)
    cdn.answers("/7400000000000000003/2.webp", "<html>Sorry</html>", kind="image/webp")
    cdn.answers("/7400000000000000003/3.webp", "gone", status=404)

    async def noise(_request):
        return web.Response(body=b"\xff\xd8\xff" + secrets.token_bytes(3000))

    cdn.answers("/7400000000000000003/4.webp", noise)

    album = await gets_album(guest, link, count=5)

    shown = [bytes_of(guest, message) for message in album.messages]
    assert shown == [tile(1).read_bytes(), tile(5).read_bytes()]
    assert "3 more could not be had" in words(album.below)


async def test_an_address_inside_the_network_is_left_out_and_not_asked(guest, world, post):
    number = "7400000000000000008"
    link, visitors = post(number, 3), []

    async def visit(_reader, writer):
        visitors.append(writer.get_extra_info("peername"))
        writer.close()

    async with await asyncio.start_server(visit, "127.0.0.1", 0) as inside:
        told = photos(number, count=3)
        port = inside.sockets[0].getsockname()[1]
        hidden = {"urlList": [f"http://127.0.0.1:{port}/secret.jpg"]}
        told["imagePost"]["images"][1]["imageURL"] = hidden
        world.site("www.tiktok.com").answers(f"/@_/video/{number}", page(told))

        album = await gets_album(guest, link, count=3)

    assert len(album.messages) == 2
    assert "1 more could not be had" in words(album.below)
    assert visitors == []


async def test_nothing_but_rubbish_ends_in_a_sentence(guest, world, post):
    link = post("7400000000000000004", 2)
    world.site(CDN).answers("/7400000000000000004/*", "<html>Sorry</html>")
    for place in (1, 2):
        world.site(CDN).answers(f"/7400000000000000004/{place}.webp", "no picture")
    card = await guest.card(link)

    await guest.pick(card, "Images (2)")

    told = await guest.shown(card, lambda it: "⚠" in words(it))
    assert "A walk by the sea" not in words(told).split("⚠")[1]


async def test_addresses_that_have_run_out_are_asked_for_again(guest, world, post):
    link = post("7400000000000000005", 2)
    card = await guest.card(link)
    for place in (1, 2):
        world.site(CDN).answers(f"/7400000000000000005/{place}.webp", "late", status=403)
    fresh = photos("7400000000000000005", count=2)
    for place, image in enumerate(fresh["imagePost"]["images"], start=1):
        image["imageURL"]["urlList"] = [f"https://{CDN}/fresh/{place}.webp"]
        world.site(CDN).answers(f"/fresh/{place}.webp", tile(place))
    world.site("www.tiktok.com").answers("/@_/video/7400000000000000005", page(fresh))

    await guest.pick(card, "Images (2)")

    album = await album_after(guest, card)
    assert len(album.messages) == 2


async def test_cancel_stops_the_fetching_of_pictures(guest, world, post, town):
    link = post("7400000000000000006", 8)
    held = asyncio.Event()

    async def slow(request):
        response = web.StreamResponse(headers={"Content-Length": "100000"})
        await response.prepare(request)
        await response.write(b"\xff\xd8\xff")
        held.set()
        await asyncio.sleep(60)
        return response

    for place in range(1, 9):
        world.site(CDN).answers(f"/7400000000000000006/{place}.webp", slow)
    card = await guest.card(link)
    await guest.pick(card, "Images (8)")
    await asyncio.wait_for(held.wait(), 30)
    running = await guest.shown(card, lambda it: "Cancel" in str(it.get("reply_markup")))

    await guest.press(running, "Cancel")

    await guest.shown(card, lambda it: "Again" in str(it.get("reply_markup")))
    assert not [one for one in town.playground.messages(guest.chat) if "media_group_id" in one]
    benches = town.settings.data_dir / "work"
    await until(lambda: not benches.exists() or not any(benches.iterdir()))
