"""Pages and files of Instagram, shaped after yt_dlp/extractor/instagram.py of yt-dlp 2026.10.26.

There is a session with a token, a ruling about each post, and a page that holds what it is drawn from
(`RelayPrefetchedStreamCache`).
"""

import json

from tests.world.media import film, still
from tests.world.world import Site, World

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
CDN = "https://scontent.cdninstagram.example"


def number_of(code: str) -> int:
    """Return the number that a post's code spells."""
    number = 0
    for letter in code:
        number = number * 64 + _LETTERS.index(letter)
    return number


def picture(place: int) -> dict:
    """Return the JSON of a picture, in two sizes."""
    sizes = [(f"{place}_small.jpg", 320), (f"{place}.jpg", 1080)]
    rows = [{"url": f"{CDN}/{name}", "width": wide, "height": wide} for name, wide in sizes]
    return {"pk": str(1000 + place), "media_type": 1, "image_versions2": {"candidates": rows}}


def clip(name: str) -> dict:
    """Return the JSON of a video."""
    return {
        "pk": str(2000 + len(name)),
        "media_type": 2,
        "video_versions": [
            {"url": f"{CDN}/{name}.mp4", "width": 360, "height": 640, "type": 101},
        ],
        "video_duration": 3.0,
        "has_audio": True,
        "image_versions2": {"candidates": [{"url": f"{CDN}/cover.jpg", "width": 9, "height": 16}]},
    }


def product(code: str, **media: object) -> dict:
    """Return the JSON of a post."""
    return {
        "user": {"username": "ann", "full_name": "Ann", "pk": "65"},
        "caption": {"text": "A day at the sea"},
        "taken_at": 1700000000,
        **media,
        "pk": str(number_of(code)),
    }


def page(told: dict) -> str:
    """Return a page that is drawn from what is told about a post."""
    result = {
        "__bbox": {"result": {"data": {"xig_polaris_media": {"if_not_gated_logged_out": told}}}}
    }
    required = ["RelayPrefetchedStreamCache", "next", [], ["key", result]]
    outer = {
        "require": [["ScheduledServerJS", "handle", None, [{"__bbox": {"require": [required]}}]]]
    }
    return f'<html><script type="application/json" data-sjs>{json.dumps(outer)}</script></html>'


def open_instagram(world: World) -> Site:
    """Return the site, beside it a CDN that gives whatever it is asked for."""
    cdn = world.site("scontent.cdninstagram.example")
    cdn.answers("*.jpg", still())
    cdn.answers("*.mp4", film(height=360, upright=True, hertz=660))
    site = world.site("www.instagram.com")
    token = '<script id="__eqmc" type="application/json">{"l":"token"}</script>'
    site.answers("/", f"<html>{token}</html>")
    headers = {"Set-Cookie": "csrftoken=abc; Domain=.instagram.com; Path=/"}
    site.answers("/api/v1/web/get_ruling_for_content/", {"status": "ok"}, headers=headers)
    return site
