import pytest

from services.platforms.address import address_of
from services.platforms.xiaoyuzhou import XIAOYUZHOU

EXAMPLES = {
    "xiaoyuzhou:episode/670f2a7e0d2f24f289727fdc": [
        "https://www.xiaoyuzhoufm.com/episode/670f2a7e0d2f24f289727fdc",
        "http://xiaoyuzhoufm.com/episode/670f2a7e0d2f24f289727fdc/",
        "https://www.xiaoyuzhoufm.com/episode/670f2a7e0d2f24f289727fdc?s=eyJ1IjogIjYifQ%3D%3D",
    ],
    "xiaoyuzhou:podcast/6388760f22567e8ea6ad070f": [
        "https://www.xiaoyuzhoufm.com/podcast/6388760f22567e8ea6ad070f?utm_source=x",
        "www.xiaoyuzhoufm.com/podcast/6388760f22567e8ea6ad070f",
    ],
    "xiaoyuzhou:www.xiaoyuzhoufm.com/": ["https://www.xiaoyuzhoufm.com/"],
}


@pytest.mark.parametrize(("kind", "is_list"), [("podcast", True), ("episode", False)])
def test_a_podcast_is_a_list_and_an_episode_none(kind, is_list):
    address = address_of(f"https://www.xiaoyuzhoufm.com/{kind}/6388760f22567e8ea6ad070f")

    assert XIAOYUZHOU.is_list(address) is is_list
