"""The rest of the web, from pasted link to delivered file: streams, players in pages, files.

Streams and pages are read by `extractor/generic.py` and `extractor/common.py` of yt-dlp 2026.10.26
(`_extract_m3u8_formats`, `_extract_mpd_formats`, `_parse_html5_media_entries`, `_json_ld`); plain files
by ourselves. Feeds of podcasts have a module of their own.
"""

import pytest
from aiohttp import web

from tests.world.media import film, hls, ladder, song, still
from tests.world.youtube import open_youtube

pytestmark = pytest.mark.asyncio(loop_scope="module")

HOST = "media.made-up.example"


def shelved(site, folder, under):
    """Serve a folder; return the address that it stands under."""
    for piece in folder.iterdir():
        site.answers(f"{under}/{piece.name}", piece)
    return f"https://{site.host}{under}"


def page(title, body, head=""):
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    )


@pytest.mark.parametrize("name", ["film.m3u8", "film.mpd"])
async def test_a_stream_arrives_in_the_height_that_was_chosen(world, guest, name):
    base = shelved(world.site(HOST), ladder(hertz=660), f"/streams/{name[-4:]}")

    got = await guest.gets(f"{base}/{name}", "240p")

    assert got.found.shown_size == (426, 240)
    assert abs(got.hertz - 660) < 20
    assert 3.5 < got.found.seconds < 4.5
    assert not world.asked(HOST, "*/chunk-stream1-*")


async def test_the_sound_of_a_stream_is_fetched_alone(world, guest):
    base = shelved(world.site(HOST), ladder(hertz=550), "/streams/sound")

    got = await guest.gets(f"{base}/film.m3u8", "M4A")

    assert abs(got.hertz - 550) < 20
    assert not world.asked(HOST, "/streams/sound/chunk-stream[01]-*")


async def test_a_stream_without_a_ladder_arrives(world, guest):
    base = shelved(world.site(HOST), hls(seconds=5, hertz=880, height=240), "/streams/plain")

    got = await guest.gets(f"{base}/film.m3u8", "MP3")

    assert abs(got.hertz - 880) < 20
    assert 4.5 < got.found.seconds < 5.5


async def test_a_player_in_a_page_is_found(world, guest):
    site = world.site("www.made-up.example")
    link = site.answers("/films/1", page("The pier", '<video src="/files/pier.mp4"></video>'))
    site.answers("/files/pier.mp4", film(height=360, hertz=660))

    card = await guest.card(link)
    await guest.pick(card, "360p")
    got = await guest.got(card)

    assert got.found.shown_size == (640, 360)
    assert got.caption.startswith("The pier")
    assert "(1)" not in got.caption


async def test_a_page_that_tells_search_engines_about_its_video(world, guest):
    site = world.site("news.made-up.example")
    told = (
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "VideoObject",'
        '"name": "The lighthouse", "duration": "PT3S", "uploadDate": "2024-05-01",'
        '"thumbnailUrl": "https://news.made-up.example/still.jpg",'
        '"contentUrl": "https://news.made-up.example/files/lighthouse.mp4"}</script>'
    )
    link = site.answers("/2024/lighthouse", page("News", "<p>Words</p>", head=told))
    site.answers("/files/lighthouse.mp4", film(height=240, hertz=770))
    site.answers("/still.jpg", still())

    got = await guest.gets(link, "MP3")

    assert abs(got.hertz - 770) < 20
    assert got.message["audio"]["title"] == "The lighthouse"
    assert got.found.has_cover


async def test_a_page_that_shows_another_sites_player_leads_there(world, guest):
    youtube = open_youtube(world)
    original = youtube.video("aVideo0emb1", "Shown elsewhere", hertz=550)
    frame = '<iframe src="https://www.youtube.com/embed/aVideo0emb1"></iframe>'
    link = world.site("blog.made-up.example").answers("/post", page("A blog", frame))

    got = await guest.gets(link, "MP3")
    world.requests.clear()
    again = await guest.gets(original, "MP3")

    assert got.message["audio"]["title"] == "Shown elsewhere"
    assert again.message["audio"]["file_id"] == got.message["audio"]["file_id"]
    assert not world.asked("*.googlevideo.com")


async def test_a_file_behind_redirects_arrives(world, guest):
    site = world.site(HOST)
    site.answers("/really/here.mp3", song(hertz=440))
    site.redirects("/hop", "/really/here.mp3", status=307)
    link = site.redirects("/song.mp3", f"https://{HOST}/hop", status=301)

    got = await guest.gets(link)

    assert abs(got.hertz - 440) < 20


async def test_a_file_without_a_name_is_known_by_its_bytes(world, guest):
    headers = {"Content-Disposition": 'attachment; filename="harbour.mp4"'}
    link = world.site(HOST).answers(
        "/download", film(height=240, hertz=990), kind="application/octet-stream", headers=headers
    )

    got = await guest.gets(f"{link}?id=7", "240p")

    assert got.found.shown_size == (426, 240)
    assert abs(got.hertz - 990) < 20


async def test_a_site_that_wants_to_know_the_page_gets_it_told(world, guest):
    site = world.site("strict.made-up.example")

    async def only_from_the_page(request):
        if not request.headers.get("Referer", "").startswith("https://strict.made-up.example/"):
            return web.Response(status=403)
        return web.FileResponse(film(height=240, hertz=660))

    link = site.answers("/watch", page("Strict", '<video src="/files/strict.mp4"></video>'))
    site.answers("/files/strict.mp4", only_from_the_page)

    got = await guest.gets(link, "MP3")

    assert abs(got.hertz - 660) < 20


async def test_a_page_with_nothing_to_play_is_answered_in_a_sentence(world, guest):
    link = world.site("www.made-up.example").answers("/about", page("About us", "<p>Hello</p>"))

    assert "made-up.example" in await guest.refusal(link)
