"""One made-up web and one house for a module; each test has an empty web and a new guest."""

import pytest
import pytest_asyncio

from services.nursery import Nursery
from services.sources.sources import open_sources
from services.web import open_web
from services.web_guard import Guard
from tests.world.town import open_town
from tests.world.world import open_world

shared = pytest_asyncio.fixture(scope="module", loop_scope="module")
fresh = pytest_asyncio.fixture(loop_scope="module")


@pytest.fixture(scope="module")
def settings_of_the_house():
    """Return what a module wants to be set differently."""
    return {}


@shared
async def web_of_the_module():
    async with open_world() as opened:
        yield opened


@shared
async def town(tmp_path_factory, web_of_the_module, settings_of_the_house):
    folder = tmp_path_factory.mktemp("town")
    async with open_town(folder, web_of_the_module, **settings_of_the_house) as opened:
        yield opened


@fresh
async def world(web_of_the_module):
    web_of_the_module.clear()
    return web_of_the_module


@fresh
async def guest(town, world):
    await town.forgive_sites()
    return town.guest()


@shared
async def sources(web_of_the_module):
    """What finds and fetches, without jobs and chats around it."""
    authorities = web_of_the_module.ca_path.read_text()
    async with (
        open_web(Guard(), proxy=web_of_the_module.proxy_url, authorities=authorities) as web,
        Nursery() as nursery,
        open_sources(web, nursery) as opened,
    ):
        yield opened
