"""The made-up web itself: a page with a film in it, from pasted link to delivered file."""

import pytest

from tests.world.media import film, song, still

pytestmark = pytest.mark.asyncio(loop_scope="module")

PAGE = """<!doctype html><html><head><title>A film of ours</title>
<meta property="og:title" content="A film of ours">
<meta property="og:image" content="https://www.made-up.example/still.jpg"></head>
<body><video src="https://cdn.made-up.example/film.mp4"></video></body></html>"""


async def test_a_page_becomes_a_film(world, guest):
    site = world.site("www.made-up.example")
    link = site.answers("/watch/1", PAGE)
    site.answers("/still.jpg", still())
    world.site("cdn.made-up.example").answers("/film.mp4", film(height=360, hertz=660))

    got = await guest.gets(link, "360p")

    assert got.found.shown_size == (640, 360)
    assert abs(got.hertz - 660) < 20
    assert world.asked("cdn.made-up.example", "/film.mp4")
    assert world.unanswered == []


async def test_a_file_becomes_a_sound(world, guest):
    link = world.site("files.made-up.example").answers("/a/tone.mp3", song(hertz=880))

    got = await guest.gets(link, "MP3")

    assert abs(got.hertz - 880) < 20
    assert "audio" in got.message


async def test_a_host_that_nobody_is_cannot_be_reached(world, guest):
    sentence = await guest.refusal("https://nowhere.made-up.example/film.mp4")

    assert "nowhere.made-up.example" in sentence
    assert world.unanswered == ["CONNECT nowhere.made-up.example:443"] * len(world.unanswered)
