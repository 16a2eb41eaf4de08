"""A newcomer's first minute: start it without a token, paste a link in the browser, press MP3, listen."""

import asyncio
import base64
import re
import socket
from contextlib import ExitStack
from pathlib import Path

from playwright.async_api import Page

from tests.browser import open_browser, open_page
from tests.demo import MEDIA_FOLDER
from tests.e2e.service import Service, environment, running
from tests.sounds import tune_in

LOOK_EVERY_SECONDS = 0.05
BYTES_OF = """async (address) => {
    const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
}"""


async def test_a_pasted_link_becomes_sound_in_the_browser_without_any_token(tmp_path):
    env = newcomer(tmp_path / "data")
    async with open_browser() as browser, running(env) as service:
        address = await address_told_by(service)
        assert address == f"http://127.0.0.1:{env['PLAYGROUND_PORT']}"
        async with open_page(browser, address, viewport={"width": 1100, "height": 860}) as page:
            await page.wait_for_selector("#status[data-line=connected]")
            await page.click("#welcome .start")
            await page.get_by_text("Hello, Robin!").first.wait_for()
            demo = f"http://127.0.0.1:{int(env['PLAYGROUND_PORT']) + 1}"
            await page.fill("#write", f"{demo}/morning-over-the-harbour.mp3")
            await page.press("#write", "Enter")
            await page.get_by_role("button", name=re.compile("MP3")).last.click()
            await page.wait_for_selector(".player audio", state="attached", timeout=60_000)
            assert tune_in(await sound_of(page)) == "harbour"
            await photograph(page, tmp_path)
        assert service.complaints() == ""
    assert await service.ended() == 0
    assert service.complaints() == ""


def newcomer(data_dir: Path) -> dict[str, str]:
    """Return the environment of somebody who set nothing but the ports, with the demo's files at hand."""
    playground = data_dir / "playground"
    playground.mkdir(parents=True)
    MEDIA_FOLDER.mkdir(exist_ok=True)
    (playground / "demo").symlink_to(MEDIA_FOLDER)
    port = two_free_ports()
    ports = {"PLAYGROUND_PORT": str(port), "HTTP_PORT": "0"}
    env = environment(data_dir, token="", api_url="", more=ports)
    return {name: env[name] for name in env.keys() - {"BOT_TOKEN", "BOT_API_URL", "ACCESS"}}


def two_free_ports() -> int:
    """Return a port that is free as the next one is: the demo site stands beside the playground."""
    while True:
        with ExitStack() as stack:
            first = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            port = first.getsockname()[1]
            try:
                stack.enter_context(socket.create_server(("127.0.0.1", port + 1)))
            except (OSError, OverflowError):
                continue
            return port


async def address_told_by(service: Service) -> str:
    """Wait for the sentence that tells where the playground is, and return the address in it."""
    async with asyncio.timeout(20):
        while True:
            for line in service.lines:
                if found := re.search(r"Open (http://\S+)", str(line["event"])):
                    return found[1]
            await asyncio.sleep(LOOK_EVERY_SECONDS)


async def sound_of(page: Page) -> bytes:
    """Return what the newest player plays, fetched by the page itself."""
    address = await page.locator(".player audio").last.get_attribute("src")
    return base64.b64decode(await page.evaluate(BYTES_OF, address))


async def photograph(page: Page, folder: Path) -> None:
    """Keep the finished chat as pictures, by day and by night."""
    await page.wait_for_selector(".player .seek.shaped")
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)
        await page.screenshot(path=folder / f"chat-{scheme}.png", animations="disabled")
