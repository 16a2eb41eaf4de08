"""Opens a real Chromium without a window, installing it where that is possible, skipping where it is not."""

import asyncio
import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)
INSTALLATION_SECONDS = 300


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """Start Chromium; the test is skipped where there is none and none can be installed."""
    program = await find_chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def open_page(
    browser: Browser, url: str, *, expected_complaints: str = "", **wishes
) -> AsyncIterator[Page]:
    """Open a page in a profile of its own; an error of the page's scripts fails the test.

    Args:
        browser: From `open_browser`.
        url: Where to go.
        expected_complaints: A pattern of what the console may say.
        wishes: What `Browser.new_context` understands: viewport, color_scheme, reduced_motion ...
    """
    context = await browser.new_context(**{"permissions": ["microphone"], **wishes})
    page = await context.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    try:
        await page.goto(url)
        yield page
    finally:
        await context.close()
    expected = re.compile(expected_complaints) if expected_complaints else None
    assert [line for line in complaints if not (expected and expected.search(line))] == []


async def find_chromium() -> str:
    """Return where Chromium is, installing it with apt when that is possible."""
    if found := _installed():
        return found
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        pytest.skip("no Chromium on this machine, and no right to install one")
    for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        await _apt(command)
    if found := _installed():
        return found
    pytest.skip("apt-get could not install Chromium")


def _installed() -> str | None:
    if CHROMIUM.exists():
        return str(CHROMIUM)
    return (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )


async def _apt(arguments: list[str]) -> None:
    process = await asyncio.create_subprocess_exec(
        "apt-get",
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    )
    try:
        await asyncio.wait_for(process.wait(), INSTALLATION_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
