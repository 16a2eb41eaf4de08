"""Buttons that promise what comes, whatever the site told; and people who do not want to be asked."""

import asyncio
import re
from dataclasses import replace

import pytest
from aiohttp import web

from bot.unanswered import choose_for_the_silent
from services.accounts.account import Account
from tests.e2e.orders import is_result
from tests.e2e.people import Message, button, medium, until, words
from tests.world.media import film, song
from tests.world.town import Guest, Town, open_town
from tests.world.youtube import open_youtube

pytestmark = pytest.mark.asyncio(loop_scope="module")

MOST_DATA_BYTES = 64
SECONDS = 20
UNITS = {"B": 1, "KB": 1024, "MB": 1024**2}
SIZE = re.compile(r"≈?([\d.]+) (B|KB|MB)")
HEIGHTS = {"Heights1one": (144,), "Heights2two": (240, 360), "Heights3tri": (144, 240, 360, 480)}


def labels(message: Message) -> list[str]:
    """Return what stands on a message's buttons."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [key["text"] for row in rows for key in row]


def promised(label: str) -> float | None:
    """Return the size that a button names, in bytes; None when it names none."""
    found = SIZE.search(label)
    return float(found[1]) * UNITS[found[2]] if found else None


async def account_of(guest: Guest) -> Account:
    """Return the guest's account."""
    account: Account = await guest.town.house.core.accounts.of_telegram(guest.chat, "Guest")
    return account


def jobs_of(town: Town, product: str):
    """Return how many jobs of a kind there were."""
    sql = "SELECT count(*) AS n FROM jobs WHERE product = :product"
    return town.house.database.row(sql, product=product)


async def test_a_keyboard_that_tells_the_truth(world, tmp_path):
    youtube = open_youtube(world)
    site = world.site("files.example.org")
    offers = {
        youtube.video(name, name, seconds=SECONDS, heights=heights): (
            {f"{height}p" for height in heights},
            f"{max(heights)}p",
        )
        for name, heights in HEIGHTS.items()
    }
    offers |= {
        site.answers("/film.mp4", film(height=240, seconds=SECONDS)): ({"240p"}, "240p"),
        site.answers("/song.mp3", song(seconds=SECONDS)): (set(), "MP3"),
        site.answers("/song.m4a", song(seconds=SECONDS, ending="m4a")): (set(), "MP3"),
        site.answers("/song.opus", song(seconds=SECONDS, ending="opus")): (set(), "MP3"),
        site.answers("/unknown.mp3", _without_length(song(seconds=SECONDS))): (set(), "MP3"),
    }
    async with open_town(tmp_path, world) as town:
        checks = [_keeps_its_word(town.guest(), link, *told) for link, told in offers.items()]
        await asyncio.gather(*checks)

        said = [
            post for posts in town.playground.desk.world.posts.values() for post in posts.values()
        ]
        keys = [
            key
            for post in said
            for row in post.message.get("reply_markup", {}).get("inline_keyboard", [])
            for key in row
        ]
        assert keys
        assert all(len(key.get("callback_data", "").encode()) <= MOST_DATA_BYTES for key in keys)


async def _keeps_its_word(guest: Guest, link: str, heights: set[str], choice: str) -> None:
    card = await guest.card(link)
    shown = {label.split()[1] for label in labels(card) if label.startswith("🎬")}
    assert shown == heights, link
    if button(card, choice) is None:
        await guest.press(card, "More")
        card = await guest.shown(card, lambda it: button(it, choice))
    label = button(card, choice)["text"]
    await guest.press(card, choice)
    file = medium(await guest.result(card))
    size = promised(label)
    if size is not None:
        assert abs(file["file_size"] - size) <= 0.15 * size, (link, label, file["file_size"])


def _without_length(path):
    """Return a handler that does not tell how much it is about to send."""

    async def send(request):
        answer = web.StreamResponse(headers={"Content-Type": "audio/mpeg"})
        answer.enable_chunked_encoding()
        await answer.prepare(request)
        if request.method != "HEAD":
            await answer.write(path.read_bytes())
        await answer.write_eof()
        return answer

    return send


