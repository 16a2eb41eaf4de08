from dataclasses import replace

from handlers.chat.offers import best, pictures, sounds
from services.sources.medium import Picture
from tests.handlers.chat.things import FILM, LIMIT, MEGABYTE, SONG


def test_a_sound_that_is_copied_has_its_own_size():
    mp3 = sounds(SONG, limit_bytes=LIMIT)[0]

    assert (mp3.format.name, mp3.size_bytes, mp3.exact) == ("mp3", 4 * MEGABYTE, True)


def test_a_sound_that_is_converted_has_an_estimate():
    ogg = next(offer for offer in sounds(SONG, limit_bytes=LIMIT) if offer.format.name == "ogg")

    assert (ogg.size_bytes, ogg.exact) == (187 * 96_000 // 8, False)


def test_a_silent_film_offers_no_sound():
    assert sounds(replace(FILM, has_sound=False), limit_bytes=LIMIT) == []


def test_heights_stand_tallest_first():
    heights = [offer.format.height for offer in pictures(FILM, limit_bytes=LIMIT)]

    assert heights == [2160, 1080, 720, 480, 240]


def test_what_is_over_the_limit_does_not_fit():
    fits = {offer.format.name: offer.fits for offer in pictures(FILM, limit_bytes=LIMIT)}

    assert fits == {"2160p": False, "1080p": False, "720p": True, "480p": True, "240p": True}


def test_without_a_limit_everything_fits():
    assert all(offer.fits for offer in pictures(FILM, limit_bytes=None))


def test_an_unknown_size_may_be_tried():
    unknown = replace(FILM, pictures=(Picture(720, None),), seconds=None, sound_bytes=None)

    assert all(offer.fits for offer in pictures(unknown, limit_bytes=1))
    assert all(offer.fits for offer in sounds(unknown, limit_bytes=1))


def test_the_best_fit_and_then_the_least_of_the_too_big():
    few = best(pictures(FILM, limit_bytes=LIMIT), most=4)

    assert [offer.format.height for offer in few] == [1080, 720, 480, 240]
