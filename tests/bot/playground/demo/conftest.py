from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.playground.demo.site import Demo
from tests.demo import open_shared_demo


@pytest.fixture
async def demo() -> AsyncIterator[Demo]:
    async with open_shared_demo() as opened:
        yield opened


@pytest.fixture
async def web(demo: Demo) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(demo.url) as session:
        yield session
