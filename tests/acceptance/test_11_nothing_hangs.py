"""11. Nothing hangs: whatever is silent, crawls or never ends is given up in time, with its own sentence.

The stages' own patience is set to seconds; what it is in earnest stands beside each of them.
"""

import asyncio
import os
import time
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
import pytest_asyncio
from aiohttp import web as server

from services.errors import (
    ConversionFailed,
    FileUnreadable,
    LinkLive,
    LinkProtected,
    SiteTooSlow,
    TooBig,
)
from services.media import probe as probing
from services.media.brief import Brief
from services.media.child import Limits
from services.media.choices import wanted_of
from services.media.convert import convert
from services.media.ffmpeg import FfmpegFailed, run
from services.nursery import Nursery
from services.platforms.catalogue import link_of
from services.platforms.platform import Platform
from services.sources import ytdlp as asking
from services.sources.direct import download
from services.sources.nest import Nest
from services.sources.pace import Pace
from services.sources.sources import Sources
from services.sources.ytdlp import YtDlp
from services.web import open_web
from services.web_guard import Guard
from tests.processes import naming
from tests.services.sources.corner import open_corner
from tests.world.media import film, made, song

pytestmark = pytest.mark.asyncio(loop_scope="module")
shared = pytest_asyncio.fixture(scope="module", loop_scope="module")

SILENCE = timedelta(seconds=2)
PACE = Pace(bytes_per_second=512, over=timedelta(seconds=2), silence=SILENCE)
LOOK = timedelta(seconds=6)
GLANCE = timedelta(seconds=3)
SLACK = 5.0
"""Seconds beyond a deadline; the machine that tests may be slow."""


@shared
async def corner():
    async with open_corner() as opened:
        yield opened


@shared
async def web(corner):
    async with open_web(Guard(allow=[corner.url.removeprefix("http://")])) as opened:
        yield opened


@shared
async def nest():
    async with Nursery() as nursery:
        opened = Nest(nursery, limits=Limits())
        async with opened.hatched():
            pass
        yield opened
        await opened.close()


@pytest.fixture
def sources(web, nest):
    ytdlp = YtDlp(nest, web.proxy, stall=SILENCE, pace=PACE, resolve_within=LOOK)
    return Sources(web, ytdlp, stall=SILENCE, most_bytes=2_000_000)


@pytest.fixture
def patient(web, nest):
    """Sources as they are in earnest, for what must be quick by itself."""
    return Sources(web, YtDlp(nest, web.proxy))


@asynccontextmanager
async def ends_within(seconds, folder):
    """Let the block end in time, and see that it left no process."""
    began = time.monotonic()
    async with asyncio.timeout(seconds + SLACK):
        yield
    assert time.monotonic() - began < seconds + SLACK
    assert naming(str(folder)) == []


def ignore(_done, _total):
    pass


async def fetched(sources, url, folder, choice="mp3"):
    for part in ("look", "bring"):
        (folder / part).mkdir()
    medium = await sources.resolve(link_of(url), folder=folder / "look")
    return await sources.fetch(medium, wanted_of(choice), folder=folder / "bring", ticks=ignore)


def crawling(corner, path, kind, body=b""):
    """Serve a good beginning, and then a byte every tenth of a second, for ever."""

    async def answer(request):
        response = server.StreamResponse(headers={"Content-Type": kind})
        await response.prepare(request)
        await response.write(body)
        while True:
            await asyncio.sleep(0.1)
            await response.write(b"\0")

    corner.routes[path] = answer
    return corner.url + path


def stream(*pieces, before="", end="#EXT-X-ENDLIST\n"):
    rows = "".join(f"#EXTINF:3,\n{piece}\n" for piece in pieces)
    return f"#EXTM3U\n#EXT-X-TARGETDURATION:4\n{before}{rows}{end}"


def piece(corner):
    return corner.bytes(
        "/piece.ts",
        made("ts", "-i", str(film(height=240, seconds=3)), "-c", "copy").read_bytes(),
        "video/mp2t",
    )


@pytest.mark.parametrize("path", ["/silent.mp3", "/silent"])
async def test_a_site_that_accepts_and_is_silent(path, sources, corner, tmp_path):
    async def answer(_request):
        await asyncio.Event().wait()

    corner.routes[path] = answer
    async with ends_within(LOOK.total_seconds(), tmp_path):
        with pytest.raises(SiteTooSlow):
            await sources.resolve(link_of(corner.url + path), folder=tmp_path)


async def test_a_file_that_crawls(web, corner, tmp_path):
    url = crawling(corner, "/crawl.mp3", "audio/mpeg", song(seconds=3).read_bytes())
    async with ends_within(2 * PACE.over.total_seconds(), tmp_path):
        with pytest.raises(SiteTooSlow):
            await download(web, url, to=tmp_path / "a", ticks=ignore, pace=PACE)
    assert list(tmp_path.iterdir()) == []


