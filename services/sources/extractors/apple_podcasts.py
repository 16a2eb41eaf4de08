"""Apple Podcasts: the episode asked for from its page or from the iTunes directory, never another one."""

from dataclasses import asdict
from typing import Any, Final, cast
from urllib.parse import unquote, urlencode

from typing_extensions import override
from yt_dlp.extractor.applepodcasts import (  # type: ignore[import-not-found] # has no stubs
    ApplePodcastsIE,
)
from yt_dlp.networking.exceptions import TransportError
from yt_dlp.utils import ExtractorError, float_or_none, url_or_none

from services.sources.captions import TRANSCRIPTS
from services.sources.extractors.extractor import moment, rows, status_of
from services.sources.extractors.feed import episode_titled
from services.sources.extractors.podcasts import PodcastIE
from services.sources.listing import Info, Refusal

_HOST: Final = r"https?://(?:embed\.)?(?:podcasts|itunes)\.apple\.com/(?:(?P<country>[a-z]{2})/)?"
_SERVER_ERROR: Final = 500
_MOST: Final = 200
"""The directory gives no more episodes of a show."""


class AppleDirectoryIE(PodcastIE):
    """What both share: questions to the iTunes directory."""

    def _known(self, show: str, country: str) -> tuple[Info, list[Info]]:
        """Return what the directory tells of a show, and of its newest episodes.

        Raises:
            Refusal: it knows no such show.
        """
        asked = {"id": show, "media": "podcast", "entity": "podcastEpisode", "limit": _MOST}
        query = urlencode(asked | ({"country": country} if country else {}))
        told = rows(self.document(f"https://itunes.apple.com/lookup?{query}", show), "results")
        about = [row for row in told if str(row.get("collectionId")) == show]
        if not about:
            raise Refusal("link-gone")
        episodes = [row for row in told if row.get("wrapperType") == "podcastEpisode"]
        return next((row for row in about if row.get("feedUrl")), about[0]), episodes


class ApplePodcastEpisodeIE(AppleDirectoryIE, ApplePodcastsIE):  # type: ignore[misc]
    """One episode: as yt-dlp reads its page, else as the directory and the show's own feed tell it."""

    IE_NAME = "hearsay:apple:episode"
    _VALID_URL = (
        rf"{_HOST}podcast(?:/(?!id\d)(?P<slug>[^/?#]+))?(?:/id(?P<show>\d+))?/?"
        r"\?(?:[^#]+&)?i=(?P<id>\d+)"
    )

    @override
    def _real_extract(self, url: str) -> Any:
        asked = self.named(url)
        name, show, slug, country = (
            asked[word] or "" for word in ("id", "show", "slug", "country")
        )
        middle = "/".join(part for part in (slug, show and f"id{show}") if part)
        page = f"https://podcasts.apple.com/{country or 'us'}/podcast/{middle}?i={name}"
        info: Info = {}
        failed: ExtractorError | None = None
        try:
            info = cast("Info", super()._real_extract(page))
        except ExtractorError as error:
            failed = error
        if not info.get("url"):
            found = self._elsewhere(name, show, country=country, title=unquote(slug))
            if found is None and failed is not None and (not show or _is_trouble(failed)):
                raise failed
            if found is None:
                # A page that tells of an episode and of no file is one for subscribers.
                raise Refusal("link-members" if info.get("title") else "episode-missing")
            info = found
        if show and self.get_param("writesubtitles"):
            info = {TRANSCRIPTS: self._get_subtitles(info, show, country), **info}
        return {**info, "id": name, "uploader": info.get("series")}

    @override
    def _get_subtitles(self, info: Info, show: str, country: str) -> list[Info]:
        """Return the transcripts that the show's own feed tells of; an episode without them is one too."""
        try:
            feed_url = url_or_none(self._known(show, country)[0].get("feedUrl"))
            feed = self._show(feed_url) if feed_url else None
        except (ExtractorError, Refusal):
            return []
        if feed is None:
            return []
        seconds, timestamp = info.get("duration"), info.get("timestamp")
        title = str(info.get("title") or "")
        episode = episode_titled(feed, title, seconds=seconds, timestamp=timestamp)
        return [asdict(one) for one in episode.transcripts] if episode else []

    @override
    def _extract_podcast_from_webpage(self, webpage: str, episode_id: str) -> Info | None:
        # The page of a vanished episode may be that of its show, or of the newest one.
        about = self._og_search_url(webpage, default="")
        if about and f"i={episode_id}" not in about:
            return None
        found: Info | None = super()._extract_podcast_from_webpage(webpage, episode_id)
        return found

    def _elsewhere(self, name: str, show: str, *, country: str, title: str) -> Info | None:
        """Return the facts as the directory or the feed tell them; None when neither knows a file."""
        if not show:
            return None
        told, episodes = self._known(show, country)
        for row in episodes:
            if str(row.get("trackId")) == name and url_or_none(row.get("episodeUrl")):
                return _from_row(row)
        feed_url = url_or_none(told.get("feedUrl"))
        if not title or not feed_url:
            return None
        # The address of an older episode still holds the words of its title.
        feed = self._show(feed_url)
        episode = episode_titled(feed, title.replace("-", " "))
        return self._told(feed, episode) if episode else None


class ApplePodcastShowIE(AppleDirectoryIE):
    """A show: its episodes, the newest first."""

    IE_NAME = "hearsay:apple:show"
    _VALID_URL = rf"{_HOST}podcast/(?:[^/?#]+/)?id(?P<id>\d+)/?(?:[?#](?!(?:[^#]*&)?i=\d).*)?$"

    @override
    def _real_extract(self, url: str) -> Any:
        name = self._match_id(url)
        told, episodes = self._known(name, self.named(url)["country"] or "")
        episodes.sort(key=lambda row: str(row.get("releaseDate")), reverse=True)
        entries = [
            {
                "_type": "url",
                "url": row["trackViewUrl"],
                "id": str(row.get("trackId")),
                **_facts(row),
            }
            for row in episodes
            if url_or_none(row.get("trackViewUrl"))
        ]
        if not entries and url_or_none(told.get("feedUrl")):
            return self._listed(self._show(told["feedUrl"]), told["feedUrl"])
        if not entries:
            raise Refusal("link-empty")
        return {
            "_type": "playlist",
            "id": name,
            "title": told.get("collectionName"),
            "uploader": told.get("artistName"),
            "playlist_count": told.get("trackCount"),
            "entries": entries,
        }


def _is_trouble(error: ExtractorError) -> bool:
    """Return whether the site could not answer now, which says nothing about the episode."""
    cause = error.cause
    return isinstance(cause, TransportError) or status_of(error) >= _SERVER_ERROR


def _from_row(row: Info) -> Info:
    """Return the facts about an episode as the directory tells them."""
    return {
        "url": row["episodeUrl"],
        "ext": row.get("episodeFileExtension") or "mp3",
        "vcodec": "none" if row.get("episodeContentType") != "video" else None,
        "series": row.get("collectionName"),
        **_facts(row),
    }


def _facts(row: Info) -> Info:
    return {
        "title": row.get("trackName"),
        "duration": float_or_none(row.get("trackTimeMillis"), 1000),
        "timestamp": moment(row.get("releaseDate")),
        "thumbnail": url_or_none(row.get("artworkUrl600")),
    }
