import pytest

from services.sources.listing import (
    Refusal,
    address_of,
    entries_of,
    facts_of,
    is_list,
    is_meant_whole,
    list_facts,
    one_of,
    told_by_list,
    unchosen,
)

FILM = {"format_id": "a", "url": "http://a/b.mp4", "ext": "mp4", "height": 480, "protocol": "http"}


def nothing(entry):
    raise AssertionError("no list stands in this list")


def test_the_newest_entry_is_taken_where_dates_are_told():
    entries = [
        {"url": "1", "timestamp": 5},
        {"url": "2", "timestamp": 9},
        {"url": "3", "timestamp": 7},
    ]

    assert one_of(entries)["url"] == "2"


def test_the_first_entry_is_taken_where_a_date_is_missing():
    entries = [{"url": "1"}, {"url": "2", "timestamp": 9}]

    assert one_of(entries)["url"] == "1"


def test_entries_without_an_address_are_left_out():
    film = {"url": "http://a/1.mp4", "formats": [FILM]}
    entries = [None, {"id": "no address"}, film, {"url": "word"}, {"url": "http://a/1"}]

    assert entries_of({"entries": entries}, nothing, most=9) == [{"url": "http://a/1"}]


def test_a_video_by_its_bare_name_has_an_address():
    entry = {"url": "jNQXAC9IVRw", "ie_key": "Youtube"}

    assert address_of(entry) == "https://www.youtube.com/watch?v=jNQXAC9IVRw"


def test_lists_within_a_list_are_opened_up_to_the_limit():
    def expand(entry):
        return {"entries": [{"url": f"{entry['url']}/{number}"} for number in range(3)]}

    tabs = [{"url": f"http://a/{tab}", "ie_key": "YoutubeTab"} for tab in ("videos", "shorts")]
    found = entries_of({"entries": tabs}, expand, most=4)

    assert [entry["url"] for entry in found] == [
        "http://a/videos/0",
        "http://a/videos/1",
        "http://a/videos/2",
        "http://a/shorts/0",
    ]


FEED = {
    "extractor_key": "Generic",
    "entries": [{"_type": "url_transparent", "url": "http://a/1", "season_number": None}] * 2,
}


@pytest.mark.parametrize(
    ("info", "asked", "meant"),
    [
        (FEED, False, False),
        (FEED, True, True),
        ({"entries": [{"url": "http://a/1"}, {"url": "http://a/2"}]}, False, True),
        ({"entries": [{"url": "http://a/1"}]}, False, False),
        ({"entries": []}, True, False),
    ],
)
def test_of_a_feed_the_newest_is_meant_and_of_a_list_all(info, asked, meant):
    assert is_meant_whole(info, info["entries"], asked=asked) is meant


def test_a_list_tells_its_entries_in_its_order():
    info = {"title": "T", "channel": "C", "playlist_count": 9}
    entries = [{"url": "http://a/1", "title": "One", "duration": 61}, {"url": "http://a/2"}]

    assert list_facts(info, entries) == {
        "title": "T",
        "author": "C",
        "count": 9,
        "entries": [["http://a/1", "One", 61.0], ["http://a/2", None, None]],
    }


def test_a_list_tells_its_own_title_as_the_author():
    entry = {"title": "One", "duration": 60, "timestamp": 0, "thumbnail": None}

    assert told_by_list({"title": "Feed"}, entry, "http://a/1.mp3") == {
        "entry": "http://a/1.mp3",
        "author": "Feed",
        "title": "One",
        "seconds": 60,
    }
    assert is_list({"_type": "playlist"})
    assert not is_list({"_type": "video"})


@pytest.mark.parametrize(
    ("info", "code"),
    [
        ({"live_status": "is_upcoming", "formats": [FILM]}, "link-premiere"),
        ({"formats": [{**FILM, "has_drm": True}]}, "link-protected"),
        ({"formats": []}, "link-unsupported"),
        ({}, "link-unsupported"),
    ],
)
def test_what_cannot_be_fetched_is_refused(info, code):
    with pytest.raises(Refusal, match=code):
        facts_of(info)


def test_facts_are_told_in_our_words():
    info = {
        "title": "T",
        "channel": "C",
        "duration": 10,
        "upload_date": "20240309",
        "webpage_url": "http://a/",
        "formats": [FILM],
    }

    assert facts_of(info) == {
        "page": "http://a/",
        "title": "T",
        "author": "C",
        "seconds": 10,
        "has_sound": True,
        "sound_codec": "",
        "pictures": [[480, None, False]],
        "published": "2024-03-09",
        "direct": False,
    }


def test_what_belongs_to_a_chosen_format_is_left_out():
    info = {"title": "T", "url": "http://a/b.mp4", "height": 480, "formats": [FILM]}

    assert unchosen(info) == {"title": "T", "formats": [FILM]}
    assert unchosen({"url": "http://a/b.mp3"}) == {"url": "http://a/b.mp3"}
