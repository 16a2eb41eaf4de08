"""Xiaohongshu 小红书: notes in all spellings of their addresses, those of images as well."""

import re
from typing import Any, Final, cast
from urllib.parse import urlsplit

from typing_extensions import override
from yt_dlp.extractor.xiaohongshu import (  # type: ignore[import-not-found] # has no stubs
    XiaoHongShuIE,
)
from yt_dlp.utils import url_or_none

from services.sources.extractors.extractor import Extractor, dig, rows
from services.sources.extractors.posts import with_images
from services.sources.listing import Info, Refusal

_NOTE: Final = (
    r"https?://(?:www\.)?(?:xiaohongshu|rednote)\.com"
    r"/(?:explore|discovery/item|user/profile/[\da-f]{24})/(?P<id>[\da-f]{24})"
)
_CHECK: Final = re.compile(r"/(?:website-login|web-login)/captcha|/captcha\b|verifyType=")
_NOT_SHOWN: Final = "error_code=300031"
"""The note cannot be shown to who brings this token, or none."""
_LOGIN: Final = re.compile(r"^/(?:website-login|login)\b")


class XiaohongshuNoteIE(Extractor, XiaoHongShuIE):  # type: ignore[misc]
    """A note: a video as yt-dlp reads it, or the addresses of its images."""

    IE_NAME = "hearsay:xiaohongshu:note"
    _VALID_URL = _NOTE
    _read: str = ""

    @override
    def _real_extract(self, url: str) -> Any:
        name = self._match_id(url)
        # The rest of the address opens the note, wherever it was found.
        asked = f"https://www.xiaohongshu.com/explore/{name}?{urlsplit(url).query}"
        page, at = self.led_to(asked, name)
        _refuse_gate(at)
        state = self.state(page, name, before=r"window\.__INITIAL_STATE__\s*=")
        note = dig(state, "note", "noteDetailMap", name, "note")
        if not isinstance(note, dict) or not note:
            raise Refusal("link-login" if "xsec_token" not in url else "link-gone")
        facts = {"uploader": dig(note, "user", "nickname"), "timestamp": _moment(note)}
        if dig(note, "video"):
            self._read = page
            return {**cast("Info", super()._real_extract(asked)), **facts}
        images = _images(note)
        if not images:
            raise Refusal("link-empty")
        told = {
            "id": name,
            "title": note.get("title") or str(note.get("desc") or "")[:100] or None,
            "description": note.get("desc"),
            **facts,
        }
        return with_images(told, images)

    @override
    def _download_webpage(self, url_or_request: Any, *args: Any, **kwargs: Any) -> Any:
        """Return the page that was read already: each question is one that the site counts."""
        read, self._read = self._read, ""
        return read or super()._download_webpage(url_or_request, *args, **kwargs)


class XiaohongshuLinkIE(Extractor):
    """A short link, as the app shares it."""

    IE_NAME = "hearsay:xiaohongshu:link"
    _VALID_URL = r"https?://(?:xhslink\.c(?:om|n)|xhs\.cn)/(?P<id>[\w/-]+)"

    @override
    def _real_extract(self, url: str) -> Any:
        page, at = self.led_to(url, self._match_id(url))
        _refuse_gate(at)
        found = re.match(rf"{_NOTE}[^#]*", at) or re.search(rf"{_NOTE}[^\"'<>\s#]*", page)
        if found is None:
            raise Refusal("link-unsupported")
        return self.url_result(found[0].replace("&amp;", "&"))


def _refuse_gate(at: str) -> None:
    """Let a note's own page pass.

    Raises:
        Refusal: the site led elsewhere instead.
    """
    if _CHECK.search(at):
        raise Refusal("site-bot-check")
    path = urlsplit(at).path
    if _LOGIN.match(path):
        raise Refusal("link-login")
    if path.startswith("/404"):
        raise Refusal("link-expired" if _NOT_SHOWN in at else "link-gone")


def _images(note: Info) -> list[str]:
    """Return the addresses of the images in their order, each in the best form that is told."""
    told = (
        image.get("urlDefault") or dig(image, "infoList", -1, "url") or image.get("urlPre")
        for image in rows(note, "imageList")
    )
    return [url for one in told if (url := url_or_none(one))]


def _moment(note: Info) -> float | None:
    told = note.get("time")
    return told / 1000 if isinstance(told, int) else None
