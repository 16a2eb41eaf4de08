"""What X tells of posts and Spaces, shaped after yt_dlp/extractor/twitter.py of yt-dlp 2026.10.26."""

POSTS = "/i/api/graphql/*/TweetResultByRestId"
SPACES = "/i/api/graphql/*/AudioSpaceById"


def photo(place: int) -> dict:
    """Return what is told about a picture."""
    return {
        "type": "photo",
        "id_str": f"20{place}",
        "media_url_https": f"https://pbs.twimg.com/media/{place}.jpg",
        "sizes": {"large": {"w": 480, "h": 360}},
    }


def clip(name: str, *heights: int) -> dict:
    """Return a video with one MP4 for each height, as wide as films are."""
    variants = [
        {
            "content_type": "video/mp4",
            "bitrate": height * 1000,
            "url": f"https://video.twimg.com/vid/{height * 16 // 9}x{height}/{name}.mp4",
        }
        for height in heights
    ]
    return {
        "type": "video",
        "id_str": f"10{name}",
        "media_url_https": "https://pbs.twimg.com/media/poster.jpg",
        "video_info": {"duration_millis": 3000, "variants": variants},
    }


def post(*media: dict, text: str = "A post about the sea https://t.co/abc") -> dict:
    """Return what is told about a post."""
    return {
        "__typename": "Tweet",
        "core": {"user_results": {"result": {"legacy": {"name": "Ann", "screen_name": "ann"}}}},
        "legacy": {
            "full_text": text,
            "created_at": "Sat Nov 08 12:00:00 +0000 2025",
            "extended_entities": {"media": list(media)},
        },
    }


def space(state: str = "Ended", *, replay: bool = True, **metadata: object) -> dict:
    """Return what is told about a Space."""
    told = {
        "state": state,
        "title": "Evening talk",
        "media_key": "28_1",
        "is_space_available_for_replay": replay,
        "started_at": 1700000000000,
        "created_at": 1700000000000,
        "creator_results": {"result": {"legacy": {"name": "Ann", "screen_name": "ann"}}},
        **metadata,
    }
    return {"metadata": told, "participants": {"speakers": [{"display_name": "Ann"}]}}