async def test_after_always_this_the_next_link_starts_without_a_keyboard(world, tmp_path):
    site = world.site("files.example.org")
    links = [site.answers(f"/{number}.mp3", song(seconds=5)) for number in range(2)]
    async with open_town(tmp_path, world) as town:
        guest = town.guest()
        card = await guest.card(links[0])
        await guest.press(card, "More")
        card = await guest.shown(card, lambda it: button(it, "Bitrates"))
        await guest.press(card, "Always")
        card = await guest.shown(card, lambda it: button(it, "☑ Always"))
        await guest.press(card, "Bitrates")
        card = await guest.shown(card, lambda it: button(it, "MP3 128k"))
        await guest.press(card, "MP3 128k")
        await guest.result(card)

        asked = await guest.paste(links[1])
        await until(lambda: (it := guest.answer(asked)) and is_result(it))

        assert (await account_of(guest)).usual == "mp3-128"
        assert (await jobs_of(town, "card"))["n"] == 1


async def test_an_unanswered_keyboard_falls_back_to_the_usual_choice(world, tmp_path):
    link = world.site("files.example.org").answers("/song.mp3", song(seconds=5))
    async with open_town(tmp_path, world) as town:
        guest, core = town.guest(), town.house.core
        account = await account_of(guest)
        await core.accounts.set_habits(replace(account, usual="m4a", patience_seconds=60))
        card = await guest.card(link)
        assert await choose_for_the_silent(town.house.database, core.jobs, core.clock) == 0

        # The card is seen a moment before its job is noted as done.
        await asyncio.gather(*(core.jobs.wait(job.id) for job in await core.jobs.active()))
        await town.house.database.write("UPDATE jobs SET ended_at = ended_at - 61")
        assert await choose_for_the_silent(town.house.database, core.jobs, core.clock) == 1
        got = await guest.got(card)

        assert got.message["audio"]["file_name"].endswith(".m4a")
        assert await choose_for_the_silent(town.house.database, core.jobs, core.clock) == 0


async def test_nothing_is_chosen_for_somebody_who_is_choosing(world, tmp_path):
    link = world.site("files.example.org").answers("/song.mp3", song(seconds=5))
    async with open_town(tmp_path, world) as town:
        guest, core = town.guest(), town.house.core
        account = await account_of(guest)
        await core.accounts.set_habits(replace(account, usual="m4a", patience_seconds=60))
        card = await guest.card(link)
        await guest.press(card, "More")
        card = await guest.shown(card, lambda it: button(it, "Back"))
        press = "SELECT 1 FROM intents WHERE act = 'press'"
        await until(lambda: town.house.database.row(press))

        await town.house.database.write("UPDATE jobs SET ended_at = ended_at - 61")
        assert await choose_for_the_silent(town.house.database, core.jobs, core.clock) == 0
        await guest.press(card, "MP3")
        assert (await guest.got(card)).message["audio"]


async def test_an_old_keyboard_works_after_a_restart_and_two_taps_are_one_job(world, tmp_path):
    link = world.site("files.example.org").answers("/song.mp3", song(seconds=5))
    async with open_town(tmp_path, world) as town:
        guest = town.guest()
        card = await guest.card(link)
        old = "UPDATE jobs SET created_at = created_at - 259200, ended_at = ended_at - 259200"
        await town.house.database.write(old)
        chat = guest.chat
    (tmp_path / "delivered").rmdir()
    async with open_town(tmp_path, world) as town:
        guest = Guest(town, chat)
        await asyncio.gather(guest.press(card, "MP3"), guest.press(card, "MP3"))
        await guest.result(card)

        assert (await jobs_of(town, "media"))["n"] == 1
        said = [one for one in town.playground.messages(chat) if not one["outgoing"]]
        assert [bool(words(one)) for one in said] == [True]
