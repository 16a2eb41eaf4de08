from dataclasses import replace

import pytest

from handlers.chat import keyboards, menus
from handlers.chat.callbacks import Act, Pick, Press
from handlers.chat.offers import Terms
from handlers.chat.wishes import wish_in
from locales.texts import texts_for
from services.errors import (
    ConversionFailed,
    LinkGone,
    SiteTrouble,
    TooBig,
    Unexpected,
)
from services.sources.medium import Picture
from tests.handlers.chat.things import (
    ANN,
    CONCERT,
    FILM,
    LIMIT,
    SONG,
    TERMS,
    button,
    failed_job,
    film_job,
    job,
    labels,
    labels_flat,
)

EN = texts_for("en")
LONGEST_DATA = 64


def test_a_card_of_a_film_offers_sound_and_heights():
    markup = keyboards.card(job(), FILM, EN, terms=TERMS)

    assert labels(markup) == [
        ["🎧 MP3 · ≈4.3 MB", "🎧 M4A · ≈4 MB"],
        ["🎬 1080p · 120 MB ✂3", "🎬 720p · 30 MB"],
        ["🎬 480p · 12 MB", "🎬 240p · 6 MB"],
        ["📝 Words", "🧼 Clean", "More…"],
    ]


def test_a_card_of_a_song_offers_only_sound():
    markup = keyboards.card(job(), SONG, EN, terms=TERMS)

    assert labels(markup)[0][0] == "🎧 MP3 · 4 MB"
    assert not any("🎬" in label for label in labels_flat(markup))


def test_an_unknown_size_is_left_out():
    film = replace(FILM, pictures=(Picture(720, None),))

    assert button(keyboards.card(job(), film, EN, terms=TERMS), "720p").text == "🎬 720p"


def test_a_button_knows_its_job_with_its_choice():
    markup = keyboards.card(job(), FILM, EN, terms=TERMS)

    picked = Pick.unpack(button(markup, "720p").callback_data)

    assert picked == Pick(job=job().id, choice="720p", always=False)


def test_more_shows_every_format():
    shown = labels_flat(menus.more(job(), FILM, EN, terms=TERMS, account=ANN))

    for title in ("MP3", "M4A", "OGG", "FLAC", "WAV", "240p", "480p", "720p", "1080p", "2160p"):
        assert any(title in label for label in shown), title


def test_always_is_carried_by_the_next_choice():
    markup = menus.more(job(), FILM, EN, terms=TERMS, account=ANN, always=True)

    assert Pick.unpack(button(markup, "720p").callback_data).always
    assert not Press.unpack(button(markup, "always").callback_data).always


def test_a_usual_choice_can_be_taken_back():
    markup = menus.more(job(), FILM, EN, terms=TERMS, account=replace(ANN, usual="mp3"))

    assert Press.unpack(button(markup, "always MP3").callback_data).act is Act.ASK


@pytest.mark.parametrize("language", ["en", "ru", "zh"])
def test_every_button_stays_within_64_bytes(language):
    texts = texts_for(language)
    long = job(id="x" * 20)
    film = replace(FILM, pictures=tuple(Picture(height, None) for height in range(1, 8640, 500)))
    markups = [
        menus.more(long, film, texts, terms=Terms(1), account=ANN, always=True),
        keyboards.progress(long, texts),
        keyboards.cancelled(long, texts),
    ]

    for markup in markups:
        for row in markup.inline_keyboard:
            assert all(len(each.callback_data.encode()) <= LONGEST_DATA for each in row)


def test_too_big_offers_what_fits():
    failed = failed_job(TooBig(size_bytes=1 << 30, terms=TERMS), choice="1080p")

    shown = labels_flat(keyboards.failed(failed, FILM, EN, terms=TERMS))

    assert shown == [
        "🎬 720p · 30 MB",
        "🎬 480p · 12 MB",
        "🎬 240p · 6 MB",
        "🎧 MP3 · ≈4.3 MB",
        "✂ 1080p in about 3 parts",
    ]


def test_too_big_does_not_offer_the_same_again():
    failed = failed_job(TooBig(size_bytes=1 << 30, terms=TERMS), choice="720p")

    shown = labels_flat(keyboards.failed(failed, FILM, EN, terms=TERMS))

    assert not any("720p" in label for label in shown)


@pytest.mark.parametrize("error", [SiteTrouble(host="a.b"), Unexpected(id="abcdefgh")])
def test_what_may_pass_can_be_tried_again(error):
    markup = keyboards.failed(failed_job(error), None, EN, terms=TERMS)

    assert Press.unpack(button(markup, "try again").callback_data).act is Act.AGAIN


def test_a_failed_conversion_offers_other_formats():
    failed = failed_job(ConversionFailed(choice="flac"), choice="flac")

    assert labels_flat(keyboards.failed(failed, FILM, EN, terms=TERMS)) == ["Other formats"]


def test_what_will_not_change_offers_nothing():
    gone = failed_job(LinkGone(host="a.b"))

    assert keyboards.failed(gone, None, EN, terms=TERMS) is None


def test_a_delivered_video_offers_its_sound():
    markup = keyboards.done(film_job("720p"), FILM, EN, terms=TERMS)

    assert labels(markup) == [["🎧 MP3 · ≈4.3 MB", "Other formats"], ["📝 Words", "🧼 Clean"]]


