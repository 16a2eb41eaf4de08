"""TikTok's series of photos: yt-dlp finds the music under them, this the photos as well."""

from typing import Any

from typing_extensions import override
from yt_dlp.extractor.tiktok import (  # type: ignore[import-not-found] # has no stubs
    TikTokIE as Theirs,
)

from services.sources.extractors.extractor import dig, rows
from services.sources.extractors.posts import with_images
from services.sources.listing import Info


class TikTokIE(Theirs):  # type: ignore[misc] # has no stubs
    """Takes the place of yt-dlp's."""

    @override
    def _parse_aweme_video_web(self, aweme_detail: Info, *args: Any, **options: Any) -> Info:
        told: Info = super()._parse_aweme_video_web(aweme_detail, *args, **options)
        photos = (
            dig(photo, "imageURL", "urlList", 0)
            for photo in rows(aweme_detail, "imagePost", "images")
        )
        return with_images(told, [photo for photo in photos if photo])
