"""Lists our own extractors and puts them before those of yt-dlp.

They are classes as yt-dlp wants them (`InfoExtractor`), and run inside the child like all the others. One
that raises a `services.sources.listing.Refusal` ends the request with that code. Beside yt-dlp's own words
an answer may hold ours:

- `hearsay_images`: the addresses of the pictures of a post, in their order;
- `hearsay_transcripts`: the transcripts that an episode's own show has published (`url`, `ext`, `language`).
"""

from typing import Any, Final

from yt_dlp import globals as known

from services.sources.extractors.apple_podcasts import ApplePodcastEpisodeIE, ApplePodcastShowIE
from services.sources.extractors.instagram import InstagramIE
from services.sources.extractors.podcasts import FeedEpisodeIE
from services.sources.extractors.spotify import SpotifyEpisodeIE, SpotifyLinkIE, SpotifyShowIE
from services.sources.extractors.tiktok import TikTokIE
from services.sources.extractors.twitter import TwitterIE
from services.sources.extractors.xiaohongshu import XiaohongshuLinkIE, XiaohongshuNoteIE
from services.sources.extractors.xiaoyuzhou import XiaoyuzhouEpisodeIE, XiaoyuzhouPodcastIE

EXTRACTORS: Final[tuple[type[Any], ...]] = (
    FeedEpisodeIE,
    ApplePodcastEpisodeIE,
    ApplePodcastShowIE,
    InstagramIE,
    SpotifyEpisodeIE,
    SpotifyLinkIE,
    SpotifyShowIE,
    TikTokIE,
    TwitterIE,
    XiaohongshuLinkIE,
    XiaohongshuNoteIE,
    XiaoyuzhouEpisodeIE,
    XiaoyuzhouPodcastIE,
)
"""Each name differs from all of yt-dlp's, unless one of those is to be replaced for all who name it."""


def add_extractors() -> None:
    """Let yt-dlp ask ours first. It has to be called before a `YoutubeDL` is made.

    Plug-ins that lie about on the machine stay out (`YTDLP_NO_PLUGINS`); these are named one by one.
    """
    ours = {extractor.__name__: extractor for extractor in EXTRACTORS}
    known.extractors.value = ours | known.extractors.value