def test_a_delivered_sound_offers_the_tallest_video_that_fits():
    markup = keyboards.done(film_job("mp3"), FILM, EN, terms=TERMS)

    assert labels(markup) == [["🎬 720p · 30 MB", "Other formats"], ["📝 Words", "🧼 Clean"]]


def test_without_facts_nothing_follows():
    assert keyboards.done(film_job("mp3"), None, EN, terms=TERMS) is None


def test_where_links_are_served_one_is_offered():
    failed = failed_job(TooBig(size_bytes=1 << 30, limit_bytes=LIMIT), choice="1080p")
    terms = replace(TERMS, links=True)

    linked = button(keyboards.failed(failed, FILM, EN, terms=terms), "as a link")

    assert Pick.unpack(linked.callback_data).wanted == "1080p;link"


def test_what_failed_in_parts_is_not_offered_in_parts_again():
    failed = failed_job(TooBig(size_bytes=1 << 30, limit_bytes=LIMIT), choice="1080p;parts")

    assert not any(
        "✂" in each for each in labels_flat(keyboards.failed(failed, FILM, EN, terms=TERMS))
    )


def test_more_has_doors_only_to_what_there_is():
    shown = labels_flat(menus.more(job(), FILM, EN, terms=TERMS, account=ANN))
    concert = labels_flat(
        menus.more(job(), CONCERT, EN, terms=replace(TERMS, skips=True), account=ANN)
    )

    assert "🎚 Bitrates…" in shown
    assert not any("Chapters" in each or "🗣" in each or "sponsors" in each for each in shown)
    assert {"📑 Chapters (12)", "🗣 English…", "☐ Without sponsors"} <= set(concert)


def test_sponsors_are_a_matter_of_some_sites_and_a_setting():
    elsewhere = replace(CONCERT, site="web")

    for medium, skips in ((elsewhere, True), (CONCERT, False)):
        terms = replace(TERMS, skips=skips)
        shown = labels_flat(menus.more(job(), medium, EN, terms=terms, account=ANN))
        assert not any("sponsors" in each for each in shown)


def test_bitrates_are_picked_like_formats():
    markup = menus.rates(job(), FILM, EN, terms=TERMS, always=True, wish=wish_in(";skip"))

    picked = Pick.unpack(button(markup, "MP3 128k").callback_data)

    assert (picked.wanted, picked.always) == ("mp3-128;skip", True)
    assert sum("k" in each and "M4A" in each for each in labels_flat(markup)) == 6


def test_a_sound_track_is_wished_for_whatever_is_picked_next():
    markup = menus.tracks(job(), CONCERT, EN, always=False, wish=wish_in(""))

    assert labels_flat(markup)[:2] == ["○ Deutsch", "● English"]
    german = Press.unpack(button(markup, "Deutsch").callback_data)
    assert german.wish.sound == "de"
    more = menus.more(job(), CONCERT, EN, terms=TERMS, account=ANN, wish=german.wish)
    assert Pick.unpack(button(more, "720p").callback_data).wanted == "720p;sound=de"


def test_chapters_stand_on_pages_and_each_can_be_had():
    first = menus.chapters(job(), CONCERT, EN, terms=TERMS, wish=wish_in(""))
    second = menus.chapters(job(), CONCERT, EN, terms=TERMS, wish=wish_in(""), page=1)

    assert labels_flat(first)[0] == "0:00 Song 1"
    assert labels_flat(second)[0] == "8:00 Song 9"
    chosen = Press.unpack(button(second, "Song 12").callback_data)
    card = keyboards.card(job(), CONCERT, EN, terms=TERMS, wish=chosen.wish)
    assert labels_flat(card)[0] == "✂ 11:00–12:00 · all of it instead"
    assert Pick.unpack(button(card, "720p").callback_data).wanted == "720p;clip=660-720"
    split = Pick.unpack(button(first, "a file each: MP3").callback_data)
    assert split.wanted == "mp3;chapters"


def test_a_clip_can_be_taken_back():
    card = keyboards.card(job(choice=";clip=65-72.5"), FILM, EN, terms=TERMS)

    back = Press.unpack(button(card, "1:05–1:12.5").callback_data)

    assert (back.act, back.wish.clip) == (Act.BACK, None)


def test_a_broadcast_offers_lengths():
    card = keyboards.card(job(), replace(FILM, live=True), EN, terms=TERMS)

    assert labels(card)[0] == ["⏺ MP3 · 5 min", "⏺ 720p · 5 min"]
    assert Pick.unpack(button(card, "720p · 15 min").callback_data).wanted == "720p;record=900"


def test_the_usual_choice_may_wait():
    patient = replace(ANN, usual="mp3", patience_seconds=120)

    shown = labels_flat(menus.more(job(), FILM, EN, terms=TERMS, account=patient))

    assert "⏱ Ask me, then MP3 after 2 min · tap for at once" in shown


def test_what_would_not_fit_on_a_button_is_left_out():
    wish = wish_in(";clip=35999.123-35999.456;sound=zh-hant-tw;skip")

    markup = menus.rates(job(), FILM, EN, terms=TERMS, always=True, wish=wish)

    for row in markup.inline_keyboard:
        assert all(len(each.callback_data.encode()) <= LONGEST_DATA for each in row)
