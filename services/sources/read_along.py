"""Spotify's Read Along: the text of an episode, which its own player shows to those who are logged in.

The cookie `sp_dc` of an account gives a token that is good for an hour; with it, the text of an episode
is asked for. Neither is documented: the replies have the shape that Spotify's web player reads.
"""

import json
from typing import Any, Final

from services.clock import SystemClock
from services.errors import LinkLogin, SiteChanged
from services.sources.medium import Medium
from services.web import Web

_EPISODE: Final = "spotify:episode/"
_TOKEN: Final = "https://open.spotify.com/get_access_token?reason=transport&productType=web_player"  # noqa: S105 - an address
_TEXT: Final = (
    "https://spclient.wg.spotify.com/transcript-read-along/v2/episode/{}"
    "?format=json&maxSentenceLength=500&excludeCC=true"
)
_MOST_BYTES: Final = 16 * 1024**2
_EARLY_SECONDS: Final = 60
_HOST: Final = "spotify.com"
_ID: Final = "read-along"


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

    def knows(self, medium: Medium) -> bool:
        """Return whether there may be a text: nobody can tell before it is asked for."""
        return bool(self._sp_dc) and medium.key.startswith(_EPISODE)

    async def text(self, medium: Medium) -> str:
        """Return the text, in Spotify's own JSON.

        Raises:
            LinkLogin: the cookie is not good any more.
            HearsayError: what else keeps us from it.
        """
        name = medium.key.removeprefix(_EPISODE)
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
        told = _object(await self._web.read(_TOKEN, most_bytes=64 * 1024, headers=headers))
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
