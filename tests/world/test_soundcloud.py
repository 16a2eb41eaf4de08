"""SoundCloud, from pasted link to delivered file, through yt-dlp's own extractor.

Shapes: `extractor/soundcloud.py` of yt-dlp 2026.10.26: the front page names scripts, one of them the
client id; `api-v2.soundcloud.com/resolve` tells about a track, its `media.transcodings` lead to addresses.
"""

import pytest
import pytest_asyncio

from tests.e2e.people import words
from tests.world.media import hls, song, still

pytestmark = pytest.mark.asyncio(loop_scope="module")

ID = "a" * 32
TRACK = "https://soundcloud.com/the-harbour-band/tide-at-noon"


class SoundCloud:
    def __init__(self, world):
        self.tracks = {}
        self.api = world.site("api-v2.soundcloud.com")
        self.files = world.site("cf-media.sndcdn.com")
        front = world.site("soundcloud.com")
        assets = world.site("a-v2.sndcdn.com")
        script = assets.answers("/assets/50-made-up.js", f'const x={{client_id:"{ID}"}}')
        front.answers("/", f'<html><script crossorigin src="{script}"></script></html>')
        self.api.answers("/resolve", self._resolve)
        world.site("i1.sndcdn.com").answers("/artworks-made-up-*", still(width=500, height=500))

    def track(self, number, link, *, title="Tide at Noon", transcodings, **about):
        self.tracks[link] = {
            "id": number,
            "kind": "track",
            "title": title,
            "permalink_url": link,
            "duration": 3000,
            "created_at": "2024-05-01T09:00:00Z",
            "artwork_url": "https://i1.sndcdn.com/artworks-made-up-large.jpg",
            "user": {"id": 1, "username": "The Harbour Band", "permalink": "the-harbour-band"},
            "media": {"transcodings": transcodings},
            **about,
        }

    def transcoding(self, number, file, *, preset="mp3_1_0", mime="audio/mpeg"):
        at = self.files.answers(f"/{number}.128.mp3", file)
        asked = self.api.answers(
            f"/media/soundcloud:tracks:{number}/x/stream/progressive", {"url": at}
        )
        told = {"protocol": "progressive", "mime_type": mime}
        return {"url": asked, "preset": preset, "format": told, "quality": "sq", "snipped": False}

    def streamed(self, number, folder):
        for piece in folder.iterdir():
            self.files.answers(f"/{number}/{piece.name}", piece)
        at = f"https://{self.files.host}/{number}/sound.m3u8"
        asked = self.api.answers(f"/media/soundcloud:tracks:{number}/x/stream/hls", {"url": at})
        told = {"protocol": "hls", "mime_type": 'audio/mp4; codecs="mp4a.40.2"'}
        return {"url": asked, "preset": "aac_160k", "format": told, "quality": "sq"}

    async def _resolve(self, request):
        from aiohttp import web

        assert request.query["client_id"] == ID
        known = self.tracks.get(request.query["url"])
        return web.json_response(known) if known else web.json_response({}, status=404)


@pytest_asyncio.fixture(loop_scope="module")
async def soundcloud(world):
    return SoundCloud(world)


async def test_a_track_arrives_with_its_artist(soundcloud, guest):
    stream = soundcloud.transcoding(1, song(hertz=660))
    soundcloud.track(1, TRACK, transcodings=[stream], publisher_metadata={"artist": "The Band"})

    got = await guest.gets("https://m.soundcloud.com/the-harbour-band/tide-at-noon?utm_source=x")

    assert abs(got.hertz - 660) < 20
    assert got.message["audio"]["title"] == "Tide at Noon"
    assert got.message["audio"]["performer"] == "The Band"
    assert got.found.has_cover


async def test_a_track_in_pieces_is_put_together(soundcloud, guest):
    link = f"{TRACK}-in-pieces"
    soundcloud.track(2, link, transcodings=[soundcloud.streamed(2, hls(seconds=5, hertz=550))])

    got = await guest.gets(link, "M4A")

    assert abs(got.hertz - 550) < 20
    assert 4.5 < got.found.seconds < 5.5


async def test_a_secret_link_opens_a_private_track(soundcloud, guest):
    link = "https://soundcloud.com/the-harbour-band/not-yet-out/s-AbC12"
    soundcloud.track(3, link, title="Not Yet Out", transcodings=[soundcloud.transcoding(3, song())])

    got = await guest.gets(link)

    assert got.message["audio"]["title"] == "Not Yet Out"


async def test_a_short_link_leads_to_the_track(soundcloud, guest, world):
    link = f"{TRACK}-again"
    soundcloud.track(4, link, title="Again", transcodings=[soundcloud.transcoding(4, song())])
    world.site("soundcloud.com").answers("/the-harbour-band/tide-at-noon-again", "<html></html>")
    short = world.site("on.soundcloud.com").redirects("/AbC12", f"{link}?si=1&utm_source=clipboard")

    got = await guest.gets(short)
    world.requests.clear()
    again = await guest.gets(link)

    assert got.message["audio"]["title"] == "Again"
    assert again.message["audio"]["file_id"] == got.message["audio"]["file_id"]
    assert not world.asked("cf-media.sndcdn.com")


async def test_a_protected_track_is_answered_in_a_sentence(soundcloud, guest):
    link = f"{TRACK}-protected"
    sealed = {
        "url": "https://api-v2.soundcloud.com/media/x",
        "preset": "aac_160k",
        "format": {"protocol": "ctr-encrypted-hls", "mime_type": "audio/mp4"},
    }
    soundcloud.track(5, link, transcodings=[sealed])

    sentence = await guest.refusal(link)

    assert "soundcloud.com locks this against copying" in sentence


async def test_a_track_that_is_gone_is_answered_in_a_sentence(soundcloud, guest):
    sentence = await guest.refusal(f"{TRACK}-that-never-was")

    assert "soundcloud.com" in sentence


async def test_a_set_is_a_list_and_arrives_in_its_order(soundcloud, guest):
    links = [f"https://soundcloud.com/the-harbour-band/song-{n}" for n in range(1, 4)]
    for number, link in enumerate(links, start=11):
        stream = soundcloud.transcoding(number, song(seconds=1, hertz=200 + 40 * number))
        soundcloud.track(number, link, title=f"Song {number - 10}", transcodings=[stream])
    address = "https://soundcloud.com/the-harbour-band/sets/the-album"
    soundcloud.tracks[address] = {
        "id": 99,
        "kind": "playlist",
        "title": "The Album",
        "user": {"username": "The Harbour Band"},
        "tracks": [soundcloud.tracks[link] for link in links],
    }

    card = await guest.card(address)
    assert "The Album" in words(card)
    assert "3 items" in words(card)
    await guest.press(card, "All as MP3")
    await guest.shown(card, lambda it: "3 of 3 sent" in words(it), seconds=60)

    said = guest.town.playground.messages(guest.chat)
    assert [one["audio"]["title"] for one in said if "audio" in one] == [
        "Song 1",
        "Song 2",
        "Song 3",
    ]
