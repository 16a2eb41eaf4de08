import asyncio
import struct
from xml.etree import ElementTree as ET

import aiohttp
import av
import pytest
from mutagen.id3 import ID3
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4

from bot.playground.demo.catalogue import LINKS
from bot.playground.demo.media import TITLES, MediaFailed, prepare_media
from tests.demo import MEDIA_FOLDER
from tests.sounds import tune_in

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"


async def test_the_direct_song_is_the_right_one_with_its_tags_and_cover(demo, web, tmp_path):
    async with web.get("/morning-over-the-harbour.mp3") as answer:
        assert answer.content_type == "audio/mpeg"
        song = await answer.read()
    (tmp_path / "song.mp3").write_bytes(song)
    tags = ID3(tmp_path / "song.mp3")

    assert tune_in(song) == "harbour"
    assert str(tags["TIT2"]) == "Morning over the Harbour"
    assert str(tags["TPE1"]) == "The Paper Lanterns"
    assert tags.getall("APIC")[0].mime == "image/jpeg"
    assert MP3(tmp_path / "song.mp3").info.length == pytest.approx(24, abs=0.1)


async def test_a_plain_file_tells_its_size_date_and_version_and_serves_ranges(web):
    async with web.get("/morning-over-the-harbour.mp3") as answer:
        whole = await answer.read()
        assert int(answer.headers["Content-Length"]) == len(whole)
        assert "Last-Modified" in answer.headers
        etag = answer.headers["ETag"]
    async with web.get(
        "/morning-over-the-harbour.mp3", headers={"Range": "bytes=100-199"}
    ) as answer:
        assert answer.status == 206
        assert answer.headers["Content-Range"] == f"bytes 100-199/{len(whole)}"
        assert await answer.read() == whole[100:200]
    async with web.get("/morning-over-the-harbour.mp3", headers={"If-None-Match": etag}) as answer:
        assert answer.status == 304


async def test_the_short_link_leads_to_the_song(web):
    async with web.get("/s/harbour", allow_redirects=False) as answer:
        assert answer.status == 302
        assert answer.headers["Location"] == "/morning-over-the-harbour.mp3"


@pytest.mark.parametrize("height", [240, 480, 720])
async def test_the_film_exists_in_every_height_and_plays_the_tune(height, web, tmp_path):
    async with web.get(f"/films/sunrise-{height}.mp4") as answer:
        film = await answer.read()
    path = tmp_path / "film.mp4"
    path.write_bytes(film)

    with av.open(path) as container:
        assert container.streams.video[0].height == height
        assert container.duration / 1_000_000 == pytest.approx(24, abs=0.3)
    assert tune_in(path) == "harbour"


async def test_the_feed_has_two_episodes_with_their_own_tunes(web, tmp_path):
    async with web.get("/podcast.xml") as answer:
        feed = ET.fromstring(await answer.text())
    tunes = []
    for number, item in enumerate(feed.findall("./channel/item")):
        enclosure = item.find("enclosure").attrib
        async with web.get(enclosure["url"]) as answer:
            sound = await answer.read()
        assert int(enclosure["length"]) == len(sound)
        assert item.findtext(f"{ITUNES}duration") == "24"
        (tmp_path / str(number)).write_bytes(sound)
        tunes.append(tune_in(tmp_path / str(number)))

    assert tunes == ["rain", "train"]
    assert str(MP4(tmp_path / "1")["\xa9nam"][0]) == "The Night Train"


async def test_the_stream_has_two_pictures_and_a_sound(web, demo):
    async with web.get("/live/tide-at-noon.m3u8") as answer:
        listed = await answer.text()
    sound = b""
    async with web.get("/live/sound.m3u8") as answer:
        names = [line for line in (await answer.text()).splitlines() if line.endswith(".ts")]
    for name in names:
        async with web.get(f"/live/{name}") as answer:
            sound += await answer.read()

    assert "RESOLUTION=426x240" in listed
    assert "RESOLUTION=854x480" in listed
    assert tune_in(sound) == "tide"


@pytest.mark.parametrize("name", TITLES)
async def test_odd_titles_stand_in_the_tags(name, web, tmp_path):
    async with web.get(f"/titled/{name}.mp3") as answer:
        (tmp_path / "song.mp3").write_bytes(await answer.read())

    assert str(ID3(tmp_path / "song.mp3")["TIT2"]) == TITLES[name]


def test_the_long_title_has_300_characters():
    assert len(TITLES["long"]) == 300


async def test_the_slow_file_trickles_the_whole_song(web):
    async with web.get("/slow.mp3?seconds=0.5") as answer:
        pieces = [piece async for piece, _ in answer.content.iter_chunks()]

    assert len(pieces) >= 2
    assert tune_in(b"".join(pieces)) == "harbour"


async def test_the_slow_file_can_be_resumed(web):
    async with web.get("/slow.mp3?seconds=0.5", headers={"Range": "bytes=390000-"}) as answer:
        assert answer.status == 206
        assert len(await answer.read()) == int(answer.headers["Content-Length"])


