"""Cancel is pressed while a job stands in each of its stages: nothing of the job is left behind."""

import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.e2e.conftest import Town
from tests.e2e.orders import Guest, arrive, job_states
from tests.e2e.people import Message, button, until, words
from tests.e2e.service import Service, running
from tests.services.sources.corner import open_corner
from tests.sounds import ffmpeg
from tests.world.media import film as small_film
from tests.world.media import made

WITHIN_SECONDS = 3
WARM = "services.sources.ytdlp_nest"
"""The one child that may stay: it has read yt-dlp and waits for the next link, which it copies itself for."""


async def test_cancel_while_looking(town: Town) -> None:
    async with serving(town) as service:
        guest = arrive(town, "Looker")
        message = await begun(guest, f"{town.demo.links['stall']}?before=headers")
        await in_stage(town, "resolve")
        await cancel(guest, message, service)


async def test_cancel_while_fetching(town: Town) -> None:
    async with serving(town) as service:
        guest = arrive(town, "Fetcher")
        card = await guest.card(town.demo.links["slow"])
        await guest.pick(card, "MP3")
        await in_stage(town, "fetch")
        await until(service.leftovers)
        await cancel(guest, card, service)


async def test_cancel_while_a_stream_hangs_midway(town: Town) -> None:
    async with open_corner() as corner:
        film = made("ts", "-i", str(small_film()), "-c", "copy")
        pieces = [corner.bytes("/0.ts", film.read_bytes(), "video/mp2t"), corner.silent("/1.ts")]
        rows = "".join(f"#EXTINF:3,\n{piece}\n" for piece in pieces)
        text = f"#EXTM3U\n#EXT-X-TARGETDURATION:4\n{rows}#EXT-X-ENDLIST\n"
        link = corner.text("/hangs.m3u8", text, "application/x-mpegurl")
        allowed = ",".join(urlsplit(url).netloc for url in (corner.url, town.demo.url))
        async with serving(town, FETCH_ALLOW=allowed) as service:
            guest = arrive(town, "Waiter")
            card = await guest.card(link)
            await guest.pick(card, "MP3")
            await in_stage(town, "fetch")
            await until(lambda: corner.hits["/1.ts"] and service.leftovers())
            await cancel(guest, card, service)


async def test_cancel_while_converting(town: Town, tmp_path: Path) -> None:
    hour = tmp_path / "hour.flac"
    make_hour(hour)
    async with serving(town) as service:
        guest = arrive(town, "Converter")
        sent = await town.playground.send_file(
            hour, "document", user=guest.chat, chat=guest.chat, mime="audio/flac"
        )
        card = await until(
            lambda: (it := guest.answer(sent["message_id"])) and button(it, "More") and it
        )
        await guest.pick(card, "OGG")
        await in_stage(town, "convert")
        await until(lambda: any("ffmpeg" in line for line in service.children()))
        await cancel(guest, card, service)


async def test_cancel_while_sending(town: Town) -> None:
    async with serving(town) as service:
        guest = arrive(town, "Receiver")
        card = await guest.card(f"{town.demo.links['slow']}?seconds=5")
        fault = town.playground.add_fault("editMessageMedia", "hang", match="audio")
        await guest.pick(card, "MP3")
        # What is fetched and sent in a moment has no Cancel; this one got it while it was fetched.
        await guest.shown(card, lambda it: button(it, "Cancel"))
        await until(lambda: fault.hits)
        await in_stage(town, "deliver")
        await cancel(guest, card, service)


async def test_cancel_while_waiting(town: Town) -> None:
    async with serving(town, JOBS_AT_ONCE="1") as service:
        first, second = arrive(town, "First"), arrive(town, "Second")
        occupied = await first.card(town.demo.links["slow"])
        await first.pick(occupied, "MP3")
        await in_stage(town, "fetch")
        card = await second.card(f"{town.demo.links['slow']}?take=2")
        await second.pick(card, "MP3")
        await until(lambda: job_states(town)[-1][0] == "waiting")
        await press_cancel(second, card)
        await second.shown(card, is_stopped, seconds=WITHIN_SECONDS)
        await cancel(first, occupied, service)


@asynccontextmanager
async def serving(town: Town, **more: str) -> AsyncIterator[Service]:
    """Run the service; at the end somebody else is served as if nothing had been."""
    async with running(town.env(**more)) as service:
        yield service
        other = arrive(town, "Somebody else")
        await other.result(await ask(other, f"{town.demo.links['mp3']}?other=1"))
        assert service.complaints() == ""


async def ask(guest: Guest, link: str) -> Message:
    """Ask for the MP3 of a link."""
    card = await guest.card(link)
    await guest.pick(card, "MP3")
    return card


async def begun(guest: Guest, link: str) -> Message:
    """Paste a link and return the message that says it is being looked at."""
    asked = await guest.paste(link)
    return await until(lambda: (it := guest.answer(asked)) and button(it, "Cancel") and it)


async def in_stage(town: Town, stage: str) -> None:
    """Wait until the newest job stands in a stage."""
    try:
        await until(lambda: job_states(town)[-1] == ("running", stage))
    except TimeoutError:
        raise AssertionError(job_states(town)) from None


async def cancel(guest: Guest, message: Message, service: Service) -> None:
    """Press Cancel and see that nothing is left."""
    await press_cancel(guest, message)
    try:
        await until(
            lambda: not helpers(service) and not service.leftovers(), seconds=WITHIN_SECONDS
        )
    except TimeoutError:
        raise AssertionError((helpers(service), service.leftovers())) from None
    await guest.shown(message, is_stopped, seconds=WITHIN_SECONDS)


async def press_cancel(guest: Guest, message: Message) -> None:
    """Press Cancel as soon as it is there."""
    await guest.press(await guest.shown(message, lambda it: button(it, "Cancel")), "Cancel")


def is_stopped(message: Message) -> bool:
    """Return whether a message says that its job was stopped."""
    return "Stopped" in words(message) and button(message, "Again") is not None


def helpers(service: Service) -> list[str]:
    """Return the children that work on something: all but the one warm yt-dlp."""
    children = service.children()
    warm = next((line for line in children if WARM in line), None)
    if warm is not None:
        children.remove(warm)
    return children


def make_hour(path: Path) -> None:
    """Write an hour of one tone, which is small to send and long to convert."""
    tone = "sine=frequency=440:sample_rate=8000:duration=3600"
    command = [ffmpeg(), "-v", "error", "-f", "lavfi", "-i", tone, "-ac", "1", str(path)]
    subprocess.run(command, check=True)
