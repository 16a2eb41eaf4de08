"""Cancel at each stage leaves no process and no file; Retry does what was chosen."""

import asyncio
import os
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from bot.playground.demo.site import Demo
from tests.demo import open_shared_demo
from tests.e2e.people import Message, button, until, words
from tests.e2e.service import command_line, descendants
from tests.sounds import ffmpeg
from tests.world.town import BRISK, Guest, Town, open_town

pytestmark = pytest.mark.asyncio(loop_scope="module")

WITHIN_SECONDS = 3
WARM = "services.sources.ytdlp_nest"
"""The one child that may stay: it has read yt-dlp and waits for the next link."""


@dataclass(slots=True)
class Stage:
    """A town with a demo site of odd links."""

    town: Town
    demo: Demo
    others: frozenset[int]
    """Children that other tests keep for longer, such as a browser."""

    def helpers(self) -> list[str]:
        """Return the children that work on something."""
        mine = [pid for pid in descendants(os.getpid()) if pid not in self.others]
        lines = [line for pid in mine if (line := command_line(pid))]
        return [line for line in lines if WARM not in line and "deno" not in line]

    def leftovers(self) -> list[str]:
        """Return the files of unfinished work."""
        folder = self.town.settings.data_dir
        found = [*folder.glob("work/**/*"), *folder.glob("blobs/**/*.part")]
        return [str(path) for path in found if path.is_file()]

    async def jobs(self) -> list[tuple[str, str | None]]:
        """Return the state and the stage of every job, the oldest first."""
        rows = await self.town.house.database.rows(
            "SELECT state, stage FROM jobs ORDER BY created_at"
        )
        return [(row["state"], row["stage"]) for row in rows]

    async def reaches(self, state: str, stage: str | None = None) -> None:
        """Wait until the newest job stands somewhere."""

        async def there() -> bool:
            now = (await self.jobs())[-1]
            return now[0] == state and stage in {None, now[1]}

        await until(there)

    async def cancel(self, guest: Guest, message: Message) -> None:
        """Press Cancel and see that nothing is left, and that the slot is free."""
        shown = await guest.shown(message, lambda it: button(it, "Cancel"))
        await guest.press(shown, "Cancel")
        await until(lambda: not self.helpers() and not self.leftovers(), seconds=WITHIN_SECONDS)
        await guest.shown(message, is_stopped, seconds=WITHIN_SECONDS)

        async def nobody_runs() -> bool:
            return not any(state == "running" for state, _ in await self.jobs())

        await until(nobody_runs, seconds=WITHIN_SECONDS)


@asynccontextmanager
async def open_stage(folder: Path, world: Any, **settings: Any) -> AsyncIterator[Stage]:
    """Open a town that may reach the demo site."""
    async with open_shared_demo() as demo:
        others = frozenset(descendants(os.getpid()))
        given = {"fetch_allow": [urlsplit(demo.url).netloc], "fetch_proxy": None, **settings}
        async with open_town(folder, world, pace=BRISK, **given) as town:
            yield Stage(town, demo, others)


def is_stopped(message: Message) -> bool:
    """Return whether a message says that its job was stopped."""
    return "Stopped" in words(message) and button(message, "Again") is not None


async def begun(guest: Guest, link: str) -> Message:
    """Paste a link and return the message that says it is being looked at."""
    asked = await guest.paste(link)
    found: Message = await until(
        lambda: (it := guest.answer(asked)) and button(it, "Cancel") and it
    )
    return found


async def test_cancel_while_waiting_and_while_fetching(world, tmp_path):
    async with open_stage(tmp_path, world, jobs_at_once=1) as stage:
        first, second = stage.town.guest("First"), stage.town.guest("Second")
        occupied = await first.card(stage.demo.links["slow"])
        await first.pick(occupied, "MP3")
        await stage.reaches("running", "fetch")
        card = await second.card(f"{stage.demo.links['slow']}?take=2")
        await second.pick(card, "MP3")
        await stage.reaches("waiting")
        shown = await second.shown(card, lambda it: button(it, "Cancel"))
        await second.press(shown, "Cancel")
        await second.shown(card, is_stopped, seconds=WITHIN_SECONDS)
        await stage.cancel(first, occupied)


