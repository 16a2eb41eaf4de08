"""Spotify: podcasts are found in their public feeds; music is encrypted, which the address tells already."""

import re
from typing import Final

from services.errors import HearsayError, LinkProtected
from services.platforms.address import Address
from services.platforms.platform import Gives, Login, Platform

_PODCASTS: Final = frozenset({"episode", "show"})
_MUSIC: Final = frozenset({
    "track",
    "album",
    "playlist",
    "artist",
    "audiobook",
    "chapter",
    "concert",
})
_BEFORE: Final = re.compile(r"^(?:intl-[a-z]{2}(?:-[a-z]{2})?|embed|embed-podcast|go|user)$")
_ID: Final = re.compile(r"^[0-9A-Za-z]{22}$")


def _identify(address: Address) -> str | None:
    kind, name = _thing(address)
    return f"{kind}/{name}" if kind else None


def _refuses(address: Address) -> type[HearsayError] | None:
    return LinkProtected if _thing(address)[0] in _MUSIC else None


def _thing(address: Address) -> tuple[str, str]:
    """Return what the address shows and its name; two empty texts for everything else."""
    parts = address.parts
    while parts and _BEFORE.match(parts[0]):
        # In old addresses a playlist stands behind its user.
        parts = parts[2:] if parts[0] == "user" else parts[1:]
    if len(parts) > 1 and parts[0] in _PODCASTS | _MUSIC and _ID.match(parts[1]):
        return parts[0], parts[1]
    return "", ""


SPOTIFY = Platform(
    name="spotify",
    title="Spotify",
    hosts=frozenset({"spotify.com", "spotify.link", "spotify.app.link", "spoti.fi"}),
    identify=_identify,
    gives=frozenset({Gives.SOUND, Gives.LISTS, Gives.TRANSCRIPT}),
    login=Login.NEVER,
    refuses=_refuses,
    note="Podcasts that are published elsewhere too; music and exclusives are encrypted.",
)
