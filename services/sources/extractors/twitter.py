"""Pictures of X's posts, alone and beside films: yt-dlp looks for films alone, one at a time."""

from typing import Any

from typing_extensions import override
from yt_dlp.extractor.twitter import (  # type: ignore[import-not-found] # has no stubs
    TwitterIE as Theirs,
)
from yt_dlp.utils import update_url_query

from services.sources.extractors.extractor import dig, rows
from services.sources.extractors.posts import with_images
from services.sources.listing import Info, Refusal


class TwitterIE(Theirs):  # type: ignore[misc] # has no stubs
    """Takes the place of yt-dlp's."""

    _post: Info

    @override
    def _real_extract(self, url: str) -> Info:
        self._post = {}
        told: Info = super()._real_extract(url)
        images = self._images()
        one_of_them = (self._match_valid_url(url) or {})["index"]
        if one_of_them or not images or (told.get("formats") and len(images) == 1):
            return told
        first: Info = next(iter(told.get("entries") or ()), {})
        elsewhere = {"_type", "url", "ie_key", "entries"}
        facts = {**first, **{key: told[key] for key in told.keys() - elsewhere}}
        return with_images(facts, images)

    @override
    def _extract_status(self, twid: str) -> Info:
        self._post = super()._extract_status(twid)
        if "created_at" not in self._post:
            # Of a post that was deleted the site says nothing at all.
            raise Refusal("link-gone")
        return self._post

    @override
    def raise_no_formats(self, msg: str, *args: Any, **options: Any) -> None:
        """Let a post of pictures alone pass."""
        if not self._images():
            super().raise_no_formats(msg, *args, **options)

    def _images(self) -> list[str]:
        media = rows(self._post, "extended_entities", "media")
        return [url for one in media if (url := _address(one))]


def _address(one: Info) -> str:
    films = [
        film
        for film in rows(one, "video_info", "variants")
        if film.get("content_type") == "video/mp4" and film.get("url")
    ]
    if films:
        return str(max(films, key=lambda film: film.get("bitrate") or 0)["url"])
    picture = dig(one, "media_url_https")
    return update_url_query(picture, {"name": "orig"}) if picture else ""
