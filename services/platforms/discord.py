"""Discord: files that were attached to messages; their addresses are signed and good for about a day."""

import re

from services.errors import HearsayError, LinkLogin
from services.platforms.address import Address
from services.platforms.platform import Gives, Login, Platform

_HOSTS = frozenset({"cdn.discordapp.com", "media.discordapp.net"})
_FILE = re.compile(r"^/(?:ephemeral-)?attachments/(\d{6,24})/(\d{6,24})/([^/]+)$")
_MOMENT = re.compile(r"^[0-9a-fA-F]{1,10}$")


def _identify(address: Address) -> str | None:
    file = _FILE.match(address.path) if address.host in _HOSTS else None
    return "/".join(file.groups()) if file else None


def _expires(address: Address) -> float | None:
    told = address.asked.get("ex", "")
    return float(int(told, 16)) if _identify(address) and _MOMENT.match(told) else None


def _refuses(address: Address) -> type[HearsayError] | None:
    """Return why a message cannot be looked into: only who sits in its channel may."""
    return LinkLogin if address.parts[:1] == ["channels"] else None


DISCORD = Platform(
    name="discord",
    title="Discord attachments",
    hosts=frozenset({"discord.com", "discordapp.com", "discordapp.net"}),
    identify=_identify,
    gives=frozenset({Gives.SOUND, Gives.VIDEO}),
    login=Login.NEVER,
    refuses=_refuses,
    expires=_expires,
    files=True,
    note="The links of files, good for about a day; links to messages cannot be followed.",
)
