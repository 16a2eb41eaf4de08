"""From a pasted Apple Podcasts link to the delivered file.

The episode's page has the shape that `extractor/applepodcasts.py` of yt-dlp 2026.10.26 reads; the replies
of the directory are shaped after Apple's description of the iTunes Search API (`lookup` with
`entity=podcastEpisode`).
"""

import json

import pytest

from services.errors import SiteDown
from services.platforms.catalogue import link_of
from tests.world.feeds import Item, feed
from tests.world.media import song, still

pytestmark = pytest.mark.asyncio(loop_scope="module")

SHOW = "1135137367"
PAGE = "/us/podcast/{slug}/id1135137367"
FEED = "https://feeds.example.com/tim.xml"
NEWEST, SECOND, THIRD = (
    ("1000482637799", "Number 209: the newest", "n-209", "2020-07-19", 1000),
    ("1000482637788", "Number 208: the second", "n-208", "2020-07-12", 600),
    ("1000482637777", "Number 207, an old one", "n-207", "2020-07-05", 350),
)


def page_of(number, title, url):
    """Return what the page of an episode tells, as far as the extractor reads it."""
    model = {
        "title": title,
        "summary": "About this and that.",
        "playAction": {"episodeOffer": {"streamUrl": url}},
        "releaseDate": "2020-07-12T07:00:00Z",
        "duration": 3,
        "showTitle": "The Tim Show",
    }
    button = {"$kind": "share", "modelType": "EpisodeLockup", "model": model}
    told = {"data": [{"data": {"headerButtonItems": [button]}}]}
    address = f"https://podcasts.apple.com/us/podcast/x/id{SHOW}?i={number}"
    return (
        f'<html><head><meta property="og:url" content="{address}">'
        '<meta property="og:image" content="https://is1-ssl.mzstatic.com/cover.jpg"></head><body>'
        f'<script type="application/json" id="serialized-server-data">{json.dumps(told)}</script>'
        "</body></html>"
    )


def row(episode):
    number, title, guid, day, _ = episode
    return {
        "wrapperType": "podcastEpisode",
        "kind": "podcast-episode",
        "collectionId": int(SHOW),
        "collectionName": "The Tim Show",
        "trackId": int(number),
        "trackName": title,
        "trackViewUrl": f"https://podcasts.apple.com/us/podcast/x/id{SHOW}?i={number}&uo=4",
        "episodeGuid": guid,
        "episodeUrl": f"https://cdn.example.com/{guid}.mp3",
        "episodeFileExtension": "mp3",
        "episodeContentType": "audio",
        "releaseDate": f"{day}T07:00:00Z",
        "trackTimeMillis": 3000,
        "artworkUrl600": "https://is1-ssl.mzstatic.com/600.jpg",
        "feedUrl": FEED,
    }


def directory(world, *episodes):
    """Let the iTunes directory know the show and some of its episodes."""
    about = {
        "wrapperType": "track",
        "kind": "podcast",
        "collectionId": int(SHOW),
        "collectionName": "The Tim Show",
        "artistName": "Tim",
        "feedUrl": FEED,
        "trackCount": 209,
    }
    told = {"resultCount": 1 + len(episodes), "results": [about, *map(row, episodes)]}
    world.site("itunes.apple.com").answers("/lookup", told, kind="text/javascript; charset=utf-8")


def files(world):
    for _, _, guid, _, hertz in (NEWEST, SECOND, THIRD):
        world.site("cdn.example.com").answers(f"/{guid}.mp3", song(hertz=hertz))
    world.site("is1-ssl.mzstatic.com").answers("/*", still())


def no_page(world):
    """Answer as Apple does where an episode has vanished: the page of its show."""
    world.site("podcasts.apple.com").answers("/*", "<html><title>The Tim Show</title></html>")


