"""Playlists and batches as one tidy object: one message for the whole, the files in their order below."""

import asyncio
import time

import pytest
import pytest_asyncio
from aiohttp import web

from services.jobs.job import State
from tests.bot.office import Quick
from tests.e2e.people import button, medium, until, words
from tests.world.feeds import Item, feed
from tests.world.media import song
from tests.world.town import open_town
from tests.world.youtube import open_youtube

pytestmark = pytest.mark.asyncio(loop_scope="module")

DEAD = {3: 404, 11: 403, 25: 404}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory, web_of_the_module):
    folder = tmp_path_factory.mktemp("town")
    with pytest.MonkeyPatch.context() as patch:
        # One message a second is Telegram's pace; it is kept, by a clock that runs faster.
        patch.setattr("bot.wiring.SystemClock", lambda: Quick(10))
        async with open_town(folder, web_of_the_module) as opened:
            yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def guest(town, world):
    return town.guest()


def show(world, name, count, *, dead=()):
    """Open a podcast with so many short episodes; return its address."""
    site = world.site(f"{name}.example.org")
    for number in range(1, count + 1):
        if number in dead:
            site.answers(f"/{number}.mp3", "not here", status=dead[number])
        else:
            site.answers(f"/{number}.mp3", song(seconds=1, hertz=200 + 20 * (number % 30)))
    items = [
        Item(f"Episode {number}", f"https://{name}.example.org/{number}.mp3", "2026-02-06")
        for number in range(1, count + 1)
    ]
    return site.answers("/feed.xml", feed(f"The {name} show", *items), kind="application/rss+xml")


async def list_card(guest, link):
    """Paste a feed and press “All episodes”; return the card of the list."""
    card = await guest.card(link)
    await guest.press(card, "All episodes")
    return await until(lambda: newest(guest, "All as MP3"))


def newest(guest, word):
    said = guest.town.playground.messages(guest.chat)
    return next((one for one in reversed(said) if button(one, word)), None)


def titles(guest):
    said = guest.town.playground.messages(guest.chat)
    return [one["audio"]["title"] for one in said if "audio" in one]


async def all_are(guest, wanted):
    return {state for state, _ in await jobs_of(guest)} == {wanted}


async def jobs_of(guest):
    rows = await guest.town.house.database.rows(
        'SELECT * FROM jobs WHERE chat_id = :chat AND parent <> ""', chat=guest.chat
    )
    return [(State(row["state"]), row["stage"]) for row in rows]


async def test_what_works_arrives_in_order_and_the_rest_is_told_in_one_summary(guest, world):
    card = await list_card(guest, show(world, "harbour", 25, dead=DEAD))
    assert "25 items" in words(card)

    await guest.press(card, "All as MP3")
    end = await guest.shown(card, lambda it: button(it, "Retry failed"), seconds=90)

    assert titles(guest) == [f"Episode {n}" for n in range(1, 26) if n not in DEAD]
    assert "22 of 25 sent" in words(end)
    assert [f"Episode {n}:" in words(end) for n in DEAD] == [True] * 3
    assert button(end, "Retry failed (3)")
    said = guest.town.playground.messages(guest.chat)
    assert len([one for one in said if medium(one)]) == 22
    assert len([one for one in said if not one.get("outgoing") and not medium(one)]) <= 2

    site = world.site("harbour.example.org")
    for number in DEAD:
        site.answers(f"/{number}.mp3", song(seconds=1, hertz=900 + number))
    await guest.press(end, "Retry failed")
    end = await guest.shown(card, lambda it: "3 of 3 sent" in words(it))

    assert titles(guest)[22:] == [f"Episode {n}" for n in DEAD]
    assert button(end, "Again")


async def test_cancel_works_while_the_list_is_still_being_read(guest, world):
    reading, gone_on = asyncio.Event(), asyncio.Event()

    async def slow(_request: web.Request) -> web.Response:
        reading.set()
        await gone_on.wait()
        return web.Response(text="late")

    site = world.site("slow.example.org")
    asked = await guest.paste(site.answers("/feed.xml", slow))
    await reading.wait()
    looking = await until(lambda: (it := guest.answer(asked)) and button(it, "Cancel") and it)
    await guest.press(looking, "Cancel")
    shown = await guest.shown(looking, lambda it: "Stopped" in words(it), seconds=5)
    gone_on.set()

    assert button(shown, "Again")


