"""The card of an episode that only Spotify has: there is nothing to hear, and something to read."""

import pytest

from tests.e2e.people import button, until, words
from tests.world.test_read_along import COOKIE, SECTIONS, Spotify
from tests.world.test_spotify import directory

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module")
def settings_of_the_house():
    return {"spotify_sp_dc": COOKIE}


async def test_its_words_are_offered_and_come(world, guest):
    spotify = Spotify(world)
    link = spotify.episode("5Q2dkZHfnGb2Y4BzzoBu3J", "Only here", SECTIONS)
    directory(world)
    spotify.site.answers("/oembed", {"title": "Only here: the pilot"})

    card = await guest.card(link)
    assert "Only here: the pilot" in words(card)
    assert button(card, "MP3") is None
    await guest.press(card, "Words")

    said = "Hello there."

    def come():
        return next(
            (it for it in guest.town.playground.messages(guest.chat) if said in words(it)), None
        )

    assert "Spotify" in words(await until(come, seconds=30))
