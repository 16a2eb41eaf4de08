import pytest

from services.sources.titles import LONGEST, title_line


def cut_after(whole, tail):
    """Return what is kept of a long title in which `tail` stands across the cut."""
    return title_line(whole + tail + "z" * LONGEST)


def test_a_title_is_one_line():
    assert title_line("  Two\n lines\tand\u2028more ") == "Two lines and more"
    assert title_line(None) == ""


def test_three_hundred_characters_are_kept():
    assert title_line("a" * 300) == "a" * 300
    assert title_line("a" * 301) == "a" * 300


@pytest.mark.parametrize(
    "character",
    ["👩🏽‍🚀", "🐈‍⬛", "👨‍👩‍👧‍👦", "❤️", "🇺🇦", "é", "נִ", "👍🏿", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"],
)
def test_a_character_of_several_is_kept_whole_or_left_out(character):
    for room in range(len(character) + 1):
        kept = cut_after("a" * (LONGEST - room), character)

        assert kept.rstrip("z") in {"a" * (LONGEST - room), "a" * (LONGEST - room) + character}


def test_flags_are_cut_between_two():
    assert title_line("🇺🇦" * 200) == "🇺🇦" * 150
    assert title_line("a" + "🇺🇦" * 200) == "a" + "🇺🇦" * 149


def test_writing_from_right_to_left_stays_in_its_order():
    text = "صباح الخير يا ميناء — בוקר טוב, נמל (live 2024)"

    assert title_line(text) == text


def test_nothing_but_marks_is_cut_all_the_same():
    assert len(title_line("a" + "\u0301" * 500)) == LONGEST
