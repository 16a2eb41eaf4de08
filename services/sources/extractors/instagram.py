"""Instagram's pictures, alone and among films: yt-dlp looks for films alone."""

from typing import Any

from typing_extensions import override
from yt_dlp.extractor.instagram import (  # type: ignore[import-not-found] # has no stubs
    InstagramIE as Theirs,
)
from yt_dlp.utils import int_or_none

from services.sources.extractors.extractor import rows
from services.sources.extractors.posts import with_images
from services.sources.listing import Info


class InstagramIE(Theirs):  # type: ignore[misc] # has no stubs
    """Takes the place of yt-dlp's."""

    @override
    def _extract_product(self, product_info: Info | list[Info], *args: Any, **options: Any) -> Info:
        told: Info = super()._extract_product(product_info, *args, **options)
        product = product_info[0] if isinstance(product_info, list) else product_info
        several = rows(product, "carousel_media")
        if not several and told.get("formats"):
            return told
        facts = {key: told[key] for key in told.keys() - {"_type", "entries", "formats"}}
        images = [url for one in several or [product] if (url := _address(one))]
        return with_images(facts, images)


def _address(one: Info) -> str:
    """Return where a film or a picture is found in its largest size."""
    told = rows(one, "video_versions") or rows(one, "image_versions2", "candidates")
    found = [row for row in told if row.get("url")]
    return str(max(found, key=_pixels)["url"]) if found else ""


def _pixels(row: Info) -> int:
    return (int_or_none(row.get("width")) or 0) * (int_or_none(row.get("height")) or 0)
