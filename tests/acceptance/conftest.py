"""A made-up web that is empty again for each test."""

import pytest_asyncio

from tests.world.world import open_world


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def web_of_the_module():
    async with open_world() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def world(web_of_the_module):
    web_of_the_module.clear()
    return web_of_the_module
