"""Xiaoyuzhou 小宇宙: reads what its pages are drawn from, an episode or a podcast's newest ones."""

from typing import Any, Final

from typing_extensions import override
from yt_dlp.utils import ExtractorError, determine_ext, float_or_none, url_or_none

from services.sources.extractors.extractor import Extractor, dig, moment, rows, status_of
from services.sources.listing import Info, Refusal

_SITE: Final = "https://www.xiaoyuzhoufm.com"
_NO_SUCH: Final = frozenset({400, 404})


class XiaoyuzhouIE(Extractor):
    """What both share: the pages."""

    def drawn(self, kind: str, name: str) -> Info:
        """Return what the page of an episode or a podcast was drawn from.

        Raises:
            Refusal: there is no such thing.
        """
        try:
            page = self.page(f"{_SITE}/{kind}/{name}", name)
        except ExtractorError as error:
            if status_of(error) in _NO_SUCH:
                raise Refusal("episode-missing" if kind == "episode" else "link-gone") from error
            raise
        drawn = self.drawn_from(page, name)
        if not drawn:
            raise Refusal("site-changed")
        return drawn


class XiaoyuzhouEpisodeIE(XiaoyuzhouIE):
    """One episode."""

    IE_NAME = "hearsay:xiaoyuzhou:episode"
    _VALID_URL = r"https?://(?:www\.)?xiaoyuzhoufm\.com/episode/(?P<id>[0-9a-f]{24})"

    @override
    def _real_extract(self, url: str) -> Any:
        name = self._match_id(url)
        episode = self.drawn("episode", name).get("episode")
        if not isinstance(episode, dict) or episode.get("eid") != name:
            raise Refusal("episode-missing")
        file = url_or_none(
            dig(episode, "enclosure", "url") or dig(episode, "media", "source", "url")
        )
        if not file:
            paid = episode.get("payType") not in {None, "FREE"}
            raise Refusal("link-paid" if paid else "link-empty")
        show = dig(episode, "podcast", "title")
        return {
            "id": name,
            "url": file,
            "ext": determine_ext(file, default_ext="m4a"),
            "vcodec": "none",
            "uploader": show,
            "series": show,
            **_facts(episode),
        }


class XiaoyuzhouPodcastIE(XiaoyuzhouIE):
    """A podcast: its newest episodes, as many as its page shows."""

    IE_NAME = "hearsay:xiaoyuzhou:podcast"
    _VALID_URL = r"https?://(?:www\.)?xiaoyuzhoufm\.com/podcast/(?P<id>[0-9a-f]{24})"

    @override
    def _real_extract(self, url: str) -> Any:
        name = self._match_id(url)
        podcast = self.drawn("podcast", name).get("podcast")
        if not isinstance(podcast, dict):
            raise Refusal("link-gone")
        entries = [
            {"_type": "url", "url": f"{_SITE}/episode/{episode['eid']}", **_facts(episode)}
            for episode in rows(podcast, "episodes")
            if episode.get("eid")
        ]
        if not entries:
            raise Refusal("link-empty")
        entries.sort(key=lambda entry: entry["timestamp"] or 0, reverse=True)
        return {
            "_type": "playlist",
            "id": name,
            "title": podcast.get("title"),
            "uploader": podcast.get("author"),
            "playlist_count": podcast.get("episodeCount"),
            "entries": entries,
        }


def _facts(episode: Info) -> Info:
    image = dig(episode, "image") or dig(episode, "podcast", "image")
    return {
        "title": episode.get("title"),
        "duration": float_or_none(episode.get("duration")),
        "timestamp": moment(episode.get("pubDate")),
        "thumbnail": url_or_none(dig(image, "largePicUrl") or dig(image, "picUrl")),
    }
