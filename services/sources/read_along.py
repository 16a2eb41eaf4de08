"""Spotify's Read Along: the text of an episode, which its own player shows to those who are logged in.

The cookie `sp_dc` of an account gives a token that is good for an hour; with it, the text of an episode
is asked for. Neither is documented: the replies have the shape that Spotify's web player reads.
"""

import json
from datetime import timedelta
from typing import Any, Final
from urllib.parse import quote

import structlog

from services.clock import SystemClock
from services.errors import HearsayError, LinkLogin, SiteChanged
from services.platforms.link import Link
from services.sources.medium import Caption, Medium, Scribe
from services.sources.memory import Memory
from services.sources.titles import title_line
from services.web import Web

log = structlog.get_logger(__name__)

_EPISODE: Final = "spotify:episode/"
_TOKEN: Final = "https://open.spotify.com/get_access_token?reason=transport&productType=web_player"  # noqa: S105 - an address
_TEXT: Final = (
    "https://spclient.wg.spotify.com/transcript-read-along/v2/episode/{}"
    "?format=json&maxSentenceLength=500&excludeCC=true"
)
_MOST_BYTES: Final = 16 * 1024**2
_LITTLE: Final = 64 * 1024
_ABOUT: Final = "https://open.spotify.com/oembed?url="
_EARLY_SECONDS: Final = 60
_HOST: Final = "spotify.com"
_ID: Final = "read-along"


ALONG: Final = Caption("", Scribe.READ_ALONG)
"""There may be a text: nobody can tell before it is asked for."""


class ReadAlong:
    """Asks Spotify for the texts of episodes.

    Args:
        web: Asks addresses.
        sp_dc: The cookie; without one nothing is known.
    """

    def __init__(self, web: Web, sp_dc: str) -> None:
        self._web = web
        self._sp_dc = sp_dc
        self._clock = SystemClock()
        self._token = ""
        self._good_until = 0.0
        self._texts = Memory[str](room=8 * 1024**2, kept=timedelta(minutes=20))

    def knows(self, medium: Medium) -> bool:
        """Return whether there may be a text."""
        return bool(self._sp_dc) and medium.key.startswith(_EPISODE)

    async def text(self, medium: Medium) -> str:
        """Return the text, in Spotify's own JSON.

        Raises:
            LinkLogin: the cookie is not good any more.
            HearsayError: what else keeps us from it.
        """
        known = self._texts.get(medium.key)
        return known if known is not None else await self._text(medium.key)

    async def medium(self, link: Link) -> Medium | None:
        """Return the facts about an episode that can be read and not be heard; None when there is no text.

        It never raises: the episode has been refused already, for a better reason.
        """
        if not self._sp_dc or not link.key.startswith(_EPISODE):
            return None
        try:
            text = await self._text(link.key)
            about = _object(
                await self._web.read(f"{_ABOUT}{quote(link.url, safe='')}", most_bytes=_LITTLE)
            )
        except HearsayError as error:
            log.info("nothing to read along", error=repr(error))
            return None
        self._texts.put(link.key, text)
        return Medium(
            key=link.key,
            url=link.url,
            site=link.site,
            title=title_line(about.get("title")) or link.host,
            has_sound=False,
            thumbnail_url=str(about.get("thumbnail_url") or ""),
            captions=(ALONG,),
        )

    async def _text(self, key: str) -> str:
        name = key.removeprefix(_EPISODE)
        was_known = bool(self._token)
        try:
            return await self._asked(name)
        except LinkLogin:
            self._token = ""
            if not was_known:
                raise
        return await self._asked(name)

    async def _asked(self, name: str) -> str:
        headers = {
            "Authorization": f"Bearer {await self._access()}",
            "App-Platform": "WebPlayer",
            "Accept": "application/json",
        }
        url = _TEXT.format(name)
        told = await self._web.read(url, most_bytes=_MOST_BYTES, headers=headers)
        return told.decode("utf-8", errors="replace")

    async def _access(self) -> str:
        now = self._clock.now()
        if self._token and now < self._good_until:
            return self._token
        headers = {"Cookie": f"sp_dc={self._sp_dc}", "Accept": "application/json"}
        told = _object(await self._web.read(_TOKEN, most_bytes=_LITTLE, headers=headers))
        token = told.get("accessToken")
        if not isinstance(token, str) or not token or told.get("isAnonymous"):
            raise LinkLogin(host=_HOST)
        ends = told.get("accessTokenExpirationTimestampMs")
        self._token = token
        self._good_until = ends / 1000 - _EARLY_SECONDS if isinstance(ends, int | float) else now
        return token


def _object(told: bytes) -> dict[str, Any]:
    try:
        found = json.loads(told)
    except ValueError as error:
        raise SiteChanged(host=_HOST, id=_ID) from error
    if not isinstance(found, dict):
        raise SiteChanged(host=_HOST, id=_ID)
    return found
