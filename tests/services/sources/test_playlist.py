import pytest

from services.sources.playlist import Entry, Playlist, picked, written


def playlist(*entries, count=None):
    return Playlist("web:a", "http://a", "a", "A list", entries=entries, count=count)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("3-5, 8", (3, 4, 5, 8)),
        ("8 3 – 5", (3, 4, 5, 8)),
        ("4", (4,)),
        ("8-", (8, 9, 10)),
        ("all", tuple(range(1, 11))),
        (" 1,1,2; ", (1, 2)),
        ("9-99999", (9, 10)),
        ("0-2", (1, 2)),
    ],
)
def test_numbers_are_read_as_people_write_them(text, numbers):
    assert picked(text, most=10) == numbers


@pytest.mark.parametrize("text", ["", "mp3", "1:05-1:12", "5-3", "11", "-3", "3-5-7", "1,x"])
def test_what_names_no_entry_is_no_pick(text):
    assert picked(text, most=10) is None


def test_numbers_are_written_short_and_read_back():
    numbers = (3, 4, 5, 8, 10, 11)

    assert written(reversed(numbers)) == "3-5,8,10-11"
    assert picked(written(numbers), most=99) == numbers
    assert written(()) == ""


def test_a_pinned_list_has_a_key_made_of_its_entries():
    one, two = Entry("http://a/1", "One"), Entry("http://a/2", "Two")

    assert playlist(one, two).pinned().key == playlist(one, two, count=9).pinned().key
    assert playlist(one, two).pinned().key != playlist(two, one).pinned().key
    assert playlist(one).pinned().pinned() == playlist(one).pinned()


def test_links_become_a_list_that_is_capped_and_knows_how_many_there_were():
    made = Playlist.of_links(["http://a/1", "http://a/2", "http://a/3"], most=2)

    assert [entry.url for entry in made.entries] == ["http://a/1", "http://a/2"]
    assert made.total == 3


def test_the_length_is_told_when_nearly_all_entries_tell_theirs():
    timed = [Entry(f"http://a/{number}", seconds=60) for number in range(9)]

    assert playlist(*timed, Entry("http://a/9")).seconds == 600
    assert playlist(*timed, Entry("http://a/8"), Entry("http://a/9")).seconds is None
    assert playlist().seconds is None
