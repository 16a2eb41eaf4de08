"""From a pasted Spotify link to the file that the show itself publishes.

The embedded player's page has the shape of open.spotify.com/embed/episode pages of 2025 (`__NEXT_DATA__`,
`state.data.entity`), the name of a show that of Spotify's documented oEmbed, the directory's replies that of
Apple's iTunes Search API.
"""

import json

import pytest

from services.errors import SiteDown
from services.platforms.catalogue import link_of
from tests.world.feeds import Item, feed
from tests.world.media import song, still

pytestmark = pytest.mark.asyncio(loop_scope="module")

SHOW = "4rOoJ6Egrf8K2IrywzwOMk"
FEED = "https://feeds.example.com/{}.xml"


def player(name, title, *, show, day="2025-06-05", seconds=3):
    """Return the page of an episode's embedded player."""
    entity = {
        "type": "episode",
        "id": name,
        "name": title,
        "uri": f"spotify:episode:{name}",
        "duration": seconds * 1000,
        "isPlayable": True,
        "releaseDate": {"isoString": f"{day}T17:00:00Z"},
        "subtitle": show,
        "title": title,
        "relatedEntityUri": f"spotify:show:{SHOW}",
    }
    return drawn({"state": {"data": {"entity": entity}}})


def drawn(props):
    told = json.dumps({"props": {"pageProps": props}, "page": "/episode/[id]"})
    return f'<html><script id="__NEXT_DATA__" type="application/json">{told}</script></html>'


def directory(world, *shows):
    """Let the directory know shows by name, each with its feed's address."""
    rows = [
        {"kind": "podcast", "collectionName": name, "artistName": "A maker", "feedUrl": url}
        for name, url in shows
    ]
    told = {"resultCount": len(rows), "results": rows}
    world.site("itunes.apple.com").answers("/search", told, kind="text/javascript; charset=utf-8")


@pytest.fixture
def spotify(world):
    world.site("img.example.net").answers("/cover.jpg", still())
    for number, hertz in enumerate((1000, 600, 350), start=1):
        world.site("cdn.example.com").answers(f"/{number}.mp3", song(hertz=hertz))
    return world.site("open.spotify.com")


def item(number, title, day="2025-06-05", **more):
    return Item(title, f"https://cdn.example.com/{number}.mp3", day, **more)


async def test_an_episode_comes_from_the_feed_of_its_show(world, guest, spotify):
    name = "5Q2dkZHfnGb2Y4BzzoBu2G"
    title = "#2333 – Protect Our Parks 15"
    spotify.answers(f"/embed/episode/{name}", player(name, title, show="The Long Talk"))
    directory(
        world, ("The Long Talk Fans", FEED.format("fans")), ("The Long Talk", FEED.format("talk"))
    )
    rows = [
        item(1, "#2334 - The newest", "2025-06-12"),
        item(2, "#2333 - Protect Our Parks 15", "2025-06-05"),
        item(3, "#2333 - Protect Our Parks 14", "2025-06-04"),
    ]
    world.site("feeds.example.com").answers("/talk.xml", feed("The Long Talk", *rows))

    got = await guest.gets(f"https://open.spotify.com/intl-de/episode/{name}?si=abc")

    assert got.hertz == pytest.approx(600, abs=5)
    assert got.message["audio"]["title"] == "#2333 - Protect Our Parks 15"
    assert got.message["audio"]["performer"] == "The Long Talk"
    assert not world.asked("feeds.example.com", "/fans.xml")


async def test_an_episode_of_another_length_or_day_is_not_taken_for_the_one_meant(
    world, guest, spotify
):
    name = "5Q2dkZHfnGb2Y4BzzoBu2H"
    spotify.answers(f"/embed/episode/{name}", player(name, "News", show="Daily", seconds=1800))
    directory(world, ("Daily", FEED.format("daily")))
    rows = [
        item(1, "News", "2025-06-12", seconds=1800),
        item(2, "News", "2025-06-05", seconds=600),
        item(3, "Newsy", "2025-06-05", seconds=1800),
    ]
    world.site("feeds.example.com").answers("/daily.xml", feed("Daily", *rows))

    told = await guest.refusal(f"https://open.spotify.com/episode/{name}")

    assert "episode" in told
    assert not world.asked("cdn.example.com")


