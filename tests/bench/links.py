"""A link until its file is in the chat, beside `yt-dlp` and a plain upload; and the same link again."""

import asyncio
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import aiohttp

from tests.bench.stage import Json, Stage, open_stage, playing, shown_in
from tests.bench.table import PAIRS, Row, in_pairs, ms, percentile


@dataclass(frozen=True, slots=True)
class Errand:
    """What is fetched from the demo site, which button asks for it, and how yt-dlp is told the same."""

    what: str
    path: str
    button: str
    kind: str
    """What the message has in the end: `audio`, `video`."""
    options: tuple[str, ...] = ()


_SOUND = Errand(
    "link to file in the chat", "/morning-over-the-harbour.mp3", button="MP3", kind="audio"
)
_FILM = Errand(
    "page to film in the chat",
    "/watch/sunrise",
    button="480p",
    kind="video",
    options=("--format", "best[height<=480]"),
)
_REPEATS_EACH = 5
_SECONDS_BETWEEN = 0.25  # three messages each: Telegram lets a bot send about 30 a second


async def measure() -> list[Row]:
    """Return the rows."""
    with tempfile.TemporaryDirectory() as name:
        async with (
            open_stage(Path(name)) as stage,
            playing(stage, "main.py", "serve", name="service"),
        ):
            return [
                await _fetched(stage, _SOUND),
                await _fetched(stage, _FILM),
                await _repeated(stage),
            ]


async def _fetched(stage: Stage, errand: Errand) -> Row:
    numbers = iter(range(10_000))

    async def ours() -> float:
        chat = await _person(stage)
        loop = asyncio.get_running_loop()
        began = loop.time()
        card = await _card(stage, chat, f"{stage.demo_url}{errand.path}?n={next(numbers)}", errand)
        return await _pressed(stage, chat, card, errand) - began

    async def theirs() -> float:
        chat = await _person(stage)
        loop = asyncio.get_running_loop()
        began = loop.time()
        await _by_hand(stage, chat, f"{stage.demo_url}{errand.path}?n={next(numbers)}", errand)
        return loop.time() - began

    mine, other, ratio = await in_pairs(ours, theirs)
    return Row(errand.what, ms(mine), "yt-dlp + upload", ms(other), ratio, "≤ 1.0")


async def _repeated(stage: Stage) -> Row:
    """Return how long a press takes when all is known, and what the site was asked meanwhile."""
    link = f"{stage.demo_url}{_SOUND.path}?known"
    chat = await _person(stage)
    await _pressed(stage, chat, await _card(stage, chat, link, _SOUND), _SOUND)
    hits = await stage.demo_hits()
    loop = asyncio.get_running_loop()
    times = []
    for _ in range(_REPEATS_EACH * PAIRS):
        chat = await _person(stage)
        card = await _card(stage, chat, link, _SOUND)
        began = loop.time()
        times.append(await _pressed(stage, chat, card, _SOUND) - began)
        await asyncio.sleep(_SECONDS_BETWEEN)
    asked = await stage.demo_hits() - hits
    ours = f"{ms(percentile(times, 0.95))} (p50 {ms(median(times))}), {asked} requests"
    return Row(f"a known link again, p95 of {len(times)}", ours, bar="< 150 ms, 0 requests")


async def _person(stage: Stage) -> int:
    user = await stage.sim("users", first_name="Ada", language_code="en")
    return int(user["id"])


async def _card(stage: Stage, chat: int, link: str, errand: Errand) -> Json:
    shown = stage.events.expect(
        shown_in(chat, lambda message: _choice(message, errand) is not None)
    )
    await stage.sim(f"chats/{chat}/send", text=link)
    _, event = await asyncio.wait_for(shown, 60)
    return event["message"]


async def _pressed(stage: Stage, chat: int, card: Json, errand: Errand) -> float:
    """Press the button and return the time at which the file is there."""
    done = stage.events.expect(shown_in(chat, lambda message: errand.kind in message))
    data = _choice(card, errand)
    await stage.sim(f"chats/{chat}/press", message_id=card["message_id"], data=data)
    return (await asyncio.wait_for(done, 60))[0]


def _choice(message: Json, errand: Errand) -> Any:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    keys = [key for row in rows for key in row]
    return next((key["callback_data"] for key in keys if errand.button in key["text"]), None)


async def _by_hand(stage: Stage, chat: int, link: str, errand: Errand) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "file"
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "yt_dlp", "--quiet", "--no-warnings", *errand.options),
            *("--output", str(path), link),
        )
        await child.wait()
        form = aiohttp.FormData({"chat_id": str(chat)})
        form.add_field(errand.kind, path.read_bytes(), filename=path.name)
        method = f"send{errand.kind.capitalize()}"
        await stage.session.post(f"{stage.url}/bot{stage.token}/{method}", data=form)
