"""Apple Podcasts: an episode has a number of its own, a show one with `id` before it."""

import re

from services.platforms.address import Address
from services.platforms.platform import Gives, Login, Platform

_NUMBER = re.compile(r"^\d{5,20}$", re.ASCII)
_SHOW = re.compile(r"^/(?:[a-z]{2}/)?podcast/(?:[^/]+/)?id(\d{5,20})(?:/|$)", re.ASCII)
_EPISODE = re.compile(r"^/(?:[a-z]{2}/)?podcast(?:/|$)", re.ASCII)


def _identify(address: Address) -> str | None:
    episode = address.asked.get("i", "")
    if _NUMBER.match(episode) and _EPISODE.match(address.path):
        return episode
    show = _SHOW.match(address.path)
    return f"id{show[1]}" if show else None


APPLE_PODCASTS = Platform(
    name="apple_podcasts",
    title="Apple Podcasts",
    hosts=frozenset({"podcasts.apple.com", "itunes.apple.com"}),
    identify=_identify,
    gives=frozenset({Gives.SOUND, Gives.LISTS, Gives.TRANSCRIPT}),
    login=Login.NEVER,
    note="The very episode of the link, or a sentence that it is gone; never just the newest one.",
)