async def test_what_two_feeds_could_mean_is_not_guessed(world, guest, spotify):
    name = "5Q2dkZHfnGb2Y4BzzoBu2J"
    spotify.answers(f"/embed/episode/{name}", player(name, "Pilot", show="Mysteries"))
    directory(world, ("Mysteries", FEED.format("one")), ("MYSTERIES!", FEED.format("two")))
    for number, which in enumerate(("one", "two"), start=1):
        text = feed("Mysteries", item(number, "Pilot"))
        world.site("feeds.example.com").answers(f"/{which}.xml", text)

    told = await guest.refusal(f"https://open.spotify.com/episode/{name}")

    assert "episode" in told
    assert not world.asked("cdn.example.com")


async def test_a_feed_that_has_died_does_not_hide_the_one_that_lives(
    world, sources, spotify, tmp_path
):
    name = "5Q2dkZHfnGb2Y4BzzoBu2P"
    spotify.answers(f"/embed/episode/{name}", player(name, "Pilot", show="Moved"))
    directory(world, ("Moved", FEED.format("dead")), ("Moved", FEED.format("alive")))
    feeds = world.site("feeds.example.com")
    feeds.answers("/alive.xml", feed("Moved", item(1, "Pilot")))
    link = link_of(f"https://open.spotify.com/episode/{name}")

    assert (await sources.resolve(link, folder=tmp_path)).title == "Pilot"
    feeds.answers("/alive.xml", "Out of order", status=503)
    with pytest.raises(SiteDown):
        await sources.resolve(link, folder=tmp_path)


async def test_a_show_that_is_published_nowhere_else_is_protected(world, guest, spotify):
    name = "5Q2dkZHfnGb2Y4BzzoBu2K"
    spotify.answers(f"/embed/episode/{name}", player(name, "One", show="Only Here"))
    directory(world, ("Only Here And There", FEED.format("other")))

    told = await guest.refusal(f"https://open.spotify.com/episode/{name}")

    assert "locks" in told


async def test_an_episode_that_is_gone_is_said_to_be(world, guest, spotify):
    spotify.answers("/embed/episode/*", drawn({"status": 404}), status=404)

    told = await guest.refusal("https://open.spotify.com/episode/5Q2dkZHfnGb2Y4BzzoBu2L")

    assert "removed" in told or "gone" in told


@pytest.mark.parametrize("kind", ["track", "album", "playlist", "artist"])
async def test_music_is_refused_at_once_and_nobody_is_asked(world, guest, kind):
    told = await guest.refusal(f"https://open.spotify.com/{kind}/{SHOW}")

    assert "locks" in told
    assert world.requests == world.unanswered == []


async def test_a_short_link_to_music_is_refused_and_one_to_an_episode_followed(
    world, guest, spotify
):
    short = world.site("spotify.link")
    short.redirects("/Music12345", f"https://open.spotify.com/track/{SHOW}?si=1")
    spotify.answers("/track/*", "<html></html>")
    name = "5Q2dkZHfnGb2Y4BzzoBu2M"
    short.redirects("/Talk123456", f"https://open.spotify.com/episode/{name}?si=1")
    spotify.answers("/episode/*", "<html></html>")
    spotify.answers(f"/embed/episode/{name}", player(name, "Pilot", show="Followed"))
    directory(world, ("Followed", FEED.format("followed")))
    text = feed("Followed", item(3, "Pilot"))
    world.site("feeds.example.com").answers("/followed.xml", text)

    assert "locks" in await guest.refusal("https://spotify.link/Music12345")
    got = await guest.gets("https://spotify.link/Talk123456")

    assert got.hertz == pytest.approx(350, abs=5)


async def test_a_short_link_leads_to_the_episode_that_everybody_knows(
    world, sources, spotify, tmp_path
):
    name = "5Q2dkZHfnGb2Y4BzzoBu2N"
    target = f"https://open.spotify.com/episode/{name}?si=1"
    # To some it is no redirect but a page that leads on.
    world.site("spotify.link").answers("/Page123456", f'<a href="{target}">Open</a>')
    spotify.answers(f"/embed/episode/{name}", player(name, "Pilot", show="Known"))
    directory(world, ("Known", FEED.format("known")))
    world.site("feeds.example.com").answers("/known.xml", feed("Known", item(1, "Pilot")))

    medium = await sources.resolve(link_of("https://spotify.link/Page123456"), folder=tmp_path)

    assert medium.key == f"spotify:episode/{name}"
    assert (medium.author, medium.seconds, medium.published) == ("Known", 3, "2025-06-05")