async def test_the_broken_file_is_cut_halfway_every_time(web):
    for _ in range(2):
        async with web.get("/broken.mp3", headers={"Range": "bytes=200000-"}) as answer:
            promised = int(answer.headers["Content-Length"])
            with pytest.raises(aiohttp.ClientPayloadError):
                await answer.read()
            assert answer.status == 200
            assert promised > 390_000


async def test_the_shaky_line_breaks_once_and_then_holds(web, demo):
    async with web.get("/flaky.mp3") as answer:
        with pytest.raises(aiohttp.ClientPayloadError):
            await answer.read()
    async with web.get("/flaky.mp3") as answer:
        assert tune_in(await answer.read()) == "harbour"
    demo.clear_hits()
    async with web.get("/flaky.mp3") as answer:
        with pytest.raises(aiohttp.ClientPayloadError):
            await answer.read()


async def test_the_big_film_has_any_size_and_is_a_film(web, tmp_path):
    async with web.get("/big.mp4?mb=3") as answer:
        film = await answer.read()
    (tmp_path / "film.mp4").write_bytes(film)

    assert len(film) == 3_000_000
    assert tune_in(tmp_path / "film.mp4") == "harbour"


async def test_the_big_film_serves_its_end_alone(web):
    async with web.get("/big.mp4?mb=60", headers={"Range": "bytes=59999990-"}) as answer:
        assert answer.headers["Content-Range"] == "bytes 59999990-59999999/60000000"
        assert await answer.read() == bytes(10)


async def test_a_range_beyond_the_end_is_refused(web):
    async with web.get("/big.bin?mb=2", headers={"Range": "bytes=2000000-"}) as answer:
        assert answer.status == 416


async def test_a_head_request_tells_the_size_of_the_big_film(web):
    async with web.head("/big.mp4?mb=60") as answer:
        assert answer.headers["Content-Length"] == "60000000"


async def test_what_is_called_mp3_may_be_a_web_page(web):
    async with web.get("/song.mp3") as answer:
        assert answer.content_type == "audio/mpeg"
        assert b"<html>" in await answer.read()


async def test_the_silent_line_sends_no_byte(web):
    async with web.get("/stall.mp3") as answer:
        assert answer.status == 200
        reading = asyncio.ensure_future(answer.content.read(1))
        await asyncio.wait([reading], timeout=0.2)
        assert not reading.done()
        reading.cancel()


@pytest.mark.parametrize(
    ("path", "status"), [("/gone.mp3", 404), ("/status/403", 403), ("/titled/no", 404)]
)
async def test_closed_doors_and_dead_links(path, status, web):
    async with web.get(path) as answer:
        assert answer.status == status


async def test_the_circle_never_ends(web):
    with pytest.raises(aiohttp.TooManyRedirects):
        await web.get("/loop")


async def test_the_open_door_redirects_anywhere(web):
    async with web.get("/to?url=http://169.254.169.254/latest", allow_redirects=False) as answer:
        assert answer.headers["Location"] == "http://169.254.169.254/latest"


async def test_a_size_that_is_no_number_is_refused(web):
    async with web.get("/big.mp4?mb=many") as answer:
        assert answer.status == 400


async def test_every_request_is_counted(web, demo):
    demo.clear_hits()
    for path in ("/", "/gone.mp3", "/gone.mp3", "/s/harbour"):
        async with web.get(path):
            pass
    async with web.get("/hits") as answer:
        told = await answer.json()

    assert demo.hits == {
        "/": 1,
        "/gone.mp3": 2,
        "/s/harbour": 1,
        "/morning-over-the-harbour.mp3": 1,
    }
    assert told == {"total": 5, "by_path": dict(demo.hits)}


async def test_the_list_of_links_may_be_read_from_other_pages(web, demo):
    async with web.get("/links.json") as answer:
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        rows = (await answer.json())["links"]

    assert {row["name"]: row["url"] for row in rows} == demo.links
    assert {row["group"] for row in rows} == {"good", "odd", "bad"}


async def test_the_front_page_shows_every_link(web, demo):
    async with web.get("/") as answer:
        page = await answer.text()

    assert all(link.title in page for link in LINKS)
    assert all(f'"{url}"' in page for url in demo.links.values())


async def test_the_look_of_the_pages_is_served(web):
    async with (
        web.get("/style.css") as style,
        web.get("/player.js") as player,
        web.get("/copy.js") as copy,
    ):
        assert style.content_type == "text/css"
        assert player.status == copy.status == 200


async def test_files_are_made_once(demo):
    before = sorted((path, path.stat().st_mtime_ns) for path in MEDIA_FOLDER.glob("media-*/*"))
    await prepare_media(MEDIA_FOLDER, ffmpeg="/nowhere/ffmpeg")

    assert (
        sorted((path, path.stat().st_mtime_ns) for path in MEDIA_FOLDER.glob("media-*/*")) == before
    )


async def test_a_failing_ffmpeg_leaves_nothing_behind(tmp_path):
    with pytest.raises(MediaFailed):
        await prepare_media(tmp_path, ffmpeg="/bin/false")

    assert list(tmp_path.iterdir()) == []


def test_the_padding_of_a_big_film_is_one_box():
    assert struct.calcsize(">I4sQ") == 16
