import pytest
from fluent.runtime import FluentBundle, FluentResource

from locales.speaker import BrokenMessageError, Speaker
from locales.texts import texts_for


@pytest.mark.parametrize(
    ("size_bytes", "said"),
    [
        (0, "0 B"),
        (900, "900 B"),
        (1023.9 * 1024, "1 MB"),
        (655_360, "640 KB"),
        (1_468_006, "1.4 MB"),
        (52_428_800, "50 MB"),
        (1_288_490_189, "1.2 GB"),
        (None, "unknown"),
    ],
)
def test_sizes_are_short(size_bytes, said):
    assert texts_for("en").size(size_bytes) == said


@pytest.mark.parametrize(
    ("language", "size", "speed"),
    [("en", "1.4 MB", "1.4 MB/s"), ("ru", "1,4 МБ", "1,4 МБ/с"), ("zh", "1.4 MB", "1.4 MB/秒")],
)
def test_figures_follow_the_language(language, size, speed):
    texts = texts_for(language)

    assert (texts.size(1_468_006), texts.speed(1_468_006)) == (size, speed)


@pytest.mark.parametrize(
    ("seconds", "clock", "span"),
    [
        (0, "0:00", "0 s"),
        (59.4, "0:59", "59 s"),
        (187, "3:07", "3 min"),
        (3599, "59:59", "1 h"),
        (3723, "1:02:03", "1 h 2 min"),
        (None, "unknown", "unknown"),
    ],
)
def test_times_are_written_as_players_and_people_do(seconds, clock, span):
    texts = texts_for("en")

    assert (texts.clock(seconds), texts.span(seconds)) == (clock, span)


def test_strangers_words_cannot_bring_tags():
    assert texts_for("en").quote_html("<b>R&B</b>") == "&lt;b&gt;R&amp;B&lt;/b&gt;"


def test_plain_messages_keep_strangers_words_as_they_are():
    assert texts_for("en").quote("<b>R&B</b>") == "<b>R&B</b>"


def test_a_missing_variable_is_a_bug():
    bundle = FluentBundle(["en"])
    bundle.add_resource(FluentResource("hello = Hello { $name }"))

    with pytest.raises(BrokenMessageError, match="hello"):
        Speaker("en", bundle).say("hello")


def test_a_missing_message_is_a_bug():
    with pytest.raises(BrokenMessageError, match="no message nothing"):
        texts_for("en").say("nothing")
