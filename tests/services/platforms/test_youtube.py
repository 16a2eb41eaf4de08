import pytest

from services.platforms.catalogue import link_of

EXAMPLES = {
    "youtube:dQw4w9WgXcQ": [
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "http://youtube.com/watch?v=dQw4w9WgXcQ&t=43s",
        "https://m.youtube.com/watch?feature=share&v=dQw4w9WgXcQ",
        "https://music.youtube.com/watch?v=dQw4w9WgXcQ&list=RDAMVM",
        "https://youtu.be/dQw4w9WgXcQ?si=AbCdEf0123456789",
        "youtu.be/dQw4w9WgXcQ",
        "https://www.youtube.com/shorts/dQw4w9WgXcQ?feature=share",
        "https://www.youtube.com/live/dQw4w9WgXcQ?si=x",
        "https://www.youtube.com/embed/dQw4w9WgXcQ?autoplay=1",
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
        "https://www.youtube.com/v/dQw4w9WgXcQ",
        "https://www.youtube.com/watch/dQw4w9WgXcQ",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=PLx&index=3&utm_source=tg",
        "https://www.youtube.com/watch?feature=player_embedded&amp;amp;v=dQw4w9WgXcQ",
        "https://yt.be/dQw4w9WgXcQ",
        "https://consent.youtube.com/m?continue=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3DdQw4w9WgXcQ&gl=NL",
        "https://www.youtube.com/attribution_link?a=1&u=%2Fwatch%3Fv%3DdQw4w9WgXcQ%26feature%3Dshare",
    ],
    "youtube:abcdefghi-_": ["https://youtu.be/abcdefghi-_"],
    "youtube:www.youtube.com/playlist?list=PLabc": ["https://www.youtube.com/playlist?list=PLabc"],
    "youtube:www.youtube.com/@name": ["https://www.youtube.com/@name"],
    "youtube:www.youtube.com/embed/live_stream?channel=UCx": [
        "https://www.youtube.com/embed/live_stream?channel=UCx"
    ],
}

FAMILY = ("Youtube",)
ELSEWHERE = {
    r"^[\w-]{11,42}$": "a bare id, which looks like any other word",
    r"^:yt|^yt\w+\d*:": "an order for yt-dlp's command line",
    r"^//": "no scheme: nobody pastes it",
    r"invidio|vid\.plus|zwearz\.com": "another site that shows YouTube's videos",
    r"web\.archive\.org": "the Wayback Machine's copy, which is kept by another site",
    r"/embed/\w+\?list=": "a video that stands in a list: the video is meant",
    r"youtube\.com/channel/\w+/live$": "a list only while nothing is broadcast",
}
LIVE = ("https://www.youtube.com/watch?v=jNQXAC9IVRw", "https://www.youtube.com/shorts/BGQWPY4IigY")


@pytest.mark.parametrize(
    ("query", "listing"),
    [
        ("&list=PLabc&index=3", "https://www.youtube.com/playlist?list=PLabc"),
        ("&list=OLAK5uy_abc", "https://www.youtube.com/playlist?list=OLAK5uy_abc"),
        ("&list=RDCLAK5uy_abc", "https://www.youtube.com/playlist?list=RDCLAK5uy_abc"),
        ("&list=RDdQw4w9WgXcQ&start_radio=1", ""),
        ("&list=RDMM", ""),
        ("&list=WL", ""),
        ("&list=LL", ""),
        ("&list=../x", ""),
        ("", ""),
    ],
)
def test_a_link_tells_the_list_in_which_it_was_found(query, listing):
    link = link_of(f"https://music.youtube.com/watch?v=dQw4w9WgXcQ{query}")

    assert link.key == "youtube:dQw4w9WgXcQ"
    assert link.listing == listing
