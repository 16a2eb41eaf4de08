import pytest

from services.sources.facts import chapters, is_live, music, sounds, title
from services.sources.listing import facts_of

FILM = {"format_id": "a", "url": "http://a/b.mp4", "ext": "mp4", "height": 480, "protocol": "http"}


def spoken(language, rank):
    return {
        "format_id": f"140-{language}",
        "vcodec": "none",
        "acodec": "mp4a",
        "language": language,
        "language_preference": rank,
    }


def test_an_album_and_the_number_on_it():
    assert music({"album": " Low Water ", "track_number": 3}) == {"album": "Low Water", "track": 3}
    assert music({"album": None, "track_number": 0}) == {}
    assert music({"track_number": "B2"}) == {}


def test_the_only_medium_of_a_page_is_not_numbered():
    assert title({"title": "A film (1)", "extractor_key": "Generic"}) == "A film"
    assert title({"title": "A film (2)", "extractor_key": "Generic"}) == "A film (2)"
    assert title({"title": "Louis C.K. (1)", "extractor_key": "Youtube"}) == "Louis C.K. (1)"
    assert title({}) is None


def test_chapters_end_where_the_next_begins():
    told = [
        {"start_time": 10, "end_time": 99, "title": "Two"},
        {"start_time": 0, "title": "One"},
        {"start_time": 20, "title": None},
    ]

    assert chapters({"chapters": told, "duration": 30}) == [
        [0, 10, "One"],
        [10, 20, "Two"],
        [20, 30, ""],
    ]


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        [None],
        [{"title": "nowhere"}],
        [{"start_time": 0, "end_time": 30, "title": "all of it"}],
    ],
)
def test_no_chapters_are_none(told):
    assert chapters({"chapters": told, "duration": 30}) == []


def test_a_piece_that_was_cut_out_has_not_the_chapters_of_the_whole():
    told = [{"start_time": start, "title": str(start)} for start in (0, 10)]

    assert chapters({"chapters": told, "section_start": 3.0, "duration": 4}) == []


def test_a_chapter_that_begins_beyond_the_end_is_left_out():
    told = [{"start_time": start, "title": str(start)} for start in (0, 10, 40)]

    assert [row[2] for row in chapters({"chapters": told, "duration": 30})] == ["0", "10"]


def test_languages_begin_with_the_original():
    rows = [spoken("de", -1), spoken("en", 10), spoken("fr", -1)]

    assert sounds(rows)[0] == ["en", "", True]
    assert {row[0] for row in sounds(rows)} == {"de", "en", "fr"}
    assert sounds(rows[:1]) == []


def test_a_broadcast_has_its_formats_and_no_end():
    facts = facts_of({"live_status": "is_live", "title": "Now", "formats": [FILM]})

    assert facts["live"] is True
    assert facts["pictures"][0][0] == 480
    assert "seconds" not in facts
    assert is_live({"live_status": "was_live"}) is False
