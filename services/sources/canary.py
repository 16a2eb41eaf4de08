"""Tries an edition of yt-dlp on pages that are known, before strangers' links meet it.

A small site on loopback shows what Hearsay meets every day: a page with a player, a feed, a stream. The
edition has to read them as the one does that came with Hearsay, and to know whose links are whose.
"""

import json
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from aiohttp import web

from services.errors import HearsayError
from services.media.child import Limits, child
from services.nursery import Nursery
from services.platforms.link import Link
from services.sources.editions import Editions
from services.sources.nest import Nest
from services.sources.ytdlp import YtDlp
from services.web import open_web
from services.web_guard import Guard

_LIMITS: Final = Limits(memory_bytes=3 * 1024**3, file_bytes=1024**2)
_LINKS: Final = {
    "Youtube": "https://www.youtube.com/watch?v=jNQXAC9IVRw",
    "YoutubeTab": "https://www.youtube.com/playlist?list=PL590L5WQmH8fJ54F369BLDSqIwcs-TCfs",
    "Soundcloud": "https://soundcloud.com/artist/track",
    "TikTok": "https://www.tiktok.com/@somebody/video/6748451240264420610",
    "Twitter": "https://x.com/somebody/status/1577855540407197696",
    "Instagram": "https://www.instagram.com/reel/CDUMkliABpa/",
    "BiliBili": "https://www.bilibili.com/video/BV13x41117TL",
    "ApplePodcasts": "https://podcasts.apple.com/us/podcast/a-show/id1135137367?i=1000665010654",
}
_KNOWS: Final = """
import json, sys
import yt_dlp, yt_dlp_ejs
from yt_dlp.extractor import get_info_extractor
from yt_dlp.version import __version__
links = json.loads(sys.argv[1])
lost = [name for name, link in links.items() if not get_info_extractor(name).suitable(link)]
print(json.dumps({"version": __version__, "from": yt_dlp.__file__, "lost": lost}))
"""
_PAGE: Final = """<!doctype html><html><head><title>A canary</title></head><body>
<script>jwplayer("player").setup({"title": "A canary", "sources": [
{"file": "%(root)s/240.mp4", "height": 240, "label": "240p"},
{"file": "%(root)s/480.mp4", "height": 480, "label": "480p"}]});</script></body></html>"""
_FEED: Final = """<?xml version="1.0"?><rss version="2.0"><channel><title>Canaries</title>
<item><title>One</title><guid>1</guid><enclosure url="%(root)s/1.mp3" type="audio/mpeg"/></item>
<item><title>Two</title><guid>2</guid><enclosure url="%(root)s/2.mp3" type="audio/mpeg"/></item>
</channel></rss>"""
_STREAM: Final = """#EXTM3U
#EXT-X-STREAM-INF:BANDWIDTH=600000,CODECS="mp4a.40.2,avc1.4D401E",RESOLUTION=640x360
360.m3u8
"""


async def trouble_with(editions: Editions, edition: str) -> str:
    """Return what is wrong with an installed edition; empty when it may be used.

    Args:
        editions: Where it was installed.
        edition: Its version.
    """
    folder = editions.folder / edition
    known = await _knows(folder)
    if known:
        return known
    async with _site() as root, Nursery() as nursery:
        host = root.split("//", 1)[1]
        async with open_web(Guard(allow=[host])) as out:
            nest = Nest(nursery, limits=_LIMITS, edition=lambda: folder)
            try:
                return await _reads(YtDlp(nest, out.proxy), root)
            finally:
                await nest.close()


async def _knows(folder: Path) -> str:
    """Return what an edition does not know of itself and of the sites."""
    with tempfile.TemporaryDirectory() as work:
        command = [sys.executable, "-s", "-P", "-B", "-c", _KNOWS, json.dumps(_LINKS)]
        environment = {"PYTHONPATH": str(folder), "YTDLP_NO_PLUGINS": "1"}
        async with child(
            command, folder=Path(work), cage=None, limits=_LIMITS, environment=environment
        ) as process:
            out, complaints = await process.communicate()
    if process.returncode:
        said = complaints.decode(errors="replace").strip().splitlines()
        return f"it does not start: {said[-1] if said else process.returncode}"
    told = json.loads(out.splitlines()[-1])
    if not Path(told["from"]).is_relative_to(folder):
        return "another edition answered in its place"
    return f"it does not know {', '.join(told['lost'])}" if told["lost"] else ""


async def _reads(ytdlp: YtDlp, root: str) -> str:
    for path, is_right in {
        "/page": lambda facts: [row[0] for row in facts["pictures"]] == [240, 480],
        "/feed.xml": lambda facts: facts.get("feed") and facts["title"] == "One",
        "/stream.m3u8": lambda facts: [row[0] for row in facts["pictures"]] == [360],
    }.items():
        link = Link(f"{root}{path}", "web", path)
        try:
            with tempfile.TemporaryDirectory() as work:
                answer = await ytdlp.resolve(link, folder=Path(work))
        except HearsayError as error:
            return f"it cannot read {path}: {error.code}"
        if not _fits(answer.facts, is_right):
            return f"it reads {path} wrongly"
    return ""


def _fits(facts: Mapping[str, Any], is_right: Callable[[Mapping[str, Any]], object]) -> bool:
    try:
        return bool(is_right(facts))
    except (KeyError, IndexError, TypeError):
        return False


@asynccontextmanager
async def _site() -> AsyncIterator[str]:
    """Serve the pages on loopback; yields their root."""
    root = ""

    def page(text: str, kind: str) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def serve(_request: web.Request) -> web.Response:
            return web.Response(text=text.replace("%(root)s", root), content_type=kind)

        return serve

    application = web.Application()
    application.add_routes([
        web.get("/page", page(_PAGE, "text/html")),
        web.get("/feed.xml", page(_FEED, "application/rss+xml")),
        web.get("/stream.m3u8", page(_STREAM, "application/vnd.apple.mpegurl")),
    ])
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        root = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield root
    finally:
        await runner.cleanup()
