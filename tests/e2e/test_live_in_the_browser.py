"""Somebody speaks into the live page: a real browser, whose microphone plays a sample. With pictures."""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from difflib import SequenceMatcher
from pathlib import Path
from urllib.parse import quote

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from bot.playground.server import open_playground
from tests.browser import ARGUMENTS, find_chromium, open_page
from tests.demo import open_shared_demo
from tests.e2e.conftest import Town
from tests.e2e.people import until, words
from tests.e2e.service import Service, running
from tests.language_model import LanguageModel, language_model, shouted
from tests.sounds import make
from tests.speech import MODEL, SAMPLES
from tests.telegram_page import signed

pytestmark = pytest.mark.asyncio(loop_scope="module")

SAMPLE = SAMPLES / "01_plain.wav"
KEY = "the-key-of-a-test-that-speaks"
MOST_DIFFERENT = 0.05
"""The miniature mishears a word now and then: one of 20."""
SIZES = {"desk": (1000, 900), "phone": (320, 640)}
PATIENCE_MS = 120_000

WATCH = """() => {
    const box = document.getElementById("words");
    window.shrunk = [];
    let before = [];
    new MutationObserver(() => {
        const now = [...box.querySelectorAll(".sure")].map((line) => line.textContent);
        if (before.some((text, place) => !(now[place] ?? "").startsWith(text))) {
            window.shrunk.push([before, now]);
        }
        before = now;
    }).observe(box, { childList: true, subtree: true, characterData: true });
    window.loudest = 0;
    const level = document.getElementById("level");
    new MutationObserver(() => {
        window.loudest = Math.max(window.loudest, Number(level.style.transform.slice(7, -1)));
    }).observe(level, { attributes: true });
}"""
CUTTABLE = """() => {
    window.sockets = [];
    const Real = window.WebSocket;
    window.WebSocket = class extends Real {
        constructor(...given) {
            super(...given);
            window.sockets.push(this);
        }
    };
}"""
"""Has the page's connections kept where a test can cut them."""


def plain(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.casefold())


def difference(text: str, other: str) -> float:
    """Return how much of two texts is not the same words in the same order."""
    return 1 - SequenceMatcher(None, plain(text), plain(other), autojunk=False).ratio()


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    folder = tmp_path_factory.mktemp("live")
    async with (
        open_shared_demo() as demo,
        open_playground(folder=folder / "telegram", demo_url=demo.url) as playground,
    ):
        yield Town(playground, demo, folder / "data")
        assert playground.violations == []


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def model() -> AsyncIterator[LanguageModel]:
    async with language_model(shouted) as model:
        yield model


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def service(town: Town, model: LanguageModel) -> AsyncIterator[Service]:
    keys = json.dumps({KEY: "browser"})
    env = town.env(
        API_KEYS_JSON=keys,
        SPEECH_MODEL=str(MODEL),
        SPEECH_DEVICE="cpu",
        LLM_BASE_URL=model.url,
        LLM_MODEL="tiny-talker",
    )
    async with running(env) as service:
        yield service
        assert service.complaints() == ""


@asynccontextmanager
async def speaking(sound: Path) -> AsyncIterator[Browser]:
    """Open a browser into whose microphone a sound is played once, from when it is listened to."""
    program = await find_chromium()
    capture = f"--use-file-for-fake-audio-capture={sound}%noloop"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=program, args=[*ARGUMENTS, capture]
        )
        try:
            yield browser
        finally:
            await browser.close()


def seconds_of(sound: Path) -> float:
    return (sound.stat().st_size - 44) / 96_000


async def as_a_file(service: Service, sound: Path) -> str:
    """Return what a job for words makes of the same sound."""
    headers = {"Authorization": f"Bearer {KEY}"}
    form = aiohttp.FormData({"response_format": "text", "model": "whisper-1"})
    form.add_field("file", sound.read_bytes(), filename=sound.name)
    async with (
        aiohttp.ClientSession() as session,
        session.post(
            f"{service.url}/v1/audio/transcriptions", data=form, headers=headers
        ) as answer,
    ):
        text = await answer.text()
        assert answer.status == 200, text
        return text


async def begin(page: Page, key: str = KEY) -> None:
    await page.evaluate(WATCH)
    if key:
        await page.fill("#key", key)
    await page.click("#go")
    await page.wait_for_selector("#live[data-state=listening]", timeout=PATIENCE_MS)


