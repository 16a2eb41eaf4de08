"""What our extractors of posts share: saying in yt-dlp's words that there are pictures."""

from collections.abc import Sequence

from services.sources.listing import IMAGES, Info


def with_images(told: Info, images: Sequence[str]) -> Info:
    """Return what is told about a post with the addresses of its pictures and short films.

    Without a format to play, yt-dlp takes a list without entries, and nothing else.
    """
    if not images:
        return told
    told = {**told, IMAGES: list(images), "thumbnail": told.get("thumbnail") or images[0]}
    return told if told.get("formats") else {**told, "_type": "playlist", "entries": []}
