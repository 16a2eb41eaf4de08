"""Pages and files of TikTok, shaped after yt_dlp/extractor/tiktok.py of yt-dlp 2026.10.26.

A page holds the JSON that it is drawn from (`__UNIVERSAL_DATA_FOR_REHYDRATION__`).
"""

import json

from tests.world.media import film, song, still
from tests.world.world import Site, World


def open_tiktok(world: World) -> Site:
    """Return the site, beside it a CDN that gives whatever it is asked for."""
    cdn = world.site("*.tiktokcdn.example")
    cdn.answers("/cover.webp", still(ending="webp"))
    cdn.answers("/music.mp3", song(hertz=520))
    cdn.answers("*.mp4", film(height=576, upright=True, hertz=660))
    cdn.answers("*.webp", still(ending="webp"))
    return world.site("www.tiktok.com")


def video(number: str, *, height: int = 576, **changes: object) -> dict:
    """Return the JSON of a video, portrait as nearly all are."""
    return {
        "id": number,
        "desc": "A walk by the sea #calm",
        "createTime": "1688816612",
        "author": {"uniqueId": "walker", "nickname": "The Walker", "id": "65", "secUid": "MS4w"},
        "stats": {"playCount": 5, "diggCount": 4},
        "music": {
            "title": "Waves",
            "authorName": "The Sea",
            "duration": 3,
            "playUrl": "https://v16-cdn.tiktokcdn.example/music.mp3?mime_type=audio_mpeg",
        },
        "video": {
            "duration": 3,
            "width": height,
            "height": height * 16 // 9 // 2 * 2,
            "cover": "https://p16-cdn.tiktokcdn.example/cover.webp",
            "playAddr": f"https://v16-cdn.tiktokcdn.example/{number}.mp4",
            "bitrateInfo": [],
        },
        **changes,
    }


def photos(number: str, *, count: int) -> dict:
    """Return the JSON of a series of photos with music."""
    return video(
        number,
        video={"duration": 0, "cover": "https://p16-cdn.tiktokcdn.example/cover.webp"},
        imagePost={
            "title": "A walk",
            "images": [
                {
                    "imageURL": {
                        "urlList": [f"https://p16-cdn.tiktokcdn.example/{number}/{place}.webp"]
                    },
                    "imageWidth": 480,
                    "imageHeight": 360,
                }
                for place in range(1, count + 1)
            ],
        },
    )


def page(item: dict | None = None, *, status: int = 0) -> str:
    """Return a page of TikTok's."""
    detail = {"statusCode": status, "itemInfo": {"itemStruct": item or {}}}
    scope = json.dumps({"__DEFAULT_SCOPE__": {"webapp.video-detail": detail}})
    script = '<script id="__UNIVERSAL_DATA_FOR_REHYDRATION__" type="application/json">'
    return f"<html><head>{script}{scope}</script></head></html>"