async def test_a_piece_of_a_stream_that_crawls(sources, corner, tmp_path):
    crawls = crawling(corner, "/crawl.ts", "video/mp2t", b"G" * 50_000)
    url = corner.text("/crawl.m3u8", stream(piece(corner), crawls), "application/x-mpegurl")
    async with ends_within(4 * PACE.over.total_seconds(), tmp_path):
        with pytest.raises(SiteTooSlow):
            await fetched(sources, url, tmp_path)


async def test_a_stream_that_never_ends(sources, corner, tmp_path):
    url = corner.text("/endless.m3u8", stream(*[piece(corner)] * 20_000), "application/x-mpegurl")
    async with ends_within(LOOK.total_seconds(), tmp_path):
        with pytest.raises(TooBig):
            await fetched(sources, url, tmp_path)


async def test_a_page_that_never_ends(web, nest, corner, tmp_path):
    async def answer(request):
        response = server.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        while True:
            await response.write(b"<p>" * 20)
            await asyncio.sleep(0.05)

    corner.routes["/endless"] = answer
    ytdlp = YtDlp(nest, web.proxy, stall=SILENCE, pace=PACE, resolve_within=GLANCE)
    sources = Sources(web, ytdlp, stall=SILENCE)
    async with ends_within(GLANCE.total_seconds(), tmp_path):
        with pytest.raises(SiteTooSlow):
            await sources.resolve(link_of(corner.url + "/endless"), folder=tmp_path)


async def test_an_extractor_that_sleeps(sources, corner, tmp_path, monkeypatch):
    sleepy = Platform(
        name="sleepy",
        title="Sleepy",
        hosts=frozenset(),
        identify=lambda _address: None,
        options={"sleep_interval_requests": 600},
    )
    monkeypatch.setattr(asking, "platform_named", lambda _name: sleepy)
    url = corner.text("/sleepy", f'<video src="{corner.url}/next.m3u8"></video>')
    async with ends_within(LOOK.total_seconds(), tmp_path):
        with pytest.raises(SiteTooSlow):
            await sources.resolve(link_of(url), folder=tmp_path)


async def test_ffmpeg_that_waits_for_a_pipe(tmp_path):
    pipe = tmp_path / "pipe.mp3"
    os.mkfifo(pipe)
    async with ends_within(SILENCE.total_seconds(), tmp_path):
        with pytest.raises(FfmpegFailed):
            await run(["-i", f"file:{pipe}", "-f", "null", "-"], folder=tmp_path, stall=SILENCE)


async def test_ffmpeg_that_takes_too_long(tmp_path):
    sound = ["-f", "lavfi", "-i", "sine=duration=100000", "-f", "wav", f"file:{tmp_path / 'a.wav'}"]
    async with ends_within(1, tmp_path):
        with pytest.raises(FfmpegFailed):
            await run(sound, folder=tmp_path, deadline=timedelta(seconds=1))


async def test_a_look_into_a_pipe(tmp_path, monkeypatch):
    monkeypatch.setattr(probing, "_PATIENCE", SILENCE)
    pipe = tmp_path / "pipe.mp3"
    os.mkfifo(pipe)
    async with ends_within(SILENCE.total_seconds(), tmp_path):
        with pytest.raises((FileUnreadable, ConversionFailed)):
            await convert(pipe, Brief(wanted_of("mp3").format), to=tmp_path / "b.mp3")


async def test_a_broadcast_is_refused_or_recorded_but_never_waited_for(patient, corner, tmp_path):
    url = corner.text("/live.m3u8", stream(piece(corner), end=""), "application/x-mpegurl")
    async with ends_within(LOOK.total_seconds(), tmp_path):
        try:
            medium = await patient.resolve(link_of(url), folder=tmp_path)
            assert medium.live
        except LinkLive:
            pass


async def test_what_is_protected_is_refused_at_once(patient, corner, tmp_path):
    key = (
        '#EXT-X-KEY:METHOD=SAMPLE-AES,URI="skd://a",KEYFORMAT="com.apple.streamingkeydelivery",'
        'KEYFORMATVERSIONS="1"\n'
    )
    url = corner.text("/drm.m3u8", stream(piece(corner), before=key), "application/x-mpegurl")
    async with ends_within(3 - SLACK / 2, tmp_path):
        with pytest.raises(LinkProtected):
            await patient.resolve(link_of(url), folder=tmp_path)


async def test_who_comes_next_is_served_at_once(sources, patient, corner, tmp_path):
    crawls = crawling(corner, "/next.ts", "video/mp2t", b"G" * 50_000)
    bad = corner.text("/next.m3u8", stream(crawls), "application/x-mpegurl")
    good = corner.bytes("/good.mp3", song(seconds=3).read_bytes(), "audio/mpeg")
    (tmp_path / "bad").mkdir()
    (tmp_path / "good").mkdir()
    with pytest.raises(SiteTooSlow):
        await fetched(sources, bad, tmp_path / "bad")

    got = await fetched(patient, good, tmp_path / "good")

    assert got.path.read_bytes() == song(seconds=3).read_bytes()
