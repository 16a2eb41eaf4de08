from dataclasses import replace

import pytest

from handlers.chat.card import card
from handlers.chat.offers import Terms
from locales.quoting import plain
from locales.texts import LANGUAGES, texts_for
from services.jobs.order import ChatFile
from tests.handlers.chat.things import FILM, SONG, TERMS, job
from tests.locales.test_catalogue import assert_balanced

EN = texts_for("en")
LONGEST_CAPTION = 1024


def test_a_card_names_title_author_length_with_site():
    assert card(job(), SONG, EN, terms=TERMS).html == (
        "<b>A Song</b>\nA Singer · 3:07 · example.com"
    )


def test_a_card_of_a_file_names_no_site():
    shown = card(job(source=ChatFile("f", "u", "a.ogg", 1)), SONG, EN, terms=TERMS)

    assert shown.html == "<b>A Song</b>\nA Singer · 3:07"


def test_a_card_explains_the_mark_when_something_is_too_big():
    html = card(job(), FILM, EN, terms=TERMS).html

    assert html.endswith("✂ = over 50 MB: comes in that many parts")


def test_a_card_tells_of_links_where_there_are_any():
    html = card(job(), FILM, EN, terms=replace(TERMS, links=True)).html

    assert html.endswith("✂ = over 50 MB: comes in that many parts or as a link")


def test_a_card_of_a_broadcast_asks_how_long():
    html = card(job(), replace(FILM, live=True), EN, terms=TERMS).html

    assert html.endswith("🔴 Live now. How long shall I record?")


def test_tags_in_a_title_are_only_letters():
    html = card(job(), replace(SONG, title="<b>R&B</b>"), EN, terms=Terms(None)).html

    assert html.startswith("<b>&lt;b&gt;R&amp;B&lt;/b&gt;</b>\n")


def test_a_right_to_left_title_leaves_the_line_in_order():
    html = card(job(), replace(SONG, title="שיר יפה"), EN, terms=Terms(None)).html

    assert html.startswith("<b>\u2068שיר יפה\u2069</b>\n")


def test_a_title_of_line_breaks_is_untitled():
    html = card(job(), replace(SONG, title="\n\u202e\n"), EN, terms=Terms(None)).html

    assert html.startswith("<b>Untitled</b>")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", ["x", "ש", "&", "🎧", "👨\u200d👩\u200d👧", "字"])
def test_a_card_fits_a_caption(language, letter):
    endless = replace(FILM, title=letter * 300, author=letter * 300)

    html = card(job(), endless, texts_for(language), terms=TERMS).html

    assert len(plain(html).encode("utf-16-le")) / 2 <= LONGEST_CAPTION
    assert_balanced(html)
