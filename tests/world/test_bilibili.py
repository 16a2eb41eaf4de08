"""Bilibili, from pasted link to delivered file, through yt-dlp's own extractor.

Shapes: `extractor/bilibili.py` of yt-dlp 2026.10.26: a video page's `window.__INITIAL_STATE__`, and
`api.bilibili.com/x/player/pagelist`, `/x/web-interface/nav` (the key that signs) and
`/x/player/wbi/playurl` (the streams). The signatures that the extractor makes are not checked here.
"""

import json

import pytest
import pytest_asyncio
from aiohttp import web

from services.platforms.bilibili import bv_of
from tests.world.media import film, song, still

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Bilibili:
    def __init__(self, world):
        self.videos = {}
        self.site = world.site("www.bilibili.com")
        self.api = world.site("api.bilibili.com")
        self.files = world.site("upos-made-up.bilivideo.com")
        self.site.answers("/video/*", self._page)
        self.api.answers("/x/player/pagelist", self._parts)
        self.api.answers("/x/player/wbi/playurl", self._streams)
        self.api.answers("/x/player/wbi/v2", self._chapters)
        sign = {"img_url": f"https://i0.hdslb.com/{'a' * 32}.png", "sub_url": f"/{'b' * 32}.png"}
        self.api.answers("/x/web-interface/nav", {"code": -101, "data": {"wbi_img": sign}})
        world.site("i0.hdslb.com").answers("/bfs/archive/*", still())

    def video(self, number, title, *, heights=(360, 480), hertz=(440,)):
        """Upload a video of as many parts as there are tones."""
        name = bv_of(number)
        self.videos[name] = {
            "aid": number,
            "bvid": name,
            "cid": number * 10,
            "title": title,
            "desc": "",
            "pic": "https://i0.hdslb.com/bfs/archive/cover.jpg",
            "pubdate": 1714550400,
            "pages": [{"cid": number * 10 + part} for part, _ in enumerate(hertz)],
            "_heights": heights,
            "_hertz": hertz,
        }
        return f"https://www.bilibili.com/video/{name}"

    def _known(self, name):
        number = name.removeprefix("av")
        return self.videos.get(bv_of(int(number)) if number.isdecimal() else name)

    async def _page(self, request):
        known = self._known(request.path.strip("/").rpartition("/")[2])
        state = {"videoData": known, "upData": {"name": "An uploader", "mid": "1"}, "error": {}}
        if known is None:
            state = {"error": {"trueCode": -404}}
        script = f"<script>window.__INITIAL_STATE__={json.dumps(state)};(function(){{}}())</script>"
        return web.Response(text=f"<html>{script}</html>", content_type="text/html")

    async def _parts(self, request):
        known = self._known(request.query["bvid"])
        pages = [
            {"cid": page["cid"], "page": at, "part": f"part {at}"}
            for at, page in enumerate(known["pages"], 1)
        ]
        return web.json_response({"code": 0, "data": pages})

    async def _streams(self, request):
        known = self._known(request.query["bvid"])
        part = int(request.query["cid"]) % 10
        pictures = [
            {
                "id": {360: 16, 480: 32}[height],
                "baseUrl": self._file(
                    f"{known['bvid']}-{height}", film(height=height, sound=False)
                ),
                "mimeType": "video/mp4",
                "codecs": "avc1.640033",
                "bandwidth": 300_000,
                "width": height * 16 // 9 // 2 * 2,
                "height": height,
                "frameRate": "10",
            }
            for height in known["_heights"]
        ]
        tone = song(hertz=known["_hertz"][part], ending="m4a")
        sound = {
            "id": 30280,
            "baseUrl": self._file(f"{known['bvid']}-{part}-sound", tone),
            "mimeType": "audio/mp4",
            "codecs": "mp4a.40.2",
            "bandwidth": 130_000,
        }
        told = {"timelength": 3000, "dash": {"video": pictures, "audio": [sound]}}
        return web.json_response({"code": 0, "data": told})

    async def _chapters(self, request):
        points = [
            {"content": "Low water", "from": 0, "to": 1},
            {"content": "High water", "from": 1, "to": 3},
        ]
        return web.json_response({"code": 0, "data": {"view_points": points}})

    def _file(self, name, path):
        return self.files.answers(f"/upgcxcode/{name}.m4s", path, kind="video/mp4")


@pytest_asyncio.fixture(loop_scope="module")
async def bilibili(world):
    return Bilibili(world)


async def test_a_video_arrives_by_its_old_number(bilibili, guest):
    bilibili.video(8903802, "港口的早晨", hertz=(660,))

    got = await guest.gets("https://m.bilibili.com/video/av8903802?share_source=x", "480p")

    assert got.found.shown_size == (852, 480)
    assert abs(got.hertz - 660) < 20
    assert "港口的早晨" in got.caption


async def test_its_sound_arrives_with_its_author(bilibili, guest):
    link = bilibili.video(8903803, "港口的夜晚", hertz=(550,))

    got = await guest.gets(link, "M4A")

    assert abs(got.hertz - 550) < 20
    assert got.message["audio"]["performer"] == "An uploader"


async def test_the_part_that_was_pasted_is_the_one_that_comes(bilibili, guest):
    link = bilibili.video(8903804, "三个部分", hertz=(440, 660, 880))

    second = await guest.gets(f"{link}?p=2")
    third = await guest.gets(f"{link}/?p=3&vd_source=abc")

    assert [abs(second.hertz - 660) < 20, abs(third.hertz - 880) < 20] == [True, True]


async def test_a_short_link_is_the_same_video(bilibili, guest, world):
    link = bilibili.video(8903805, "短链接")
    short = world.site("b23.tv").redirects("/AbC12xY", f"{link}?share_source=COPY&p=1")

    got = await guest.gets(short)
    world.requests.clear()
    again = await guest.gets(link)

    assert again.message["audio"]["file_id"] == got.message["audio"]["file_id"]
    assert not world.asked("*.bilivideo.com")


async def test_the_site_is_told_where_the_link_was_found(bilibili, guest, world):
    link = bilibili.video(8903806, "来源")

    await guest.gets(link)

    asked = world.asked("*.bilivideo.com")
    assert asked
    assert {one.headers.get("Referer") for one in asked} == {link}


async def test_a_video_that_is_gone_is_answered_in_a_sentence(bilibili, guest):
    sentence = await guest.refusal("https://www.bilibili.com/video/BV1xx411c7mD")

    assert "bilibili.com" in sentence
