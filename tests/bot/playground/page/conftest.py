"""A room: one page of a browser, the playground behind it, and a bot on strings."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from bot.playground.demo.media import prepare_media
from bot.playground.playground import Playground
from bot.playground.server import open_playground
from tests.bot.playground.page.line import Line, open_line
from tests.bot.playground.page.robot import Robot
from tests.browser import open_browser, open_page
from tests.demo import MEDIA_FOLDER
from tests.sounds import ffmpeg

DEMO_URL = "http://127.0.0.1:9"


@dataclass(slots=True)
class Room:
    """What a test of the page needs."""

    page: Page
    robot: Robot
    playground: Playground
    media: Path
    line: Line
    demo_url: str = DEMO_URL

    @property
    def chat_id(self) -> int:
        """The chat of the person in front of the page."""
        return self.playground.me


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as opened:
        yield opened


@pytest.fixture
def wishes():
    """Of the browser's page; tests say others by parametrizing."""
    return {}


@pytest.fixture
def expected_complaints():
    """A pattern of what the console may say."""
    return ""


@pytest_asyncio.fixture(loop_scope="module")
async def room(browser, tmp_path, wishes, expected_complaints) -> AsyncIterator[Room]:
    media = await prepare_media(MEDIA_FOLDER, ffmpeg=ffmpeg())
    async with (
        open_playground(folder=tmp_path, demo_url=DEMO_URL) as playground,
        aiohttp.ClientSession() as session,
    ):
        robot = Robot(session, playground.url, playground.token)
        async with (
            open_line(urlsplit(playground.url).port) as line,
            open_page(browser, line.url, expected_complaints=expected_complaints, **wishes) as page,
        ):
            await page.wait_for_selector("#status[data-line=connected]")
            yield Room(page, robot, playground, media, line)
    assert [violation for violation in playground.violations if violation.kind != "use"] == []
