"""Shows as lists: what is found behind the links of Apple Podcasts, Spotify and Xiaoyuzhou.

The replies have the shapes that test_apple_podcasts.py, test_spotify.py and test_xiaoyuzhou.py tell of.
"""

import pytest

from services.errors import LinkEmpty
from services.platforms.catalogue import link_of
from services.sources.playlist import Playlist
from tests.world import test_apple_podcasts as apple
from tests.world import test_spotify as spotify
from tests.world import test_xiaoyuzhou as xiaoyuzhou
from tests.world.feeds import feed

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def found(sources, tmp_path):
    async def resolve(url):
        listing = await sources.resolve(link_of(url), folder=tmp_path)
        assert isinstance(listing, Playlist)
        return listing

    return resolve


async def test_a_show_of_apple_lists_its_episodes_the_newest_first(world, found):
    apple.directory(world, apple.THIRD, apple.NEWEST, apple.SECOND)

    show = await found(f"https://podcasts.apple.com/de/podcast/the-tim-show/id{apple.SHOW}")

    assert (show.title, show.author, show.total) == ("The Tim Show", "Tim", 209)
    episodes = (apple.NEWEST, apple.SECOND, apple.THIRD)
    assert [entry.title for entry in show.entries] == [title for _, title, *_ in episodes]
    keys = [link_of(entry.url).key for entry in show.entries]
    assert keys == [f"apple_podcasts:{number}" for number, *_ in episodes]
    assert {entry.seconds for entry in show.entries} == {3}


async def test_a_show_whose_episodes_the_directory_does_not_tell_is_read_from_its_feed(
    world, found, sources, tmp_path
):
    apple.directory(world)
    rows = [spotify.item(1, "One", "2026-01-01"), spotify.item(2, "Two", "2026-02-01")]
    world.site("feeds.example.com").answers("/tim.xml", feed("The Tim Show", *rows))

    show = await found(f"https://podcasts.apple.com/podcast/id{apple.SHOW}")

    assert [entry.title for entry in show.entries] == ["Two", "One"]
    older = await sources.resolve(link_of(show.entries[1].url), folder=tmp_path)
    assert (older.title, older.author) == ("One", "The Tim Show")


async def test_a_show_without_episodes_is_empty(world, sources, tmp_path):
    apple.directory(world)
    world.site("feeds.example.com").answers("/tim.xml", feed("The Tim Show"))

    with pytest.raises(LinkEmpty):
        await sources.resolve(
            link_of(f"https://podcasts.apple.com/podcast/id{apple.SHOW}"), folder=tmp_path
        )


async def test_a_show_of_spotify_lists_the_episodes_of_its_feed(world, found):
    told = {"title": "The Long List", "provider_name": "Spotify"}
    world.site("open.spotify.com").answers("/oembed", told)
    feed_url = spotify.FEED.format("list")
    spotify.directory(world, ("The Long List", feed_url))
    rows = [spotify.item(3, "First", "2025-06-01"), spotify.item(2, "Second", "2025-06-02")]
    world.site("feeds.example.com").answers("/list.xml", feed("The Long List", *rows))

    show = await found(f"https://open.spotify.com/show/{spotify.SHOW}")

    assert show.title == "The Long List"
    assert [entry.title for entry in show.entries] == ["Second", "First"]
    assert all(entry.url.startswith(f"{feed_url}#item=") for entry in show.entries)


async def test_a_podcast_of_xiaoyuzhou_lists_its_episodes_the_newest_first(world, found):
    names = [f"670f2a7e0d2f24f28972{number:04x}" for number in range(3)]
    rows = [
        xiaoyuzhou.episode(name, f"第{number}集", day=f"2025-05-0{number + 1}")
        for number, name in enumerate(names)
    ]
    podcast = {"title": "面基", "author": "主播", "episodes": rows, "episodeCount": 90}
    site = world.site("www.xiaoyuzhoufm.com")
    site.answers(f"/podcast/{xiaoyuzhou.PODCAST}", xiaoyuzhou.page(podcast=podcast))

    show = await found(f"{xiaoyuzhou.SITE}/podcast/{xiaoyuzhou.PODCAST}")

    assert (show.title, show.author, show.total) == ("面基", "主播", 90)
    assert [entry.title for entry in show.entries] == ["第2集", "第1集", "第0集"]
    keys = [link_of(entry.url).key for entry in show.entries]
    assert keys == [f"xiaoyuzhou:episode/{name}" for name in reversed(names)]
