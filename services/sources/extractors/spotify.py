"""Spotify: tells which episode a link means, then finds it in the show's own public feed.

Spotify's sound is encrypted; most shows are published everywhere. What the embedded player is drawn from
tells title, show, length and day of an episode; the iTunes directory knows the feeds of shows by name. An
episode counts as found only when all four agree, and with one file alone.
"""

import re
from typing import Any, Final
from urllib.parse import urlencode

from typing_extensions import override
from yt_dlp.utils import ExtractorError, float_or_none, url_or_none

from services.sources.extractors.extractor import dig, moment, rows, status_of
from services.sources.extractors.feed import Episode, Show, episode_titled, same_name
from services.sources.extractors.podcasts import PodcastIE
from services.sources.listing import Info, Refusal

_SITE: Final = "https://open.spotify.com"
_BEFORE: Final = (
    r"https?://(?:open|play)\.spotify\.com/(?:(?:intl-[a-z-]+|embed|embed-podcast|go)/)*"
)
_ENTITY: Final = ("state", "data", "entity")
_MUSIC: Final = re.compile(r"spotify\.com/(?:[\w-]+/)*(?:track|album|playlist|artist|audiobook)/")
_PODCAST: Final = re.compile(r"https://open\.spotify\.com/(?:[\w-]+/)*(?:episode|show)/\w{22}")
_FEEDS: Final = 3
"""How many feeds are read: more shows of one name are not told apart."""


class SpotifyIE(PodcastIE):
    """What all share: the player's page and the directory of feeds."""

    def drawn(self, kind: str, name: str) -> Info:
        """Return what the embedded player of an episode or a show was drawn from.

        Raises:
            Refusal: there is no such thing, or the page is another one than we know.
        """
        try:
            page = self.page(f"{_SITE}/embed/{kind}/{name}", name)
        except ExtractorError as error:
            if status_of(error) in {400, 404}:
                raise Refusal("link-gone") from error
            raise
        drawn = self.drawn_from(page, name)
        entity = dig(drawn, *_ENTITY)
        if isinstance(entity, dict):
            return entity
        raise Refusal("link-gone" if drawn.get("status") == 404 else "site-changed")  # noqa: PLR2004

    def feeds(self, title: str) -> dict[str, Show]:
        """Return the feeds of the shows of a name by their addresses.

        Raises:
            ExtractorError: there are some, and none can be read.
            Refusal: the same.
        """
        query = urlencode({"term": title, "media": "podcast", "entity": "podcast", "limit": 50})
        told = self.document(f"https://itunes.apple.com/search?{query}", title)
        named = (row for row in rows(told, "results") if same_name(_name(row), title))
        urls = (url_or_none(row.get("feedUrl")) for row in named)
        found: dict[str, Show] = {}
        failed: Exception | None = None
        for url in list(dict.fromkeys(url for url in urls if url))[:_FEEDS]:
            # The directory knows feeds that have moved or died, beside those that live.
            try:
                found[url] = self._show(url)
            except (ExtractorError, Refusal) as error:
                failed = error
        if failed is not None and not found:
            raise failed
        return found


class SpotifyEpisodeIE(SpotifyIE):
    """One episode."""

    IE_NAME = "hearsay:spotify:episode"
    _VALID_URL = rf"{_BEFORE}episode/(?P<id>\w{{22}})"

    @override
    def _real_extract(self, url: str) -> Any:
        name = self._match_id(url)
        meant = self.drawn("episode", name)
        title, show = _title(meant), str(meant.get("subtitle") or "")
        if not title or not show:
            raise Refusal("site-changed")
        feeds = self.feeds(show).values()
        if not feeds:
            # It is published nowhere else.
            raise Refusal("link-protected")
        found = [(feed, episode) for feed in feeds if (episode := _same_in(feed, meant))]
        if len({episode.guid for _, episode in found}) != 1:
            raise Refusal("episode-missing")
        return {**self._told(*found[0]), "id": name}


class SpotifyShowIE(SpotifyIE):
    """A show, as its own feed lists it."""

    IE_NAME = "hearsay:spotify:show"
    _VALID_URL = rf"{_BEFORE}show/(?P<id>\w{{22}})"

    @override
    def _real_extract(self, url: str) -> Any:
        name = self._match_id(url)
        asked = urlencode({"url": f"{_SITE}/show/{name}"})
        try:
            told = self.document(f"{_SITE}/oembed?{asked}", name)
        except ExtractorError as error:
            raise Refusal(
                "link-gone" if status_of(error) in {400, 404} else "site-changed"
            ) from error
        title = str(dig(told, "title") or "")
        feeds = self.feeds(title) if title else {}
        if len(feeds) != 1:
            # None: it is published nowhere else. Several: which one is meant is not told.
            raise Refusal("episode-missing" if feeds else "link-protected")
        [(feed_url, show)] = feeds.items()
        return self._listed(show, feed_url)


class SpotifyLinkIE(SpotifyIE):
    """A short link."""

    IE_NAME = "hearsay:spotify:link"
    _VALID_URL = r"https?://(?:spotify\.link|spotify\.app\.link|spoti\.fi)/(?P<id>\w+)"

    @override
    def _real_extract(self, url: str) -> Any:
        page, at = self.led_to(url, self._match_id(url))
        if _MUSIC.search(at):
            raise Refusal("link-protected")
        # To some browsers the page itself says where it leads.
        found = _PODCAST.search(at) or _PODCAST.search(page)
        if found is None:
            raise Refusal("link-protected" if _MUSIC.search(page) else "link-unsupported")
        return self.url_result(found[0])


def _same_in(feed: Show, meant: Info) -> Episode | None:
    return episode_titled(
        feed,
        _title(meant),
        seconds=float_or_none(meant.get("duration"), 1000),
        timestamp=moment(dig(meant, "releaseDate", "isoString")),
    )


def _title(entity: Info) -> str:
    return str(entity.get("name") or entity.get("title") or "")


def _name(row: Info) -> str:
    return str(row.get("collectionName") or row.get("trackName") or "")
