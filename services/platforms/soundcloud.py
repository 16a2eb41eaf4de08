"""SoundCloud: a track is its artist's name, its own, and for a private one the secret of its link."""

import re

from services.platforms.address import Address, address_of
from services.platforms.platform import Platform

_PAGES = re.compile(
    r"^(?:charts|discover|feed|for-artists|imprint|jobs|library|messages|notifications|pages|people"
    r"|player|popular|search|settings|signin|stations?|stream|tags|terms-of-use|tracks|upload|you)$"
)
_LISTS = re.compile(
    r"^(?:albums|comments|followers|following|likes|popular-tracks|reposts|sets|spotlight|tracks)$"
)


def _identify(address: Address) -> str | None:
    parts = [part.lower() for part in address.parts]
    if address.host in {"w.soundcloud.com", "api.soundcloud.com", "api-v2.soundcloud.com"}:
        return _embedded(address)
    if address.host.startswith("on."):
        return f"on/{address.parts[0]}" if parts else None
    if len(parts) not in {2, 3} or _PAGES.match(parts[0]) or _LISTS.match(parts[1]):
        return None
    # The secret's letters may be large; the names never are.
    secret = "".join(address.parts[2:]) or address.asked.get("secret_token", "")
    if secret and not secret.startswith("s-"):
        return None
    return "/".join([*parts[:2], *([secret] if secret else [])])


def _embedded(address: Address) -> str | None:
    parts = address.parts
    if parts[:1] == ["tracks"] and len(parts) > 1 and parts[1].isdecimal():
        return f"tracks/{parts[1]}"
    inner = address.asked.get("url", "")
    return _identify(address_of(inner)) if inner.startswith("http") else None


SOUNDCLOUD = Platform(
    name="soundcloud",
    title="SoundCloud",
    hosts=frozenset({"soundcloud.com"}),
    identify=_identify,
)
