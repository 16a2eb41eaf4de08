"""One demo site, one web and one warm yt-dlp for a module; everything that remembers is new each time."""

from datetime import timedelta

import pytest_asyncio

from services.media.child import Limits
from services.nursery import Nursery
from services.sources.nest import Nest
from services.sources.sources import Sources
from services.sources.ytdlp import YtDlp
from services.web import open_web
from services.web_guard import Guard
from tests.demo import open_shared_demo
from tests.services.sources.corner import open_corner

shared = pytest_asyncio.fixture(scope="module", loop_scope="module")
fresh = pytest_asyncio.fixture(loop_scope="module")


@shared
async def site():
    async with open_shared_demo() as opened:
        yield opened


@shared
async def place():
    async with open_corner() as opened:
        yield opened


@shared
async def web(site, place):
    allow = [site.url.removeprefix("http://"), place.url.removeprefix("http://")]
    async with open_web(Guard(allow=allow)) as opened:
        yield opened


@shared
async def nest():
    async with Nursery() as nursery:
        opened = Nest(nursery, limits=Limits())
        yield opened
        await opened.close()


@fresh
async def demo(site):
    site.clear_hits()
    return site


@fresh
async def corner(place):
    """A second small server, for pages that a single test makes up."""
    place.clear()
    return place


@fresh
async def sources(web, nest):
    return Sources(web, YtDlp(nest, web.proxy, stall=timedelta(seconds=20)))
