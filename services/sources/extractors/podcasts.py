"""What our extractors of podcasts share: asking for feeds, and telling of episodes in yt-dlp's words."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any
from urllib.parse import quote, unquote

from typing_extensions import override
from yt_dlp.utils import determine_ext, float_or_none, mimetype2ext, url_or_none

from services.platforms.address import ITEM
from services.sources.captions import TRANSCRIPTS
from services.sources.extractors.extractor import Extractor, rows
from services.sources.extractors.feed import Episode, Show, episode_named, show_in
from services.sources.listing import Info, Refusal


class PodcastIE(Extractor):
    """The root of the extractors that read feeds; it claims no address itself."""

    def _show(self, url: str) -> Show:
        """Return the show of a feed.

        Raises:
            Refusal: it is no feed.
        """
        show = show_in(self.page(url, "feed"))
        if show is None:
            raise Refusal("link-unsupported")
        return show

    def _told(self, show: Show, episode: Episode) -> Info:
        """Return the facts about an episode."""
        ending = determine_ext(episode.url, default_ext="")
        return {
            "id": episode.guid,
            "title": episode.title,
            "url": episode.url,
            "ext": ending or mimetype2ext(episode.mime) or "mp3",
            "vcodec": None if episode.mime.startswith("video/") else "none",
            "uploader": show.title or episode.author,
            "series": show.title,
            "duration": episode.seconds,
            "timestamp": episode.timestamp,
            "thumbnail": url_or_none(episode.cover),
            "chapters": self._chapters(episode) or None,
            "language": episode.language or None,
            TRANSCRIPTS: [asdict(one) for one in episode.transcripts] or None,
        }

    def _listed(self, show: Show, feed_url: str) -> Info:
        """Return the list of a show's episodes, each with an address that leads to it again.

        Raises:
            Refusal: there is none.
        """
        if not show.episodes:
            raise Refusal("link-empty")
        return {
            "_type": "playlist",
            "id": feed_url,
            "title": show.title,
            "uploader": show.author,
            "thumbnail": url_or_none(show.cover),
            "entries": [
                {
                    "_type": "url",
                    "url": f"{feed_url}{ITEM}{quote(episode.guid, safe='')}",
                    "id": episode.guid,
                    "title": episode.title,
                    "duration": episode.seconds,
                    "timestamp": episode.timestamp,
                    "thumbnail": url_or_none(episode.cover),
                }
                for episode in show.episodes
            ],
        }

    def _chapters(self, episode: Episode) -> list[Info]:
        rows = list(episode.chapters) or list(self._chapters_at(episode.chapters_url))
        return [{"start_time": start, "title": title} for start, title in rows]

    def _chapters_at(self, url: str) -> Iterator[tuple[float, str]]:
        """Yield the chapters of a JSON document; an episode without them is one all the same."""
        told = self.document(url, "chapters", fatal=False) if url_or_none(url) else None
        for row in rows(told, "chapters"):
            start = float_or_none(row.get("startTime"))
            if start is not None and row.get("toc") is not False:
                yield start, str(row.get("title") or "")


class FeedEpisodeIE(PodcastIE):
    """One episode of a feed, and no other: the addresses of `PodcastIE._listed` end here."""

    IE_NAME = "hearsay:feed:episode"
    _VALID_URL = r"(?P<feed>https?://[^#]+)#item=(?P<id>[^#&]+)$"

    @override
    def _real_extract(self, url: str) -> Any:
        feed_url, _, name = url.partition(ITEM)
        show = self._show(feed_url)
        episode = episode_named(show, unquote(name))
        if episode is None:
            raise Refusal("episode-missing")
        return self._told(show, episode)
