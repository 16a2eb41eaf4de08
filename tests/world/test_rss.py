"""From a pasted podcast feed to the delivered episode.

Feeds are written as `extractor/generic.py` of yt-dlp 2026.10.26 and our own
`services/sources/extractors/feed.py` read them: RSS 2.0 with the elements of iTunes.
"""

from urllib.parse import quote

import pytest

from tests.world.feeds import Item, feed
from tests.world.media import song, still

pytestmark = pytest.mark.asyncio(loop_scope="module")

HOST = "feeds.example.com"


def items(name):
    return [
        Item(f"{name} {number}", f"https://cdn.example.com/{name}/{number}.mp3", day, guid=guid)
        for number, day, guid in (
            (1, "2026-01-05", "urn:uuid:1"),
            (3, "2026-03-05", "https://example.com/?p=3#x"),
            (2, "2026-02-05", "two"),
        )
    ]


@pytest.fixture
def feeds(world):
    world.site("img.example.net").answers("/cover.jpg", still())
    for number, hertz in ((1, 350), (2, 600), (3, 1000)):
        world.site("cdn.example.com").answers(f"/*/{number}.mp3", song(hertz=hertz))
    return world.site(HOST)


async def test_a_feed_gives_its_newest_episode(world, guest, feeds):
    link = feeds.answers("/newest", feed("A Show", *items("newest")), kind="application/rss+xml")

    got = await guest.gets(link)

    assert got.hertz == pytest.approx(1000, abs=5)
    assert got.message["audio"]["title"] == "newest 3"
    assert got.message["audio"]["performer"] == "A Show"


@pytest.mark.parametrize(
    ("guid", "hertz"), [("two", 600), ("https://example.com/?p=3#x", 1000), ("urn:uuid:1", 350)]
)
async def test_one_episode_of_a_feed_can_be_named(world, guest, feeds, guid, hertz):
    link = feeds.answers("/named", feed("A Show", *items("named")), kind="application/rss+xml")

    got = await guest.gets(f"{link}#item={quote(guid, safe='')}")

    assert got.hertz == pytest.approx(hertz, abs=5)
    assert got.message["audio"]["performer"] == "A Show"
    assert got.message["audio"]["thumbnail"]


async def test_an_episode_can_be_named_by_its_file(world, guest, feeds):
    link = feeds.answers("/by-file", feed("A Show", *items("file")), kind="application/rss+xml")
    file = quote("https://cdn.example.com/file/2.mp3", safe="")

    got = await guest.gets(f"{link}#item={file}")

    assert got.hertz == pytest.approx(600, abs=5)


async def test_an_episode_that_left_the_feed_is_missing_and_not_the_newest(world, guest, feeds):
    link = feeds.answers("/left", feed("A Show", *items("left")), kind="application/rss+xml")

    told = await guest.refusal(f"{link}#item=four")

    assert "episode" in told
    assert not world.asked("cdn.example.com")


async def test_the_chapters_of_an_episode_come_with_it(world, guest, feeds):
    told = {
        "version": "1.2.0",
        "chapters": [
            {"startTime": 0, "title": "Intro"},
            {"startTime": 1.5, "title": "Talk", "img": "https://img.example.net/talk.jpg"},
            {"startTime": 2, "title": "Hidden", "toc": False},
        ],
    }
    url = world.site("meta.example.com").answers("/1.json", told, kind="application/json+chapters")
    more = f'<podcast:chapters url="{url}" type="application/json+chapters"/>'
    row = Item("Talk", "https://cdn.example.com/chapters/2.mp3", "2026-02-05", guid="c", more=more)
    link = feeds.answers("/chapters", feed("A Show", row), kind="application/rss+xml")

    got = await guest.gets(f"{link}#item=c", "M4A")

    found = [(piece.start, piece.title) for piece in got.found.chapters]
    assert found == [(0, "Intro"), (1.5, "Talk")]


async def test_a_button_gives_the_episode_of_its_card_when_the_feed_has_gone_on(
    town, world, guest, feeds
):
    old = Item("Old", "https://cdn.example.com/on/2.mp3", "2026-02-05")
    new = Item("New", "https://cdn.example.com/on/3.mp3", "2026-03-05")
    link = feeds.answers("/on", feed("A Show", old), kind="application/rss+xml")
    card = await guest.card(link)

    feeds.answers("/on", feed("A Show", new, old), kind="application/rss+xml")
    await town.house.database.write("UPDATE media SET found_at = found_at - 700")
    await guest.pick(card, "MP3")
    got = await guest.got(card)
    later = await guest.gets(link)

    assert got.hertz == pytest.approx(600, abs=5)
    assert got.message["audio"]["title"] == "Old"
    assert later.hertz == pytest.approx(1000, abs=5)
    assert later.message["audio"]["title"] == "New"
