import pytest

from services.sources.extractors.feed import (
    PublishedTranscript,
    episode_named,
    episode_titled,
    same_name,
    show_in,
)
from tests.world.feeds import Item, feed

FILE = "https://cdn.example.com/{}.mp3"
CHAPTERS = (
    '<psc:chapters version="1.2"><psc:chapter start="00:01:00.5" title="Talk"/>'
    '<psc:chapter start="0" title="Intro"/></psc:chapters>'
)
MORE = (
    '<podcast:chapters url="https://example.com/1.json" type="application/json+chapters"/>'
    '<podcast:transcript url="https://example.com/1.vtt" type="text/vtt"/>'
    '<itunes:image href="https://example.com/1.jpg"/>'
)


def show(*items):
    return show_in(feed("A Show", *items))


def test_a_feed_tells_its_episodes_the_newest_first():
    found = show(
        Item("Old & first", FILE.format(1), "2026-01-01", guid="a", seconds=3661, more=MORE),
        Item("New", FILE.format(2), "2026-02-01", page="https://example.com/new", more=CHAPTERS),
    )

    new, old = found.episodes
    assert (found.title, found.author) == ("A Show", "A maker")
    assert (new.title, new.guid, new.url) == ("New", FILE.format(2), FILE.format(2))
    assert new.cover == found.cover == "https://img.example.net/cover.jpg"
    assert new.chapters == ((0, "Intro"), (60.5, "Talk"))
    assert (old.title, old.guid, old.seconds) == ("Old & first", "a", 3661)
    assert old.cover == "https://example.com/1.jpg"
    assert old.chapters_url == "https://example.com/1.json"
    assert old.transcripts == (PublishedTranscript("https://example.com/1.vtt", "vtt"),)
    assert old.timestamp == 1767225600


@pytest.mark.parametrize(
    "text",
    ["", "<html><body>x</body></html>", "<rss><channel>", '{"a": 1}', "<rss version='2.0'/>"],
)
def test_what_is_no_feed_is_none(text):
    assert show_in(text) is None


def test_items_without_a_file_are_no_episodes():
    text = feed(
        "A Show", Item("News", "", "2026-01-01"), Item("Talk", FILE.format(1), "2026-01-02")
    )

    assert [episode.title for episode in show_in(f"\ufeff\n{text}").episodes] == ["Talk"]


def test_a_bomb_of_entities_does_not_go_off():
    doubling = "".join(f'<!ENTITY e{n + 1} "&e{n};&e{n};">' for n in range(60))
    text = f'<!DOCTYPE rss [<!ENTITY e0 "lol">{doubling}]><rss><channel>&e60;</channel></rss>'

    assert show_in(text) is None


def test_an_episode_is_found_by_guid_file_or_page():
    found = show(
        Item("One", FILE.format(1), "2026-01-01", guid="https://example.com/one"),
        Item("Two", FILE.format(2), "2026-01-02", guid="two", page="https://example.com/2"),
    )

    for name, title in (
        ("two", "Two"),
        ("https://example.com/one", "One"),
        ("http://cdn.example.com/2.mp3", "Two"),
        ("https://example.com/2", "Two"),
    ):
        assert episode_named(found, name).title == title
    assert episode_named(found, "three") is None
    assert episode_named(found, "") is None


def test_an_episode_is_found_by_its_title_length_and_day():
    rows = [
        Item("Why? – Part 1", FILE.format(1), "2026-01-01", seconds=1800),
        Item("Why? – Part 2", FILE.format(2), "2026-01-08", seconds=1800),
        Item("Again", FILE.format(3), "2026-01-15", seconds=600),
        Item("Again", FILE.format(4), "2026-02-15", seconds=600),
    ]
    found = show(*rows)
    first, fourth = 1767225600, 1771113600

    def meant(title, **more):
        episode = episode_titled(found, title, **more)
        return episode and episode.url

    assert meant("why part 1") == FILE.format(1)
    assert meant("Why?! Part 1", seconds=1850, timestamp=first + 3600) == FILE.format(1)
    assert meant("Why? Part 1", seconds=2500) is None
    assert meant("Why? Part 1", timestamp=first + 3 * 86400) is None
    assert meant("Why? Part") is None
    assert meant("Again") is None
    assert meant("Again", timestamp=fourth) == FILE.format(4)


def test_an_episode_that_a_feed_lists_twice_is_one():
    row = Item("Twice", FILE.format(1), "2026-01-01", guid="a")

    assert episode_titled(show(row, row), "Twice").url == FILE.format(1)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("#2333 - Protect Our Parks 15", "#2333 – protect our parks 15", True),
        ("It's fine", "Its fine", True),
        ("第1集：开始", "第1集:开始", True),
        ("Ｆｕｌｌ width", "Full Width", True),
        ("Part 1", "Part 11", False),
        ("…", "!!!", False),
        ("", "", False),
    ],
)
def test_titles_are_the_same_but_for_punctuation(one, other, same):
    assert same_name(one, other) is same
