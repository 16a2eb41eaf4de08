import pytest

from services.errors import LinkProtected
from services.platforms.address import address_of
from services.platforms.catalogue import links_in
from services.platforms.spotify import SPOTIFY

ID = "4rOoJ6Egrf8K2IrywzwOMk"
EXAMPLES = {
    f"spotify:episode/{ID}": [
        f"https://open.spotify.com/episode/{ID}",
        f"https://open.spotify.com/episode/{ID}?si=c39c232d9a1049c1&context=x&t=12",
        f"https://open.spotify.com/intl-de/episode/{ID}",
        f"https://open.spotify.com/intl-pt-br/episode/{ID}",
        f"https://open.spotify.com/embed/episode/{ID}?utm_source=generator",
        f"https://open.spotify.com/embed-podcast/episode/{ID}",
        f"https://play.spotify.com/episode/{ID}",
        f"open.spotify.com/episode/{ID}",
    ],
    f"spotify:show/{ID}": [
        f"https://open.spotify.com/show/{ID}",
        f"https://open.spotify.com/embed/show/{ID}/",
        f"https://open.spotify.com/intl-fr/show/{ID}?si=1",
    ],
    f"spotify:track/{ID}": [f"https://open.spotify.com/intl-ja/track/{ID}?si=1"],
    f"spotify:album/{ID}": [f"https://open.spotify.com/album/{ID}"],
    f"spotify:artist/{ID}": [f"https://open.spotify.com/artist/{ID}"],
    f"spotify:playlist/{ID}": [
        f"https://open.spotify.com/playlist/{ID}",
        f"https://open.spotify.com/user/somebody/playlist/{ID}",
    ],
    "spotify:spotify.link/AbCdEf12": ["https://spotify.link/AbCdEf12"],
    "spotify:open.spotify.com/search/x": ["https://open.spotify.com/search/x"],
}


@pytest.mark.parametrize("kind", ["track", "album", "playlist", "artist", "audiobook"])
def test_music_is_refused_by_its_address_alone(kind):
    for before in ("", "intl-de/", "embed/"):
        address = address_of(f"https://open.spotify.com/{before}{kind}/{ID}")

        assert SPOTIFY.refuses(address) is LinkProtected


@pytest.mark.parametrize("page", [f"episode/{ID}", f"show/{ID}", "search/track"])
def test_podcasts_are_not(page):
    assert SPOTIFY.refuses(address_of(f"https://open.spotify.com/{page}")) is None


@pytest.mark.parametrize("kind", ["episode", "track"])
def test_what_the_app_copies_as_a_uri_is_a_link(kind):
    assert links_in(f"hear this: spotify:{kind}:{ID}!") == links_in(
        f"https://open.spotify.com/{kind}/{ID}"
    )