async def test_cancel_stops_what_runs_and_begins_no_more(guest, world):
    held = asyncio.Event()

    async def hold(_request: web.Request) -> web.StreamResponse:
        await held.wait()
        return web.FileResponse(song(seconds=1))

    link = show(world, "held", 20)
    card = await list_card(guest, link)
    world.site("held.example.org").answers("/*.mp3", hold)
    for number in range(1, 21):
        world.site("held.example.org").answers(f"/{number}.mp3", hold)
    await guest.press(card, "All as MP3")
    await until(lambda: jobs_of(guest))
    running = await guest.shown(card, lambda it: button(it, "Cancel") and "of 20" in words(it))
    await guest.press(running, "Cancel")
    shown = await guest.shown(card, lambda it: "Stopped" in words(it), seconds=5)
    held.set()

    assert "0 of 20 sent" in words(shown)
    assert button(shown, "Again")
    assert 0 < len(await jobs_of(guest)) < 20
    await until(lambda: all_are(guest, State.CANCELLED))
    assert titles(guest) == []


async def test_a_thousand_items_are_shown_at_once_and_capped(guest, world):
    items = [
        Item(f"Episode {number}", f"https://long.example.org/{number}.mp3", "2026-02-06")
        for number in range(1, 1001)
    ]
    site = world.site("long.example.org")
    link = site.answers("/feed.xml", feed("The long show", *items), kind="application/rss+xml")
    site.answers("/*.mp3", song(seconds=1))
    card = await guest.card(link)

    begun = time.monotonic()
    await guest.press(card, "All episodes")
    shown = await until(lambda: newest(guest, "All as MP3"))

    assert time.monotonic() - begun < 5
    assert "1,000 items, of which I take the first 200" in words(shown)
    assert button(shown, "First 10")


async def test_numbers_in_an_answer_bring_these_entries(guest, world):
    card = await list_card(guest, show(world, "numbers", 6))
    await guest.press(card, "Choose")
    card = await guest.shown(card, lambda it: "Reply to this message" in words(it))

    town = guest.town
    await town.playground.say(
        "2-3, 5", user=guest.chat, chat=guest.chat, reply_to=card["message_id"]
    )
    await until(lambda: newest(guest, "Again"))

    assert titles(guest) == ["Episode 2", "Episode 3", "Episode 5"]


async def test_many_links_in_one_message_are_one_list(guest, world):
    show(world, "batch", 5)
    links = "\n".join(f"https://batch.example.org/{number}.mp3" for number in range(1, 6))

    asked = await guest.paste(links)
    card = await until(lambda: (it := guest.answer(asked)) and button(it, "All as MP3") and it)
    assert "5 links" in words(card)
    assert button(card, "Each its own card")
    await guest.press(card, "All as MP3")
    await guest.shown(card, lambda it: "5 of 5 sent" in words(it))

    assert len(titles(guest)) == 5


async def test_a_video_that_stands_in_a_list_asks_for_this_one_or_all(guest, world):
    youtube = open_youtube(world)
    videos = {f"aListed000{n}": f"Part {n}" for n in range(1, 4)}
    for name, title in videos.items():
        youtube.video(name, title)
    youtube.playlist("PLaList0001", "The whole story", videos)

    card = await guest.card("https://www.youtube.com/watch?v=aListed0002&list=PLaList0001")

    assert "Part 2" in words(card)
    assert "this one" in words(card).lower()
    assert button(card, "MP3")
    await guest.press(card, "All of the list")
    whole = await until(lambda: newest(guest, "All as MP3"))
    assert "The whole story" in words(whole)
    assert "3 items" in words(whole)
    await guest.press(whole, "All as MP3")
    await guest.shown(whole, lambda it: "3 of 3 sent" in words(it), seconds=60)
    assert titles(guest) == ["Part 1", "Part 2", "Part 3"]
