import pytest

from services.sources.listing import Refusal, facts_of, is_list, one_of, told_by_list, unchosen

FILM = {"format_id": "a", "url": "http://a/b.mp4", "ext": "mp4", "height": 480, "protocol": "http"}


def test_the_newest_entry_is_taken_where_dates_are_told():
    entries = [
        {"url": "1", "timestamp": 5},
        {"url": "2", "timestamp": 9},
        {"url": "3", "timestamp": 7},
    ]

    assert one_of({"entries": entries})["url"] == "2"


def test_the_first_entry_is_taken_where_a_date_is_missing():
    entries = [None, {"id": "no address"}, {"url": "1"}, {"url": "2", "timestamp": 9}]

    assert one_of({"entries": entries})["url"] == "1"


def test_an_empty_list_holds_nothing():
    with pytest.raises(Refusal, match="link-unsupported"):
        one_of({"entries": []})


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
        ({"live_status": "is_live", "formats": [FILM]}, "link-live"),
        ({"live_status": "is_upcoming"}, "link-live"),
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