async def test_cancel_while_looking(world, tmp_path):
    async with open_stage(tmp_path, world) as stage:
        guest = stage.town.guest()
        message = await begun(guest, f"{stage.demo.links['stall']}?before=headers")
        await stage.reaches("running", "resolve")
        await stage.cancel(guest, message)


async def test_cancel_while_converting(world, tmp_path):
    hour = tmp_path / "hour.flac"
    tone = "sine=frequency=440:sample_rate=8000:duration=3600"
    make_hour = [ffmpeg(), "-v", "error", "-f", "lavfi", "-i", tone, "-ac", "1", str(hour)]
    await asyncio.to_thread(subprocess.run, make_hour, check=True)
    async with open_stage(tmp_path, world) as stage:
        guest = stage.town.guest()
        sent = await stage.town.playground.send_file(
            hour, "document", user=guest.chat, chat=guest.chat, mime="audio/flac"
        )
        card = await until(
            lambda: (it := guest.answer(sent["message_id"])) and button(it, "More") and it
        )
        await guest.pick(card, "OGG")
        await stage.reaches("running", "convert")
        await until(lambda: any("ffmpeg" in line for line in stage.helpers()))
        await stage.cancel(guest, card)


async def test_cancel_while_sending_and_retry(world, tmp_path):
    async with open_stage(tmp_path, world) as stage:
        guest = stage.town.guest()
        card = await guest.card(f"{stage.demo.links['slow']}?seconds=1")
        fault = stage.town.playground.add_fault("editMessageMedia", "hang", match="audio")
        await guest.pick(card, "M4A")
        await guest.shown(card, lambda it: button(it, "Cancel"))
        await until(lambda: fault.hits)
        await stage.reaches("running", "deliver")
        await stage.cancel(guest, card)

        stage.town.playground.clear_faults()
        await guest.press(await guest.shown(card, is_stopped), "Again")
        got = await guest.got(card)

        assert got.message["audio"]["file_name"].endswith(".m4a")


async def test_nobody_else_stops_it(world, tmp_path):
    async with open_stage(tmp_path, world) as stage:
        town = stage.town
        olga, max_ = (int(town.playground.add_user(name)["id"]) for name in ("Olga", "Max"))
        group = int(town.playground.add_group("Band", members=[olga, max_])["id"])
        name = town.playground.desk.world.bot["username"]
        link = f"{stage.demo.links['stall']}?before=headers"
        await town.playground.say(f"@{name} {link}", user=olga, chat=group)
        shown = await until(
            lambda: next(
                (it for it in town.playground.messages(group) if button(it, "Cancel")), None
            )
        )
        await town.playground.press(shown["message_id"], "Cancel", user=max_, chat=group)

        calls = await until(lambda: town.playground.calls("answerCallbackQuery"))
        assert calls[0].params["show_alert"]
        assert (await stage.jobs())[-1][0] == "running"
        await town.playground.press(shown["message_id"], "Cancel", user=olga, chat=group)
        await stage.reaches("cancelled")


async def test_a_failure_is_tried_again_with_what_was_chosen(world, tmp_path):
    async with open_stage(tmp_path, world) as stage:
        guest, town = stage.town.guest(), stage.town
        link = f"{stage.demo.links['mp3']}?again=1"
        card = await guest.card(link)
        refusal = {"code": 400, "description": "Bad Request: something is wrong"}
        town.playground.add_fault("editMessageMedia", "error", match="audio", **refusal)
        await guest.pick(card, "OGG")
        failed = await guest.shown(card, lambda it: "⚠" in words(it))
        town.playground.clear_faults()
        await guest.press(failed, "Try again")
        await guest.shown(card, lambda it: "⚠" not in words(it))

        got = await guest.got(card)

        assert got.message["audio"]["file_name"].endswith(".ogg")
