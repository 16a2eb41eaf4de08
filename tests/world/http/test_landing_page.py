"""The page at the service's own address in a real browser: somebody tries the form."""

import asyncio

import pytest
from aiohttp.web import FileResponse

from tests.browser import open_browser, open_page
from tests.world.conftest import fresh, shared
from tests.world.http.printed import NUMBER, SHORT, clip, open_printed

pytestmark = pytest.mark.asyncio(loop_scope="module")

REFUSED = "401|Unauthorized"


@shared
async def browser():
    async with open_browser() as opened:
        yield opened


@fresh
async def tiktok(world):
    return open_printed(world)


async def ask(page, key, link=SHORT):
    await page.fill("#url", link)
    await page.fill("#key", key)
    await page.click("#go")


async def test_a_link_becomes_words_which_can_be_copied(doors, tiktok, browser):
    async with open_page(browser, doors.url, permissions=["clipboard-read"]) as page:
        await ask(page, doors.key)
        await page.wait_for_selector("#result:not([hidden])", timeout=60_000)

        assert "computer" in await page.inner_text("#words")
        facts = await page.inner_text("#facts")
        assert "English" in facts
        assert "0:03" in facts
        await page.click("#copy")
        await page.get_by_role("button", name="Copied").wait_for()
        copied = await page.evaluate("navigator.clipboard.readText()")
        assert copied == await page.inner_text("#words")
        assert await page.is_enabled("#go")


async def test_a_wrong_key_is_told_in_the_readers_language(doors, tiktok, browser):
    async with open_page(browser, doors.url, expected_complaints=REFUSED, locale="ru-RU") as page:
        await ask(page, "hs-wrong")
        await page.wait_for_selector("#trouble:not([hidden])")

        assert "ключ" in await page.inner_text("#trouble")
        assert await page.is_enabled("#go")


async def test_the_key_is_kept_nowhere(doors, tiktok, browser):
    async with open_page(browser, doors.url) as page:
        await ask(page, doors.key)
        await page.wait_for_selector("#result:not([hidden])", timeout=60_000)

        stores = "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
        assert await page.evaluate(stores) == '[{},{},""]'
        assert doors.key not in page.url


async def test_stop_stops_the_job(doors, tiktok, browser, world):
    begun, may_go_on = asyncio.Event(), asyncio.Event()

    async def held(_request):
        begun.set()
        await may_go_on.wait()
        return FileResponse(clip())

    world.site("*.tiktokcdn.example").answers("*.mp4", held)
    tiktok.answers("/@_/video/7554590723895594999", tiktok.routes[f"/@_/video/{NUMBER}"])
    async with open_page(browser, doors.url) as page:
        await ask(page, doors.key, "https://www.tiktok.com/@x/video/7554590723895594999")
        await begun.wait()
        assert await page.is_visible("#stage")

        await page.click("#stop")
        await page.wait_for_selector("#trouble:not([hidden])")

        assert "Stopped" in await page.inner_text("#trouble")
    may_go_on.set()
    assert await doors.core.jobs.active() == []


@pytest.mark.parametrize("width", [320, 390, 1200])
@pytest.mark.parametrize("locale", ["en-GB", "ru-RU", "zh-CN"])
async def test_nothing_sticks_out(doors, browser, width, locale):
    looks = {"viewport": {"width": width, "height": 700}, "locale": locale}
    async with open_page(browser, doors.url, **looks) as page:
        assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
