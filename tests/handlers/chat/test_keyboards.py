from dataclasses import replace

import pytest

from handlers.chat import keyboards
from handlers.chat.callbacks import Act, Pick, Press
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
    FILM,
    LIMIT,
    SONG,
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
    markup = keyboards.card(job(), FILM, EN, limit_bytes=LIMIT)

    assert labels(markup) == [
        ["🎧 MP3 · ≈4.3 MB", "🎧 M4A · ≈4 MB"],
        ["🎬 1080p · 120 MB ⚠", "🎬 720p · 30 MB"],
        ["🎬 480p · 12 MB", "🎬 240p · 6 MB"],
        ["More…"],
    ]


def test_a_card_of_a_song_offers_only_sound():
    markup = keyboards.card(job(), SONG, EN, limit_bytes=LIMIT)

    assert labels(markup)[0][0] == "🎧 MP3 · 4 MB"
    assert not any("🎬" in label for label in labels_flat(markup))


def test_an_unknown_size_is_left_out():
    film = replace(FILM, pictures=(Picture(720, None),))

    assert button(keyboards.card(job(), film, EN, limit_bytes=LIMIT), "720p").text == "🎬 720p"


def test_a_button_knows_its_job_with_its_choice():
    markup = keyboards.card(job(), FILM, EN, limit_bytes=LIMIT)

    picked = Pick.unpack(button(markup, "720p").callback_data)

    assert picked == Pick(job=job().id, choice="720p", always=False)


def test_more_shows_every_format():
    shown = labels_flat(keyboards.more(job(), FILM, EN, limit_bytes=LIMIT))

    for title in ("MP3", "M4A", "OGG", "FLAC", "WAV", "240p", "480p", "720p", "1080p", "2160p"):
        assert any(title in label for label in shown), title


def test_always_is_carried_by_the_next_choice():
    markup = keyboards.more(job(), FILM, EN, limit_bytes=LIMIT, always=True)

    assert Pick.unpack(button(markup, "720p").callback_data).always
    assert not Press.unpack(button(markup, "always").callback_data).always


def test_a_usual_choice_can_be_taken_back():
    markup = keyboards.more(job(), FILM, EN, limit_bytes=LIMIT, usual="mp3")

    assert Press.unpack(button(markup, "always MP3").callback_data).act is Act.ASK


@pytest.mark.parametrize("language", ["en", "ru", "zh"])
def test_every_button_stays_within_64_bytes(language):
    texts = texts_for(language)
    long = job(id="x" * 20)
    film = replace(FILM, pictures=tuple(Picture(height, None) for height in range(1, 8640, 500)))
    markups = [
        keyboards.more(long, film, texts, limit_bytes=1, always=True),
        keyboards.progress(long, texts),
        keyboards.cancelled(long, texts),
    ]

    for markup in markups:
        for row in markup.inline_keyboard:
            assert all(len(each.callback_data.encode()) <= LONGEST_DATA for each in row)


def test_too_big_offers_what_fits():
    failed = failed_job(TooBig(size_bytes=1 << 30, limit_bytes=LIMIT), choice="1080p")

    shown = labels_flat(keyboards.failed(failed, FILM, EN, limit_bytes=LIMIT))

    assert shown == ["🎬 720p · 30 MB", "🎬 480p · 12 MB", "🎬 240p · 6 MB", "🎧 MP3 · ≈4.3 MB"]


def test_too_big_does_not_offer_the_same_again():
    failed = failed_job(TooBig(size_bytes=1 << 30, limit_bytes=LIMIT), choice="720p")

    shown = labels_flat(keyboards.failed(failed, FILM, EN, limit_bytes=LIMIT))

    assert not any("720p" in label for label in shown)


@pytest.mark.parametrize("error", [SiteTrouble(host="a.b"), Unexpected(id="abcdefgh")])
def test_what_may_pass_can_be_tried_again(error):
    markup = keyboards.failed(failed_job(error), None, EN, limit_bytes=LIMIT)

    assert Press.unpack(button(markup, "try again").callback_data).act is Act.AGAIN


def test_a_failed_conversion_offers_other_formats():
    failed = failed_job(ConversionFailed(choice="flac"), choice="flac")

    assert labels_flat(keyboards.failed(failed, FILM, EN, limit_bytes=LIMIT)) == ["Other formats"]


def test_what_will_not_change_offers_nothing():
    gone = failed_job(LinkGone(host="a.b"))

    assert keyboards.failed(gone, None, EN, limit_bytes=LIMIT) is None


def test_a_delivered_video_offers_its_sound():
    markup = keyboards.done(film_job("720p"), FILM, EN, limit_bytes=LIMIT)

    assert labels(markup) == [["🎧 MP3 · ≈4.3 MB", "Other formats"]]


def test_a_delivered_sound_offers_the_tallest_video_that_fits():
    markup = keyboards.done(film_job("mp3"), FILM, EN, limit_bytes=LIMIT)

    assert labels(markup) == [["🎬 720p · 30 MB", "Other formats"]]


def test_without_facts_nothing_follows():
    assert keyboards.done(film_job("mp3"), None, EN, limit_bytes=LIMIT) is None