async def test_an_episode_comes_from_its_page(world, guest):
    files(world)
    number, title, guid, *_ = NEWEST
    page = page_of(number, title, f"https://cdn.example.com/{guid}.mp3")
    world.site("podcasts.apple.com").answers("/us/podcast/*", page)

    got = await guest.gets(f"https://podcasts.apple.com/us/podcast/newest/id{SHOW}?i={number}")

    assert got.hertz == pytest.approx(1000, abs=5)
    assert got.message["audio"]["title"] == title
    assert got.message["audio"]["performer"] == "The Tim Show"
    assert got.message["audio"]["thumbnail"]
    assert not world.asked("itunes.apple.com")


async def test_the_second_newest_episode_is_delivered_when_it_is_the_one_asked_for(world, guest):
    files(world)
    no_page(world)
    directory(world, NEWEST, SECOND)

    got = await guest.gets(
        f"https://podcasts.apple.com/de/podcast/id{SHOW}?l=en&i={SECOND[0]}&mt=2"
    )

    assert got.hertz == pytest.approx(600, abs=5)
    assert got.message["audio"]["title"] == SECOND[1]
    assert "country=de" in world.asked("itunes.apple.com")[0].url


async def test_an_episode_that_the_directory_no_longer_tells_is_found_in_the_feed(world, guest):
    files(world)
    no_page(world)
    directory(world, NEWEST)
    rows = [
        Item(title, f"https://cdn.example.com/{guid}.mp3", day, guid=guid)
        for _, title, guid, day, _ in (NEWEST, SECOND, THIRD)
    ]
    world.site("feeds.example.com").answers("/tim.xml", feed("The Tim Show", *rows))
    page = PAGE.format(slug="number-207-an-old-one")

    got = await guest.gets(f"https://embed.podcasts.apple.com{page}?i={THIRD[0]}")

    assert got.hertz == pytest.approx(350, abs=5)
    assert got.message["audio"]["title"] == THIRD[1]


async def test_a_vanished_episode_is_missing_and_not_the_newest(world, guest):
    files(world)
    no_page(world)
    directory(world, NEWEST, SECOND)
    rows = [Item(NEWEST[1], "https://cdn.example.com/n-209.mp3", "2020-07-19")]
    world.site("feeds.example.com").answers("/tim.xml", feed("The Tim Show", *rows))

    for page in (PAGE.format(slug="number-100"), f"/podcast/id{SHOW}"):
        told = await guest.refusal(f"https://podcasts.apple.com{page}?i=1000400000000")

        assert "episode" in told
    assert not world.asked("cdn.example.com")


async def test_the_page_of_another_episode_is_not_taken_for_the_one_asked_for(world, guest):
    files(world)
    newest = page_of(NEWEST[0], NEWEST[1], "https://cdn.example.com/n-209.mp3")
    world.site("podcasts.apple.com").answers("/us/podcast/*", newest)
    directory(world, NEWEST)

    told = await guest.refusal(f"https://podcasts.apple.com/us/podcast/id{SHOW}?i=1000400000001")

    assert "episode" in told


async def test_a_show_that_is_unknown_is_gone(world, guest):
    world.site("itunes.apple.com").answers("/lookup", {"resultCount": 0, "results": []})

    told = await guest.refusal("https://podcasts.apple.com/us/podcast/x/id99999999")

    assert "removed" in told or "gone" in told


async def test_an_episode_for_subscribers_is_said_to_be_one(world, guest):
    number = "1000482630001"
    world.site("podcasts.apple.com").answers("/us/podcast/*", page_of(number, "Bonus", None))
    directory(world, NEWEST)

    told = await guest.refusal(f"https://podcasts.apple.com/us/podcast/id{SHOW}?i={number}")

    assert "members" in told or "subscribers" in told


async def test_a_site_that_is_out_of_order_does_not_make_an_episode_missing(
    world, sources, tmp_path
):
    world.site("podcasts.apple.com").answers("/*", "Out of order", status=503)
    directory(world, NEWEST)
    link = link_of(f"https://podcasts.apple.com/us/podcast/id{SHOW}?i=1000482630002")

    with pytest.raises(SiteDown):
        await sources.resolve(link, folder=tmp_path)
