from dataclasses import replace

from handlers.chat.offers import Terms, best, pictures, size_over, sounds
from handlers.chat.wishes import wish_in
from services.media.choices import wanted_of
from services.sources.medium import Picture
from tests.handlers.chat.things import FILM, LIMIT, MEGABYTE, SONG, TERMS


def test_a_sound_that_is_copied_has_its_own_size():
    mp3 = sounds(SONG, TERMS)[0]

    assert (mp3.format.name, mp3.size_bytes, mp3.exact) == ("mp3", 4 * MEGABYTE, True)


def test_a_sound_that_is_converted_has_an_estimate():
    ogg = next(offer for offer in sounds(SONG, TERMS) if offer.format.name == "ogg")

    assert (ogg.size_bytes, ogg.exact) == (187 * 96_000 // 8, False)


def test_a_silent_film_offers_no_sound():
    assert sounds(replace(FILM, has_sound=False), TERMS) == []


def test_heights_stand_tallest_first():
    heights = [offer.format.height for offer in pictures(FILM, TERMS)]

    assert heights == [2160, 1080, 720, 480, 240]


def test_what_is_over_the_limit_does_not_fit():
    fits = {offer.format.name: offer.fits for offer in pictures(FILM, TERMS)}

    assert fits == {"2160p": False, "1080p": False, "720p": True, "480p": True, "240p": True}


def test_without_a_limit_everything_fits():
    assert all(offer.fits for offer in pictures(FILM, Terms(None)))


def test_an_unknown_size_may_be_tried():
    unknown = replace(FILM, pictures=(Picture(720, None),), seconds=None, sound_bytes=None)

    assert all(offer.fits for offer in pictures(unknown, Terms(1)))
    assert all(offer.fits for offer in sounds(unknown, Terms(1)))


def test_the_best_fit_and_then_the_least_of_the_too_big():
    few = best(pictures(FILM, TERMS), most=4)

    assert [offer.format.height for offer in few] == [1080, 720, 480, 240]


def test_what_is_too_big_says_in_how_many_parts_it_comes():
    parts = {one.format.name: one.parts for one in pictures(FILM, TERMS)}

    assert parts == {"2160p": 13, "1080p": 3, "720p": 1, "480p": 1, "240p": 1}


def test_a_clip_is_as_big_as_its_share():
    clip = wish_in(";clip=0-18.7")

    offered = {one.format.name: one for one in pictures(FILM, TERMS, wish=clip)}

    assert offered["1080p"].size_bytes == 12 * MEGABYTE
    assert not offered["1080p"].exact
    assert offered["2160p"].parts == 2


def test_an_estimate_is_too_big_only_when_it_is_sure():
    endless = replace(FILM, seconds=600.0)
    wav, tall = wanted_of("wav"), wanted_of("1080p")

    assert size_over(endless, wav, limit_bytes=LIMIT) is None
    assert size_over(endless, tall, limit_bytes=LIMIT) == 120 * MEGABYTE
    assert size_over(endless, wanted_of("1080p;parts"), limit_bytes=LIMIT) is None