async def stop(page: Page) -> str:
    """Say that it is over, and return the text."""
    await page.click("#stop")
    await page.wait_for_selector("#result:not([hidden])", timeout=PATIENCE_MS)
    return await page.inner_text("#text")


async def photograph(page: Page, folder: Path, name: str) -> None:
    """Keep the page as pictures: by day and by night, on a desk and on a phone."""
    for kind, (width, height) in SIZES.items():
        await page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme=scheme)
            path = folder / f"live-{name}-{kind}-{scheme}.png"
            await page.screenshot(path=path, animations="disabled", full_page=True)
        wide = await page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay a sample down as a microphone would give it, with silence behind the last word."""
    return make(
        tmp_path_factory.mktemp("microphone") / "spoken.wav",
        *("-i", str(SAMPLE), "-af", "apad=pad_dur=1.5", "-ar", "48000", "-ac", "1"),
    )


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def expected(service: Service, sound: Path) -> str:
    return await as_a_file(service, sound)


async def test_what_is_spoken_reads_as_the_file_would(
    service: Service, model: LanguageModel, sound: Path, expected: str, tmp_path: Path
) -> None:
    async with (
        speaking(sound) as browser,
        open_page(browser, f"{service.url}/live", viewport={"width": 1000, "height": 900}) as page,
    ):
        await photograph(page, tmp_path, "begin")
        await begin(page)
        await page.wait_for_selector(".sure:not(:empty)", timeout=PATIENCE_MS)
        await photograph(page, tmp_path, "words")
        await until_heard(page, seconds_of(sound))
        text = await stop(page)
        committed = " ".join(await page.locator(".sure").all_text_contents())
        assert difference(text, expected) <= MOST_DIFFERENT, (text, expected)
        assert plain(text)[-2:] == plain(expected)[-2:]
        assert plain(committed)[-2:] == plain(expected)[-2:]
        assert await page.evaluate("window.shrunk") == []
        assert 0.3 < await page.evaluate("window.loudest") <= 1
        await photograph(page, tmp_path, "result")
        async with page.expect_download() as coming:
            await page.click("[data-form=srt]")
        saved = await (await coming.value).path()
        assert " --> " in saved.read_text()
        assert await page.is_hidden("#send")
        await polish(page, model, text, tmp_path)


async def polish(page: Page, model: LanguageModel, text: str, folder: Path) -> None:
    """Have the words polished with the keyboard alone: stopped once, looked at, and compared."""
    button = page.get_by_role("button", name="Polish", exact=True)
    state = page.get_by_role("status")
    model.hold = asyncio.Event()
    await button.press("Enter")
    await state.get_by_text("Polishing…").wait_for()
    assert await until(lambda: model.asked, seconds=60)
    await photograph(page, folder, "polishing")
    await page.keyboard.press("Enter")  # where the focus is: on the way to stop it
    assert await page.is_hidden("#polishing")
    assert await page.inner_text("#text") == text
    model.hold.set()
    await page.keyboard.press("Enter")
    await state.get_by_text("Polished. The words").wait_for(timeout=PATIENCE_MS)
    assert await page.inner_text("#text") == text.replace(".", "!")
    await photograph(page, folder, "polished")
    for shown, keys in ((text.replace(".", "!"), ()), (text, ("ArrowRight",))):
        for key in keys:
            await page.keyboard.press(key)
        assert await page.inner_text("#text") == shown
        async with page.expect_download() as coming:
            await page.click("[data-form=srt]")
        saved = await coming.value
        written = (await saved.path()).read_text()
        assert ("!" in written, "polished" in saved.suggested_filename) == ("!" in shown,) * 2
        await page.focus("#version-polished")


async def test_a_cut_connection_loses_nothing_and_the_words_go_to_the_chat(
    town: Town, service: Service, sound: Path, expected: str, tmp_path: Path
) -> None:
    """The page as Telegram opens it."""
    chat = town.playground.me
    person = {"id": chat, "first_name": "Robin"}
    told = signed(now=time.time(), token=town.playground.token, user=person)
    address = f"{service.url}/live#tgWebAppData={quote(told)}&tgWebAppVersion=9.0"
    async with (
        speaking(sound) as browser,
        open_page(browser, address, viewport={"width": 360, "height": 740}) as page,
    ):
        assert await page.is_hidden("#key")
        await page.evaluate(CUTTABLE)
        await begin(page, key="")
        for second in (1, 3, 5):
            await until_heard(page, second)
            await page.evaluate("window.sockets.at(-1).close()")
            await page.wait_for_selector("#live[data-state=cut]", timeout=PATIENCE_MS)
            if second == 3:
                await page.screenshot(path=tmp_path / "live-cut-phone-light.png")
            await page.wait_for_selector("#live[data-state=listening]", timeout=PATIENCE_MS)
        await until_heard(page, seconds_of(sound))
        text = await stop(page)
        assert difference(text, expected) <= MOST_DIFFERENT
        committed = " ".join(await page.locator(".sure").all_text_contents())
        assert plain(committed)[-2:] == plain(expected)[-2:]
        assert len(plain(committed)) <= len(plain(expected)) + 1
        assert await page.evaluate("window.sockets.length") == 4
        assert await page.evaluate("window.shrunk") == []
        await page.get_by_role("button", name="Send to my chat").click()
        await page.get_by_role("button", name="On its way to the chat").wait_for()
        await page.screenshot(path=tmp_path / "live-sent-phone-light.png", full_page=True)

    def come() -> list[str]:
        said = (words(one) for one in town.playground.messages(chat))
        return [one for one in said if " ".join(plain(text)) in " ".join(plain(one))]

    assert await until(come, seconds=60)


async def test_a_pause_is_kept_and_what_telegram_did_not_sign_opens_nothing(
    service: Service, sound: Path, tmp_path: Path
) -> None:
    """Two short visits of one browser."""
    async with speaking(sound) as browser:
        async with open_page(browser, f"{service.url}/live", locale="ru-RU") as page:
            await begin(page)
            await page.get_by_role("button", name="Пауза").press("Enter")
            await page.wait_for_selector("#live[data-state=paused]")
            told = await page.inner_text("#clock")
            await page.screenshot(path=tmp_path / "live-paused-light.png")
            await page.get_by_role("button", name="Продолжить").press("Enter")
            await page.wait_for_selector("#live[data-state=listening]")
            await page.wait_for_function(
                "told => document.getElementById('clock').textContent !== told", arg=told
            )
            await go_on_after_a_reload(page)
            await stop(page)
            assert await page.is_hidden("#resume")
        colours = quote(json.dumps({"bg_color": "#17212b"}))
        signed = quote("user=%7B%22id%22%3A7%7D&auth_date=1&hash=00")
        address = f"{service.url}/live#tgWebAppData={signed}&tgWebAppThemeParams={colours}"
        async with open_page(browser, address, color_scheme="light") as page:
            assert await page.is_hidden("#key")
            scheme = "getComputedStyle(document.documentElement).colorScheme"
            assert await page.evaluate(scheme) == "dark"
            await page.click("#go")
            await page.get_by_role("alert").get_by_text("/live in the chat").wait_for()
            assert await page.is_enabled("#go")
            await page.screenshot(path=tmp_path / "live-within-telegram-dark.png")


async def go_on_after_a_reload(page: Page) -> None:
    """Load the page anew, and go on with the same session."""
    kept = "sessionStorage.getItem('hearsay-live')"
    session = await page.evaluate(kept)
    words = await page.text_content("#words")
    await page.reload()
    assert KEY not in json.dumps(await page.evaluate("({...sessionStorage, ...localStorage})"))
    await page.fill("#key", KEY)
    await page.get_by_role("button", name="Продолжить прерванное").press("Enter")
    await page.wait_for_selector("#live[data-state=listening]", timeout=PATIENCE_MS)
    assert await page.evaluate(kept) == session
    sure = "words => document.getElementById('words').textContent.length >= words.length"
    await page.wait_for_function(sure, arg=words)


async def until_heard(page: Page, seconds: float) -> None:
    """Wait until as much sound has come as there is."""
    told = f"""() => {{
        const [minutes, seconds] = document.getElementById("clock").textContent.split(":");
        return Number(minutes) * 60 + Number(seconds) >= {int(seconds)};
    }}"""
    await page.wait_for_function(told, timeout=PATIENCE_MS)
