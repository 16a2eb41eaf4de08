"""Instagram through yt-dlp's own extractor, from the pasted link to the file.

The replies are shaped after yt_dlp/extractor/instagram.py of yt-dlp 2026.10.26 (tests/world/instagram.py).
"""

import pytest

from tests.e2e.people import button, until
from tests.world.albums import bytes_of, gets_album, tile
from tests.world.instagram import clip, open_instagram, page, picture, product

pytestmark = pytest.mark.asyncio(loop_scope="module")

CDN = "scontent.cdninstagram.example"


@pytest.fixture
def instagram(world):
    return open_instagram(world)


def shows(site, code, **media):
    site.answers(f"/p/{code}", page(product(code, **media)))


async def test_a_reel_arrives(instagram, guest, world):
    shows(instagram, "Chunk8-jurw", **clip("reel"))

    got = await guest.gets("https://www.instagram.com/reel/Chunk8-jurw/?igsh=MzRl", "360p")

    assert got.found.shown_size == (360, 640)
    assert abs(got.hertz - 660) < 20
    assert world.unanswered == []
    again = await guest.gets("https://instagram.com/ann/p/Chunk8-jurw", "360p")
    assert again.message["video"]["file_id"] == got.message["video"]["file_id"]


async def test_a_link_that_was_shared_leads_to_its_reel(instagram, guest, world):
    shows(instagram, "Chunk8-jurx", **clip("shared"))
    instagram.redirects(
        "/share/reel/BAB1cdEf/", "https://www.instagram.com/reel/Chunk8-jurx/?igsh=x"
    )
    instagram.answers("/reel/Chunk8-jurx/", "<html>the reel</html>")

    got = await guest.gets("https://www.instagram.com/share/reel/BAB1cdEf/", "360p")

    again = await guest.gets("https://www.instagram.com/reel/Chunk8-jurx/", "360p")
    assert again.message["video"]["file_id"] == got.message["video"]["file_id"]


async def test_a_mixed_post_arrives_as_an_album_in_its_order(instagram, guest, world):
    media = [picture(1), clip("film"), *(picture(place) for place in range(2, 12))]
    shows(instagram, "BQ0eAlwhDrw", carousel_media=media)
    for place in range(1, 12):
        world.site(CDN).answers(f"/{place}.jpg", tile(place))

    album = await gets_album(guest, "https://www.instagram.com/p/BQ0eAlwhDrw/", count=12)

    assert album.sizes == [6, 6]
    assert ["video" in message for message in album.messages] == [False, True, *[False] * 10]
    shown = [bytes_of(guest, message) for message in album.messages if "photo" in message]
    assert shown == [tile(place).read_bytes() for place in range(1, 12)]
    film_of_it = album.messages[1]["video"]
    assert (film_of_it["width"], film_of_it["height"]) == (360, 640)
    assert film_of_it["duration"] == 3


async def test_a_single_picture_becomes_the_message_itself(instagram, guest, world):
    shows(instagram, "Cop84x6u7CP", **picture(7))
    world.site(CDN).answers("/7.jpg", tile(7))
    card = await guest.card("https://www.instagram.com/p/Cop84x6u7CP/")

    await guest.pick(card, "Images (1)")

    shown = await guest.shown(card, lambda it: bytes_of(guest, it) == tile(7).read_bytes())
    assert "Ann" in str(shown) or "ann" in str(shown)


async def test_a_restricted_post_says_so(instagram, guest):
    told = {"status": "fail", "title": "Restricted Video", "description": "You must be 18"}
    instagram.answers("/api/v1/web/get_ruling_for_content/", told)

    sentence = await guest.refusal("https://www.instagram.com/reel/CDUMkliABpb/")

    assert "proved their age" in sentence


async def test_a_post_that_is_gone_says_so(instagram, guest):
    instagram.answers("/p/CDUMkliABpc", "<html>Sorry, this page is not available.</html>")

    sentence = await guest.refusal("https://www.instagram.com/p/CDUMkliABpc/")

    assert "signing in" in sentence


async def test_stories_say_that_they_need_an_account(instagram, guest):
    instagram.answers("/stories/ann/3570766765028588805/", "<html>Log in to see stories</html>")

    sentence = await guest.refusal("https://www.instagram.com/stories/ann/3570766765028588805/")

    assert "signing in" in sentence


async def test_who_always_wants_sound_is_offered_the_pictures_of_a_silent_post(
    instagram, guest, town
):
    shows(instagram, "Cop84x6u8CP", carousel_media=[picture(8), picture(9)])
    account = await town.house.core.accounts.of_telegram(guest.chat, "Guest")
    await town.house.core.accounts.set_usual(account.id, "mp3")

    asked = await guest.paste("https://www.instagram.com/p/Cop84x6u8CP/")

    told = await until(lambda: (it := guest.answer(asked)) and button(it, "Other formats") and it)
    await guest.press(told, "Other formats")
    await guest.shown(told, lambda it: button(it, "Images (2)"))
