import pytest

from locales.quoting import clipped, plain, quoted, tamed


def test_line_breaks_become_spaces():
    assert tamed("one\n\ntwo\r\n three\tfour\x00") == "one two three four"


def test_marks_that_turn_the_direction_are_removed():
    assert tamed("cod\u202e3pm.exe\u202c") == "cod3pm.exe"


def test_right_to_left_words_are_isolated():
    assert quoted("שלום world") == "\u2068שלום world\u2069"


def test_left_to_right_words_stay_bare():
    assert quoted("Привет, 世界 🎧") == "Привет, 世界 🎧"


def test_an_isolate_is_closed_after_a_cut():
    assert quoted("ש" * 500, longest=10) == "\u2068" + "ש" * 9 + "…\u2069"


@pytest.mark.parametrize(
    "sign",
    ["👨\u200d👩\u200d👧", "👍🏽", "e\u0301", "🇫🇷", "❤\ufe0f", "🏴\U000e0067\U000e0062\U000e007f"],
    ids=["family", "skin", "accent", "flag", "variation", "tag-flag"],
)
@pytest.mark.parametrize("longest", range(2, 20))
def test_a_visible_sign_is_never_split(sign, longest):
    whole = sign * 10

    cut = clipped(whole, longest)

    assert len(cut) <= longest
    assert cut.removesuffix("…") in {sign * times for times in range(11)}


def test_short_text_is_not_cut():
    assert clipped("abc", 3) == "abc"


def test_plain_text_has_neither_tags_nor_entities():
    assert plain('<b>R&amp;B</b> &lt;3 <a href="https://a.b/?c=1">x</a>') == "R&B <3 x"
